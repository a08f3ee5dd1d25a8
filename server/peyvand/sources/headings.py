"""What the columns of a list mean, by their headings and by what stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from peyvand.sources.heading_words import HEADINGS
from peyvand.sources.numerals import western
from peyvand.sources.points import point_of
from peyvand.sources.wikidata.properties import item_of

IGNORED = ""
_FIELD_OF = {heading: name for name, headings in HEADINGS.items() for heading in headings}
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
_PARTED = re.compile(r"\s*(?:/|\||\(|\)| or | und | و | – | - )\s*", re.IGNORECASE)
_ASKED = 200


def plain(heading: str) -> str:
    """A heading as it is compared: small letters and digits only, Persian ones in one spelling."""
    text = unicodedata.normalize("NFKC", _UNIT.sub("", heading)).casefold().translate(_ALIKE)
    return "".join(
        letter for letter in text if letter.isalnum() or unicodedata.category(letter) == "Mn"
    )


_PLAIN = {plain(heading): name for heading, name in _FIELD_OF.items()}


# One of them is in every list; partners are, where nothing else is named.
_NAMING = frozenset(("names", "wikidata", "geonames", "twins"))


def field_of(heading: str) -> str:
    """The field that a heading means, as a whole or in its first known part; nothing if in none.

    Headings often say it twice (City/Town, Country or area, Ville – City) or say more in brackets.
    """
    return _field_of(heading) or next(
        filter(None, map(_field_of, filter(None, _PARTED.split(heading)[:2]))), IGNORED
    )


def _field_of(heading: str) -> str:
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
    return sum(map(bool, fields)) if _NAMING & set(fields) else 0


def fields_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The field of each column, by its heading and by what stands in it.

    A column ``city`` of a query's result holds items, as may one that is called ``item`` hold names
    in a list that somebody typed.
    """
    fields = [field_of(heading) for heading in header]
    if "twins" in fields and not (_NAMING - {"twins"}) & set(fields):
        # A list of partner cities alone names these.
        fields[fields.index("twins")] = "names"
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
        return bool(point_of(western(text)))
    except ValueError:
        return False
