"""What a client of the endpoint can be told, in English and in Persian, each text in both.

A message says what is wrong, a hint what to do next. Placeholders are filled in by ``say``; whole
numbers are grouped, and in Persian written with Persian digits. Technical names (parameters,
media types, settings, code) stay as they are in both languages.
"""

from __future__ import annotations

from typing import TypedDict

from peyvand.digits import number
from peyvand.texts import text, texts


class Words(TypedDict):
    """The texts of an error, as ``PeyvandError`` takes them."""

    message: str
    hint: str
    fa: str
    hint_fa: str


def say(key: str, **values: object) -> Words:
    """The texts of an error, as the keyword arguments of ``PeyvandError``.

    Args:
        key: a text of the context ``message``.
        values: what the placeholders stand for.

    Raises:
        KeyError: there is no such text, or a placeholder has no value.
    """
    plain = {name: _shown(value) for name, value in values.items()}
    persian = {
        name: number(shown, "fa") if isinstance(values[name], int | float) else shown
        for name, shown in plain.items()
    }
    return {
        "message": text(key, "en", "message").format(**plain),
        "hint": texts("en", "hint").get(key, "").format(**plain),
        "fa": text(key, "fa", "message").format(**persian),
        "hint_fa": texts("fa", "hint").get(key, "").format(**persian),
    }


def say_at(line: int, column: int, key: str, **values: object) -> Words:
    """The texts of an error with its place in front; see ``say``."""
    words, place = say(key, **values), say("at", line=line, column=column, what="")
    words["message"] = place["message"] + words["message"]
    words["fa"] = place["fa"] + words["fa"]
    return words


def _shown(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:g}" if isinstance(value, float) else str(value)
