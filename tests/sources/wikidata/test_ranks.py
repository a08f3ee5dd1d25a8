"""Which of several statements stands: by rank, and among numbers of people by their day."""

from __future__ import annotations

from peyvand.sources.wikidata.model import (
    DEPRECATED,
    NORMAL,
    PREFERRED,
    QUANTITY,
    TIME,
    CityRecord,
    Snak,
    Statement,
)


def people(count: int, day: str, rank: str) -> Statement:
    on = (Snak("P585", TIME, day),) if day else ()
    return Statement("P1082", Snak("P1082", QUANTITY, str(count)), f"Q1${count}", rank, on)


def test_the_newest_number_comes_first_but_the_preferred_one_stands() -> None:
    rows = [
        people(1, "2001", PREFERRED),
        people(2, "2010", NORMAL),
        people(3, "2020", DEPRECATED),
        people(4, "2010", PREFERRED),
        people(5, "", NORMAL),
    ]
    for order in (rows, rows[::-1]):
        record = CityRecord("Q1", statements=tuple(order))
        # Of one day the preferred one is first, and what has no day is last.
        assert [one.count for one in record.populations] == [4, 2, 1, 5]
        assert record.population == 4
    assert CityRecord("Q1", statements=(rows[1], rows[2], rows[4])).population == 2
    assert CityRecord("Q1", statements=(rows[2],)).population is None


def test_preferred_statements_stand_for_all_and_deprecated_ones_never() -> None:
    one, other, wrong = people(1, "", PREFERRED), people(2, "", NORMAL), people(3, "", DEPRECATED)
    for statements, expected in (
        ((other, wrong, one), (one,)),
        ((other, wrong), (other,)),
        ((wrong,), ()),
    ):
        assert CityRecord("Q1", statements=statements).best("P1082") == expected
