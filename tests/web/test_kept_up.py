"""What the server counts of a whole graph is kept up from version to version."""

from __future__ import annotations

import random
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph import steps
from peyvand.graph.history import in_memory, publish_lines, publish_store
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Version
from peyvand.query.executor import Executor
from peyvand.settings import Settings
from peyvand.vocabulary.iris import LABEL, TYPE, graph, iri, thing
from peyvand.web.endpoint.routes import Endpoint
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.linked_data.names import Names, Register
from peyvand.web.pages.ontology.ontology import _Counts

SUBJECTS = [thing(f"{kind}/{name}") for kind in ("city", "region") for name in "abcd"]
LABELS = [Literal(text, language=tag) for text in ("A", "B", "C") for tag in ("en", "fa")]
OF_EVIDENCE = [
    *((TYPE, iri(name)) for name in ("pv:Claim", "pv:Agreement", "owl:Class")),
    *((iri(name), thing("city/a")) for name in ("pv:about", "pv:reading", "rdfs:seeAlso")),
]


class Home:
    """A home that is written to, and the executor that serves it."""

    def __init__(self) -> None:
        self.versions = publish_store(Store())
        self.executors: list[Executor] = []
        self.bridge = Bridge(self._endpoint)

    def _endpoint(self) -> Endpoint:
        settings = Settings()
        self.executors.append(Executor(self.versions, settings))
        return Endpoint(self.executors[0], settings)

    def write(self, quads: list[Quad]) -> None:
        """Remove those of some quads that are there, and add the others."""
        store = in_memory(self.versions, self.versions.current())
        for quad in quads:
            (store.remove if quad in store else store.add)(quad)
        publish_lines(self.versions, store, dump_lines(store), "copy", keep=3)
        self.executors[0]._looked_at = 0.0

    def names(self, register: Register) -> Names:
        return self.bridge.call(register.names())


@pytest.fixture
def home() -> Iterator[Home]:
    made = Home()
    yield made
    made.bridge.close()


def random_quads(chance: random.Random) -> list[Quad]:
    labels = [
        Quad(chance.choice(SUBJECTS), LABEL, chance.choice(LABELS), DefaultGraph())
        for _ in range(6)
    ]
    evidence = [
        Quad(chance.choice(SUBJECTS), *chance.choice(OF_EVIDENCE), graph(chance.choice("xy")))
        for _ in range(6)
    ]
    return chance.sample(list({*labels, *evidence}), 4)


def test_names_and_counts_are_those_of_the_version(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, counts = Register(home.executors[0]), _Counts(home.bridge)
    chance = random.Random(16)
    home.write([Quad(subject, LABEL, LABELS[0]) for subject in SUBJECTS])
    assert len(list(home.names(register).all())) == len(SUBJECTS)
    counts.now()
    # From here on neither is asked for as a whole.
    wholes: list[Register] = []
    asked = Register._asked

    def watched(own: Register, version: Version, *things: NamedNode) -> Coroutine[Any, Any, Names]:
        wholes.extend([own] * (not things))
        return asked(own, version, *things)

    monkeypatch.setattr(Register, "_asked", watched)
    monkeypatch.setattr(_Counts, "_asked", None)
    for step in range(12):
        home.write(random_quads(chance))
        if step % 3 == 0:
            # Nobody asked in between.
            home.write(random_quads(chance))
        expected = home.names(Register(home.executors[0]))
        found = home.names(register)
        assert found.kinds == expected.kinds
        assert list(found.all()) == list(expected.all())
        for kind in expected.kinds:
            assert [*map(sorted, found._folded(kind))] == [*map(sorted, expected._folded(kind))]
        store = in_memory(home.versions, home.versions.current())
        told = counts.now()
        for predicate, value in OF_EVIDENCE:
            used = value if predicate == TYPE else predicate
            assert told.get(used.value, 0) == sum(
                quad.graph_name != DefaultGraph()
                and used in (quad.predicate, quad.object if quad.predicate == TYPE else None)
                and "peyvand" in used.value
                for quad in store
            )
    assert register not in wholes


def test_after_large_changes_they_are_asked_for_anew(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, counts = Register(home.executors[0]), _Counts(home.bridge)
    home.names(register)
    counts.now()
    quads = [Quad(s, p, o, graph("x")) for s in SUBJECTS for p, o in OF_EVIDENCE]
    home.write([*quads, *(Quad(subject, LABEL, LABELS[0]) for subject in SUBJECTS)])
    home.versions.current().patch.unlink()
    assert steps.change(home.versions, 1, home.versions.current()) is None
    assert len(list(home.names(register).all())) == len(SUBJECTS)
    assert counts.now()[iri("pv:about").value] == len(SUBJECTS)
