"""Counts as of a day."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import NamedNode

from clocks.conftest import Asks
from peyvand.clocks import Clocks, Look, Seen, counts
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.iris import ID

CATALOGUE = read_catalogue(root() / "queries")
BUILT = date(2026, 11, 29)


def counted(asks: Asks, clocks: Clocks, country: str = "iran") -> Seen:
    given = {"country": NamedNode(f"{ID}country/{country}")}
    found = counts(Look(asks, clocks, BUILT), CATALOGUE.get("partner-counts"), given)
    assert found
    return found


def rows(found: Seen) -> dict[str, tuple[int, ...]]:
    return {
        row["city"].value.rpartition("/")[2]: tuple(
            int(row[name].value) for name in ("foreign", "domestic", "partners", "perhaps")
        )
        for row in found.rows
    }


def test_what_certainly_was_in_force_is_counted_and_what_perhaps_was_beside_it(
    small: Asks,
) -> None:
    found = counted(small, Clocks(on=date(2010, 1, 1)))
    # Weimar and its twin are one; of the agreement with the twin nobody knows the date.
    # Those with most stand first.
    assert list(rows(found).items()) == [
        ("isfahan", (1, 0, 2, 1)),
        ("shiraz", (0, 0, 1, 0)),
        ("tehran", (0, 0, 0, 1)),
    ]
    assert found.columns[-1] == "perhaps"
    assert found.in_force == {"certain": 3, "no": 1, "unknown": 2}


def test_a_city_without_any_in_force_stays_with_nothing(small: Asks) -> None:
    assert rows(counted(small, Clocks(on=date(1980, 1, 1))))["shiraz"] == (0, 0, 0, 1)
    assert rows(counted(small, Clocks(on=date(1980, 1, 1)), "nowhere")) == {}


def test_what_had_not_been_said_is_not_counted(small: Asks) -> None:
    assert rows(counted(small, Clocks(said=date(2013, 1, 1))))["isfahan"][2:] == (1, 0)


@pytest.mark.parametrize("name", ["partners-of-city", "growth-by-decade"])
def test_a_question_that_names_no_list_is_asked_otherwise(small: Asks, name: str) -> None:
    look = Look(small, Clocks(on=date(2010, 1, 1)), BUILT)
    assert counts(look, CATALOGUE.get(name), {}) is None
