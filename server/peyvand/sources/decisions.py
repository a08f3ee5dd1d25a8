"""The curated tables beside the documents: background statements, identities and preferences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.model import Verdict
from peyvand.sources.dates import check_edtf
from peyvand.sources.licences import CC_BY
from peyvand.sources.registry import CURATED, Registry
from peyvand.sources.source import Content, Known, Preference, Source
from peyvand.sources.tables import Row, read_table, split
from peyvand.vocabulary.iris import EDTF, TYPE, graph, iri, thing
from peyvand.vocabulary.properties import Vocabulary

STATEMENT_COLUMNS = ("subject", "property", "value", "by", "why_en", "why_fa")
IDENTITY_COLUMNS = ("left", "right", "judgement", "by", "on", "why_en", "why_fa")
READING_COLUMNS = (
    "about",
    "property",
    "preferred",
    "overruled",
    "by",
    "on",
    "why_en",
    "why_fa",
)
CONFLICT_COLUMNS = ("id", "en", "fa", "query", "involves", "reason_en", "reason_fa")
DECISIONS = graph("decisions")
_RELATIONS = {
    Verdict.SAME: iri("pv:hasWikidataItem"),
    Verdict.UNSURE: iri("pv:hasWikidataCandidate"),
}


class Curated(Source):
    """Background statements, decisions and known contradictions."""

    name = "what was decided"
    folder = "curated"
    licence = CC_BY

    def read(self, known: Known) -> Content:
        """The statements, and the decisions as nodes."""
        folder, things = known.data / self.folder, known.things
        readings = folder / "readings.csv"
        return Content(
            quads=[
                *read_statements(folder / "statements.csv", known.vocabulary, things),
                *identity_quads(folder / "decisions.csv", things),
                *preference_quads(readings, known.vocabulary, things),
                *read_conflicts(folder / "conflicts.csv", things),
            ]
        )


def read_cities(data: Path, registry: Registry) -> dict[NamedNode, NamedNode]:
    """Our cities by the items that they were decided to be the same as."""
    identities = read_identities(data / "curated" / "decisions.csv", registry)
    return {item: city for city, judgement, item in identities if judgement is Verdict.SAME}


def read_statements(path: Path, vocabulary: Vocabulary, registry: Registry) -> Iterator[Quad]:
    """Background links between registered things, in graph/curated."""
    for row in read_table(path, STATEMENT_COLUMNS):
        try:
            prop = vocabulary.property(row["property"])
            yield Quad(registry.find(row["subject"]), prop, registry.find(row["value"]), CURATED)
            registry.find(row["by"])
        except LookupError as error:
            raise row.error(f"{error}.", "Correct the name, or register it.") from None


def read_identities(
    path: Path, registry: Registry
) -> Iterator[tuple[NamedNode, Verdict, NamedNode]]:
    """The judgements whether a thing is a Wikidata item: (thing, judgement, item) each."""
    for row in read_table(path, IDENTITY_COLUMNS):
        yield _left(row, registry), _judgement(row), iri(row["right"])


def identity_quads(path: Path, registry: Registry) -> Iterator[Quad]:
    """The same judgements as nodes in graph/decisions, each with its author, date and reason."""
    for row in read_table(path, IDENTITY_COLUMNS):
        left, judgement, right = _left(row, registry), _judgement(row), iri(row["right"])
        slug = row["left"].replace("/", "-") + "-" + row["right"].partition(":")[2].lower()
        node = thing(f"decision/{slug}")
        yield from _decision(row, node, registry)
        yield Quad(node, iri("pv:about"), left, DECISIONS)
        yield Quad(node, iri("pv:chooses"), right, DECISIONS)
        yield Quad(node, iri("pv:judgement"), Literal(judgement.value), DECISIONS)
        yield from _reasons(row, node)
        if relation := _RELATIONS.get(judgement):
            yield Quad(left, relation, right, DECISIONS)


def read_preferences(path: Path) -> list[Preference]:
    """Which claims are preferred to which rivals."""
    return [
        Preference(row["preferred"], tuple(split(row["overruled"])))
        for row in read_table(path, READING_COLUMNS)
    ]


def preference_quads(path: Path, vocabulary: Vocabulary, registry: Registry) -> Iterator[Quad]:
    """The preferences as nodes in graph/decisions."""
    for row in read_table(path, READING_COLUMNS):
        node = thing(f"decision/{row['preferred'].lower()}")
        yield from _decision(row, node, registry)
        try:
            yield Quad(node, iri("pv:about"), registry.find(row["about"]), DECISIONS)
            yield Quad(node, iri("pv:property"), vocabulary.property(row["property"]), DECISIONS)
        except LookupError as error:
            raise row.error(f"{error}.", "Correct the name.") from None
        claim = thing(f"claim/{row['preferred']}")
        yield Quad(node, iri("pv:chooses"), claim, DECISIONS)
        for slug in split(row["overruled"]):
            yield Quad(node, iri("pv:overrules"), thing(f"claim/{slug}"), DECISIONS)
        yield from _reasons(row, node)


def read_conflicts(path: Path, registry: Registry) -> Iterator[Quad]:
    """The register of known contradictions, each with the query that finds it."""
    for row in read_table(path, CONFLICT_COLUMNS):
        node = thing(f"conflict/{row['id'].lower()}")
        yield Quad(node, TYPE, iri("pv:Conflict"), DECISIONS)
        yield Quad(node, iri("dcterms:identifier"), Literal(row["id"]), DECISIONS)
        for tag in ("en", "fa"):
            yield Quad(node, iri("rdfs:label"), Literal(row[tag], language=tag), DECISIONS)
            if reason := row[f"reason_{tag}"]:
                text = Literal(reason, language=tag)
                yield Quad(node, iri("skos:scopeNote"), text, DECISIONS)
        if row["query"]:
            query = thing(f"query/{row['query']}")
            yield Quad(node, iri("pv:isFoundBy"), query, DECISIONS)
        for slug in split(row["involves"]):
            involved = thing(slug) if slug.startswith("claim/") else _find(row, registry, slug)
            yield Quad(node, iri("pv:involves"), involved, DECISIONS)


def _decision(row: Row, node: NamedNode, registry: Registry) -> Iterator[Quad]:
    try:
        decided_on = check_edtf(row["on"])
    except ValueError as error:
        raise row.error(f"{error}.", "Give the day of the decision.") from None
    yield Quad(node, TYPE, iri("pv:Decision"), DECISIONS)
    yield Quad(node, iri("pv:isDecidedBy"), _find(row, registry, row["by"]), DECISIONS)
    yield Quad(node, iri("pv:decidedOn"), Literal(decided_on, datatype=EDTF), DECISIONS)


def _reasons(row: Row, node: NamedNode) -> Iterator[Quad]:
    """Why it was decided so, in both languages.

    Raises:
        SourceError: one of them is missing.
    """
    for tag in ("en", "fa"):
        text = row[f"why_{tag}"]
        if not text:
            raise row.error(f"the reason has no text in why_{tag}.", "Give it in both languages.")
        yield Quad(node, iri("pv:reason"), Literal(text, language=tag), DECISIONS)


def _find(row: Row, registry: Registry, slug: str) -> NamedNode:
    try:
        return registry.find(slug)
    except LookupError as error:
        raise row.error(f"{error}.", "Correct the name, or register it.") from None


def _left(row: Row, registry: Registry) -> NamedNode:
    return _find(row, registry, row["left"])


def _judgement(row: Row) -> Verdict:
    try:
        return Verdict(row["judgement"])
    except ValueError:
        raise row.error(
            f"the judgement is {row['judgement']!r}.", f"Write one of {', '.join(Verdict)}."
        ) from None
