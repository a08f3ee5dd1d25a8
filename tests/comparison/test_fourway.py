"""What makes two descriptions the same, in conflict, or worth a note."""

from __future__ import annotations

import pytest

from peyvand.comparison import fourway
from peyvand.comparison.fourway import CONFLICT, HERE, SAME, THERE, compare_cities, compare_dates
from peyvand.model import City

TABRIZ = City("1", ("Tabriz",), "Iran", 38.07, 46.3, 1_558_693, source="list")


def record(**changed: object) -> City:
    values = {"identifier": "Q80053", "names": ("Tabriz",), "country": "Iran", "latitude": 38.08,
              "longitude": 46.29, "population": 1_600_000, "source": "records"}  # fmt: skip
    return City(**{**values, **changed})  # type: ignore[arg-type]


def test_the_same_on_both_sides() -> None:
    row = compare_cities(TABRIZ, record())
    assert (row.outcome, row.findings) == (SAME, ())
    assert (row.here, row.there) == ("1", "Q80053")
    assert (row.evidence_here, row.evidence_there) == (("list",), ("records",))


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"latitude": 38.2}, fourway.OTHER_PLACE),
        ({"population": 600_000}, fourway.OTHER_POPULATION),
        ({"country": "Turkey"}, fourway.OTHER_COUNTRY),
        ({"names": ("Tabriz County",)}, fourway.OTHER_LEVEL),
    ],
)
def test_each_conflict(changed: dict[str, object], kind: str) -> None:
    row = compare_cities(TABRIZ, record(**changed))
    assert row.outcome == CONFLICT
    assert [finding.kind for finding in row.findings] == [kind]
    assert row.findings[0].here != row.findings[0].there


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"population": 2 * 1_558_693}, SAME),
        ({"population": 2 * 1_558_693 + 1}, CONFLICT),
        ({"population": 779_347}, SAME),
        ({"population": 779_346}, CONFLICT),
        # A degree of latitude is 111 km here.
        ({"latitude": 38.159, "longitude": 46.3}, SAME),
        ({"latitude": 38.161, "longitude": 46.3}, CONFLICT),
    ],
)
def test_a_conflict_begins_at_twice_the_people_and_ten_kilometres(
    changed: dict[str, object], outcome: str
) -> None:
    assert compare_cities(TABRIZ, record(**changed)).outcome == outcome


@pytest.mark.parametrize(
    ("one", "other", "noted"),
    [(38.1, 38.1234, True), (38.1, 38.123, False), (38.1234, 38.1, True)],
)
def test_two_digits_of_precision_are_worth_no_note(one: float, other: float, noted: bool) -> None:
    here = City("1", ("Tabriz",), latitude=one, longitude=46.3)
    found = compare_cities(here, record(latitude=other, longitude=46.3)).findings
    assert [finding.kind for finding in found] == [fourway.OTHER_PRECISION] * noted


def test_a_place_that_was_lent_is_not_compared() -> None:
    here = City("1", ("Tabriz",), latitude=0.0, longitude=0.0, lent_by="geonames:1")
    row = compare_cities(here, record())
    assert (row.outcome, row.findings, row.points) == (SAME, (), ((0.0, 0.0),))


@pytest.mark.parametrize(
    "changed",
    [{"latitude": None, "longitude": None}, {"population": None}, {"country": ""},
     {"country": "Islamic Republic of Iran"}, {"country": "ایران"}],
)  # fmt: skip
def test_what_is_not_known_or_said_otherwise_is_no_conflict(changed: dict[str, object]) -> None:
    assert compare_cities(TABRIZ, record(**changed)).outcome == SAME


def test_a_coarser_point_is_a_note() -> None:
    row = compare_cities(TABRIZ, record(latitude=38.073333, longitude=46.296111))
    assert row.outcome == SAME
    assert [finding.kind for finding in row.findings] == [fourway.OTHER_PRECISION]


def test_one_side_only() -> None:
    assert compare_cities(TABRIZ, None).outcome == HERE
    doubt = compare_cities(TABRIZ, None, "Q1")
    assert [(f.kind, f.there) for f in doubt.findings] == [(fourway.UNDECIDED, "Q1")]
    assert fourway.only_there(record()).outcome == THERE


