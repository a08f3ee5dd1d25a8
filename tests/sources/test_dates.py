"""Dates: Solar Hijri to Gregorian, EDTF checked and bounded."""

import contextlib
import gc
import io
import weakref
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyparsing import ParserElement, Word
from rdflib import SH

import calendars
from peyvand.graph.validate import read_shapes
from peyvand.sources import edtf as profile
from peyvand.sources.dates import bounds, check_edtf, newest, solar_hijri_to_edtf
from peyvand.sources.edtf import PATTERNS, in_profile, parsed
from peyvand.vocabulary.iris import PVS


@pytest.mark.parametrize(
    ("hijri", "edtf"),
    [
        ("1373", "1994-03-21/1995-03-20"),
        ("1387", "2008-03-20/2009-03-20"),  # 1387 was a leap year
        ("1394-02", "2015-04-21/2015-05-21"),
        ("1395-03", "2016-05-21/2016-06-20"),
        ("1398-12", "2020-02-20/2020-03-19"),
        ("1399-12", "2021-02-19/2021-03-20"),  # 30 days of Esfand
        ("1399-11-25", "2021-02-13"),
        ("1382-10-17", "2004-01-07"),
    ],
)
def test_solar_hijri_dates_become_gregorian(hijri: str, edtf: str) -> None:
    assert solar_hijri_to_edtf(hijri) == edtf


@pytest.mark.parametrize("year", [1, 1278, 1387, 1398, 1399, 1403, 9000])
def test_the_months_of_a_solar_hijri_year_follow_each_other_to_its_end(year: int) -> None:
    def days(text: str) -> tuple[date, date]:
        first, last = (date.fromisoformat(end) for end in solar_hijri_to_edtf(text).split("/"))
        return first, last

    begin, end = days(f"{year:04}")
    following = begin
    for month in range(1, 13):
        first, last = days(f"{year:04}-{month:02}")
        assert first == following
        assert 29 <= (last - first).days + 1 <= 31
        assert solar_hijri_to_edtf(f"{year:04}-{month:02}-01") == str(first)
        following = last + timedelta(days=1)
    assert last == end
    assert days(f"{year + 1:04}")[0] == following


@pytest.mark.parametrize("text", ["1398-12-30", "1400-13", "1400-00", "140", "1400/01/01", ""])
def test_a_solar_hijri_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        solar_hijri_to_edtf(text)


@pytest.mark.parametrize(
    "text",
    ["2004", "2015-04", "2015-04-21", "2013-12-18?", "2019-02-24~", "[2000,2009]", "2020/..",
     "195X", "1994-03-21/1995-03-20", "2004-02-29", "2004-06~-11", "?2004-06-11", "2004-21",
     "1985-04-XX", "XXXX", "XXXX-12-25", "-0043-03-15", "201X/202X", "2004~/2005?", "/2004",
     "[1667..1672]", "{2000,2001-01}", "[..1984]", "[2000~,2001..2003]"],
)  # fmt: skip
def test_edtf_is_kept_as_it_is(text: str) -> None:
    assert check_edtf(text) == text


@pytest.mark.parametrize("text", [
    "2004-02-30", "2023-02-29", "2024-13", "20O4", "last week", "", "2000-13", "9999-99-99",
    "--,,//", "2001-02-30", "2000-00", "2000-01-00", "1900-02-29", "2000\n", " 2000", "/2000/",
    "2000/2001/2002", "[2000]", "[2000,2001", "{2000,2001]", "2000,2001", "2000-1", "..", "/",
    "2004-06-31/2005", "[2001-02-30,2005]", "~~2004", "2004-01-01-01", "20042005",
])  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|does not exist"):
        check_edtf(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2004", date(2004, 1, 1), date(2004, 12, 31)),
        ("[2000,2009]", date(2000, 1, 1), date(2009, 12, 31)),
        ("2020/..", date(2020, 1, 1), None),
        ("../2020", None, date(2020, 12, 31)),
        ("2013-12-18?", date(2013, 12, 18), date(2013, 12, 18)),
        ("195X", date(1950, 1, 1), date(1959, 12, 31)),
        ("XXXX", None, None),
        ("XXXX-12-25", None, None),
        ("XXXX/2004", None, None),
        ("-0043-03-15", None, None),
        ("0000/2000", None, date(2000, 12, 31)),
        ("/2004", None, date(2004, 12, 31)),
        ("2004/", date(2004, 1, 1), None),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("0001/9999", date(1, 1, 1), date(9999, 12, 31)),
        # The parser's own first and last years.
        ("0001?", date(1, 1, 1), date(1, 12, 31)),
        ("9999?", date(9999, 1, 1), date(9999, 12, 31)),
        ("0000", None, None),
    ],
)
def test_bounds(text: str, first: date | None, last: date | None) -> None:
    assert bounds(text) == (first, last)


