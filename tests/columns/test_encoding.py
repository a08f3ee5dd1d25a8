"""Lines as columns: the same terms and quads as the engine reads in them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from peyvand.columns import encoding
from peyvand.columns.encoding import Encoded, Unstorable, encoded
from peyvand.columns.schema import SORTED
from peyvand.vocabulary.iris import PREFIXES

_XSD = PREFIXES["xsd"]
# Signs that mean something in a line, and letters of several lengths in UTF-8.
_TEXT = st.text(st.sampled_from('" \\<>^@_:.\n\r\t\x01\x7faé‌پ\u2028𐎠'), max_size=8)
_IRI = st.sampled_from(["urn:a", "urn:b", "urn:پ", "urn:a@en", "urn:_:b", "urn:."])
_NODE = _IRI.map(NamedNode)
_BLANK = st.sampled_from(["a", "b", "urn", "a.b", "1"]).map(BlankNode)
_TYPE = st.sampled_from(["urn:t", _XSD + "string", _XSD + "decimal", _XSD + "dateTime"])
_LITERAL = st.one_of(
    _TEXT.map(Literal),
    st.builds(
        lambda text, tag: Literal(text, language=tag), _TEXT, st.sampled_from(["en", "fa-Arab"])
    ),
    st.builds(lambda text, name: Literal(text, datatype=NamedNode(name)), _TEXT, _TYPE),
)
_QUAD = st.builds(
    Quad,
    _NODE | _BLANK,
    _NODE,
    _NODE | _BLANK | _LITERAL,
    st.just(DefaultGraph()) | _NODE | _BLANK,
)


def _lines(store: Store) -> np.ndarray[Any, np.dtype[np.uint8]]:
    text = store.dump(format=RdfFormat.N_QUADS)
    assert text is not None
    return np.frombuffer(text, np.uint8)


def _decoded(columns: Encoded) -> list[Quad]:
    terms: dict[int, Any] = {0: DefaultGraph()}
    for row in columns.terms.to_pylist():
        match row["sort"]:
            case 0:
                term: Any = BlankNode(row["lexical"])
            case 1:
                term = NamedNode(row["lexical"])
            case _ if row["language"]:
                term = Literal(row["lexical"], language=row["language"])
            case _:
                term = Literal(row["lexical"], datatype=NamedNode(row["datatype"]))
        assert term not in terms.values()
        terms[row["id"]] = term
    return [Quad(*(terms[row[name]] for name in "spog")) for row in columns.quads.to_pylist()]


@given(st.lists(_QUAD, max_size=12), st.sampled_from([1, 100, 1 << 20]), st.sampled_from([3, 63]))
def test_the_columns_hold_what_the_engine_reads(
    quads: list[Quad], piece_bytes: int, key_bits: int
) -> None:
    store = Store()
    store.extend(quads)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "_PIECE_BYTES", piece_bytes)
        patch.setattr(encoding, "_KEY_BITS", key_bits)
        columns = encoded(_lines(store))
    found = _decoded(columns)
    assert len(found) == len(set(found))
    assert set(found) == set(store)
    assert columns.terms["id"].to_pylist() == list(range(1, columns.terms.num_rows + 1))
    order = [(row["sort"], row["lexical"]) for row in columns.terms.to_pylist()]
    assert order == sorted(order)
    rows = [tuple(row[name] for name in SORTED) for row in columns.quads.to_pylist()]
    assert rows == sorted(rows)


@pytest.mark.parametrize(
    "term", ['<<( <urn:a> <urn:b> "c" )>>', '"x"@ar--rtl', "<<( <urn:a> <urn:b> <urn:c> )>>"]
)
def test_what_columns_have_no_place_for_is_told(term: str) -> None:
    line = f"<urn:a> <urn:b> {term} .\n".encode()
    with pytest.raises(Unstorable):
        encoded(np.frombuffer(line, np.uint8))