def test_a_row_says_where_and_by_whom_also_what_one_side_alone_has() -> None:
    there = fourway.only_there(record())
    assert (there.here, there.there, there.name) == ("", "Q80053", "Tabriz")
    assert (there.points, there.evidence_there) == (((38.08, 46.29),), ("records",))
    bare = fourway.only_there(City("Q5"))
    assert (bare.name, bare.points, bare.evidence_there) == ("Q5", (), ())
    here = compare_cities(TABRIZ, None)
    assert (here.here, here.there, here.points) == ("1", "", ((38.07, 46.3),))
    unnamed = compare_cities(City("7"), record())
    # Where the list has no place, that of the record is shown.
    assert (unnamed.name, unnamed.points) == ("7", ((38.08, 46.29),))
    assert unnamed.evidence_here == ()


@pytest.mark.parametrize("half", [{"latitude": None}, {"longitude": None}])
def test_half_a_place_is_none(half: dict[str, None]) -> None:
    assert fourway.only_there(record(**half)).points == ()
    row = compare_cities(TABRIZ, record(**half))
    assert (row.outcome, row.findings) == (SAME, ())


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("Tabriz County", "Tabriz"), ("Tabriz", "Tabriz County"), ("Tabriz County", "استان تبریز")],
)
def test_another_level_is_a_conflict_whichever_side_says_it(ours: str, theirs: str) -> None:
    (finding,) = compare_cities(City("1", (ours,)), City("Q1", (theirs,))).findings
    levels = {"Tabriz County": "county", "Tabriz": "place", "استان تبریز": "region"}
    assert finding == fourway.Finding(fourway.OTHER_LEVEL, levels[ours], levels[theirs])


def test_distances_are_rounded_to_the_kilometre() -> None:
    for degrees, told in ((0.1, "11 km"), (0.1048, "12 km"), (1.0, "111 km")):
        (finding,) = compare_cities(
            City("1", latitude=0.0, longitude=0.0), City("Q1", latitude=0.0, longitude=degrees)
        ).findings
        assert finding.there == f"0, {degrees:g} ({told})"


@pytest.mark.parametrize(
    ("here", "there", "kinds"),
    [
        (["2000"], ["2000"], []),
        (["2000"], [], []),
        (["2000"], ["2000-05-01"], [fourway.OTHER_PRECISION]),
        (["[2000,2009]"], ["2009"], [fourway.OTHER_PRECISION]),
        (["2000"], ["1998"], [fourway.OTHER_DATE]),
        (["1989-05-07"], ["1989-06"], [fourway.OTHER_DATE]),
        # What is open on one side may be any day there.
        (["2000/.."], ["2010"], [fourway.OTHER_PRECISION]),
        (["2000/.."], ["1999"], [fourway.OTHER_DATE]),
        (["../2000"], ["1990"], [fourway.OTHER_PRECISION]),
        (["../2000"], ["2001"], [fourway.OTHER_DATE]),
        (["XXXX"], ["2001"], [fourway.OTHER_PRECISION]),
        (["XXXX"], ["../2001"], [fourway.OTHER_PRECISION]),
        (["2000/.."], ["../1999"], [fourway.OTHER_DATE]),
        # Of several one that meets is enough; the same day is one.
        (["1990", "2000"], ["2000-05"], [fourway.OTHER_PRECISION]),
        (["2000", "2000"], ["2000"], []),
        (["1999-12-31/2000-01-01"], ["2000-01-01/2000-02"], [fourway.OTHER_PRECISION]),
    ],
)
def test_dates(here: list[str], there: list[str], kinds: list[str]) -> None:
    assert [f.kind for f in compare_dates(here, there, fourway.OTHER_DATE)] == kinds


def test_the_values_of_each_side_stand_on_its_side() -> None:
    there = record(population=100, latitude=10.0, country="Turkey", names=("Tabriz County",))
    found = {f.kind: (f.here, f.there) for f in compare_cities(TABRIZ, there).findings}
    assert found[fourway.OTHER_POPULATION] == ("1558693", "100")
    assert found[fourway.OTHER_COUNTRY] == ("Iran", "Turkey")
    assert found[fourway.OTHER_LEVEL] == ("place", "county")
    assert found[fourway.OTHER_PLACE][0] == "38.07, 46.3"
    assert found[fourway.OTHER_PLACE][1].startswith("10, 46.29 (3")
    (dates,) = compare_dates(["2001", "2000"], ["1990"], fourway.OTHER_END)
    assert dates == fourway.Finding(fourway.OTHER_END, "2000, 2001", "1990")
