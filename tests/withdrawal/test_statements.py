"""What the graph says of requests: the public part alone, and in shape."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store
from rdflib import Graph

from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.validate import read_shapes
from peyvand.vocabulary.files import read_ontology, shape_files
from peyvand.vocabulary.iris import iri, thing
from peyvand.withdrawal.model import Docket, Kind, Outcome, Request, Ruling, Withdrawals
from peyvand.withdrawal.statements import decided, request_iri, ruling_iri, tombstone

DOCUMENT, CLAIM = thing("document/003"), thing("claim/F003-001")
ASKED = Request(7, DOCUMENT.value, Kind.REMOVAL, "2026-03-21T10:00:00Z", "my ground", "me@x.org")
OPEN = Request(8, CLAIM.value, Kind.COMMENT, "2026-03-22T10:00:00Z")
RULED = Ruling(
    7, Outcome.GRANTED, "the editor", "2026-03-25T10:00:00Z", "taken down", (DOCUMENT.value,)
)


@pytest.fixture(scope="module")
def shapes(sources: Path) -> Graph:
    return read_shapes(shape_files(sources))


def problems(quads: list[Quad], shapes: Graph, sources: Path) -> set[str]:
    store = Store()
    store.extend(quads)
    ontology = list(read_ontology(sources))
    store.extend([*ontology, *(Quad(q.subject, q.predicate, q.object) for q in ontology)])
    own = {str(quad.subject)[1:-1] for quad in quads}
    return {f"{r.focus} {r.shape}" for r in validate_store(store, shapes).results if r.focus in own}


def test_what_was_ruled_on_is_told_without_the_words_of_the_asker() -> None:
    quads = decided(Docket((ASKED, OPEN), (RULED,)))
    said = " ".join(map(str, quads))
    assert "my ground" not in said
    assert "me@x.org" not in said
    assert "taken down" in said
    assert {quad.subject for quad in quads} == {request_iri(7), ruling_iri(RULED)}


def test_what_is_told_keeps_to_the_shapes(shapes: Graph, sources: Path) -> None:
    quads = decided(Docket((ASKED, OPEN), (RULED,)))
    listed = Withdrawals((RULED,))
    quads += tombstone(DOCUMENT, listed)
    quads += tombstone(CLAIM, listed, DOCUMENT, (12, 12, 13), RULED)
    assert problems(quads, shapes, sources) == set()


def test_what_stays_of_a_claim_is_its_place_and_the_ruling() -> None:
    quads = tombstone(CLAIM, Withdrawals(), DOCUMENT, (12,), RULED)
    plain = {(q.predicate, str(q.object)) for q in quads if isinstance(q.object, NamedNode)}
    assert (iri("pv:isWithdrawnBy"), str(ruling_iri(RULED))) in plain
    assert (iri("pv:wasStatedIn"), str(DOCUMENT)) in plain
    # In its own graph and in the default graph.
    assert len({quad.graph_name for quad in quads}) == 2


def test_nothing_stays_of_what_no_ruling_withdraws() -> None:
    with pytest.raises(KeyError):
        tombstone(CLAIM, Withdrawals((RULED,)))


def test_a_ruling_without_a_reason_breaks_a_shape(shapes: Graph, sources: Path) -> None:
    ruling = Ruling(7, Outcome.REFUSED, "the editor", RULED.at, " ")
    found = problems(decided(Docket((ASKED,), (ruling,))), shapes, sources)
    assert {line.rpartition(" ")[2] for line in found} == {"Ruling-rulingReason"}