@pytest.mark.parametrize("text", ["last week", "", "2004-13", "2004-02-30x"])
def test_what_is_no_date_has_no_bounds(text: str) -> None:
    with pytest.raises(ValueError, match="is not EDTF"):
        bounds(text)


_CIVIL = st.builds(
    lambda parts, count: "-".join(parts[:count]),
    st.tuples(
        st.one_of(
            st.integers(0, 9999).map("{:04}".format), st.sampled_from(["1900", "2000", "2004"])
        ),
        st.sampled_from(["00", "01", "02", "04", "12", "13", "21"]),
        st.sampled_from(["00", "01", "28", "29", "30", "31", "32"]),
    ),
    st.integers(1, 3),
)


@settings(max_examples=60)
@given(st.one_of(_CIVIL, st.builds("{}/{}".format, _CIVIL, _CIVIL)).filter(in_profile))
def test_plain_dates_are_bounded_as_the_parser_bounds_them(text: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        found = parsed(text)
    ends = [
        date(*moment[:3]) if moment[0] >= 1 else None
        for moment in (found.lower_strict(), found.upper_strict())
    ]
    assert list(bounds(text)) == ends


class Held:
    """What somebody has while a date is read."""


@pytest.mark.parametrize("text", ["[2000,2009]", "soon"])
def test_nothing_keeps_what_the_caller_has(text: str) -> None:
    """Whoever looks for garbage would let it go, in whichever thread."""

    def ask() -> weakref.ref[Held]:
        held = Held()
        with contextlib.suppress(ValueError):
            parsed(text)
        return weakref.ref(held)

    gc.disable()
    try:
        assert ask()() is None
    finally:
        gc.enable()


def test_the_package_leaves_other_grammars_as_they_were() -> None:
    # As importing the package for the first time does.
    ParserElement.enable_packrat()
    profile._parser.cache_clear()
    assert parsed("2004?")
    before = list(ParserElement.packrat_cache_stats)
    (Word("a") + Word("b")).parse_string("ab")
    assert ParserElement.packrat_cache_stats == before


def test_the_shapes_know_the_same_dates(sources: Path) -> None:
    shapes = read_shapes([sources / "shapes/evidence.ttl"])
    assert {str(found) for found in shapes.objects(PVS.Date, SH.pattern)} == set(PATTERNS)


def test_no_date_is_checked_by_a_pattern_of_its_own(sources: Path) -> None:
    for path in (sources / "shapes").glob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        dated = [part for part in text.split("\n\n") if "sh:datatype edtf:EDTF" in part]
        assert all("sh:node pvs:Date" in part for part in dated), path


_MARKS = st.sampled_from(["", "", "", "?", "~", "%"])


def _joined(parts: list[str], marks: list[str]) -> str:
    return "-".join(part + mark for part, mark in zip(parts, marks, strict=False))


_ONE = st.builds(
    _joined,
    st.tuples(
        st.sampled_from(["2004", "1900", "2000", "1999", "-0043", "0000", "195X", "19XX", "XXXX"]),
        st.sampled_from(["01", "02", "06", "12", "13", "00", "21", "XX"]),
        st.sampled_from(["01", "28", "29", "30", "31", "32", "00", "XX"]),
    ).flatmap(lambda parts: st.integers(1, 3).map(lambda count: list(parts[:count]))),
    st.lists(_MARKS, min_size=3, max_size=3),
)
_END = st.one_of(_ONE, st.sampled_from(["", ".."]))
_SET = st.lists(
    st.one_of(_ONE, st.builds("{}..{}".format, _END, _END)), min_size=1, max_size=3
).map(",".join)
_EXPRESSIONS = st.one_of(
    _ONE,
    st.builds("{}/{}".format, _END, _END),
    _SET.map("[{}]".format),
    _SET.map("{{{}}}".format),
    st.text("012369X?~%-/.,[]{}", max_size=12),
)


@settings(deadline=None, max_examples=400, derandomize=True)
@given(_EXPRESSIONS)
def test_every_date_of_the_profile_is_one_that_the_parser_reads_and_bounds(text: str) -> None:
    if in_profile(text):
        # The parser prints what it tries.
        with contextlib.redirect_stdout(io.StringIO()):
            assert parsed(text)
            assert check_edtf(text) == text
            assert len(bounds(text)) == 2


@given(st.integers(1200, 1450), st.integers(1, 13), st.integers(1, 32))
def test_the_sky_tells_the_same_solar_hijri_dates(year: int, month: int, day: int) -> None:
    start, after = calendars.new_year(year), calendars.new_year(year + 1)
    assert solar_hijri_to_edtf(f"{year}") == f"{start}/{after - timedelta(days=1)}"
    text = f"{year}-{month:02}"
    length = calendars.month_length(year, month) if month < 13 else 0
    if length:
        first, last = (calendars.gregorian(year, month, d) for d in (1, length))
        assert solar_hijri_to_edtf(text) == f"{first}/{last}"
    if day <= length:
        that = calendars.gregorian(year, month, day)
        assert solar_hijri_to_edtf(f"{text}-{day:02}") == str(that)
        assert calendars.solar_hijri(that) == (year, month, day)
    else:
        with pytest.raises(ValueError, match=r"\w"):
            solar_hijri_to_edtf(f"{text}-{day:02}")


def test_the_sky_tells_the_same_leap_years() -> None:
    for year in range(1200, 1451):
        text = f"{year}-12-30"
        if calendars.month_length(year, 12) == 30:
            assert solar_hijri_to_edtf(text) == str(calendars.gregorian(year, 12, 30))
        else:
            with pytest.raises(ValueError, match="out of range"):
                solar_hijri_to_edtf(text)


# What is meant, and then written: every form of levels 0 to 2 that the profile has, for years
# that Python has.
_YEARS, _MONTHS = st.integers(1, 9999), st.integers(1, 12)
_DAYS = st.dates().map(lambda day: (day.year, day.month, day.day))
_MARK = st.sampled_from(["", "?", "~", "%"])
_MARKED = st.one_of(
    st.builds(calendars.dated, _YEARS, marks=_MARK),
    st.builds(calendars.dated, _YEARS, _MONTHS, marks=_MARK),
    st.builds(lambda parts, marks: calendars.dated(*parts, marks), _DAYS, _MARK),
)
_DECADES = st.builds(calendars.decades, _YEARS, st.sampled_from([1, 2]))
_MASKED = st.builds(calendars.masked, _YEARS, st.integers(0, 12))
_NOTHING = st.sampled_from(["", ".."])
_KNOWN = st.one_of(
    st.builds(calendars.dated, _YEARS),
    st.builds(calendars.dated, _YEARS, _MONTHS),
    st.builds(lambda parts: calendars.dated(*parts), _DAYS),
)
_INTERVALS = st.one_of(
    st.builds(calendars.interval, _MARKED, _MARKED, _NOTHING),
    st.builds(calendars.interval, _MARKED, st.none(), _NOTHING),
    st.builds(calendars.interval, st.none(), _MARKED, _NOTHING),
    st.builds(calendars.interval, _DECADES, _DECADES, _NOTHING),
)
_SEVERAL = st.builds(
    calendars.one_of,
    st.lists(st.one_of(_MARKED, _DECADES), min_size=2, max_size=4),
    st.sampled_from(["[]", "{}"]),
)
_OPEN_SETS = st.builds(calendars.open_set, _KNOWN, st.booleans(), st.sampled_from(["[]", "{}"]))


@settings(max_examples=80)
@given(st.one_of(_MARKED, _DECADES, _MASKED, _INTERVALS, _SEVERAL, _OPEN_SETS))
def test_a_date_is_bounded_as_it_was_meant(meant: calendars.Meant) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert check_edtf(meant.text) == meant.text
        assert bounds(meant.text) == (meant.first, meant.last)


_NO_DAY = st.tuples(_YEARS, st.integers(0, 99), st.integers(0, 99)).filter(
    lambda parts: not (1 <= parts[1] <= 12 and 1 <= parts[2] <= monthrange(*parts[:2])[1])
)


@given(
    _NO_DAY, st.sampled_from(["{}", "{}?", "{}/..", "../{}", "[2000,{}]", "{}/2004", "{{{},2000}}"])
)
def test_a_day_that_no_calendar_has_is_refused_wherever_it_stands(
    parts: tuple[int, int, int], form: str
) -> None:
    with pytest.raises(ValueError, match="EDTF"):
        check_edtf(form.format("{:04}-{:02}-{:02}".format(*parts)))


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        ((), ""),
        (("2004", "2005-01"), "2005-01"),
        (("2004", "2004-12-31", "2003"), "2004 2004-12-31"),
        (("2004/..", "2010-05"), "2004/.. 2010-05"),
        (("../2004", "2010-05"), "2010-05"),
        (("../2004", "2004-12-31"), "../2004 2004-12-31"),
        (("[2000,2009]", "2005", "1999"), "2005 [2000,2009]"),
    ],
)
def test_each_date_that_may_be_the_last_is_one_of_the_newest(
    dates: tuple[str, ...], last: str
) -> None:
    assert " ".join(sorted(newest(dates))) == last
