"""Why an answer may be empty: what the query names and the graph does not have.

It is looked for beside the graph, in the process that has it, and only when an answer is empty.
"""

from __future__ import annotations

import re
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from peyvand.query.diagnosis import mentions
from peyvand.query.diagnosis.terms import Mention
from peyvand.query.lexer import place
from peyvand.vocabulary.iris import PREFIXES, TYPE, iri
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.vocabulary.terms import PV

# More is neither looked up nor told.
_MOST_LOOKED_UP, _MOST_TOLD = 200, 5
_ITEM = iri("pv:hasWikidataItem")
_ALIGNED = tuple(iri(f"skos:{kind}Match") for kind in ("exact", "close", "related"))
_ZERO = r'"type":"literal","value":"0","datatype":"http://www.w3.org/2001/XMLSchema#integer"'
# An answer with nothing in it, or (the group) one row with nothing but 0.
_EMPTY = {
    "json": re.compile(
        rb'\{"head":\{.*\},"results":\{"bindings":\[(\{"[^"]+":\{%b\}\})?\]\}\}' % _ZERO.encode(),
        re.DOTALL,
    ),
    "xml": re.compile(
        rb".*<results>(<result><binding [^>]*><literal [^>]*>0</literal></binding></result>)?"
        rb"</results></sparql>\s*",
        re.DOTALL,
    ),
    "csv": re.compile(rb"[^\r\n]*\r?\n(0\r?\n)?"),
    "tsv": re.compile(rb"[^\r\n]*\r?\n(0\r?\n)?"),
    "jsonld": re.compile(rb"()\s*\[\s*\]\s*"),
    "rdfxml": re.compile(rb"()[^<]*<\?xml[^>]*>\s*<rdf:RDF[^>]*>\s*</rdf:RDF>\s*"),
}
# Of graphs, those that have something written around their triples.
_NOTHING = re.compile(rb"()\s*")
# What is longer has something in it.
_LONGEST = 8192


def is_empty(answer: bytes, name: str, text: str) -> bool:
    """Whether an answer has no rows or triples, or one row that counts none.

    Args:
        answer: all of it.
        name: of its format.
        text: the query.
    """
    if len(answer) > _LONGEST or not (match := _EMPTY.get(name, _NOTHING).fullmatch(answer)):
        return False
    return not match[1] or "COUNT" in text.upper()


def unknown(store: Store, text: str, graphs: list[str]) -> list[dict[str, Any]]:
    """What a query names and the graph does not have, as it is told to the server.

    Args:
        store: the graph.
        text: the query.
        graphs: those that the request names as its dataset.

    Returns:
        The first few: ``code``, ``value``, ``written``, ``role``, and ``line`` and ``column``
        where it stands in the text; ``near`` are other forms of a text.
    """
    named, in_graphs = mentions(text)
    described: list[dict[str, Any]] = [
        {"code": "unknown-graph", "value": iri, "written": f"<{iri}>", "role": "graph"}
        for iri in graphs
        if not store.contains_named_graph(NamedNode(iri))
    ]
    seen = set[tuple[str, str, str]]()
    for mention in named[:_MOST_LOOKED_UP]:
        key = (mention.role, mention.value, mention.language)
        if key in seen:
            continue
        seen.add(key)
        try:
            told = _of_item(store, mention, text) or _told(
                store, mention, anywhere=in_graphs or bool(graphs)
            )
        except ValueError:
            # The engine knows no such IRI.
            continue
        if told:
            line, column = place(text, mention.start)
            more: dict[str, Any] = {
                "written": mention.written[:200],
                "role": mention.role,
                "line": line,
                "column": column,
            }
            described.append({"value": mention.value, **more, **told})
    return described[:_MOST_TOLD]


def _told(store: Store, mention: Mention, *, anywhere: bool) -> dict[str, Any] | None:
    """The code for what is wrong with a term; None if the graph has it."""
    if mention.role == "symbol":
        return {"code": "mark-in-name"}
    if mention.role == "text":
        return _text(store, mention)
    node = NamedNode(mention.value)
    if mention.role == "graph":
        return None if store.contains_named_graph(node) else {"code": "unknown-graph"}
    patterns: dict[str, list[tuple[NamedNode | None, ...]]] = {
        "property": [(None, node, None)],
        "class": [(None, TYPE, node)],
    }
    everywhere: list[tuple[NamedNode | None, ...]] = [
        (node, None, None), (None, None, node), (None, node, None)
    ]  # fmt: skip
    wanted = patterns.get(mention.role, everywhere)
    if any(_has(store, pattern) for pattern in wanted):
        if anywhere or any(_has(store, pattern, DefaultGraph()) for pattern in wanted):
            return None
        return {"code": "only-in-graphs"}
    if any(_has(store, pattern) for pattern in everywhere):
        if mention.role == "class":
            return {"code": "no-instances"}
        # A property of another vocabulary, for which there is one of ours.
        return {"code": "never-property", "near": _subjects(store, *_ALIGNED, value=node)}
    local = mention.value.removeprefix(str(PV._NS))
    if local == mention.value:
        return {"code": "unknown-iri"}
    return {"code": "unused-term" if local in PV else "unknown-term"}


def _of_item(store: Store, mention: Mention, text: str) -> dict[str, Any] | None:
    """The places that an item of Wikidata is, if it is asked for in their stead.

    What is said of a place stands under its own IRI; the item is only named.
    """
    if mention.role != "thing" or not mention.value.startswith(PREFIXES["wd"]):
        return None
    item = NamedNode(mention.value)
    places = _subjects(store, _ITEM, value=item)
    asked = _ITEM.value.rpartition("#")[2] in text or _has(
        store, (item, None, None), DefaultGraph()
    )
    return {"code": "item-of-place", "near": places} if places and not asked else None


def _subjects(store: Store, *props: NamedNode, value: NamedNode) -> list[str]:
    """The things that a property of some leads from, in order."""
    quads = (q for p in props for q in store.quads_for_pattern(None, p, value, DefaultGraph()))
    return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})


def _text(store: Store, mention: Mention) -> dict[str, Any] | None:
    """A text that only occurs with another language, or without one."""
    if _has_text(store, mention.value, mention.language):
        return None
    others = [tag for tag in ("", *LANGUAGES) if tag != mention.language.lower()]
    near = [tag for tag in others if _has_text(store, mention.value, tag)]
    forms = [f'"{mention.value}"' + (f"@{tag}" if tag else "") for tag in near]
    return {"code": "text-language", "near": forms} if forms else None


def _has_text(store: Store, value: str, language: str) -> bool:
    literal = Literal(value, language=language) if language else Literal(value)
    return next(iter(store.quads_for_pattern(None, None, literal, None)), None) is not None


def _has(
    store: Store, pattern: tuple[NamedNode | None, ...], graph: DefaultGraph | None = None
) -> bool:
    subject, predicate, value = pattern
    return next(iter(store.quads_for_pattern(subject, predicate, value, graph)), None) is not None
