from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from peyvand.errors import SourceError
from peyvand.sources.headings import fields_of
from peyvand.sources.lists import read_decisions, read_list
from peyvand.sources.records import read_records


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_may_lack_any_column_but_names(tmp_path: Path) -> None:
    read = read_list(write(tmp_path, "l.csv", "name\nQom\n\nYazd\n"))
    assert [city.names for city in read.cities] == [("Qom",), ("Yazd",)]
    assert [city.identifier for city in read.cities] == ["row-2", "row-4"]
    assert not read.cities[0].located


def test_columns_are_known_by_many_names_and_in_persian(tmp_path: Path) -> None:
    head = "\ufeffشناسه\tنام\tکشور\tlatitude\tlng\tجمعیت\tqid\n"
    text = head + "۱\tقم\tایران\t۳۴٫۶\t50.9\t۱٬۲۰۰٬۰۰۰\tQ1\n"
    (city,) = read_list(write(tmp_path, "l.tsv", text)).cities
    assert (city.identifier, city.names, city.country) == ("۱", ("قم",), "ایران")
    assert (city.latitude, city.longitude, city.population) == (34.6, 50.9, 1_200_000)
    assert city.same_as == ("wikidata:Q1",)


@pytest.mark.parametrize(
    "heading",
    ["region", "State", "province", "admin1", "ISO 3166-2", "استان", "Bundesland", "область"],
)
def test_a_column_of_regions_is_read_as_it_is(tmp_path: Path, heading: str) -> None:
    read = read_list(write(tmp_path, "l.csv", f"name,{heading}\nQom,Qom Province\nYazd,\n"))
    assert [city.region for city in read.cities] == ["Qom Province", ""]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        *((heading, "names") for heading in ("City/Town", "Name (English)", "Gemeinde", "Πόλη")),
        *(
            (heading, "names")
            for heading in ("نام فارسی", "城市", "Miejscowość", "Stadt / Gemeinde")
        ),
        *((heading, "names") for heading in ("Partner city", "Partnerstadt", "شهر خواهرخوانده")),
        *((heading, "country") for heading in ("Country or area", "ISO3", "Land (ISO)", "国家")),
        *((heading, "country") for heading in ("Nationality", "ADM0_A3", "Država", "Государство")),
        *((heading, "population") for heading in ("جمعیت (نفر)", "Bevölkerung", "人口")),
        *((heading, "latitude") for heading in ("Geografische Breite", "纬度")),
        *((heading, "") for heading in ("Mayor", "Area (km2)", "Notes/remarks", "by")),
    ],
)
def test_a_heading_is_known_in_many_languages_and_by_its_first_part(
    heading: str, meant: str
) -> None:
    assert fields_of([heading], [])[0] == meant


def test_points_in_persian_digits_are_points() -> None:
    assert fields_of(["شهر", "مختصات"], [["پاریس", "۴۸°۵۱′ شمالی، ۲°۲۱′ شرقی"]]) == [
        "names",
        "place",
    ]


def test_partners_are_names_only_where_nothing_else_is_named() -> None:
    assert fields_of(["City", "Partner city"], []) == ["names", "twins"]
    assert fields_of(["qid", "Partner city"], []) == ["wikidata", "twins"]
    assert fields_of(["Partner city", "country"], []) == ["names", "country"]


def test_a_bad_value_is_told_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    text = "id,name,lat,lon,population\n1,A,x,5,\n2,B,95,5,7\n3,C\n4,D,1,2,many\n5,E,1,2,3\n"
    read = read_list(write(tmp_path, "l.csv", text))
    assert [city.identifier for city in read.cities] == ["1", "2", "4", "5"]
    places = [problem.place.rpartition(":")[2] for problem in read.report.problems]
    assert places == ["4", "2", "3", "5"]
    assert read.cities[-1].located


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "no column"), ("", "empty"), ("id,name\n1,A\n1,B\n", "stands twice")],
)
def test_a_list_that_cannot_be_used_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_list(write(tmp_path, "l.csv", text))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Give a file that exists"):
        read_list(tmp_path / "none.csv")


