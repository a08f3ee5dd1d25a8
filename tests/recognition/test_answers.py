"""The four answers, and what they are called."""

from __future__ import annotations

from peyvand.model import Answer
from peyvand.texts import text


def test_each_answer_has_a_name_of_its_own_in_both_languages() -> None:
    for language in ("en", "fa"):
        names = {text(f"answer-{answer}", language) for answer in Answer}
        assert len(names) == len(Answer) == 4
