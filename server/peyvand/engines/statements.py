"""What is sent to engines: the statements of a version and its changes, and the mark of it.

Whatever of a change arrives, the mark tells: it goes first and comes back last. So an engine that
keeps the half of a change that was cut off, as Fuseki does with a cut RDF Patch, holds no version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from peyvand.engines.model import HELD, STATE, VERSION, Held
from peyvand.graph.lines import lines_in
from peyvand.graph.patch import Patch

# How many statements one update adds, where an engine takes no file.
_CHUNK = 2000
# So many lines are read at once.
_MANY = 50_000
_UNMARK = f"DELETE WHERE {{ GRAPH <{STATE}> {{ ?s ?p ?o }} }}"
UNMARK = f"DROP SILENT GRAPH <{STATE}>"
# Jena writes a label after a B, with XX for X, and X and two digits for what is no letter or digit.
_JENA_LABEL, _JENA_CODE = "B", re.compile("X(X|[0-9A-F]{2})")


def mark(held: Held) -> str:
    """The statement by which an engine says that it holds a version, without its end."""
    return f"<{HELD}> <{VERSION}> {Literal(held.text)}"


def marking(held: Held) -> str:
    """The update by which an engine says that it holds a version."""
    return f"{_UNMARK} ;\nINSERT DATA {{ GRAPH <{STATE}> {{ {mark(held)} }} }}"


def changing(patch: Patch, held: Held, *, by_label: bool = False) -> str:
    """The one update that makes a version of the one before, and moves the mark with it.

    Args:
        patch: what changes.
        held: the version that it leads to.
        by_label: whether blank nodes are written with their labels, as Jena takes them.
    """
    parts = [_UNMARK]
    for word, lines in (("DELETE", patch.removed), ("INSERT", patch.added)):
        if data := _data(lines, by_label=by_label):
            parts.append(f"{word} DATA {{\n{data}\n}}")
    return " ;\n".join([*parts, f"INSERT DATA {{ GRAPH <{STATE}> {{ {mark(held)} }} }}"])


def patching(patch: Patch, before: Held, after: Held) -> bytes:
    """The same as an RDF Patch, with blank nodes by their labels."""
    return b"".join(
        (
            b"TX .\n",
            f"D {mark(before)} <{STATE}> .\n".encode(),
            *(b"D " + labelled(line) for line in patch.removed),
            *(b"A " + labelled(line) for line in patch.added),
            f"A {mark(after)} <{STATE}> .\n".encode(),
            b"TC .\n",
        )
    )


def inserting(lines: Iterable[bytes]) -> Iterator[str]:
    """The updates that add lines; those with blank nodes are in one, which names them alike."""
    for chunk in _chunks(lines):
        yield f"INSERT DATA {{\n{_data(chunk, by_label=False)}\n}}"


def has_blank(line: bytes) -> bool:
    """Whether a line of N-Quads names a blank node, perhaps only in a text."""
    return b"_:" in line


def labelled(line: bytes) -> bytes:
    """A line of N-Quads whose blank nodes are named ``<_:label>``, which Jena keeps the labels of
    in all its syntaxes; they stand for nodes of its store, not of the file."""
    if not has_blank(line):
        return line
    return "".join(f"{_quad(quad)} .\n" for quad in parse(line, format=RdfFormat.N_QUADS)).encode()


def as_here(
    lines: Iterable[bytes], graph: str | None = None, *, jena: bool = False
) -> Iterator[bytes]:
    """The lines that an engine gave, as a dump has them: in its forms of values and labels.

    Args:
        lines: of N-Quads, or N-Triples.
        graph: the graph they are of, where they do not say so.
        jena: whether blank nodes have the labels that Jena writes.

    Raises:
        SyntaxError: they are none, or have labels that nobody sent.
    """
    name = NamedNode(graph) if graph else None
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _MANY:
            yield from _written(batch, name, jena)
            batch = []
    yield from _written(batch, name, jena)


def _written(batch: list[bytes], name: NamedNode | None, jena: bool) -> Iterator[bytes]:
    store = Store()
    for quad in parse(b"".join(batch), format=RdfFormat.N_QUADS):
        graph = name or quad.graph_name
        if isinstance(graph, NamedNode) and graph.value == STATE:
            continue
        subject, said = quad.subject, quad.object
        if jena:
            subject = _named_here(subject) if isinstance(subject, BlankNode) else subject
            said = _named_here(said) if isinstance(said, BlankNode) else said
        store.add(Quad(subject, quad.predicate, said, graph))
    # The store writes values as our lines have them, whatever the engine makes of them.
    yield from lines_in(store)


def _named_here(node: BlankNode) -> BlankNode:
    """A blank node by the label that it was sent with."""
    label = node.value.removeprefix(_JENA_LABEL)
    sent = _JENA_CODE.sub(lambda m: "X" if m[1] == "X" else chr(int(m[1], 16)), label)
    try:
        return BlankNode(sent)
    except ValueError as error:
        raise SyntaxError(f"{node} is no label that was sent") from error


def _data(lines: Iterable[bytes], *, by_label: bool) -> str:
    """Statements as an update has them."""
    said: dict[str, list[str]] = {}
    for quad in parse(b"".join(lines), format=RdfFormat.N_QUADS):
        graph = str(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else ""
        triple = Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
        said.setdefault(graph, []).append(f"{_quad(triple) if by_label else quad.triple} .")
    blocks = [
        f"GRAPH {graph} {{\n{text}\n}}" if graph else text
        for graph, text in ((graph, "\n".join(rows)) for graph, rows in said.items())
    ]
    return "\n".join(blocks)


def _quad(quad: Quad) -> str:
    terms = [quad.subject, quad.predicate, quad.object]
    if isinstance(quad.graph_name, NamedNode):
        terms.append(quad.graph_name)
    return " ".join(
        f"<_:{term.value}>" if isinstance(term, BlankNode) else str(term) for term in terms
    )


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines in groups; those with blank nodes are in one."""
    blank: list[bytes] = []
    chunk: list[bytes] = []
    for line in lines:
        if has_blank(line):
            blank.append(line)
            continue
        chunk.append(line)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    for rest in (chunk, blank):
        if rest:
            yield rest
