"""The register of things: every city, organisation, person, event … by its IRI, with its names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.errors import SourceError
from peyvand.sources.tables import Row, read_table, split
from peyvand.vocabulary.iris import BASE, LABEL, TYPE, graph, iri, thing
from peyvand.vocabulary.properties import Vocabulary

COLUMNS = ("id", "class", "en", "fa", "alt_en", "alt_fa", "printed", "note_en", "note_fa")
CURATED = graph("curated")


@dataclass(frozen=True)
class Registry:
    """Every thing that a row of data may name."""

    known: frozenset[NamedNode]

    def find(self, slug: str) -> NamedNode:
        """The IRI of a registered thing.

        Args:
            slug: kind and slug, as in ``city/isfahan``.

        Raises:
            LookupError: no such thing is registered; the message has near matches.
        """
        node = thing(slug)
        if node in self.known:
            return node
        names = [n.value.removeprefix(BASE + "id/") for n in self.known]
        near = difflib.get_close_matches(slug, names, n=3)
        meant = f"; did you mean {', '.join(near)}?" if near else ""
        raise LookupError(f"no {slug.partition('/')[0]} is registered as {slug}{meant}")


def read_registry(paths: Iterable[Path], vocabulary: Vocabulary) -> Iterator[Quad]:
    """The types, labels, other names and notes of the registered things, in graph/curated.

    Raises:
        SourceError: an unknown class, a missing label, or an identifier used twice.
    """
    seen: dict[str, Row] = {}
    for path in paths:
        for row in read_table(path, COLUMNS):
            if row["id"] in seen:
                first = seen[row["id"]]
                raise row.error(
                    f"{row['id']} is registered already, at {first.path.name}:{first.line}.",
                    "Keep one of the two rows.",
                )
            seen[row["id"]] = row
            yield from _thing(row, vocabulary)


def _thing(row: Row, vocabulary: Vocabulary) -> Iterator[Quad]:
    node = thing(row["id"])
    if row["class"]:
        try:
            yield Quad(node, TYPE, vocabulary.cls(row["class"]), CURATED)
        except LookupError as error:
            raise row.error(f"{error}.", "Correct the class.") from error
    for language in ("en", "fa"):
        if not row[language]:
            raise row.error(f"{row['id']} has no {language} label.", "Give one.")
        yield Quad(node, LABEL, Literal(row[language], language=language), CURATED)
        for other in split(row[f"alt_{language}"]):
            yield Quad(node, iri("skos:altLabel"), Literal(other, language=language), CURATED)
        if note := row[f"note_{language}"]:
            yield Quad(node, iri("skos:note"), Literal(note, language=language), CURATED)
    for printed in split(row["printed"]):
        yield Quad(node, iri("pv:nameAsPrinted"), Literal(printed), CURATED)


def registry_of(quads: Iterable[Quad]) -> Registry:
    """The registry of all things that the given quads describe.

    Raises:
        SourceError: a thing of ours has no label in one of the two languages.
    """
    known = {
        q.subject
        for q in quads
        if isinstance(q.subject, NamedNode) and q.subject.value.startswith(BASE + "id/")
    }
    return Registry(frozenset(known))


__all__ = ["COLUMNS", "Registry", "SourceError", "read_registry", "registry_of"]
