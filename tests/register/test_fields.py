"""The fields that forms, templates and readers go by."""

from __future__ import annotations

import pytest

from peyvand.register.choices import choices, chosen, meant
from peyvand.register.field import FieldKind
from peyvand.register.fields import FIELDS, EntryKind, field, like, of_heading

EVERY = [(kind, one) for kind, fields in FIELDS.items() for one in fields]


@pytest.mark.parametrize("kind", EntryKind)
def test_every_heading_leads_to_one_field(kind: EntryKind) -> None:
    """In both languages, folded, and by the name that programs use."""
    for one in FIELDS[kind]:
        assert of_heading(kind, one.name) == one
        for tag in ("en", "fa"):
            first = one.headings[tag][0]
            assert of_heading(kind, first) == one
            assert of_heading(kind, f" {first.upper()} ") == one
            for also in one.headings[tag]:
                assert of_heading(kind, also) == one, "the heading of another field"


@pytest.mark.parametrize(("kind", "one"), EVERY)
def test_a_field_is_told_in_both_languages(kind: EntryKind, one: object) -> None:
    assert field(kind, one.name) is one  # type: ignore[attr-defined]
    for tag in ("en", "fa"):
        assert one.heading(tag)  # type: ignore[attr-defined]
        assert one.help(tag)  # type: ignore[attr-defined]
        assert kind.label(tag)
        assert kind.about(tag)


def test_letters_of_arabic_and_the_half_space_are_folded() -> None:
    assert of_heading(EntryKind.AGREEMENT, "طرفها") == field(EntryKind.AGREEMENT, "parties")
    assert of_heading(EntryKind.PLACE, "ويكي داده") == field(EntryKind.PLACE, "item")
    assert of_heading(EntryKind.PLACE, "altitude") is None


def test_a_heading_that_is_none_is_like_one_or_none() -> None:
    assert like(EntryKind.AGREEMENT, "partys") == "Parties"
    assert like(EntryKind.AGREEMENT, "xyz") == ""


@pytest.mark.parametrize(
    ("kind", "one"),
    [
        (kind, one)
        for kind, one in EVERY
        if one.kind in (FieldKind.CHOICE, FieldKind.CHOICE_OR_TEXT)
    ],
)
def test_a_choice_is_found_by_each_of_its_names(kind: EntryKind, one: object) -> None:
    every = choices(one)  # type: ignore[arg-type]
    assert len(every) > 1
    for choice in every:
        assert choice.labels.keys() == {"en", "fa"}
        for name in choice.names():
            assert chosen(one, name) == choice, name  # type: ignore[arg-type]


def test_what_is_no_choice_is_told_what_may_be_meant() -> None:
    kind = field(EntryKind.AGREEMENT, "kind")
    assert [one.name for one in meant(kind, "freindship")] == ["FriendshipAgreement"]
    assert len(meant(kind, "marriage")) == len(choices(kind))
    assert choices(field(EntryKind.AGREEMENT, "date")) == ()
