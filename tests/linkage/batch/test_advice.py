"""Which columns a list lacks, by the doubts that they would settle."""

from __future__ import annotations

from dataclasses import replace

from peyvand.linkage.batch.advice import Advice, advice, bare_records
from peyvand.linkage.classification import NONE, REVIEW, SAME, Link, Rules, Scored
from peyvand.linkage.gazetteer import Gazetteer
from peyvand.linkage.outcomes import Code, Outcome, Reason
from peyvand.model import City

GRADES = {"name": "main", "country": "same", "distance": "", "population": "", "kind": "same"}
PAIR = Scored("1", "Q1", "Q1#0", 20.0, 0.99, GRADES)
DESCRIBED = {
    "Q1#0": City("Q1#0", ("Tabriz",), "Iran", 38.1, 46.3, levels=("city",)),
    "Q2#0": City("Q2#0", ("Tabriz",), "Iran", levels=("municipality",)),
    "Q3#0": City("Q3#0", ("Tabriz",), "Iran"),
}
PLACE = City("1", ("Tabriz",), "Iran")


def asked(code: Code, *others: Scored, **grades: str) -> Link:
    pair = replace(PAIR, grades={**GRADES, **grades})
    return Link("1", "Q1", REVIEW, 0.9, Reason(code), pair, others)


def told(*cases: tuple[Link, City]) -> list[Advice]:
    return advice(list(cases), DESCRIBED, Rules())


def test_coordinates_settle_what_rests_on_name_and_country() -> None:
    doubtful = asked(Code.NAME_AND_COUNTRY)
    assert told((doubtful, PLACE)) == [Advice("coordinates", 1, 1)]
    unlocated = replace(doubtful, right="Q3", pair=replace(PAIR, row="Q3#0"))
    assert told((doubtful, PLACE), (unlocated, PLACE)) == [Advice("coordinates", 2, 1)]
    part = asked(Code.UNEQUAL_UNLOCATED, name="part")
    assert told((part, PLACE)) == []


def test_who_has_coordinates_is_not_told_to_add_them() -> None:
    located = replace(PLACE, latitude=1.0, longitude=1.0)
    assert told((asked(Code.NAME_AND_COUNTRY), located)) == []
    lent = replace(located, is_place_lent=True)
    assert told((asked(Code.NAME_AND_COUNTRY), lent)) == [Advice("coordinates", 1, 1)]


def test_a_level_settles_a_town_and_its_municipality_where_records_tell_theirs() -> None:
    twin = replace(PAIR, right="Q2", row="Q2#0")
    near = {"distance": "3"}
    assert told((asked(Code.OTHER_LEVEL, twin, **near), PLACE)) == [Advice("level", 1, 1)]
    silent = replace(PAIR, right="Q3", row="Q3#0")
    assert told((asked(Code.OTHER_LEVEL, silent, **near), PLACE)) == []
    assert told((asked(Code.OTHER_LEVEL, twin, **near), replace(PLACE, levels=("city",)))) == []


def test_the_most_helpful_comes_first_and_what_no_column_mends_is_left_out() -> None:
    cases = [(asked(Code.NAME_AND_COUNTRY), PLACE)] * 2
    twin = replace(PAIR, right="Q2", row="Q2#0")
    cases.append((asked(Code.OTHER_LEVEL, twin, distance="3"), PLACE))
    cases += [(asked(Code.RIVALS), PLACE), (Link("1", "Q1", SAME, 0.9, None, PAIR), PLACE)]
    assert told(*cases) == [Advice("coordinates", 2, 2), Advice("level", 1, 1)]


def test_a_region_settles_namesakes_that_the_gazetteer_tells_apart_by_it() -> None:
    known = [
        City("g1", ("Albany",), "US", 42.65, -73.75, 100_000, region="US.NY"),
        City("g2", ("Albany",), "US", 31.58, -84.16, 70_000, region="US.GA"),
    ]
    place = City("1", ("Albany",), "USA")
    described = {
        "Q1#0": City("Q1#0", ("Albany",), "US", 42.66, -73.76),
        "Q2#0": City("Q2#0", ("Albany",), "US", 44.63, -123.1),
    }
    asked_ = asked(Code.NAME_AND_COUNTRY)
    elsewhere = replace(asked_, right="Q2", pair=replace(PAIR, right="Q2", row="Q2#0"))
    cases = [(asked_, place), (elsewhere, place)]
    found = advice(cases, described, Rules(), Gazetteer(known, [place]))
    assert found == [Advice("coordinates", 2, 2), Advice("first-level region", 2, 1)]
    assert advice(cases, described, Rules()) == [Advice("coordinates", 2, 2)]
    told_already = replace(place, region="New York")
    found = advice([(asked_, told_already)], described, Rules(), Gazetteer(known, [place]))
    assert found == [Advice("coordinates", 1, 1)]


def test_rows_whose_records_are_names_alone_are_for_other_records() -> None:
    records = {
        "Q1#0": City("Q1#0", ("Tabriz",)),
        "Q2#0": City("Q2#0", ("Tabriz",), "Iran"),
        "Q3#0": City("Q3#0", ("Tabriz",), "", 38.1, 46.3),
    }

    def counted(code: Code, item: str, decision: Outcome = REVIEW) -> int:
        pair = replace(PAIR, right=item, row=f"{item}#0")
        return bare_records([(Link("1", item, decision, 0.9, Reason(code), pair), PLACE)], records)

    assert [counted(Code.NAME_ALONE, item) for item in ("Q1", "Q2", "Q3")] == [1, 0, 0]
    assert counted(Code.NAME_AND_COUNTRY, "Q1") == 0
    assert counted(Code.NAME_ALONE, "Q1", SAME) == 0
    assert bare_records([(Link("1", "", NONE, 0.0), PLACE)], records) == 0
