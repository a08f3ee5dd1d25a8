"""Numbers in the digits of a language."""

from __future__ import annotations

from pathlib import Path

import pytest

import peyvand
from peyvand.digits import digits, number, percent


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("1,234,567.89", "fa", "۱٬۲۳۴٬۵۶۷٫۸۹"),
        ("1,234,567.89", "en", "1,234,567.89"),
        ("-7", "fa", "-۷"),
        ("9" * 50, "fa", "۹" * 50),
        ("", "fa", ""),
    ],
)
def test_a_number_is_written_as_a_language_has_it(text: str, language: str, written: str) -> None:
    assert number(text, language) == written


def test_of_a_text_only_the_digits_change() -> None:
    assert digits("2020/.., [1,2]", "fa") == "۲۰۲۰/.., [۱,۲]"
    assert digits("2020/..", "en") == "2020/.."


def test_no_module_has_a_table_of_digits() -> None:
    package = Path(peyvand.__file__).parent
    tables = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "bundle" not in path.parts and "۰۱۲۳" in path.read_text(encoding="utf-8")
    ]
    assert tables == []


def test_a_share_is_written_as_a_language_has_it() -> None:
    assert percent(0.564, "fa") == "۵۶٪"
    assert percent(0.564, "en") == "56%"
