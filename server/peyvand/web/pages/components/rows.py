"""An answer as a table for people: one column a thing, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from peyvand.clocks.rows import IN_FORCE, SAID
from peyvand.texts import heading, texts
from peyvand.web.pages.components.site import Term, term
from peyvand.web.pages.components.values import Shown, show

_TAGS = {"En": "en", "Fa": "fa"}
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


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
        if stem in names and len(texts) == 1 and _TAGS[texts[0][-2:]] != language:
            # What stands beside its translation is itself in the other language.
            texts = []
        texts.sort(key=lambda text: _TAGS[text[-2:]] != language)
        words = _WORDS.sub(" ", stem).lower().removesuffix(" en")
        made[stem] = Column(heading(words, language), stem if stem in names else None, tuple(texts))
    return list(made.values())


def cells(
    row: Mapping[str, Mapping[str, Any]],
    shown: Sequence[Column],
    language: str,
    href_of: Callable[[str], str] = str,
    label: Callable[[Any], tuple[str, str]] = lambda _: ("", ""),
) -> list[Shown]:
    """The cells of one row of SPARQL's JSON results.

    Args:
        row: terms by variable.
        shown: the columns.
        language: of the page, for its digits and dates.
        href_of: the address that an IRI leads to.
        label: the label of an IRI that the row gives no text for, and the label's language.
    """
    return [_cell(row, column, language, href_of, label) for column in shown]


def binding(value: Term) -> dict[str, str]:
    """A term as SPARQL's JSON results write it."""
    if isinstance(value, NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, BlankNode):
        return {"type": "bnode", "value": value.value}
    if value.language:
        return {"type": "literal", "value": value.value, "xml:lang": value.language}
    return {"type": "literal", "value": value.value, "datatype": value.datatype.value}


def _cell(
    row: Mapping[str, Mapping[str, Any]],
    column: Column,
    language: str,
    href_of: Callable[[str], str],
    label: Callable[[Any], tuple[str, str]],
) -> Shown:
    text = next((row[name] for name in column.texts if name in row), None)
    own = (str(text["value"]), str(text.get("xml:lang", ""))) if text else ("", "")
    if column.link and column.link in row:
        shown = show(term(row[column.link]), language, label, href_of)
        if column.link.startswith("certainty"):
            # The queries tell it by the last part of the concept's IRI.
            return Shown(texts(language).get(f"certainty-{shown.text}", shown.text), shown.href)
        if column.link in (IN_FORCE, SAID):
            return Shown(texts(language).get(f"told-{shown.text}", shown.text))
        return Shown(own[0], shown.href, own[1]) if text else shown
    return Shown(own[0], "", own[1])
