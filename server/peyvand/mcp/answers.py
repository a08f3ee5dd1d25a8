"""What tools answer: rows with the words whether they are all, and things with their evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from peyvand.client import Client, Results, Row
from peyvand.client.calls import iri_of
from peyvand.texts import text
from peyvand.vocabulary.iris import ID, prefixed

# How much is told of a thing: statements, and claims.
MOST_STATEMENTS, MOST_CLAIMS = 150, 60


def short(term: NamedNode | BlankNode | Literal | Any) -> Any:
    """A term as a model reads it: an identifier, a prefixed name, or a text with its language."""
    if isinstance(term, NamedNode):
        if term.value.startswith(str(ID)):
            return term.value.removeprefix(str(ID))
        return prefixed(term.value) or term.value
    if isinstance(term, Literal) and term.language:
        return f"{term.value}@{term.language}"
    return term.value


def shown(row: Row) -> dict[str, Any]:
    """A row for a model."""
    return {name: short(term) for name, term in row.items()}


def rows_of(found: Results, limit: int, language: str) -> dict[str, Any]:
    """The first rows of a whole answer, and whether these are all.

    Args:
        found: the answer.
        limit: the most rows.
        language: of the words.
    """
    rows = [shown(row) for row in found.rows[:limit]]
    complete = len(rows) == len(found)
    said = "whole" if complete else "part"
    note = text(said, language, "mcp").format(shown=len(rows), total=len(found))
    return {
        "complete": complete,
        "note": note,
        "total": len(found),
        "columns": list(found.columns),
        "rows": rows,
        "version": found.version,
        **{key: value for key, value in found.about.items() if value and key != "question"},
        **({"warnings": list(found.warnings)} if found.warnings else {}),
    }


def first_rows(client: Client, query: str, limit: int, language: str) -> dict[str, Any]:
    """The first rows of a query, without the others being read.

    Args:
        client: what asks.
        query: a SELECT query.
        limit: the most rows.
        language: of the words.

    Raises:
        ClientError: it is refused, or breaks off.
    """
    stream = client.stream(query)
    try:
        read = list(islice(stream, limit + 1))
    finally:
        stream.close()  # type: ignore[attr-defined]
    rows = [shown(row) for row in read[:limit]]
    complete = len(read) <= limit
    note = text("whole" if complete else "part-of-more", language, "mcp").format(shown=len(rows))
    return {"complete": complete, "note": note, "rows": rows}


def thing_of(client: Client, name: str, language: str) -> dict[str, Any]:
    """A thing with its plain statements and the claims behind them.

    Args:
        client: what asks.
        name: an identifier or an IRI.
        language: of the words.

    Raises:
        ClientError: there is none, or the server refuses.
    """
    thing = NamedNode(iri_of(name))
    quads = client.describe(name)
    plain = [
        quad
        for quad in quads
        if thing in (quad.subject, quad.object) and isinstance(quad.graph_name, DefaultGraph)
    ]
    claims = client.claims(name)
    told = [_statement(quad) for quad in plain[:MOST_STATEMENTS]]
    evidence = [shown(row) for row in claims.rows[:MOST_CLAIMS]]
    total = len(plain) + len(claims)
    complete = len(told) + len(evidence) == total
    said = text("whole" if complete else "part", language, "mcp")
    return {
        "iri": thing.value,
        "id": short(thing),
        "complete": complete,
        "note": said.format(shown=len(told) + len(evidence), total=total),
        "statements": told,
        "evidence": evidence,
    }


def matching(words: str, texts: Mapping[str, Sequence[str]], limit: int) -> list[str]:
    """The names whose texts have most of some words, the best first.

    Args:
        words: those that are looked for.
        texts: the texts of each name.
        limit: the most.
    """
    wanted = set(_folded(words).split())
    parts = {
        name: _folded(" ".join((re.sub(r"[-:]", " ", name), *said))) for name, said in texts.items()
    }
    split = {name: set(whole.split()) for name, whole in parts.items()}
    # A word that few texts have says more than one that all have.
    weights = {
        word: math.log(1 + len(parts) / (1 + sum(word in whole for whole in parts.values())))
        for word in wanted
    }
    scored = []
    for name, whole in parts.items():
        found = [
            (2 if word in split[name] else 1) * weights[word] for word in wanted if word in whole
        ]
        if found:
            # Of texts that say as much, the shorter one is nearer.
            scored.append((-sum(found), len(whole), name))
    return [name for *_, name in sorted(scored)[:limit]]


def _folded(words: str) -> str:
    """Words without case, marks, half spaces and letters that keyboards write otherwise."""
    table = str.maketrans(
        {"ي": "ی", "ك": "ک", "\u200c": " ", **dict.fromkeys("?؟.,،؛:;()«»'\"", " ")}
    )
    return words.casefold().translate(table)


def _statement(quad: Quad) -> list[Any]:
    return [short(part) for part in (quad.subject, quad.predicate, quad.object)]
