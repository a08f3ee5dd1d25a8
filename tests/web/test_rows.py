"""Answers as tables for people: each column in the reader's language."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.iris import PREFIXES, thing
from peyvand.web.pages.components.rows import cells, columns, terms, told

NAMES = ["claim", "reading", "readingFa", "cityEn", "cityFa", "city"]
ROW = {
    "reading": {"type": "literal", "value": "mutual trust", "xml:lang": "en"},
    "readingFa": {"type": "literal", "value": "اعتماد", "xml:lang": "fa"},
    "city": {"type": "uri", "value": "https://x.example/c"},
    "cityEn": {"type": "literal", "value": "Isfahan", "xml:lang": "en"},
    "cityFa": {"type": "literal", "value": "اصفهان", "xml:lang": "fa"},
}


@pytest.mark.parametrize(
    ("language", "texts"), [("en", ["mutual trust", "Isfahan"]), ("fa", ["اعتماد", "اصفهان"])]
)
def test_a_value_and_its_translation_are_one_column_in_the_readers_language(
    language: str, texts: list[str]
) -> None:
    shown = columns(NAMES, language)
    assert [column.link for column in shown] == ["claim", "reading", "city"]
    assert [cell.text for (cell,) in cells(ROW, shown, language)][1:] == texts
    assert [cell.text for (cell,) in cells({}, shown, language)] == ["", "", ""]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_has_no_translation_is_shown_as_it_is(language: str) -> None:
    row = {"reading": {"type": "literal", "value": "trade", "xml:lang": "en"}}
    ((cell,),) = cells(row, columns(["reading", "readingFa"], language), language)
    assert cell.text == "trade"


def test_several_things_of_one_cell_are_shown_by_their_names() -> None:
    iris = [thing("document/003").value, thing("document/001").value]
    row = {
        "sources": {"type": "literal", "value": " ".join(iris)},
        "link": {"type": "literal", "value": "https://example.org/"},
        "part": {"type": "literal", "value": f"{iris[0]} and more"},
    }
    shown = columns(["sources", "link", "part"], "en")
    found = cells(row, shown, "en", lambda iri: iri, lambda term: (f"No. {term.value[-3:]}", "en"))
    assert [[cell.text for cell in cell_] for cell_ in found] == [
        ["No. 001", "No. 003"],
        ["https://example.org/"],
        [f"{iris[0]} and more"],
    ]
    assert [cell.href for cell in found[0]] == sorted(iris)
    assert {term.value for term in terms(row)} > {*iris}


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en", [["2009", "200X"], ["1395-03"], ["8,693,706"], ["Foundation"], ["09"], ["141"]]),
        ("fa", [["۲۰۰۹", "۲۰۰X"], ["۱۳۹۵-۰۳"], ["۸٬۶۹۳٬۷۰۶"], ["Foundation"], ["09"], ["۱۴۱"]]),
    ],
)
def test_numbers_and_dates_are_in_the_digits_of_the_page(
    language: str, found: list[list[str]]
) -> None:
    number = {"type": "literal", "datatype": PREFIXES["xsd"] + "integer"}
    row = {
        "candidates": {"type": "literal", "value": "2009 | 200X"},
        "hijri": {"type": "literal", "value": "1395-03"},
        # What was asked for as a text is shown as what it is.
        "value": number | {"value": "8693706"},
        "valueEn": {"type": "literal", "value": "8693706"},
        "valueFa": {"type": "literal", "value": "8693706"},
        "thing": {"type": "uri", "value": thing("concept/foundation").value},
        # What was printed is never altered.
        "printed": {"type": "literal", "value": "09"},
        "saidEn": number | {"value": "141"},
        "saidFa": number | {"value": "141"},
        "order": number | {"value": "7"},
    }
    shown = columns([*row], language)
    told_of = cells(row, shown, language, label=lambda _: ("Foundation", "en"))
    # By what rows stand in order is no column.
    assert [[cell.text for cell in cell_] for cell_ in told_of] == found


def test_columns_in_which_no_row_has_anything_are_told_apart() -> None:
    rows = [
        {"claim": {"type": "literal", "value": "1"}},
        {"city": {"type": "literal", "value": ""}},
    ]
    used, silent = told(columns(["claim", "reading", "cityEn", "cityFa", "city"], "en"), rows)
    assert [column.link for column in used] == ["claim"]
    assert [column.link for column in silent] == ["reading", "city"]


QUERIES = read_catalogue(root() / "queries")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_two_columns_of_a_question_have_one_heading(language: str) -> None:
    for query in [*QUERIES.of("explore"), *QUERIES.of("check")]:
        case = Path(__file__).parents[1] / "queries" / query.name / "expected.csv"
        with case.open(encoding="utf-8", newline="") as file:
            names = next(csv.reader(file))
        headings = [column.heading for column in columns(names, language)]
        assert len(headings) == len({*headings}), (query.name, headings)
