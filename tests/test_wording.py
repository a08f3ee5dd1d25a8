"""What the endpoint says of mistakes: every message is used, and its values are filled in."""

from __future__ import annotations

import re
from pathlib import Path

import peyvand
from peyvand.query.diagnosis.whole import LANGUAGES
from peyvand.texts import texts
from peyvand.wording import say

PACKAGE = Path(peyvand.__file__).parent
KEYS = re.compile(r"(?:\bkey =|\"code\":) \"([a-z-]+)\"(?: if .* else \"([a-z-]+)\")?")


def test_a_message_is_a_sentence_and_a_hint_follows_one() -> None:
    said = texts("en", "message")
    assert len(said) > 200
    assert {key for key, message in said.items() if not message.endswith((".", "}"))} == set()
    assert texts("en", "hint").keys() <= said.keys()


def test_no_text_is_unused_and_none_is_missing() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    used = set(re.findall(r"say\(\s*\"([a-z0-9-]+)\"", code))
    used |= set(re.findall(r"_refuse(?:d|_call)\(\"([a-z0-9-]+)\"", code))
    used |= {key for pair in re.findall(KEYS, code) for key in pair if key}
    used |= set(re.findall(r"(?:fail|Mistake)\(\s*\"([a-z0-9-]+)\"", code))
    used |= set(LANGUAGES)
    used |= set(re.findall(r"_row\(\"([a-z-]+)\"", code))
    assert used == texts("en", "message").keys()


def test_numbers_are_grouped_and_persian_has_its_digits() -> None:
    words = say("text-bytes", size=1234567, limit=200000, setting="PEYVAND_MAX_QUERY_BYTES")
    assert "1,234,567 bytes" in words["message"]
    assert "۱٬۲۳۴٬۵۶۷ بایت" in words["fa"]


def test_what_a_user_sent_is_never_a_placeholder() -> None:
    assert "{limit}" in say("no-format", name="{limit}", offered="json")["message"]
