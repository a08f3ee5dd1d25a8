"""Identifiers as people have them, and names that only look like one."""

from __future__ import annotations

import pytest

from peyvand.search import Index, suggest
from peyvand.search.identifiers import canonical, identifiers_in, is_certain

ID = "https://w3id.org/peyvand/id/"
TABRIZ = [
    *("Q80053", "q80053", " Q80053 ", "Q۸۰۰۵۳", "wd:Q80053", "WD:q80053", "wikidata:Q80053"),
    *("http://www.wikidata.org/entity/Q80053", "https://www.wikidata.org/wiki/Q80053"),
    *("https://m.wikidata.org/wiki/Q80053#P190", "www.wikidata.org/wiki/q80053?uselang=fa"),
    *("https://www.wikidata.org/wiki/Special:EntityData/Q80053.json", "wikidata.org/entity/Q80053"),
    *(
        "https://www.wikidata.org/w/index.php?title=Q80053",
        "<http://www.wikidata.org/entity/Q80053>",
    ),
    *("https://w3id.org/peyvand/id/city/tabriz", "http://w3id.org/peyvand/id/city/tabriz"),
    *("<https://w3id.org/peyvand/id/city/tabriz>", "city/tabriz", "/city/tabriz", "CITY/TABRIZ"),
    *("/page/city/tabriz", "/id/city/tabriz", "http://127.0.0.1:8000/page/city/tabriz"),
    *(
        "https://x.example/graph-of-cities/page/city/tabriz?lang=fa",
        "localhost:8000/id/city/tabriz",
    ),
    # By its item, which it was decided to be.
    *("city/q80053", "https://w3id.org/peyvand/id/city/q80053", "/page/city/q80053"),
    *("https://x.example/data/city/tabriz.ttl", "https://x.example/page/city/tabriz.html#claims"),
    *("https://w3id.org/peyvand/id/city%2Ftabriz", "https://sws.geonames.org/113646/"),
    *("/wiki/Q80053", "wiki/Q80053", "entity/Q80053", "//www.wikidata.org/wiki/Q80053"),
    *("Tabriz (Q80053)", "تبریز (Q80053)", "Tauris [wd:Q80053]", "\u200fQ80053\u200e", "Q 80053"),
    *("https://www.wikidata.org/wiki/Q80053/", "https://w3id.org/peyvand/id/city/tabriz/"),
    *("https://www.geonames.org/113646/tabriz.html", "gn:113646", "geonames:113646"),
]


@pytest.mark.parametrize("text", TABRIZ)
def test_one_city_by_all_its_identifiers(index: Index, text: str) -> None:
    found = suggest(index, text)
    assert [(hit.iri, hit.grade) for hit in found] == [(ID + "city/tabriz", "exact")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("pv:SisterCityAgreement", "https://w3id.org/peyvand/ns#SisterCityAgreement"),
        ("https://w3id.org/peyvand/ns#SisterCityAgreement",) * 2,
        (
            "http://127.0.0.1:8000/ns#SisterCityAgreement",
            "https://w3id.org/peyvand/ns#SisterCityAgreement",
        ),
        ("Q980", ID + "city/q980"),
        ("Q55", ID + "city/q23306"),  # one of two items
        ("geonames:2643741", ID + "city/q23306"),
        ("Q406", "http://www.wikidata.org/entity/Q406"),
        ("Q794", ID + "country/iran"),
        *[(text, ID + "country/korea") for text in ("KOR", "KR", "Q884")],
        *[(text, ID + "country/korea") for text in ("Korea, Republic of", "کرهٔ جنوبی")],
        ("concept/sister-city", ID + "concept/sister-city"),
    ],
)
def test_others_by_theirs(index: Index, text: str, meant: str) -> None:
    assert [(hit.iri, hit.grade) for hit in suggest(index, text)] == [(meant, "exact")]


@pytest.mark.parametrize(
    "text",
    [
        *("Q8005", "Q800533", "Q999999999", "Q64", "wd:Q8005", "city/nowhere", "wd:tabriz"),
        *("Tabriz (Q64)", "/wiki/Q8005"),
        *("http://www.wikidata.org/entity/Q8", "http://www.wikidata.org/entity/Q80053x"),
        *("https://x.example/tabriz", "https://x.example/page/city", "gn:11364", "pv:Tabriz"),
    ],
)
def test_an_identifier_of_nothing_finds_nothing(index: Index, text: str) -> None:
    assert suggest(index, text) == []


@pytest.mark.parametrize(
    ("text", "meant", "grade"),
    [
        ("Biel/Bienne", "city/biel", "exact"),
        ("biel / bienne", "city/biel", "exact"),
        ("Bienne/Biel", "city/biel", "token"),
        ("Quebec", None, ""),
        ("C-40", "organisation/c-40", "exact"),
        ("C40", "organisation/c-40", "exact"),
        ("141", "document/141", "exact"),
        ("۱۴۱", "document/141", "exact"),
        ("١٤١", "document/141", "exact"),
        ("1411", "document/1411", "exact"),
        ("!!!", "document/signs", "exact"),
        ("★★", "document/mark", "exact"),
        ("???", None, ""),
        ("☆", None, ""),
    ],
)
def test_names_that_are_no_identifiers(
    index: Index, text: str, meant: str | None, grade: str
) -> None:
    found = [(hit.iri.removeprefix(ID), hit.grade) for hit in suggest(index, text)]
    assert found[:1] == ([(meant, grade)] if meant else [])
    assert [one for one in found[1:] if one[1] == "exact"] == []


def test_what_is_kept_and_what_is_asked_meet() -> None:
    for iri in ("http://www.wikidata.org/entity/Q7", "https://sws.geonames.org/7/", ID + "a/b"):
        assert canonical(iri) in identifiers_in(iri)
    assert is_certain("Q7")
    assert not is_certain("Halle/Saale")
    assert not is_certain("Halle: Saale")
    assert identifiers_in("Tabriz") == []
