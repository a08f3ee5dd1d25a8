"""An answer as a table for people: one column a thing, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peyvand.vocab import ID
from peyvand.web.texts import heading
from peyvand.web.vocabulary import prefixed

_TAGS = {"En": "en", "Fa": "fa"}
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Cell:
    """What one cell shows. ``href`` is set only for addresses that can be followed safely."""

    text: str
    href: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Column:
    """A column: its heading, and the variables that it is made of."""

    heading: str
    link: str | None
    texts: tuple[str, ...]


def columns(names: Sequence[str], language: str, known: Container[str] = ()) -> list[Column]:
    """The columns of an answer; ``partner``, ``partnerEn`` and ``partnerFa`` are one.

    Args:
        names: the variables of the answer.
        language: whose texts come first.
        known: those whose value the reader gave, which are left out.
    """
    made: dict[str, Column] = {}
    for name in names:
        stem, tag = (name[:-2], name[-2:]) if name[-2:] in _TAGS else (name, "")
        if not (tag and (stem in names or {stem + "En", stem + "Fa"} <= set(names))):
            stem = name
        if stem in made or stem in known:
            continue
        texts = [stem + end for end in _TAGS if stem + end in names]
        texts.sort(key=lambda text: _TAGS[text[-2:]] != language)
        words = _WORDS.sub(" ", stem).lower().removesuffix(" en")
        made[stem] = Column(heading(words, language), stem if stem in names else None, tuple(texts))
    return list(made.values())


def cells(
    row: Mapping[str, Mapping[str, Any]], shown: Sequence[Column], things: str | None = None
) -> list[Cell]:
    """The cells of one row of SPARQL's JSON results.

    Args:
        row: terms by variable.
        shown: the columns.
        things: where this server answers for our things; None if it does not.
    """
    return [_cell(row, column, things) for column in shown]


def _cell(row: Mapping[str, Mapping[str, Any]], column: Column, things: str | None) -> Cell:
    term = row.get(column.link) if column.link else None
    text = next((row[name] for name in column.texts if name in row), None)
    href = None
    if term and term["type"] == "uri" and re.match(r"https?://", term["value"], re.IGNORECASE):
        href = str(term["value"])
        if things and href.startswith(str(ID)):
            href = things + href.removeprefix(str(ID))
    if text:
        return Cell(text["value"], href, text.get("xml:lang"))
    if not term:
        return Cell("")
    value = str(term["value"])
    if term["type"] == "uri":
        return Cell(_short(value), href, "en")
    return Cell(value, None, term.get("xml:lang"))


def _short(value: str) -> str:
    if value.startswith(str(ID)):
        return value.removeprefix(str(ID))
    return prefixed(value) or value
