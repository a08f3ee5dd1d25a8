"""The files that the ontology and the shapes are written in, and the ontology as they have it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

from peyvand.vocabulary.iris import graph
from peyvand.vocabulary.properties import read_turtle

# The named graph of the ontology.
ONTOLOGY = graph("ontology")


def ontology_files(root: Path) -> list[Path]:
    """The ontology's Turtle files: modules, schemes and alignments, in a fixed order."""
    return sorted((root / "ontology").rglob("*.ttl"))


def read_ontology(root: Path) -> list[Quad]:
    """The triples of the whole ontology in graph/ontology, blank nodes named canonically.

    A process reads the same texts once: a build needs them for style, for what they say and for
    what may be said with them.
    """
    folder = root / "ontology"
    texts = [
        (path.relative_to(folder).with_suffix("").as_posix().replace("/", "-"), path)
        for path in ontology_files(root)
    ]
    return list(_canonical(tuple((stem, path, path.read_bytes()) for stem, path in texts)))


@lru_cache(maxsize=1)
def _canonical(texts: tuple[tuple[str, Path, bytes], ...]) -> tuple[Quad, ...]:
    dataset = Dataset(_in_file(quad, stem) for stem, path, _ in texts for quad in read_turtle(path))
    # RDF Dataset Canonicalization (RDFC-1.0) makes the labels a function of the content.
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(Quad(q.subject, q.predicate, q.object, ONTOLOGY) for q in dataset)


def _in_file(quad: Quad, stem: str) -> Quad:
    def keep(term: object) -> object:
        return BlankNode(f"{stem}-{term.value}") if isinstance(term, BlankNode) else term

    return Quad(keep(quad.subject), quad.predicate, keep(quad.object), ONTOLOGY)  # type: ignore[arg-type]


def shape_files(root: Path) -> list[Path]:
    """The shapes that a graph must conform to; profiles and the style shapes are apart."""
    return [p for p in sorted((root / "shapes").glob("*.ttl")) if p.name != "style.shapes.ttl"]


def profile_files(root: Path) -> list[Path]:
    """The recognition profiles, and the shapes that several of them share."""
    return sorted((root / "shapes" / "profiles").glob("*.ttl"))
