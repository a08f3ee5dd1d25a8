from __future__ import annotations

import pytest

from peyvand.linkage.blocking import follow, variants
from peyvand.linkage.classification import NONE, REVIEW, SAME, Link, Scored
from peyvand.linkage.identifiers import by_identifier, disagree
from peyvand.linkage.sentences import reason_text
from peyvand.model import City

RECORDS = [
    City("Q1", ("Here",), "", 10.0, 10.0, same_as=("geonames:7",)),
    City("Q2", ("There",), "", 20.0, 20.0, same_as=("geonames:8",)),
    City("Q3", ("There too",), "", 20.0, 20.0, same_as=("geonames:8",)),
]


def link(*same_as: str, **more: float) -> Link | None:
    place = City("a", ("Anything",), same_as=same_as, **more)  # type: ignore[arg-type]
    described = variants(follow(RECORDS, {}))
    return by_identifier([place], described, []).get("a")


def test_an_identifier_decides_without_any_name() -> None:
    found = link("wikidata:Q1")
    assert found
    assert (found.right, found.decision, found.probability) == ("Q1", SAME, 1.0)
    other = link("geonames:7")
    assert other
    assert (other.right, other.decision) == ("Q1", SAME)


def test_a_redirected_identifier_leads_to_the_item() -> None:
    described = variants(follow([City("Q9", ("Here",))], {"Q9": "Q1"}))
    found = by_identifier([City("a", same_as=("wikidata:Q9",))], described, [])
    assert found["a"].right == "Q1"


def test_an_identifier_of_two_items_goes_to_review() -> None:
    found = link("geonames:8")
    assert found
    assert found.decision == REVIEW
    assert "Q2, Q3" in reason_text(found.reason)


def test_of_several_items_the_one_that_is_named_is_shown() -> None:
    place = City("a", ("There",), same_as=("geonames:8",))
    pairs = [Scored("a", right, f"{right}#0", 1.0, 0.9, {}) for right in ("Q3", "Q2")]
    found = by_identifier([place], variants(RECORDS), pairs)["a"]
    assert found.pair
    assert (found.right, found.pair.right) == ("Q2", "Q2")


def test_an_identifier_against_the_map_goes_to_review() -> None:
    found = link("wikidata:Q1", latitude=50.0, longitude=10.0)
    assert found
    assert found.decision == REVIEW
    assert "km apart" in reason_text(found.reason)


@pytest.mark.parametrize(("degrees", "decision"), [(0.899, SAME), (0.9, REVIEW), (27.0, REVIEW)])
def test_an_identifier_is_believed_within_a_hundred_kilometres(
    degrees: float, decision: str
) -> None:
    # A degree of latitude is 111.2 km.
    found = link("wikidata:Q1", latitude=10.0 + degrees, longitude=10.0)
    assert found
    assert (found.right, found.decision) == ("Q1", decision)


def test_the_nearest_of_the_places_of_an_item_counts() -> None:
    rivals = [City("Q1", ("Here",), "", 60.0, 10.0, source="b"), RECORDS[0]]
    place = City("a", same_as=("wikidata:Q1",), latitude=10.0, longitude=10.0)
    assert by_identifier([place], variants(rivals), [])["a"].decision == SAME


def test_an_item_without_a_record_is_named() -> None:
    found = link("wikidata:Q404")
    assert found
    assert found.decision == NONE
    assert "Q404" in reason_text(found.reason)


def test_the_first_of_several_identifiers_is_named() -> None:
    found = link("wikidata:Q404", "wikidata:Q405")
    assert found
    assert reason_text(found.reason) == "the list names Q404, which no record describes"
    assert (found.right, found.probability, found.pair) == ("", 0.0, None)
    both = link("osm:1", "geonames:7", "wikidata:Q1")
    assert both
    assert reason_text(both.reason) == "both hold geonames:7"
    far = link("geonames:7", "wikidata:Q1", latitude=20.0, longitude=10.0)
    assert far
    assert reason_text(far.reason) == "both hold geonames:7, but they lie 1112 km apart"


@pytest.mark.parametrize("weights", [(1, 3, 2), (3, 1, 2), (2, 1, 3), (3, 3, 1)])
def test_the_best_of_an_items_descriptions_explains_the_link(weights: tuple[float, ...]) -> None:
    place = City("a", ("Here",), same_as=("wikidata:Q1",))
    pairs = [
        Scored(left, right, f"{right}#{number}", weight, 0.9, {})
        for left, right, more in (("a", "Q1", 0), ("a", "Q2", 10), ("b", "Q1", 10))
        for number, weight in enumerate(one + more for one in weights)
    ]
    found = by_identifier([place], variants(RECORDS), pairs)["a"]
    assert found.pair
    # Of equals it is the first.
    assert (found.pair.left, found.pair.row) == ("a", f"Q1#{weights.index(3)}")
    assert found.pair.weight == 3


def test_no_identifier_decides_nothing() -> None:
    assert link() is None
    assert link("geonames:404") is None


def test_two_identifiers_of_one_scheme_disagree() -> None:
    place = City("a", same_as=("geonames:9",))
    assert disagree(place, RECORDS[0]) == "geonames"
    assert disagree(City("a", same_as=("osm:9",)), RECORDS[0]) == ""
