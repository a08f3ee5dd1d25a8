"""What a printed token of document 001 may mean, and that the claims keep what the rules leave."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from peyvand.errors import SourceError
from peyvand.model import Certainty, Claim
from peyvand.resources import root
from peyvand.sources.damaged_claims import check_digits
from peyvand.sources.documents import COLUMNS
from peyvand.sources.printed_digits import FONTS, RULES, Evidence, narrowed, readings
from peyvand.sources.tables import Row, read_table, split
from peyvand.vocabulary.iris import EDTF, iri, thing

TABLE = root() / "data" / "documents" / "001.csv"
RULE = "reading-rule/"
# The row of Isfahan numbers its partners from 1 to 20, and prints them so.
ISFAHAN = "9 2 3 4 0 9 9 0 1 91 99 92 93 94 90 99 99 90 91 21"
DIGITS = re.compile("[0-9]+")


@pytest.mark.parametrize(
    ("token", "font", "expected"),
    [
        ("2111", "body-font-digits", "2000 2009 2090 2099 2900 2909 2990 2999"),
        ("941", "body-font-digits", "140 149 640 649 740 749"),
        ("00", "body-font-digits", "55 58 85 88"),
        ("34", "body-font-digits", "34 4"),
        ("3", "body-font-digits", "3"),
        ("320", "body-font-digits", "325 328 25 28"),
        ("93", "body-font-digits", "13 63 73"),
        ("2116", "heading-font-digits", "2006 2096 2906 2996"),
        ("29", "heading-font-digits", "21 29"),
        ("1398", "latin-font-digits", "1398"),
        ("34", "latin-font-digits", "34"),
    ],
)
def test_a_token_has_every_reading_of_its_font(token: str, font: str, expected: str) -> None:
    assert readings(token, font) == expected.split()


@pytest.mark.parametrize(
    ("token", "font"), [("5", "body-font-digits"), ("3", "heading-font-digits")]
)
def test_a_digit_that_a_font_does_not_print_is_refused(token: str, font: str) -> None:
    with pytest.raises(ValueError, match=f"{font} prints no {token}"):
        readings(token, font)


def test_the_numbers_of_a_counted_list_are_among_the_readings() -> None:
    for position, token in enumerate(ISFAHAN.split(), 1):
        found = readings(token, "body-font-digits")
        rules = ["list-order"] if len(found) > 1 else []
        assert narrowed(found, rules, Evidence(position)) == [str(position)]


@pytest.mark.parametrize(
    ("token", "rules", "evidence", "expected"),
    [
        ("9110", "year-in-range", Evidence(), "1995 1998"),
        ("2193", "year-in-range", Evidence(), "2013"),
        ("9314", "year-in-range", Evidence(), "1304 1394"),
        ("9319", "year-in-range", Evidence(), "1306 1307 1391 1396 1397"),
        ("9319", "year-in-range not-before-premise", Evidence(since=date(1990, 1, 1)),
         "1391 1396 1397"),
        # 1381 ended on 20 March 2003, and is not before a year whose first day is earlier.
        ("9309", "year-in-range not-before-premise", Evidence(since=date(2003, 3, 20)),
         "1381 1386 1387"),
        ("9309", "year-in-range not-before-premise", Evidence(since=date(2003, 3, 21)),
         "1386 1387"),
        ("9101", "year-in-range decade", Evidence(), "195X 198X"),
        ("940", "countries-of-the-world", Evidence(), "145 148"),
        ("12", "no-leading-zero", Evidence(), "92"),
        ("99", "list-order", Evidence(17), "17"),
        # What is only named leaves all.
        ("01", "context outside-source", Evidence(), "50 59 80 89"),
    ],
)  # fmt: skip
def test_rules_leave_fewer(token: str, rules: str, evidence: Evidence, expected: str) -> None:
    found = readings(token, "body-font-digits")
    assert narrowed(found, rules.split(), evidence) == expected.split()


@pytest.mark.parametrize(
    ("rule", "found", "left"),
    [
        # The first year after the war and the year of the copy, in both calendars.
        ("year-in-range", "1918 1919 2026 2027", "1919 2026"),
        ("year-in-range", "1303 1304 1405 1406", "1304 1405"),
        ("countries-of-the-world", "1 249 250", "1 249"),
        ("decade", "1999 2000", "200X"),
    ],
)
def test_a_rule_holds_up_to_its_bounds(rule: str, found: str, left: str) -> None:
    assert narrowed(found.split(), [rule], Evidence()) == left.split()


def test_a_rule_that_excludes_nothing_need_not_be_named() -> None:
    with pytest.raises(ValueError, match="no-leading-zero excludes nothing"):
        narrowed(["50", "59"], ["no-leading-zero"], Evidence())


def test_every_rule_is_registered() -> None:
    path = root() / "data" / "curated" / "register" / "rules.csv"
    registered = {row["id"] for row in read_table(path, read_header(path))}
    assert {RULE + name for name in [*FONTS, *RULES]} <= registered


def read_header(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[0].split(",")


# --- the claims of the document


def claim(value: str, printed: str, candidates: str = "", **other: object) -> Claim:
    def term(text: str) -> Literal:
        return Literal(text, datatype=EDTF if len(text) != 3 else iri("xsd:integer"))

    given: dict[str, object] = {
        "identifier": "F1", "part": 1, "about": thing("work/w"), "property": iri("dcterms:issued"),
        "readings": tuple(map(term, value.split())),
        "candidates": tuple(map(term, candidates.split())),
        "certainty": Certainty.CERTAIN, "read_by": rule("body-font-digits"),
        "stated_in": thing("document/001"), "stated_by": (), "stated_on": "",
        "as_printed": printed, "narrowed_by": (rule("year-in-range"),),
    }  # fmt: skip
    return Claim(**given | other)  # type: ignore[arg-type]


def rule(name: str) -> NamedNode:
    return thing(RULE + name)


def refused(*claims: Claim) -> str:
    with pytest.raises(SourceError) as error:
        check_digits(Path("001.csv"), iter(claims))
    return str(error.value)


def number(text: str) -> tuple[Literal, ...]:
    return (Literal(text, datatype=iri("xsd:integer")),)


def test_a_claim_keeps_what_the_rules_leave() -> None:
    claims = iter(
        [
            claim("2004", "2114"),
            claim("2008", "2008", read_by=rule("latin-font-digits"), narrowed_by=()),
            claim("[2000,2009]", "2111", "2000 2009", certainty=Certainty.AMBIGUOUS),
            claim("", "2111", "2000 2009", certainty=Certainty.AMBIGUOUS),
            claim("2009", "2111", "2000 2009", read_by=rule("outside-source")),
            claim("2014-03-21/2015-03-20", "9313"),
            claim("2015-04-21/2015-05-21", "اردیبهشت ماه سال 9314", narrowed_by=(
                rule("year-in-range"), rule("not-before-premise")), premises=(thing("claim/F1"),)),
            claim("", "941", "140 149", narrowed_by=(rule("context"),)),
            claim("", "2 میلیون", readings=number("2000000"), narrowed_by=()),
            claim("", "2 نفر", readings=number("2"), narrowed_by=()),
        ]
    )  # fmt: skip
    check_digits(Path("001.csv"), claims)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (claim("2009", "2111", "2009 2000"), "nothing chooses 2009 among 2000 | 2009"),
        (claim("[2000,2090]", "2111", "2000 2009", certainty=Certainty.AMBIGUOUS),
         "nothing chooses [2000,2090] among 2000 | 2009"),
        (claim("[2000,2009,2090]", "2111", "2000 2009", certainty=Certainty.AMBIGUOUS),
         "nothing chooses [2000,2009,2090] among 2000 | 2009"),
        (claim("2000", "2111", "2000 2009", read_by=rule("outside-source"),
               certainty=Certainty.AMBIGUOUS), "nothing chooses 2000"),
        (claim("2000", "2111"), "2111 keeps 2000, and the rules leave 2000 | 2009"),
        (claim("", "941", "140 149", narrowed_by=()), "941 keeps 140 | 149, and the rules leave"),
        (claim("", "941", "140 141", narrowed_by=(rule("context"),)), "941 keeps 140 | 141"),
        (claim("", "2114", "2004 2094", narrowed_by=()), "2114 keeps 2004 | 2094"),
        (claim("2004", "2114", narrowed_by=(rule("year-in-range"), rule("decade"))), "2114 keeps"),
        (claim("2004", "2114", narrowed_by=(rule("year-in-range"), rule("no-leading-zero"))),
         "no-leading-zero excludes nothing"),
        (claim("2007", "2117"), "prints no 7"),
        (claim("", "9", readings=(thing("city/a"),)), "reads a number, and it states none"),
        (claim("", "9", readings=(thing("city/a"),), list_position=2,
               narrowed_by=(rule("list-order"),)), "9 keeps 2, and the rules leave"),
        (claim("", "9", readings=(thing("city/a"),), list_position=7, narrowed_by=()),
         "9 keeps 7, and the rules leave 1 | 6 | 7"),
    ],
)  # fmt: skip
def test_a_claim_that_keeps_other_readings_is_refused(wrong: Claim, words: str) -> None:
    assert words in refused(wrong)


def damaged() -> list[Row]:
    latin = RULE + "latin-font-digits"
    return [
        row
        for row in read_table(TABLE, COLUMNS)
        if DIGITS.search(row["printed"]) and row["read_by"] != latin
    ]


def test_the_rows_of_the_document_are_held_by_the_rules() -> None:
    """The build holds them (``check_digits``); here, that there are such rows of each kind."""
    rows = damaged()
    assert len([row for row in rows if row["position"]]) > 60
    assert len([row for row in rows if row["candidates"]]) > 50
    named = {name.removeprefix(RULE) for row in rows for name in split(row["narrowed_by"])}
    assert named >= RULES.keys()


def test_a_list_is_counted_without_a_gap() -> None:
    lists: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in read_table(TABLE, COLUMNS):
        if row["position"] and not row["part"]:
            subject = row["listed_under"] or re.sub("[0-9]+$", "", row["subject"])
            lists[subject, row["property"]].append(int(row["position"]))
    assert len(lists) > 8
    for places in lists.values():
        assert sorted(places) == list(range(1, len(places) + 1))


def test_a_citation_is_its_page_a_colon_and_its_year() -> None:
    """The token of a citation is that of its parts, in whatever order the lines were reversed."""
    parts: dict[str, list[str]] = defaultdict(list)
    whole: dict[str, str] = {}
    for row in damaged():
        if row["property"] == "dcterms:references":
            whole[row["line"]] = row["printed"].replace(" ", "")
        elif row["property"] in ("pv:citedPage", "dcterms:issued"):
            parts[row["line"]].append(row["printed"])
    cited = {line: token for line, token in whole.items() if len(parts[line]) == 2}
    assert len(cited) > 14
    for line, token in cited.items():
        apart = "".join(parts[line])
        assert sorted(token) in (sorted(apart), sorted(apart + "3"))
