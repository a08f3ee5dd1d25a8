"""Reading an uploaded file: bounded in depth before it is parsed, and RDF 1.1 alone."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from peyvand.errors import MalformedData
from peyvand.graph.rdf11 import storable
from peyvand.query.writes import Part
from peyvand.vocabulary.iris import BASE
from peyvand.wording import say

# What may hold brackets that open nothing: strings, and in Turtle also IRIs, escapes, comments.
_JSON_STRINGS = re.compile(rb'"(?:[^"\\]|\\.|(?!))*+"', re.DOTALL)
_TURTLE_TOKENS = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!"")|(?!))*+"""|'
    rb"'''(?:[^'\\]|\\.|'(?!'')|(?!))*+'''|"
    rb'"(?:[^"\\\n\r]|\\.|(?!))*+"|'
    rb"'(?:[^'\\\n\r]|\\.|(?!))*+'|"
    rb'<[^<>"{}|^`\x00-\x20]*+>|\\.|#[^\n\r]*+',
    re.DOTALL,
)
_OPEN, _CLOSE = b"([{", b")]}"
_REST = bytes(set(range(256)) - set(_OPEN + _CLOSE))
_STEPS = {**dict.fromkeys(_OPEN, 1), **dict.fromkeys(_CLOSE, -1)}
_JSON = re.compile(
    r"""(?P<key>"(?:[^"\\]|\\.|(?!))*+"(?=\s*+:))|(?P<string>"(?:[^"\\]|\\.|(?!))*+")|(?P<open>[\[{])"""
    r"""|(?P<close>[\]}])""",
    re.DOTALL,
)


def read(
    part: Part,
    graph: NamedNode | DefaultGraph,
    base: str | None,
    most: int,
    contexts: dict[str, str],
) -> list[Quad]:
    """The triples of an uploaded file, as quads of a graph.

    Args:
        part: the file.
        graph: the graph.
        base: what relative IRIs are relative to; the graph's own IRI if not given.
        most: how deep it may nest.
        contexts: the JSON-LD contexts that are known here, as JSON, by their IRIs.

    Raises:
        MalformedData: it is not what its type says, is not RDF 1.1, or nests too deeply.
    """
    kind = part.type
    syntax = RdfFormat.from_media_type(kind)
    assert syntax is not None
    data = Path(part.path).read_bytes().removeprefix(BOM_UTF8)
    try:
        if depth(data, syntax) > most:
            raise MalformedData(**say("nesting-of-data", limit=most))
        if syntax == RdfFormat.JSON_LD and contexts:
            data = inlined(data, contexts)
        if base is None:
            base = f"{BASE}graph/default" if isinstance(graph, DefaultGraph) else graph.value
        triples = parse(
            data,
            format=syntax,
            base_iri=base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        return [
            Quad(quad.subject, quad.predicate, quad.object, graph) for quad in storable(triples)
        ]
    except SyntaxError as error:
        reason = str(error)
        if "context" in reason.lower() and ("remote" in reason.lower() or "load" in reason.lower()):
            raise MalformedData(**say("remote-context")) from error
        words = say("data", kind=kind, reason=reason[:400])
        raise MalformedData(**words, line=error.lineno, column=error.offset) from error
    except ValueError as error:
        raise MalformedData(**say("data", kind=kind, reason=str(error)[:400])) from error


def depth(data: bytes, syntax: RdfFormat) -> int:
    """How deep a text nests: brackets within brackets, or elements within elements.

    The engine takes memory, or its stack, by the depth; this takes neither. What is not in the
    syntax is left to the parser, which stops there.

    Raises:
        MalformedData: XML that declares a type of document, whose entities could be bombs.
        ValueError: it is not XML.
    """
    if syntax == RdfFormat.RDF_XML:
        return _of_elements(data)
    if syntax == RdfFormat.JSON_LD:
        bare = _JSON_STRINGS.sub(b"", data)
    else:
        bare = _TURTLE_TOKENS.sub(b" ", data).replace(b"<<", b"(").replace(b">>", b")")
    steps = (_STEPS[byte] for byte in bare.translate(None, delete=_REST))
    return max(accumulate(steps), default=0)


def _of_elements(data: bytes) -> int:
    deepest = now = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal deepest, now
        now += 1
        deepest = max(deepest, now)

    def end(name: str) -> None:
        nonlocal now
        now -= 1

    def declared(*names: Any) -> None:
        raise MalformedData(**say("entities"))

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SyntaxError(str(error), (None, error.lineno, error.offset + 1, None)) from error
    return deepest


def inlined(data: bytes, contexts: dict[str, str]) -> bytes:
    """JSON-LD with the contexts that are known here in the place of their IRIs.

    Raises:
        ValueError: it is not UTF-8.
    """
    text = data.decode("utf-8")
    pieces: list[str] = []
    done = 0
    # The member that each open object is at; within an array, the one that it is the value of.
    members = [""]
    for match in _JSON.finditer(text):
        kind, part = match.lastgroup, match.group()
        if kind == "open":
            members.append(members[-1] if part == "[" else "")
        elif kind == "close":
            if len(members) > 1:
                members.pop()
        elif kind == "key":
            members[-1] = _plain(part)
        elif members[-1] == "@context" and (known := contexts.get(_plain(part))):
            pieces += [text[done : match.start()], known]
            done = match.end()
    return "".join([*pieces, text[done:]]).encode()


def _plain(text: str) -> str:
    """A string of JSON as what it means; one that means nothing stays as it is."""
    try:
        return str(json.loads(text))
    except ValueError:
        return text
