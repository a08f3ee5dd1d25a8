"""Names as they are written, and what is none."""

from __future__ import annotations

import pytest

from peyvand.sources.published.names import fault, written


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("كپر، اسلووني", "fa", "کپر"),
        ("واشینگتن, دی. سی.", "fa", "واشینگتن"),
        ("مَشهَد", "fa", "مشهد"),
        ("کوه‌دشت", "fa", "کوه‌دشت"),
        ("Washington, D.C.", "en", "Washington, D.C."),
        ("  Gra\u0301nada\u200e ", "en", "Gránada"),
    ],
)
def test_how_a_name_is_written(text: str, language: str, name: str) -> None:
    assert written(text, language) == name


@pytest.mark.parametrize(
    ("name", "language", "kind"),
    [
        ("Q42", "en", "name-is-item"),
        ("MUSQUT", "en", "name-in-capitals"),
        ("Москва", "en", "name-of-other-script"),
        ("Москва", "und", ""),
        ("ټول", "fa", "name-of-other-script"),
        ("123", "en", "name-without-letters"),
        ("USA", "en", ""),
        ("Ōsaka", "en", ""),
        ("تهران", "fa", ""),
    ],
)
def test_what_is_no_name(name: str, language: str, kind: str) -> None:
    assert fault(name, language) == kind
