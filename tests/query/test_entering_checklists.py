"""Decisions from rows to the next version: what is told of a signing while an item is open."""

from __future__ import annotations

from pathlib import Path

from peyvand.query.writes import WriteAnswer
from peyvand.vocabulary.iris import iri, thing
from query.registered import FILE, current, enter

PACT = "agreement/arak-shiraz"
NEW = FILE | {"parties": "Arak; Shiraz", "kind": "sister city", "purpose": "peace"}
SIGNED = FILE | {"of": PACT, "stage": "signed", "date": "2020-05-05"}
DECIDED = FILE | {"of": PACT, "outcome": "met", "by": "وزارت کشور", "date": "2020-05-01"}
ITEMS = tuple(
    f"checklist-item/link-screening-1-{end}" for end in ("beliefs", "constitution", "law", "unesco")
)


def looked_at(done: WriteAnswer) -> list[str]:
    return [row["column"] for row in done.rows if row["code"] == "look"]


def test_a_signing_while_an_item_is_open_is_told_and_not_refused(home: Path) -> None:
    assert not enter(home, "agreement", NEW).refused
    assert not enter(home, "decision", *(DECIDED | {"item": item} for item in ITEMS[1:])).refused
    done = enter(home, "stage", SIGNED, dry_run=True)
    assert not done.refused
    assert looked_at(done) == ["stage"]
    (row,) = [row for row in done.rows if row["code"] == "look"]
    assert "«In accord with religious and national beliefs»" in row["message"]["en"]
    assert "«سازگاری با باورهای دینی و ملی»" in row["message"]["fa"]
    assert not enter(home, "decision", DECIDED | {"item": ITEMS[0], "outcome": "waived"}).refused
    assert looked_at(enter(home, "stage", SIGNED)) == []
    screened = current(home).quads_for_pattern(thing(PACT), iri("pv:isScreenedBy"), None, None)
    assert {getattr(quad.object, "value", "").rpartition("/")[2] for quad in screened} == {
        "link-screening-1"
    }
