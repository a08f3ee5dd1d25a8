"""An answer as a table for people: one column a thing, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from peyvand import digits
from peyvand.clocks.rows import IN_FORCE, SAID
from peyvand.texts import heading, texts
from peyvand.vocabulary.iris import BASE, PREFIXES
from peyvand.web.pages.components.site import Term, term
from peyvand.web.pages.components.values import Shown, show

_TAGS = {"En": "en", "Fa": "fa"}
_STRING, _TEXT = PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString"
# A number or a date (EDTF), as it stands in a text.
_FIGURE = re.compile(r"[0-9\[.][0-9X?~%./\[\],-]*", re.ASCII)
# By what the rows stand in order, which says nothing beside.
_ORDER = "order"
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
        known: those whose value the reader gave, which are left out; so is the place of a row among
            all.
    """
    made: dict[str, Column] = {}
    for name in names:
        stem, tag = (name[:-2], name[-2:]) if name[-2:] in _TAGS else (name, "")
        if not (tag and (stem in names or {stem + "En", stem + "Fa"} <= set(names))):
            stem = name
        if stem in made or stem in known or stem == _ORDER:
            continue
        texts = [stem + end for end in _TAGS if stem + end in names]
        if stem in names and len(texts) == 1 and _TAGS[texts[0][-2:]] != language:
            # What stands beside its translation is itself in the other language.
            texts = []
        texts.sort(key=lambda text: _TAGS[text[-2:]] != language)
        words = _WORDS.sub(" ", stem).lower().removesuffix(" en")
        made[stem] = Column(heading(words, language), stem if stem in names else None, tuple(texts))
    return list(made.values())


def told(
    shown: Sequence[Column], found: Sequence[Mapping[str, Any]]
) -> tuple[list[Column], list[Column]]:
    """Of some columns those in which a row has something, and those in which none has."""
    used = {name for row in found for name, value in row.items() if value["value"]}
    has = [not used.isdisjoint((column.link, *column.texts)) for column in shown]
    return (
        [column for column, is_used in zip(shown, has, strict=True) if is_used],
        [column for column, is_used in zip(shown, has, strict=True) if not is_used],
    )


def cells(
    row: Mapping[str, Mapping[str, Any]],
    shown: Sequence[Column],
    language: str,
    href_of: Callable[[str], str] = str,
    label: Callable[[Any], tuple[str, str]] = lambda _: ("", ""),
) -> list[list[Shown]]:
    """The cells of one row of SPARQL's JSON results, each with what it shows.

    Args:
        row: terms by variable.
        shown: the columns.
        language: of the page, for its digits and dates.
        href_of: the address that an IRI leads to.
        label: the label of an IRI that the row gives no text for, and the label's language.
    """
    return [_cell(row, column, language, href_of, label) for column in shown]


def things(value: Mapping[str, Any]) -> list[NamedNode]:
    """The things whose IRIs are joined in a text, by spaces or bars; none if it is no such text."""
    if value["type"] != "literal":
        return []
    parts = sorted(part for part in str(value["value"]).split() if part != "|")
    return [*map(NamedNode, parts)] if all(part.startswith(BASE) for part in parts) else []


def terms(row: Mapping[str, Mapping[str, Any]]) -> Iterator[Term]:
    """All values of a row, those of a text of several things one by one."""
    for value in row.values():
        if several := things(value):
            yield from several
        else:
            yield term(value)


def _is_text(value: Mapping[str, Any]) -> bool:
    return value["type"] == "literal" and value.get("datatype", _STRING) in (_STRING, _TEXT)


def binding(value: Term) -> dict[str, str]:
    """A term as SPARQL's JSON results write it."""
    if isinstance(value, NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, BlankNode):
        return {"type": "bnode", "value": value.value}
    if value.language:
        return {"type": "literal", "value": value.value, "xml:lang": value.language}
    return {"type": "literal", "value": value.value, "datatype": value.datatype.value}


def _figures(value: Mapping[str, Any], name: str, language: str) -> list[Shown]:
    """Numbers and dates that are joined in a text, in the digits of a language; none if it is none.

    A date of the Iranian calendar, which has no type of its own, is one too.
    """
    parts = str(value["value"]).split(" | ")
    is_read = len(parts) > 1 or name.startswith("hijri")
    if value["type"] != "literal" or not is_read or not all(map(_FIGURE.fullmatch, parts)):
        return []
    return [Shown(digits.digits(part, language), direction="ltr") for part in parts]


def _cell(
    row: Mapping[str, Mapping[str, Any]],
    column: Column,
    language: str,
    href_of: Callable[[str], str],
    label: Callable[[Any], tuple[str, str]],
) -> list[Shown]:
    text = next((row[name] for name in column.texts if name in row), None)
    if text and not _is_text(text):
        # A number, a date or a thing is the same in either language.
        return [show(term(text), language, label, href_of)]
    own = (str(text["value"]), str(text.get("xml:lang", ""))) if text else ("", "")
    if column.link and column.link in row:
        value = row[column.link]
        if several := things(value):
            return [show(one, language, label, href_of) for one in several]
        if figures := _figures(value, column.link, language):
            return figures
        shown = show(term(value), language, label, href_of)
        if value["type"] == "literal" and not _is_text(value):
            return [shown]
        if column.link.startswith("certainty"):
            # The queries tell it by the last part of the concept's IRI.
            return [Shown(texts(language).get(f"certainty-{shown.text}", shown.text), shown.href)]
        if column.link in (IN_FORCE, SAID):
            return [Shown(texts(language).get(f"told-{shown.text}", shown.text))]
        return [Shown(own[0], shown.href, own[1]) if text else shown]
    return [Shown(own[0], "", own[1])]
