"""Rows about checklists, their items and what is decided on an item."""

from __future__ import annotations

from typing import Any

import pytest

from peyvand.graph.recorder import Recorder
from query.registered import FILE, told, values

PACT = "agreement/arak-batumi"


def test_a_checklist_its_item_and_a_decision(enter: Any, recorder: Recorder) -> None:
    named = FILE | {"name_en": "Conditions", "name_fa": "شرط‌ها"}
    assert told(enter("checklist", named | {"version": "۲"})) == []
    assert values(recorder, "checklist/conditions-2", "pv:checklistVersion") == {"2"}
    condition = FILE | {"name_en": "Safety", "name_fa": "ایمنی", "checklist": "Conditions"}
    assert told(enter("item", condition | {"grounds": "قانون و قاعده"})) == []
    item = "checklist-item/safety"
    assert values(recorder, item, "pv:isItemOf") == {"conditions-2"}
    assert values(recorder, item, "pv:hasChecklistGround") == {"ground-law"}
    decided = FILE | {
        "of": PACT,
        "item": "ایمنی",
        "outcome": "met",
        "by": "وزارت / Ministry",
        "date": "1400",
        "reason": "as the law has it",
    }
    assert told(enter("decision", decided)) == []
    said = {
        "rdf:type": {"ns#Screening"},
        "pv:isDecisionAbout": {"arak-batumi"},
        "pv:isDecisionOn": {"safety"},
        "pv:hasItemOutcome": {"item-met"},
        "pv:isTakenBy": {"ministry"},
        "pv:reason": {"as the law has it"},
    }
    node = "screening/arak-batumi-safety"
    assert {prop: values(recorder, node, prop) for prop in said} == said
    assert values(recorder, PACT, "pv:isScreenedBy") == {"conditions-2"}
    for column in ("of", "item", "outcome", "by", "date"):
        assert (2, column, "required") in told(enter("decision", decided | {column: ""}))


@pytest.mark.parametrize(
    ("name", "version", "code"),
    [
        ("شرط‌های پیوند میان شهرها", "1", "version-known"),
        ("شرط‌های پیوند میان شهرها", "۲", ""),
        ("شرط‌های تازه", "1", ""),
        ("شرط‌های تازه", "0", "no-number"),
        ("شرط‌های تازه", "first", "no-number"),
    ],
)
def test_a_change_of_a_checklist_is_a_new_version(
    enter: Any, recorder: Recorder, name: str, version: str, code: str
) -> None:
    row = FILE | {"name_en": "Conditions", "name_fa": name, "version": version}
    assert told(enter("checklist", row)) == ([(2, "version", code)] if code else [])
    assert bool(recorder.patch) is not bool(code)


def test_what_is_decided_on_an_item_of_the_documents_screens_by_all_of_them(
    enter: Any, recorder: Recorder
) -> None:
    row = FILE | {
        "of": PACT,
        "item": "سازگاری با قانون اساسی",
        "outcome": "چشم‌پوشیده",
        "by": "moi-iran",
        "date": "۱۲ اردیبهشت ۱۴۰۳",
        "reason": "ضرورتی ندارد",
    }
    assert told(enter("decision", row | {"by": "وزارت کشور"})) == []
    assert values(recorder, PACT, "pv:isScreenedBy") == {"link-screening-1"}
    again = enter("decision", row | {"by": "وزارت کشور", "outcome": "left open"})
    assert told(again) == []
    node = "screening/arak-batumi-link-screening-1-constitution-2"
    assert values(recorder, node, "pv:hasItemOutcome") == {"item-left-open"}
    wrong = row | {"by": "وزارت کشور", "of": "city/arak", "item": "قانون", "outcome": "شاید"}
    codes = {(column, code) for _, column, code in told(enter("decision", wrong))}
    assert codes == {("of", "unknown-name"), ("item", "unknown-name"), ("outcome", "no-choice")}
