"""Which items a printed name may mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from peyvand.sources.published.known_places import Places

NAMES = """item,language,name,snapshot
Q1,en,Lyon,x
Q2,en,Sainte-Foy-lès-Lyon,x
Q3,en,Antakya,x
Q4,en,Rio,x
Q5,en,Mersin,x
Q6,en,Buffalo,x
"""
PLACES = """item,snapshot,property,value,rule,agree
Q3,x,coordinates,36.2 36.15,,
Q3,y,coordinates,0 0,,
Q5,x,coordinates,36.8 34.63,,
Q5,x,population,7,,
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "names.csv").write_text(NAMES, encoding="utf-8")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    return Places(folder)


@pytest.mark.parametrize(
    ("printed", "items"),
    [
        ("Lyon Metropole", {"Q1"}),  # all words of its name, and not of a longer one
        ("Buffalo City", {"Q6"}),
        ("Rio Tinto Area", set()),  # too short to tell
        ("Hatay", {"Q3"}),  # GeoNames has it where Antakya is
        ("Nowhere at All", set()),
    ],
)
def test_by_words_and_by_where_it_lies(places: Places, printed: str, items: set[str]) -> None:
    assert places.may_be(printed) == items


def test_a_name_is_found_whatever_its_marks(places: Places) -> None:
    assert places.called("saintefoyleslyon") == {"Q2"}
    assert places.named == {"Q1", "Q2", "Q3", "Q4", "Q5", "Q6"}


def test_of_no_tables_nothing_is_known(tmp_path: Path) -> None:
    assert Places(tmp_path).may_be("Lyon Metropole") == set()
