"""Lists as spreadsheets, databases, QGIS and the query service write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from peyvand.errors import SourceError
from peyvand.sources.lists import Read, read_decisions, read_list


def read(folder: Path, text: str, encoding: str = "utf-8") -> Read:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return read_list(path)


def points(found: Read) -> list[tuple[float | None, float | None, int | None]]:
    return [(city.latitude, city.longitude, city.population) for city in found.cities]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found_out(tmp_path: Path, delimiter: str, end: str) -> None:
    rows = [
        ("id", "name", "country", "lat", "lon"),
        ("1", f'"Tabriz{delimiter} the old"', "Iran", "38.08", "46.28"),
        ("2", '"the ""great"" Yazd"', "Iran", "31.9", "54.37"),
    ]
    found = read(tmp_path, end.join(delimiter.join(row) for row in rows) + end)
    names = [city.names for city in found.cities]
    shown = delimiter if delimiter != "\t" else " "
    assert names == [(f"Tabriz{shown} the old".replace("  ", " "),), ('the "great" Yazd',)]
    assert points(found)[0] == (38.08, 46.28, None)
    assert any("parted by" in note for note in found.notes) == (delimiter != ",")


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nid;name\n1;Qom, old\n2;Yazd\n",
        "\n\n  \nid;name\n1;Qom, old\n2;Yazd\n",
        "Cities of Iran, 2024\n\nid;name\n1;Qom, old\n2;Yazd\n",
        "id;name;;\n1;Qom, old;;\n2;Yazd;;\n",
        "id;name\n1;Qom, old;;\n2;Yazd\n",
        "\ufeffid;name\n1;Qom, old\nid;name\n2;Yazd\n\n\n",
        '"id"; "name"\n"1"; "Qom, old"\n"2"; "Yazd"\n',
        '="id";="name"\n="1";="Qom, old"\n="2";="Yazd"\n',
    ],
)
def test_what_stands_around_a_table_is_no_harm(tmp_path: Path, text: str) -> None:
    cities = read(tmp_path, text).cities
    assert [(city.identifier, city.names) for city in cities] == [
        ("1", ("Qom, old",)),
        ("2", ("Yazd",)),
    ]


def test_aliases_with_bars_do_not_make_bars_the_delimiter(tmp_path: Path) -> None:
    (city,) = read(tmp_path, "name,aliases\nQom,Ghom|Kom|Qum|قم\n").cities
    assert city.aliases == ("Ghom", "Kom", "Qum", "قم")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('id,name,lat\n1,"Qom,34\n2,Yazd,31\n', ":2: a quote is opened .* closed nowhere"),
        ('id,name,lat\n1,"Qom,34\n2,Yazd",31\n3,Rey,35\n', ":2: a quoted cell goes on to line 3"),
        ('id,name,lat\n1,"Qom" old,34\n', ":2: a quote ends in the middle"),
        ('{"a": 1}', "JSON"),
        ('{"type": "FeatureCollection", "features": []}', "GeoJSON"),
        ("<html><table>", "page"),
        ("", "empty"),
        ("\n\n", "empty"),
        ("id,name,country\n", "no row"),
        ("1,Qom,Iran,34.6,50.9\n2,Yazd,Iran,31.9,54.4\n", "begins without a heading"),
        ("foo,bar\nx,y\n", "no column is one of names"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        read(tmp_path, text)
    assert refused.value.hint


def test_a_cell_over_several_lines_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,name,country\n1,"Qom\nقم",Iran\n2,Yazd,Iran\n')
    assert [city.names[0] for city in found.cities] == ["Qom قم", "Yazd"]


def test_a_quote_is_a_letter_where_tabs_part_cells(tmp_path: Path) -> None:
    found = read(tmp_path, 'id\tname\n1\t"Qom" old\n2\tYazd\n')
    assert [city.names[0] for city in found.cities] == ['"Qom" old', "Yazd"]


@pytest.mark.parametrize(
    ("lat", "lon", "population", "expected"),
    [
        ("38,08", "46,28", "1.234", (38.08, 46.28, 1234)),
        ("8,5", "1,2", "1.234.567", (8.5, 1.2, 1_234_567)),
        ("38.08", "46.28", "1,234", (38.08, 46.28, 1234)),
        ("38.08", "-46.28", "1,234,567", (38.08, -46.28, 1_234_567)),
        ("38.08", "46.28", "1 234 567", (38.08, 46.28, 1_234_567)),
        ("38.08", "46.28", "1\u202f234\u00a0567", (38.08, 46.28, 1_234_567)),
        ("38.08", "46.28", "1'234'567", (38.08, 46.28, 1_234_567)),
        ("۳۸٫۰۸", "۴۶٫۲۸", "۱٬۲۳۴", (38.08, 46.28, 1234)),
        ("٣٨٫٠٨", "٤٦٫٢٨", "١٢٣٤", (38.08, 46.28, 1234)),
        ("38.08", "46.28", "1234.0", (38.08, 46.28, 1234)),
        ("38.08", "46.28", "12,34,567", (38.08, 46.28, 1_234_567)),
        ("38,08", "46,28", "1.234.567,00", (38.08, 46.28, 1_234_567)),
        ("38.08", "46.28", "1.5E+06", (38.08, 46.28, 1_500_000)),
        ("38°4'48\"N", "46°16′48″W", "0", (38.08, -46.28, None)),
        ("38.08° S", "46.28E", "", (-38.08, 46.28, None)),
        ("\u200e38.08", "−46.28", "7", (38.08, -46.28, 7)),
    ],
)
def test_numbers_are_read_as_the_list_writes_them(
    tmp_path: Path, lat: str, lon: str, population: str, expected: tuple[float, float, int]
) -> None:
    found = read(tmp_path, f"id;name;lat;lon;pop\n1;X;{lat};{lon};{population}\n")
    assert found.report.problems == []
    assert points(found) == [pytest.approx(expected)]


@pytest.mark.parametrize(
    "population",
    [
        *("inf", "-inf", "-5", "1e400", "1e999999999", "1.5 million", "1.5", "about 7", "1,23"),
        *("99999999999999", "1.234", "#", "1.23.456", "12 34", "½"),
    ],
)
def test_a_population_that_is_none_or_may_be_two_is_told(tmp_path: Path, population: str) -> None:
    found = read(tmp_path, f'name,lat,lon,pop\nX,38.08,46.28,"{population}"\n')
    assert points(found) == [(38.08, 46.28, None)]
    (problem,) = found.report.problems
    assert problem.kind == "population"
    assert problem.place.endswith(":2")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Point(46.28 38.08)", (38.08, 46.28)),
        ("POINT (46.28 38.08)", (38.08, 46.28)),
        ("POINT Z (46.28 38.08 1350)", (38.08, 46.28)),
        ("SRID=4326;POINT(46.28 38.08)", (38.08, 46.28)),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point(46.28 38.08)", (38.08, 46.28)),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> Point(38.08 46.28)", (38.08, 46.28)),
        ("<http://www.wikidata.org/entity/Q2> Point(46.28 38.08)", (38.08, 46.28)),
        ("MultiPoint ((46.28 38.08))", (38.08, 46.28)),
        ("38.08, 46.28", (38.08, 46.28)),
        ("۳۸٫۰۸، ۴۶٫۲۸".replace("،", ","), (38.08, 46.28)),
        ("<http://www.wikidata.org/entity/Q405> Point(46.28 38.08)", None),
        ("SRID=3857;POINT(5151866 4587246)", None),
        ("POINT(5151866 4587246)", None),
        ("POINT EMPTY", None),
        ("POINT(nan nan)", None),
    ],
)
def test_points_are_read(tmp_path: Path, cell: str, expected: tuple[float, float] | None) -> None:
    for heading in ("coord", "coordinate_location", "WKT", "geometry", "مختصات"):
        text = f'name;{heading}\nX;"{cell}"\nY;Point(1 2)\n'
        found = read(tmp_path, text)
        assert (found.cities[0].latitude, found.cities[0].longitude) == (expected or (None, None))
        assert bool(found.report.problems) == (expected is None)


@pytest.mark.parametrize(
    "cell",
    [
        *("Q80053", "q80053", " Q80053 ", "wd:Q80053", "<http://www.wikidata.org/entity/Q80053>"),
        *("http://www.wikidata.org/entity/Q80053", "https://www.wikidata.org/wiki/Q80053"),
        *("https://m.wikidata.org/wiki/Q80053", "www.wikidata.org/wiki/Q80053#sitelinks"),
        "https://www.wikidata.org/wiki/Special:EntityData/Q80053.json",
        *("https://www.wikidata.org/wiki/Special%3AEntityData/Q80053.ttl?flavor=dump", "Q۸۰۰۵۳"),
    ],
)
def test_items_are_read_however_they_are_written(tmp_path: Path, cell: str) -> None:
    for heading in ("qid", "item", "Wikidata ID", "wikidata"):
        found = read(tmp_path, f"name,{heading}\nTabriz,{cell}\nYazd,\n")
        assert found.cities[0].same_as == ("wikidata:Q80053",)


def test_what_is_no_item_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "name,qid,geonameid\nTabriz,Q,x\nYazd,Q5,https://www.geonames.org/7/a\n")
    assert [city.same_as for city in found.cities] == [(), ("wikidata:Q5", "geonames:7")]
    assert [problem.kind for problem in found.report.problems] == ["qid", "geonames"]


def test_the_query_service_s_columns_are_known(tmp_path: Path) -> None:
    head = "city,cityLabel,cityAltLabel,country,countryLabel,coord,population,adminLabel\n"
    row = (
        "http://www.wikidata.org/entity/Q80053,Tabriz,Tebriz,http://www.wikidata.org/entity/Q794,"
        "Iran,Point(46.28 38.08),1773033,East Azerbaijan\n"
    )
    found = read(tmp_path, head + row)
    (city,) = found.cities
    assert (city.names, city.aliases, city.country) == (("Tabriz",), ("Tebriz",), "Iran")
    assert city.same_as == ("wikidata:Q80053",)
    assert points(found) == [(38.08, 46.28, 1773033)]
    assert any("not read: adminLabel" in note for note in found.notes)


def test_the_query_service_s_verbose_tsv_is_a_list_too(tmp_path: Path) -> None:
    text = (
        '?city\t?cityLabel\t?coord\n<http://www.wikidata.org/entity/Q80053>\t"Tabriz"@en\t'
        '"Point(46.28 38.08)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>\n'
    )
    found = read(tmp_path, text)
    assert [(city.names, city.same_as) for city in found.cities] == [
        (("Tabriz",), ("wikidata:Q80053",))
    ]
    assert points(found) == [(38.08, 46.28, None)]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("شناسه;نام شهر;کشور;استان;عرض جغرافیایی;طول جغرافیایی", "1;تبریز;ایران;آ;38.08;46.28"),
        ("شهر;كشور;مختصات", "تبریز;ایران;Point(46.28 38.08)"),
        ("المدينة;الدولة;خط العرض;خط الطول", "تبریز;ایران;38.08;46.28"),
        ("Ort;Staat;Breitengrad;Längengrad", "تبریز;ایران;38,08;46,28"),
        ("Ville;Pays;Latitude (°);Longitude (°)", "تبریز;ایران;38,08;46,28"),
        ("Şehir;Ülke;Enlem;Boylam", "تبریز;ایران;38,08;46,28"),
        ("Город;Страна;Широта;Долгота", "تبریز;ایران;38,08;46,28"),
        ("City Name;Country;LAT;LONG", "تبریز;ایران;38.08;46.28"),
        ("wkt_geom;name:fa;country", "Point (46.28 38.08);تبریز;ایران"),
    ],
)
def test_columns_are_known_in_many_languages(tmp_path: Path, head: str, row: str) -> None:
    found = read(tmp_path, f"{head}\n{row}\n")
    (city,) = found.cities
    assert (city.names, city.country) == (("تبریز",), "ایران")
    assert points(found) == [(38.08, 46.28, None)]


def test_what_stands_in_a_column_decides_what_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, "city,place,location\nTabriz,Point(46.28 38.08),Iran\n")
    assert [(city.names, city.latitude) for city in found.cities] == [(("Tabriz",), 38.08)]
    found = read(tmp_path, "item,place\nTabriz,wd:Q80053\n")
    assert [(city.names, city.same_as) for city in found.cities] == [
        (("Tabriz",), ("wikidata:Q80053",))
    ]


def test_a_cell_of_many_letters_is_no_name(tmp_path: Path) -> None:
    found = read(tmp_path, f"id,name\n1,{'x' * 200_000}\n2,Yazd\n")
    assert [city.names for city in found.cities] == [(), ("Yazd",)]
    assert found.report.problem_counts == {"name": 1}


def test_a_list_in_an_old_encoding_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, "id,name\n1,تبريز\n2,تبر?ز\n3,شيراز\n", "windows-1256")
    assert found.cities[0].names == ("تبريز",)
    assert any("read as windows-1256" in note for note in found.notes)
    assert any("letters were lost" in note for note in found.notes)


def test_decisions_that_a_spreadsheet_saved_are_read(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    text = "left;right;judgement;by;on;why;\r\na;wd:q1;same;mina;2026-01-01;seen;\r\n"
    path.write_bytes(text.encode("utf-16"))
    assert list(read_decisions(path)) == [("a", "Q1", "same", "mina", "2026-01-01", "seen")]
