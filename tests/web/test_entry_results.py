"""What is told of an entry, in the language of the page."""

from __future__ import annotations

import pytest
from flask import Flask

from peyvand.errors import Invalid, NotFound
from peyvand.register.fields import EntryKind
from peyvand.register.rows import Problem, Severity
from peyvand.web.pages.register.entry_results import Told, broken, told


def problem(column: str, severity: Severity, suggestion: str = "") -> dict[str, object]:
    found = Problem(1, column, severity, "no-date", {"value": "x"}, suggestion)
    return found.to_json() | {"about": ""}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_gravest_goes_first_and_what_is_no_problem_is_left_out(
    app: Flask, language: str
) -> None:
    rows = [
        problem("ended", Severity.WARNING),
        problem("", Severity.INFO),
        problem("date", Severity.VIOLATION),
        problem("unheard-of", Severity.VIOLATION),
    ]
    with app.test_request_context(f"/?lang={language}"):
        found = told(EntryKind.AGREEMENT, rows, language)
    assert [one.field for one in found] == ["date", "", "ended"]
    assert [one.wrong for one in found] == [True, True, False]
    assert found[1].label == "unheard-of"
    assert all("x" in one.message for one in found)


def test_a_thing_that_is_meant_is_linked(app: Flask) -> None:
    meant = "city/arak (Arak, Iran); ۱۴۰۳; agreement/a-b; 2016/2017"
    rows = [problem("parties", Severity.VIOLATION, meant)]
    with app.test_request_context("/?lang=fa"):
        (found,) = told(EntryKind.AGREEMENT, rows, "fa")
    assert found.suggestions == (
        ("city/arak (Arak, Iran)", "/id/city/arak?lang=fa"),
        ("۱۴۰۳", ""),
        ("agreement/a-b", "/id/agreement/a-b?lang=fa"),
        ("2016/2017", ""),
    )


def test_rules_that_no_row_is_told_of_are_told_all_the_same() -> None:
    error = Invalid("No.")
    assert broken(error, "en") == []
    error.report = {"results": [{"message_en": "It is undeclared.", "message_fa": "نیست."}]}
    assert [one.message for one in broken(error, "en")] == ["It is undeclared."]
    assert [one.message for one in broken(error, "fa")] == ["نیست."]
    assert broken(NotFound("x"), "en") == []


def test_dates_in_a_message_stand_apart() -> None:
    """A line from right to left would show 2027-02-30 from its end."""
    message = "«2027-02-30» یک روز نیست <b>؛ ۱۴۰۵، 2024-03-20/2025-03-20، 1990، 34.09"
    assert Told("due", "", message).shown == (
        '«<bdi dir="ltr">2027-02-30</bdi>» یک روز نیست &lt;b&gt;؛ ۱۴۰۵، '
        '<bdi dir="ltr">2024-03-20/2025-03-20</bdi>، 1990، <bdi dir="ltr">34.09</bdi>'
    )