def test_records_come_one_a_line(tmp_path: Path) -> None:
    lines = [
        json.dumps({"qid": "Q1", "labels": {"en": "Qom", "fa": "قم"}, "lat": 1, "lon": 2}),
        json.dumps({"qid": "Q1", "labels": {"und": "Ghom"}, "aliases": ["Kom"], "source": "s"}),
        json.dumps({"qid": "Q9", "redirects_to": "Q1"}),
        "{broken",
        "[]",
        json.dumps({"qid": "Q2", "labels": {}, "identifiers": {"geonames": "7"}, "population": 5}),
    ]
    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    read = read_records(path)
    assert [city.identifier for city in read.cities] == ["Q1", "Q1", "Q2"]
    assert read.cities[0].names == ("Qom", "قم")
    assert read.cities[1].aliases == ("Kom",)
    assert read.cities[2].same_as == ("geonames:7",)
    assert read.redirects == {"Q9": "Q1"}
    assert [one.place.rpartition(":")[2] for one in read.report.problems] == ["4", "5"]


def test_a_table_with_items_is_records_too(tmp_path: Path) -> None:
    path = write(tmp_path, "r.csv", "qid,name,geonameid\nQ1,Qom,7\n,Yazd,8\n")
    read = read_records(path)
    assert [(city.identifier, city.same_as) for city in read.cities] == [("Q1", ("geonames:7",))]
    assert read.report.broken == 1


def test_decisions_are_rows_with_a_known_judgement(tmp_path: Path) -> None:
    head = "left,right,judgement,by,on,why\n"
    path = write(tmp_path, "d.csv", head + "a,wd:Q1,same,mina,2026-01-01,seen\n")
    assert list(read_decisions(path)) == [("a", "Q1", "same", "mina", "2026-01-01", "seen")]
    for body, words in (
        ("a,Q1,equal,mina,2026-01-01,\n", ":2: the judgement is 'equal'"),
        ("a,Q1,same\n", ":2: 3 cells instead of 6"),
    ):
        with pytest.raises(SourceError, match=words):
            list(read_decisions(write(tmp_path, "d.csv", head + body)))
    with pytest.raises(SourceError, match="They must be"):
        list(read_decisions(write(tmp_path, "d.csv", "x\n")))


def test_a_name_has_three_hundred_letters_at_most(tmp_path: Path) -> None:
    longest, longer = "y" * 300, "x" * 301
    text = f"id,name,aliases\n1,{longest},{longest}|{longer}\n2,{longer},Qom\n"
    read = read_list(write(tmp_path, "l.csv", text))
    assert read.cities[0].names == (longest,)
    assert read.cities[0].aliases == (longest,)
    assert not any(longer in city.names + city.aliases for city in read.cities)
    places = sorted(problem.place.rpartition(":")[2] for problem in read.report.problems)
    assert places[0] == "2"
    assert "3" in places
    record = {"qid": "Q1", "labels": {"en": longest, "fa": longer}, "aliases": [longer, longest]}
    (city,) = read_records(write(tmp_path, "r.jsonl", json.dumps(record))).cities
    assert (city.names, city.aliases) == ((longest,), (longest,))


@pytest.mark.parametrize(
    ("text", "people"),
    [("10000000000", 10**10), ("10000000001", None), ("1e10", 10**10), ("1e11", None), ("0", None)],
)
def test_a_place_has_no_more_people_than_there_are(
    tmp_path: Path, text: str, people: int | None
) -> None:
    read = read_list(write(tmp_path, "l.csv", f"id,name,population\n1,Qom,{text}\n"))
    assert [city.population for city in read.cities] == [people]
    assert len(read.report.problems) == (people is None and text != "0")


def test_languages_dates_and_twin_towns_are_read(tmp_path: Path) -> None:
    text = "نام;name_en;population;census year;twin towns\nقم;Qom;5;۱۹۹۶;wd:Q7|Karbala\n"
    (city,) = read_list(write(tmp_path, "l.csv", text)).cities
    assert (city.names, city.languages) == (("قم", "Qom"), ("fa", "en"))
    assert (city.population_date, city.twins) == ("1996", ("Q7", "Karbala"))
    read = read_list(write(tmp_path, "l.csv", "name,census year\nQom,about 1996\n"))
    assert (read.cities[0].population_date, read.cities[0].languages) == ("", ())
    assert "write 2021" in read.report.problems[0].message
