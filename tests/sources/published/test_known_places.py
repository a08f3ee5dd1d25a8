"""Which items a printed name may mean, and in which country an item is by GeoNames."""

from __future__ import annotations

from pathlib import Path

import pytest

from peyvand.sources.published import known_places
from peyvand.sources.published.gazetteer import places_called
from peyvand.sources.published.known_places import Places

NAMES = """item,language,name,snapshot
Q1,en,Lyon,x
Q2,en,Sainte-Foy-lès-Lyon,x
Q3,en,Antakya,x
Q3,fa,انطاکیه,x
Q4,en,Rio,x
Q5,en,Mersin,x
Q6,en,Buffalo,x
Q7,en,Greater City,x
Q8,en,Border,x
"""
PLACES = """item,snapshot,property,value,rule,agree
Q3,x,coordinates,36.2 36.15,,
Q3,y,coordinates,0 0,,
Q5,x,coordinates,36.8 34.63,,
Q5,x,population,7,,
Q8,x,coordinates,-0.01 179.99,,
"""
# What GeoNames has, as far as these tests are concerned.
GEONAMES = {
    "hatay": {("36.2 36.16", "TR")},
    "antakya": {("36.21 36.17", "TR"), ("36.3 36.4", "SY"), ("-36.2 36.15", "XX")},
    "انطاکیه": {("36.19 36.17", "SY")},
    "mersin": {("36.8 34.9", "TR")},
    "border": {("0.01 179.99", "KI")},
    "rio": {("0 0", "BR")},
    "anywhere": {("36.38 36.15", "TR"), ("36.2 36.38", "TR")},
}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setattr(known_places, "places_called", lambda name: GEONAMES.get(name, set()))
    (tmp_path / "names.csv").write_text(NAMES, encoding="utf-8")
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    return Places(tmp_path)


@pytest.mark.parametrize(
    ("printed", "items"),
    [
        ("Lyon Metropole", {"Q1"}),  # all words of its name, and not of a longer one
        ("Sainte-Foy lès Lyon", {"Q1", "Q2"}),
        ("Buffalo City", {"Q6"}),
        ("Rio Tinto Area", set()),  # too short to tell
        ("City", set()),
        ("Greater City", {"Q7"}),  # generic words alone are its name
        ("Hatay", {"Q3"}),  # GeoNames has it where Antakya is
        ("Anywhere", {"Q3"}),  # 19.97 km to the north, and 20.7 to the east
        ("Nowhere at All", set()),
    ],
)
def test_by_words_and_by_where_it_lies(places: Places, printed: str, items: set[str]) -> None:
    assert places.may_be(printed) == items


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("Q3", "TR"),  # the nearest of its names, in any language, and no namesake far away
        ("Q5", ""),  # the one of its name is 24 km away
        ("Q8", "KI"),  # across the equator, in another cell
        ("Q4", ""),  # of no known place
        ("Q99", ""),
    ],
)
def test_the_country_is_that_of_the_nearest_place_of_its_name(
    places: Places, item: str, code: str
) -> None:
    assert places.country(item) == code


def test_a_name_is_found_whatever_its_marks(places: Places) -> None:
    assert places.called("saintefoyleslyon") == {"Q2"}
    assert places.named == {f"Q{number}" for number in range(1, 9)}


def test_of_no_tables_nothing_is_known(tmp_path: Path) -> None:
    assert Places(tmp_path).called("lyon") == Places(tmp_path).named == set()


def test_geonames_knows_places_by_all_their_names() -> None:
    cobh = {country for _, country in places_called("queenstown")}
    assert {"IE", "NZ"} <= cobh
    ((point, country),) = places_called("hatay")
    assert country == "TR"
    assert point.startswith("36.")
