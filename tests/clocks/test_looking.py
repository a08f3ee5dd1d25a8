"""What the clocks tell of the agreements of a small graph, and of the documents."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from pyoxigraph import Literal

from clocks.conftest import Asks, asking
from peyvand.clocks import Clocks, Look, seen
from peyvand.clocks.looking import said_by
from peyvand.graph.build import Graph
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.iris import ID

BUILT = date(2026, 11, 29)
NAMES = ("isfahan-xian", "ankara-tehran", "shiraz-weimar", "q1-q2")


def told(ask: Asks, clocks: Clocks, which: str = "in_force") -> dict[str, str | None]:
    look = Look(ask, clocks, BUILT)
    found = look.agreements([f"{ID}agreement/{name}" for name in NAMES])
    return {name: getattr(found[f"{ID}agreement/{name}"], which) for name in NAMES}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1988-12-31", ("no", "no", "no", "no")),
        ("1989-06-01", ("possible", "no", "no", "no")),
        ("1991-12-31", ("certain", "no", "no", "certain")),
        ("2013-12-18", ("certain", "certain", "certain", "certain")),
        ("2016-05-01", ("certain", "certain", "certain", "possible")),
        ("2021-01-01", ("certain", "certain", "no", "no")),
    ],
)
def test_what_was_in_force_by_the_chosen_readings(
    small: Asks, day: str, expected: tuple[str, ...]
) -> None:
    found = told(small, Clocks(on=date.fromisoformat(day)))
    assert tuple(found.values()) == expected


def test_every_reading_of_a_token_may_count(small: Asks) -> None:
    clocks = Clocks(on=date(1988, 12, 31), candidates=True)
    assert told(small, clocks)["isfahan-xian"] == "possible"
    clocks = Clocks(on=date(1989, 12, 31), candidates=True)
    assert told(small, clocks)["isfahan-xian"] == "certain"
    # What has one reading alone is told as before, and a correction stands for what it corrects.
    clocks = Clocks(on=date(2009, 4, 30), candidates=True)
    assert told(small, clocks)["shiraz-weimar"] == "no"


def test_what_had_been_said_is_what_was_certainly_stated(small: Asks) -> None:
    def said(day: str) -> tuple[str | None, ...]:
        return tuple(told(small, Clocks(said=date.fromisoformat(day)), "said").values())

    assert said("2008-12-31") == ("no", "no", "unknown", "no")
    assert said("2010-06-01") == ("possible", "no", "unknown", "no")
    assert said("2017-06-01") == ("certain", "certain", "unknown", "possible")
    assert said("2018-12-31") == ("certain", "certain", "unknown", "certain")


def test_only_dates_that_had_been_said_tell_what_was_in_force(small: Asks) -> None:
    """In 2019 nobody had dated Isfahan's agreement, nor said that Shiraz's would end."""
    clocks = Clocks(on=date(2020, 12, 31), said=date(2019, 1, 1))
    assert told(small, clocks) == {
        "isfahan-xian": "unknown",
        "ankara-tehran": "certain",
        "shiraz-weimar": "certain",
        "q1-q2": "no",
    }


def test_whatever_a_graph_holds_was_said_by_the_day_it_was_built() -> None:
    assert said_by(["2020/.."], date(2020, 6, 1), BUILT) == "possible"
    assert said_by(["2020/.."], BUILT, BUILT) == "certain"
    assert said_by(["2030"], BUILT, BUILT) == "certain"
    assert said_by(["XXXX"], BUILT, BUILT) == "certain"
    assert said_by(["XXXX"], date(2020, 6, 1), BUILT) == "possible"
    assert said_by(["no date"], BUILT, BUILT) == "unknown"
    assert said_by(["2021", "2019"], date(2020, 1, 1), BUILT) == "certain"


def documents(graph: Graph, clocks: Clocks) -> tuple[Counter[str], dict[str, str]]:
    """How many of the documents' agreements are what, and those that may have been in force."""
    ask = asking(graph.store)
    query = read_catalogue(root() / "queries").get("agreements-with-dates")
    rows = ask(query.bound(scope=Literal("documents")))
    found = seen(Look(ask, clocks, BUILT), list(rows[0]), rows)
    by_name = {
        row["agreement"].value.rpartition("/")[2]: row["inForce"].value for row in found.rows
    }
    return Counter({word.value: count for word, count in found.in_force.items()}), by_name


def test_the_documents_agreements_in_2005(graph: Graph) -> None:
    counts, by_name = documents(graph, Clocks(on=date(2005, 6, 30)))
    assert counts == {"certain": 13, "possible": 3, "no": 7, "unknown": 44}
    assert {name for name, word in by_name.items() if word == "possible"} == {
        "baalbek-isfahan",
        "arak-novi-sad",
        "arak-karaganda",
    }
    assert len(by_name) == 60
