"""Dates of Wikidata, with their precision and their traps."""

from __future__ import annotations

import pytest

from peyvand.sources.edtf import parsed
from peyvand.sources.wikidata.times import edtf_of, wikidata_time


@pytest.mark.parametrize(
    ("time", "precision", "expected"),
    [
        ("+1967-06-27T00:00:00Z", 11, "1967-06-27"),
        ("+1967-06-27T00:00:00Z", 14, "1967-06-27"),
        ("+1998-10-01T00:00:00Z", 10, "1998-10"),
        ("+1998-10-00T00:00:00Z", 10, "1998-10"),
        ("+1979-01-01T00:00:00Z", 9, "1979"),
        ("+1955-00-00T00:00:00Z", 9, "1955"),
        ("+1955-00-00T00:00:00Z", 11, "1955"),
        ("+1955-03-00T00:00:00Z", 11, "1955-03"),
        ("1955-00-00", None, "1955"),
        ("+00000002012-12-31T00:00:00Z", 11, "2012-12-31"),
        ("-00000000044-03-15T00:00:00Z", 11, "-0043-03-15"),
        ("-0001-00-00T00:00:00Z", 9, "0000"),
        ("+1950-00-00T00:00:00Z", 8, "195X"),
        ("+1957-00-00T00:00:00Z", 8, "195X"),
        ("+1901-00-00T00:00:00Z", 7, "1901/2000"),
        ("+2000-00-00T00:00:00Z", 7, "1901/2000"),
        ("+1500-00-00T00:00:00Z", 6, "1001/2000"),
        ("+12000-00-00T00:00:00Z", 9, "Y12000"),
        ("+2000-02-29T00:00:00Z", 11, "2000-02-29"),
        ("1955-01-01T00:00:00Z", None, "1955"),
        ("1955-03-01T00:00:00Z", None, "1955-03"),
        ("1955-03-02T00:00:00Z", None, "1955-03-02"),
    ],
)
def test_a_date_keeps_its_precision(time: str, precision: int | None, expected: str) -> None:
    assert edtf_of(time, precision) == expected
    assert parsed(expected)


@pytest.mark.parametrize(
    ("time", "precision"),
    [
        ("", 11),
        ("yesterday", 11),
        ("+1999-02-29T00:00:00Z", 11),
        ("+1999-13-01T00:00:00Z", 11),
        ("+1999-04-31T00:00:00Z", 11),
        ("-13798000000-00-00T00:00:00Z", 3),
        ("+1950-00-00T00:00:00Z", 0),
        ("+۱۹۵۵-00-00T00:00:00Z", 9),
        ("+99999999999999999-00-00T00:00:00Z", 9),
    ],
)
def test_what_is_no_date_is_refused(time: str, precision: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        edtf_of(time, precision)


@pytest.mark.parametrize(
    ("julian", "gregorian"),
    [
        ("+1582-10-05T00:00:00Z", "1582-10-15"),
        ("+1900-02-29T00:00:00Z", "1900-03-13"),
        ("+1917-10-25T00:00:00Z", "1917-11-07"),
        ("-0044-03-15T00:00:00Z", "-0043-03-13"),
    ],
)
def test_a_julian_day_becomes_the_gregorian_one(julian: str, gregorian: str) -> None:
    assert edtf_of(julian, 11, julian=True) == gregorian


def test_rdf_counts_a_year_zero_and_json_does_not() -> None:
    assert edtf_of("-0043-03-15T00:00:00Z", 11, astronomical=True) == "-0043-03-15"
    assert edtf_of("-0044-03-15T00:00:00Z", 11) == "-0043-03-15"


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1955", "+1955-00-00T00:00:00Z/9"),
        ("1955-03", "+1955-03-00T00:00:00Z/10"),
        ("1955-03-02", "+1955-03-02T00:00:00Z/11"),
    ],
)
def test_a_plain_date_goes_back_as_it_came(edtf: str, expected: str) -> None:
    assert wikidata_time(edtf) == expected
    time, _, precision = expected.partition("/")
    assert edtf_of(time, int(precision)) == edtf


@pytest.mark.parametrize("edtf", ["195X", "1955~", "[1955,1956]", "1901/2000", "XXXX", ""])
def test_a_date_that_is_not_plain_is_not_sent(edtf: str) -> None:
    with pytest.raises(ValueError, match="not a plain"):
        wikidata_time(edtf)
