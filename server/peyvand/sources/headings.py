"""What the columns of a list mean, by their headings and by what stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from peyvand.sources.numerals import western
from peyvand.sources.points import point_of
from peyvand.sources.wikidata.properties import item_of

IGNORED = ""
_HEADINGS = {
    "id": ("id", "identifier", "key", "fid", "ogcfid", "nr", "no", "شناسه", "کد", "ردیف"),
    "names": (
        *("name", "names", "label", "title", "city", "cityname", "placename", "place", "town"),
        *("settlement", "municipality", "cityascii", "asciiname", "mainname", "officialname"),
        *("نام", "شهر", "نامشهر", "اسم", "المدينة", "مدينة", "stadt", "ort", "ville", "commune"),
        *("ciudad", "cidade", "città", "comune", "şehir", "sehir", "город", "название"),
        *("nom", "nombre", "nome", "isim", "ad", "stad", "miasto"),
    ),
    "aliases": (
        *("aliases", "alias", "altnames", "altname", "alternatenames", "alternativenames"),
        *("othernames", "altlabel", "altlabels", "itemaltlabel", "alsoknownas", "نامهایدیگر"),
    ),
    "country": (
        *("country", "countryname", "countrylabel", "iso2", "isoa2", "countrycode", "cc", "iso"),
        *("nation", "کشور", "نامکشور", "الدولة", "البلد", "دولة", "land", "staat", "pays"),
        *("país", "pais", "paese", "ülke", "ulke", "страна", "kraj"),
    ),
    "latitude": (
        *("latitude", "lat", "y", "ycoord", "latitudedeg", "latdd", "latdecimal", "declat"),
        *("عرضجغرافیایی", "عرض", "خطالعرض", "breitengrad", "breite", "enlem", "широта", "latitud"),
        "latitudine",
    ),
    "longitude": (
        *("longitude", "lon", "lng", "long", "x", "xcoord", "longitudedeg", "londd", "londecimal"),
        *("declon", "طولجغرافیایی", "طول", "خطالطول", "längengrad", "länge", "boylam", "долгота"),
        *("longitud", "longitudine", "laengengrad"),
    ),
    "place": (
        *(
            "coord",
            "coords",
            "coordinate",
            "coordinates",
            "coordinatelocation",
            "coordinatelocations",
        ),
        *("location", "geo", "geom", "geometry", "thegeom", "wkt", "wktgeom", "point", "latlon"),
        *("latlng", "koordinaten", "coordonnées", "coordenadas", "مختصات", "موقعیت", "الإحداثيات"),
        *("koordinatlar", "координаты", "coordinatespoint"),
    ),
    "population": (
        *(
            "population",
            "pop",
            "populationtotal",
            "totalpopulation",
            "inhabitants",
            "populationcount",
        ),
        *("جمعیت", "السكان", "عددالسكان", "einwohner", "einwohnerzahl", "habitants", "población"),
        *("poblacion", "população", "popolazione", "nüfus", "nufus", "население"),
    ),
    "population_date": (
        *("populationdate", "populationyear", "popyear", "popdate", "censusyear", "censusdate"),
        *("populationasof", "تاریخجمعیت", "سالجمعیت", "سالسرشماری"),
    ),
    "twins": (
        *("twins", "twintowns", "twincities", "sistercities", "twintown", "sistercity", "twin"),
        *("partnercities", "twinned", "خواهرخوانده", "خواهرخواندهها", "شهرهایخواهرخوانده"),
        *("jumelages", "partnerstädte", "gemellaggi", "kardeşşehirler", "городапобратимы"),
    ),
    "level": (
        *(
            "level",
            "kind",
            "placetype",
            "placekind",
            "adminlevel",
            "settlementtype",
            "featureclass",
        ),
        *("type", "نوع", "سطح", "گونه", "art", "typ", "nivel", "tür", "тип"),
    ),
    "region": (
        *("region", "state", "province", "admin1", "adm1", "admin1name", "admin1code", "adm1name"),
        *("subdivision", "iso31662", "statename", "provincename", "regionname", "stateprovince"),
        *("adminname1", "firstlevelregion", "prefecture", "governorate", "oblast", "voivodeship"),
        *(
            "استان",
            "ولایت",
            "ایالت",
            "محافظة",
            "المحافظة",
            "ولاية",
            "bundesland",
            "kanton",
            "canton",
        ),
        *("région", "provincia", "estado", "região", "regione", "eyalet", "область", "регион"),
        *("województwo", "wojewodztwo", "provincie", "departamento", "département", "provinz"),
    ),
    "wikidata": (
        *("wikidata", "qid", "wikidataid", "wikidataitem", "wikidataqid", "item", "entity", "wd"),
        *("itemid", "ویکیداده", "wikidatauri", "wikidataurl"),
    ),
    "geonames": ("geonames", "geonameid", "geonamesid", "geonameidentifier", "geonamesurl"),
}
_FIELD_OF = {heading: name for name, headings in _HEADINGS.items() for heading in headings}
# A name in a language: name_en, label:fa, "Label (de)", itemLabel_ar.
_TAGGED = re.compile(
    r"(?:item|city|place)?(name|label|title|alt_?name|alias(?:es)?)[\s_:.(-]+[a-z]{2,3}(?:-[a-z]+)?\)?",
    re.IGNORECASE,
)
_OF_LANGUAGE = re.compile(
    r"(?:item|city|place)?(?:name|label|title)[\s_:.(-]+([a-z]{2,3})\)?", re.IGNORECASE
)
# Headings that are Persian and not Arabic too.
_PERSIAN = frozenset(("نام", "شهر", "نامشهر"))
_LABEL = re.compile(r"\??(.+?)[\s_]?(label|altlabel|description)", re.IGNORECASE)
_ALIKE = str.maketrans("يىكة", "ییکة")
_UNIT = re.compile(
    r"\((?:°|deg|degrees|wgs ?84|decimal|dd|total|[0-9]{4})\)|\[[^\]]*\]", re.IGNORECASE
)
_ASKED = 200


def plain(heading: str) -> str:
    """A heading as it is compared: small letters and digits only, Persian ones in one spelling."""
    text = unicodedata.normalize("NFKC", _UNIT.sub("", heading)).casefold().translate(_ALIKE)
    return "".join(
        letter for letter in text if letter.isalnum() or unicodedata.category(letter) == "Mn"
    )


_PLAIN = {plain(heading): name for heading, name in _FIELD_OF.items()}


def field_of(heading: str) -> str:
    """The field that a heading means; nothing if it is not known."""
    if found := _PLAIN.get(plain(heading)):
        return found
    if match := _TAGGED.fullmatch(heading.strip()):
        return "aliases" if match[1].lower().startswith("al") else "names"
    if (match := _LABEL.fullmatch(heading.strip())) and match[2].lower() != "description":
        of = _PLAIN.get(plain(match[1]), "")
        if of in ("names", "wikidata"):
            return "names" if match[2].lower() == "label" else "aliases"
        return of if of in ("country", "region") else IGNORED
    return IGNORED


def language_of(heading: str) -> str:
    """The language of the names below a heading, where it tells: name_fa, نام."""
    if match := _OF_LANGUAGE.fullmatch(heading.strip()):
        return match[1].lower()
    return "fa" if plain(heading) in _PERSIAN else ""


def known(cells: Sequence[str]) -> int:
    """How many of some cells are headings; none if they name no city."""
    fields = [field_of(cell) for cell in cells]
    return sum(map(bool, fields)) if {"names", "wikidata", "geonames"} & set(fields) else 0


def fields_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The field of each column, by its heading and by what stands in it.

    A column ``city`` of a query's result holds items, as may one that is called ``item`` hold names
    in a list that somebody typed.
    """
    fields = [field_of(heading) for heading in header]
    for place, found in enumerate(fields):
        values = [row[place] for row in rows[:_ASKED] if place < len(row) and row[place]]
        if found in ("names", "wikidata"):
            items = sum(bool(item_of(western(value))) for value in values)
            if found == "names" and values and items == len(values):
                fields[place] = "wikidata"
            elif found == "names" and values and all(map(_is_point, values)):
                fields[place] = "place"
            elif found == "wikidata" and values and not items and plain(header[place]) == "item":
                fields[place] = "names"
        elif found == "place" and values and not any(map(_is_point, values)):
            # A column "location" may hold names or addresses.
            fields[place] = IGNORED if "names" in fields else "names"
    return fields


def _is_point(text: str) -> bool:
    try:
        return bool(point_of(text))
    except ValueError:
        return False
