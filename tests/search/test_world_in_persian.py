"""Cities of all continents are found by their usual Persian names, the wanted one first.

persian_names.csv lists every city of Iran in the tables of the world and the largest of each
continent, at most twelve a country, with the Persian name that our register, CLDR or two sources
give. No name of it is ours: where sources give none, a city is not in the list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peyvand.graph.build import make_graph
from peyvand.search import PARTIES, Hit, Index, suggest

pytestmark = pytest.mark.slow

NAMES = Path(__file__).with_name("persian_names.csv")
# What is not the first, and why.
MISSES = {
    "Q25287": "the municipality of Gothenburg is called so too, and has more agreements",
    "Q3572": "Tunisia is called so too, and its cities have more agreements than Tunis alone",
}
ASKED = ("پاریس", "لندن", "قاهره", "دمشق", "سئول", "قم", "رشت", "پکن", "مونیخ", "هرات", "تهران")


def listed() -> list[dict[str, str]]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def index(sources: Path, names_of_the_world: Any) -> Iterator[Index]:
    found = Index(names_of_the_world(lambda: make_graph(sources)))
    yield found
    found.close()


def written(name: str) -> set[str]:
    """The name as others write it: with Arabic letters, apart or together, without the madda."""
    arabic = name.replace("ی", "ي").replace("ک", "ك")
    return {arabic, name.replace("\u200c", " "), name.replace("\u200c", ""), name.replace("آ", "ا")}


def first(index: Index, text: str) -> Hit | None:
    return next(iter(suggest(index, text, limit=1)), None)


def test_the_wanted_city_is_the_first(index: Index) -> None:
    missed = {}
    for row in listed():
        hit = first(index, row["fa"])
        if hit is None or hit.item != row["item"]:
            missed[row["item"]] = f"{row['fa']} ({row['en']}): {hit and (hit.iri, hit.matched)}"
    assert {item: told for item, told in missed.items() if item not in MISSES} == {}
    assert MISSES.keys() == missed.keys(), "what is found by now is no miss"


def test_other_letters_and_spaces_find_the_same(index: Index) -> None:
    for row in listed():
        expected = first(index, row["fa"])
        for text in written(row["fa"]):
            hit = first(index, text)
            assert (hit and hit.iri) == (expected and expected.iri), text


def test_the_list_is_of_all_continents_and_has_what_was_asked_for() -> None:
    rows = listed()
    assert len(rows) >= 300
    assert len({row["country"] for row in rows}) > 100
    assert set(ASKED) <= {row["fa"] for row in rows}
    assert all(row["sources"] for row in rows)


def test_kish_which_no_source_names_in_persian_is_found_by_its_transliteration(
    index: Index,
) -> None:
    hit = first(index, "کیش")
    assert hit is not None
    assert (hit.item, hit.grade, hit.label_fa) == ("Q221883", "transliteration", "")


def test_a_city_beside_its_country_is_found_too(index: Index) -> None:
    for text, item in (("هرات، افغانستان", "Q45313"), ("پاریس (فرانسه)", "Q90")):
        hit = next(iter(suggest(index, text, PARTIES, limit=1)))
        assert hit.item == item
