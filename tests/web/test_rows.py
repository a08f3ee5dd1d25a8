"""Answers as tables for people: each column in the reader's language."""

from __future__ import annotations

import pytest

from peyvand.web.pages.components.rows import cells, columns

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
    assert [cell.text for cell in cells(ROW, shown, language)][1:] == texts
    assert [cell.text for cell in cells({}, shown, language)] == ["", "", ""]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_has_no_translation_is_shown_as_it_is(language: str) -> None:
    row = {"reading": {"type": "literal", "value": "trade", "xml:lang": "en"}}
    (cell,) = cells(row, columns(["reading", "readingFa"], language), language)
    assert cell.text == "trade"
