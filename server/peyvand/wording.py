"""What a client of the endpoint can be told, in English and in Persian, each text in both.

A message says what is wrong, a hint what to do next. Placeholders are filled by ``say``; whole
numbers are grouped, and in Persian written with Persian digits. Technical names (parameters,
media types, settings, code) stay as they are in both languages.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TypedDict, cast

from peyvand.digits import number


class Words(TypedDict):
    """The texts of an error, as ``PeyvandError`` takes them."""

    message: str
    hint: str
    fa: str
    hint_fa: str


@cache
def texts_of() -> dict[str, Words]:
    """Every text by its key, from ``wording.toml`` and ``mistakes.toml``."""
    texts: dict[str, Words] = {}
    for name in ("wording.toml", "mistakes.toml"):
        with Path(__file__).with_name(name).open("rb") as file:
            texts |= cast("dict[str, Words]", tomllib.load(file))
    return texts


def say(key: str, **values: object) -> Words:
    """The texts of an error, as the keyword arguments of ``PeyvandError``.

    Args:
        key: a key of ``wording.toml``.
        values: what the placeholders stand for.

    Raises:
        KeyError: there is no such text, or a placeholder has no value.
    """
    texts = texts_of()[key]
    plain = {name: _shown(value) for name, value in values.items()}
    persian = {
        name: number(text, "fa") if isinstance(values[name], int | float) else text
        for name, text in plain.items()
    }
    return {
        "message": texts["message"].format(**plain),
        "hint": texts["hint"].format(**plain),
        "fa": texts["fa"].format(**persian),
        "hint_fa": texts["hint_fa"].format(**persian),
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
