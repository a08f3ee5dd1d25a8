"""On pages of texts that somebody gathered stands who did, and how to have them removed."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("document/003?lang=en", ("Khabarban", "Not liable", "document/003a")),
        ("document/003a?lang=fa", ("خبربان", "مسئول محتوا نیست", "document/003a")),
        ("claim/F003-112?lang=en", ("Khabarban", "Not liable", "document/003a")),
    ],
)
def test_who_gathered_a_text_is_told(documents: Flask, path: str, words: tuple[str, ...]) -> None:
    page = documents.test_client().get(f"/page/{path}").get_data(as_text=True)
    told = page.partition('<aside class="licence"')[2].partition("</aside>")[0]
    assert all(word in told for word in words), told
    about = path.partition("?")[0]
    assert f"/requests/new?about={about}&amp;" in told.replace("%2F", "/")


@pytest.mark.parametrize("path", ["document/001", "claim/F001-001", "document/003b"])
def test_nothing_is_told_of_what_nobody_gathered(documents: Flask, path: str) -> None:
    page = documents.test_client().get(f"/page/{path}").get_data(as_text=True)
    assert '<aside class="licence"' not in page
