"""Lines of N-Quads as columns: each distinct term once, and the quads as numbers of terms.

No line becomes an object of Python. In a canonical line (RDF 1.1 N-Quads, section 4, and as the
store writes it) one space follows the subject, the predicate, the object and the graph, and no line
end stands within; an IRI holds neither space nor quotation mark (IRIREF of its grammar), so that
the last quotation mark of a line ends its literal. So those three signs tell where terms begin and
end, and what stands between them is compared as bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyoxigraph import Literal, RdfFormat, parse

from peyvand.columns.schema import SORTED
from peyvand.vocabulary.iris import PREFIXES

# Lines are split in pieces of this size: what is made of them then stays small beside the terms.
_PIECE_BYTES = 64 * 1024 * 1024
_LINE_END, _SPACE, _QUOTE, _LESS, _LOW_LINE = b'\n "<_'
# The place of a graph, where a line has none.
_NO_GRAPH = b".\n"
# What follows the lexical form of a literal.
_SUFFIX = re.compile(rb'"(?:@([a-z0-9-]+)|\^\^<([^>]*)>)? ')
_STRING, _LANG_STRING = PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString"
# How many bits of a whole number tell an order.
_KEY_BITS = 63
_ORDER = [(name, "ascending") for name in ("sort", "lexical", "datatype", "language")]

Array = np.ndarray[Any, np.dtype[Any]]


class Unstorable(ValueError):
    """A term is of RDF 1.2 (a triple, or a text with a base direction): columns hold none."""


@dataclass(frozen=True)
class Encoded:
    """A graph as columns.

    Attributes:
        terms: a row a distinct term, as ``schema.READ`` has them. Numbers begin with 1; blank nodes
            are before IRIs and these before literals, each by code points.
        quads: a row a line: ``s``, ``p``, ``o`` and ``g``, sorted as ``schema.SORTED`` says.
    """

    terms: pa.Table
    quads: pa.Table


def encoded(lines: Array) -> Encoded:
    """The columns of a graph.

    Args:
        lines: the bytes of distinct canonical lines of N-Quads with their ends, in any order.

    Raises:
        Unstorable: the columns have no place for a term.
    """
    pieces = [_split(piece).dictionary_encode() for piece in _pieces(lines)]
    unified = pa.chunked_array(pieces).unify_dictionaries()
    codes = np.concatenate([piece.indices.to_numpy() for piece in unified.chunks])
    texts, places = _without_graphs(unified.chunk(0).dictionary)
    terms = _terms(texts)
    order = pc.sort_indices(terms, _ORDER).to_numpy()
    # The last place is that of no term.
    numbers = np.zeros(len(order) + 1, np.int64)
    numbers[order] = ids = np.arange(1, len(order) + 1)
    terms = terms.take(order).add_column(0, "id", pa.array(ids))
    return Encoded(terms, _sorted(numbers[places][codes].reshape(-1, 4), len(order)))


def _pieces(lines: Array) -> Iterator[Array]:
    """Lines in pieces that end where lines do; an empty one if there are none."""
    start = 0
    while True:
        end = min(start + _PIECE_BYTES, len(lines))
        while 0 < end < len(lines) and lines[end - 1] != _LINE_END:
            end += 1
        yield np.ascontiguousarray(lines[start:end])
        start = end
        if start == len(lines):
            return


def _split(lines: Array) -> pa.LargeBinaryArray:
    """Four texts a line, which are the whole of it: terms with the space after them.

    The fourth is what follows the object: the name of the graph, if any, and the end.

    Raises:
        Unstorable: an object is a triple.
    """
    ends = np.flatnonzero(lines == _LINE_END) + 1
    starts = np.concatenate(([0], ends[:-1])).astype(np.int64)[: len(ends)]
    spaces = np.flatnonzero(lines == _SPACE)
    at = np.searchsorted(spaces, starts)
    objects = spaces[at + 1] + 1
    if np.any((lines[objects] == _LESS) & (lines[objects + 1] == _LESS)):
        raise Unstorable
    behind = spaces[at + 2]
    literal = lines[objects] == _QUOTE
    quotes = np.flatnonzero(lines == _QUOTE)
    last = quotes[np.searchsorted(quotes, ends[literal]) - 1]
    behind[literal] = spaces[np.searchsorted(spaces, last)]
    offsets = np.stack((starts, spaces[at] + 1, objects, behind + 1), axis=1).ravel()
    return _texts(lines, np.append(offsets, len(lines)))


def _without_graphs(texts: pa.LargeBinaryArray) -> tuple[pa.LargeBinaryArray, Array]:
    """The distinct terms of some texts, and where among them each text is; -1 for no term.

    What stands as a graph alone is a term too.
    """
    last = _bytes(texts)[_offsets(texts)[1:] - 1]
    is_graph = pa.array(last == _LINE_END)
    terms = texts.filter(pc.invert(is_graph))
    ends = texts.filter(is_graph)
    named = ends.filter(pc.not_equal(ends, _NO_GRAPH))
    graphs = pc.binary_slice(named, 0, -len(_NO_GRAPH))
    new = graphs.filter(pc.is_null(pc.index_in(graphs, value_set=terms)))
    terms = pa.concat_arrays([terms, new])
    places = np.full(len(texts), -1, np.int64)
    places[last != _LINE_END] = np.arange(len(terms) - len(new))
    (at,) = np.nonzero(last == _LINE_END)
    named_at = at[pc.not_equal(ends, _NO_GRAPH).to_numpy(zero_copy_only=False)]
    places[named_at] = pc.index_in(graphs, value_set=terms).to_numpy()
    return terms, places


def _terms(texts: pa.LargeBinaryArray) -> pa.Table:
    """Terms as they are printed, with a space after each, as ``sort`` to ``datatype`` of a row.

    Raises:
        Unstorable: a text has a base direction.
    """
    body, offsets = _bytes(texts), _offsets(texts)
    starts, ends = offsets[:-1], offsets[1:]
    sign = body[starts]
    begin = starts + np.where(sign == _LOW_LINE, 2, 1)
    behind = ends - np.where(sign == _LOW_LINE, 1, 2)
    literal = sign == _QUOTE
    quotes = np.flatnonzero(body == _QUOTE)
    behind[literal] = quotes[np.searchsorted(quotes, ends[literal]) - 1]
    three = np.append(np.stack((starts, begin, behind), axis=1).ravel(), len(body))
    parts = _texts(body, three)
    places = np.arange(len(texts)) * 3
    suffixes = parts.take(pa.array(places + 2)).dictionary_encode()
    kinds = [_language_and_type(suffix.as_py()) for suffix in suffixes.dictionary]
    languages, types = (pa.array([kind[n] for kind in kinds], pa.string()) for n in (0, 1))
    return pa.table(
        {
            "sort": pa.array(np.where(literal, 2, np.where(sign == _LESS, 1, 0)).astype(np.uint8)),
            "lexical": _unescaped(parts.take(pa.array(places + 1))),
            "language": languages.take(suffixes.indices),
            "datatype": types.take(suffixes.indices),
        }
    )


def _language_and_type(suffix: bytes) -> tuple[str | None, str | None]:
    """What the end of a printed term says.

    Raises:
        Unstorable: it is the end of a text with a base direction.
    """
    if not suffix.startswith(b'"'):
        return None, None
    found = _SUFFIX.fullmatch(suffix)
    if found is None or b"--" in (found[1] or b""):
        raise Unstorable
    if found[1]:
        return found[1].decode(), _LANG_STRING
    return None, found[2].decode() if found[2] is not None else _STRING


def _unescaped(printed: pa.LargeBinaryArray) -> pa.LargeStringArray:
    """Lexical forms as they are: few hold an escape, and the engine reads those."""
    escaped = pc.match_substring(printed, b"\\")
    lines = (b'<x:a> <x:a> "%b" .\n' % text.as_py() for text in printed.filter(escaped))
    read = [quad.object for quad in parse(b"".join(lines), format=RdfFormat.N_QUADS)]
    texts = [term.value for term in read if isinstance(term, Literal)]
    return pc.replace_with_mask(
        printed.cast(pa.large_string()), escaped, pa.array(texts, pa.large_string())
    )


def _sorted(quads: Array, greatest: int) -> pa.Table:
    """Quads by predicate, subject, object and graph, all of them numbers up to the greatest.

    Where four numbers fit into one, as they do below some ten million terms, that is sorted, which
    takes an eighth of the time.
    """
    columns = {name: np.ascontiguousarray(quads[:, "spog".index(name)]) for name in SORTED}
    # There are few predicates and graphs: their places among those that occur are short.
    occurring = {name: _occurring(columns[name], greatest) for name in "pg"}
    sizes = {name: len(occurring.get(name, ())) or greatest + 1 for name in SORTED}
    widths = {name: int(size - 1).bit_length() for name, size in sizes.items()}
    if sum(widths.values()) > _KEY_BITS:
        order = np.lexsort([columns[name] for name in reversed(SORTED)])
        return pa.table({name: columns[name][order] for name in "spog"})
    key = np.zeros(len(quads), np.int64)
    for name in SORTED:
        values = columns.pop(name)
        if name in occurring:
            values = np.searchsorted(occurring[name], values)
        key = (key << widths[name]) | values
    key.sort()
    for name in reversed(SORTED):
        values = key & ((1 << widths[name]) - 1)
        columns[name] = occurring[name][values] if name in occurring else values
        key >>= widths[name]
    return pa.table({name: columns[name] for name in "spog"})


def _occurring(values: Array, greatest: int) -> Array:
    """The distinct ones of some numbers, in order."""
    there = np.zeros(greatest + 1, np.bool_)
    there[values] = True
    return np.flatnonzero(there)


def _texts(body: Array, offsets: Array) -> pa.LargeBinaryArray:
    """The texts that stand between places."""
    buffers = [None, pa.py_buffer(np.ascontiguousarray(offsets, np.int64)), pa.py_buffer(body)]
    return pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(offsets) - 1, buffers)


def _offsets(texts: pa.LargeBinaryArray) -> Array:
    return np.frombuffer(texts.buffers()[1], np.int64, len(texts) + 1, texts.offset * 8)


def _bytes(texts: pa.LargeBinaryArray) -> Array:
    buffer = texts.buffers()[2]
    return np.frombuffer(buffer, np.uint8) if buffer is not None else np.empty(0, np.uint8)
