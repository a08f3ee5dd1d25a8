"""All source files of the project as one set of quads, before anything is derived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
)

from peyvand.errors import SourceError
from peyvand.evidence.claims import all_quads
from peyvand.evidence.readings import newest, plain_readings
from peyvand.model import Claim
from peyvand.sources import decisions, documents, gazetteer, registry
from peyvand.sources import world as world_tables
from peyvand.sources.catalogue import Catalogue
from peyvand.vocabulary.files import ONTOLOGY, read_ontology
from peyvand.vocabulary.iris import BASE, LABEL, TYPE, graph, iri, thing
from peyvand.vocabulary.properties import Vocabulary, read_vocabulary

DEFAULT = DefaultGraph()
ENDPOINT = BASE + "sparql"
# Graphs whose statements are also plain triples of the default graph.
PLAIN = (ONTOLOGY, graph("curated"), graph("decisions"))


@dataclass(frozen=True)
class Assembly:
    """What the sources say: the quads, the vocabulary, and the claims by document number."""

    quads: list[Quad]
    vocabulary: Vocabulary
    claims: dict[str, list[Claim]]


def assemble(root: Path, catalogue: Catalogue, world: bool = True) -> Assembly:
    """Read everything under ``root``; the world's pairs of cities only if asked.

    Raises:
        SourceError: a file holds something wrong; file, line and remedy are in the message.
        BuildRefused: a decision does not fit the claims.
    """
    data = root / "data"
    ontology = read_ontology(root)
    vocabulary = read_vocabulary(ontology)
    quads = list(ontology)
    tables = [*sorted((data / "curated" / "register").glob("*.csv"))]
    agent = thing("organisation/wikidata")
    snapshots, snapshot_quads = gazetteer.read_snapshots(data / "wikidata" / "snapshots.csv", agent)
    places, place_quads = gazetteer.read_snapshots(
        data / "geonames" / "snapshots.csv", thing("organisation/geonames")
    )
    register = [*registry.read_registry(tables, vocabulary), *snapshot_quads, *place_quads]
    things = registry.registry_of([*register, *ontology])
    quads += register
    quads += decisions.read_statements(data / "curated" / "statements.csv", vocabulary, things)

    claims = _document_claims(data, vocabulary, things)
    identities = list(decisions.read_identities(data / "curated" / "decisions.csv", things))
    cities = {item: city for city, judgement, item in identities if judgement == "same"}
    wikidata = [
        *gazetteer.read_places(data / "wikidata" / "places.csv", snapshots, cities),
        *gazetteer.read_partners(data / "wikidata" / "partners.csv", snapshots, cities),
    ]
    capitals = gazetteer.read_capitals(data / "geonames" / "capitals.csv", places, things)
    datasets: list[Claim] = []
    for snapshot, claim in [*wikidata, *capitals]:
        quads += all_quads([claim], snapshot.graph)
        datasets.append(claim)
    labels = list(gazetteer.read_items(data / "wikidata" / "partners.csv", snapshots, cities))
    labels += list(gazetteer.read_labels(data / "wikidata" / "labels.csv", snapshots))
    quads += labels
    quads += [_plain(quad) for quad in labels]

    for number, stated in claims.items():
        name = "outside" if number == "outside" else f"document-{number}"
        quads += all_quads(stated, graph(name))
    stated = [c for number, cs in claims.items() if number != "outside" for c in cs]
    preferences = decisions.read_preferences(data / "curated" / "readings.csv")
    quads += plain_readings(stated, preferences)
    single = [c for c in datasets if c.property in gazetteer.SINGLE_VALUED.values()]
    quads += plain_readings(datasets, newest(single))

    quads += decisions.identity_quads(data / "curated" / "decisions.csv", things)
    quads += decisions.preference_quads(data / "curated" / "readings.csv", vocabulary, things)
    quads += decisions.read_conflicts(data / "curated" / "conflicts.csv", things)
    quads += [_plain(quad) for quad in quads if quad.graph_name in PLAIN]
    for query in catalogue.queries:
        quads += query.quads(ENDPOINT)
    _check_references(data, quads, claims, datasets)
    if world:
        stated += datasets
        quads += _world(data, snapshots, places, cities, stated, register)
    return Assembly(list(dict.fromkeys(quads)), vocabulary, claims)


def _world(
    data: Path,
    snapshots: dict[str, gazetteer.Snapshot],
    places: dict[str, gazetteer.Snapshot],
    cities: dict[NamedNode, NamedNode],
    stated: list[Claim],
    register: list[Quad],
) -> list[Quad]:
    """Pairs and cities that only open datasets know."""
    party = iri("pv:hasParty")
    known = {
        frozenset(reading for reading in claim.readings if isinstance(reading, NamedNode))
        for claim in stated
        if claim.property == party
    }
    labels: dict[NamedNode, dict[str, str]] = {}
    ours = set(cities.values())
    for quad in register:
        if quad.predicate == LABEL and quad.subject in ours and isinstance(quad.object, Literal):
            labels.setdefault(quad.subject, {})[quad.object.language or ""] = quad.object.value  # type: ignore[arg-type]
    (geonames,) = places.values()
    described = {
        quad.subject
        for quad in register
        if quad.predicate == TYPE and isinstance(quad.subject, NamedNode)
    }
    world_graph = world_tables.read_world(
        data, snapshots, geonames, cities, labels, described, known
    )
    quads = world_graph.quads
    single: list[Claim] = []
    several: list[Claim] = []
    for snapshot, claim in world_graph.claims:
        quads += all_quads([claim], snapshot.graph)
        one_valued = claim.property in world_tables.SINGLE_VALUED
        (single if one_valued else several).append(claim)
    quads += plain_readings(several, ())
    quads += plain_readings(single, newest(single))
    return quads


def _document_claims(
    data: Path, vocabulary: Vocabulary, things: registry.Registry
) -> dict[str, list[Claim]]:
    sources = documents.read_sources(data / "documents" / "documents.csv", things)
    claims: dict[str, list[Claim]] = {}
    for path in sorted((data / "documents").glob("[0-9]*.csv")):
        if path.stem not in sources:
            raise SourceError(path, None, "documents.csv does not list it.", "Add a row there.")
        rows = documents.read_claims(path, sources[path.stem], vocabulary, things)
        claims[path.stem] = list(rows)
    outside = data / "curated" / "outside.csv"
    claims["outside"] = list(documents.read_outside_claims(outside, sources, vocabulary, things))
    return claims


def _check_references(
    data: Path, quads: Iterable[Quad], claims: dict[str, list[Claim]], datasets: list[Claim]
) -> None:
    """Every claim that something refers to must exist."""
    slugs = {c.slug for cs in claims.values() for c in cs} | {c.slug for c in datasets}
    prefix = BASE + "id/claim/"
    for quad in quads:
        target = quad.object
        if isinstance(target, NamedNode) and target.value.startswith(prefix):
            slug = target.value.removeprefix(prefix)
            if slug not in slugs:
                raise SourceError(
                    data / "curated",
                    None,
                    f"{quad.subject} refers to claim {slug}, which does not exist.",
                    "Correct the identifier.",
                )


def _plain(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DEFAULT)
