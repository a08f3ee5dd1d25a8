"""All source files of the project as one set of quads, before anything is derived."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad

from peyvand.evidence.claims import claim_quads
from peyvand.evidence.readings import newest, plain_readings
from peyvand.graph.profiles import read_profiles
from peyvand.model import Claim
from peyvand.sources.catalogue import Catalogue
from peyvand.sources.decisions import read_cities
from peyvand.sources.registered import SOURCES
from peyvand.sources.registry import registry_of
from peyvand.sources.snapshots import Snapshot
from peyvand.sources.source import Content, Known, Preference, Source
from peyvand.vocabulary.files import ONTOLOGY, read_ontology
from peyvand.vocabulary.iris import BASE, graph
from peyvand.vocabulary.properties import Vocabulary, read_vocabulary

DEFAULT = DefaultGraph()
ENDPOINT = BASE + "sparql"
# As many quads are told at once: who takes them works while the next are made.
_PART = 200_000
# Graphs whose statements are also plain triples of the default graph.
PLAIN = (ONTOLOGY, graph("curated"), graph("decisions"))


Take = Callable[[list[Quad]], None]


def _untold(quads: list[Quad]) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Assembly:
    """What the sources say, and the vocabulary that it is said in.

    A quad stands in ``quads`` as often as it is said.
    """

    quads: list[Quad]
    vocabulary: Vocabulary


def read_known(root: Path, ontology: Sequence[Quad], sources: Sequence[Source] = SOURCES) -> Known:
    """What the sources make known before anything is claimed.

    Args:
        root: the folder with the data.
        ontology: what ``read_ontology`` gave.
        sources: the sources.

    Raises:
        SourceError: a file holds something wrong.
    """
    data, vocabulary = root / "data", read_vocabulary(ontology)
    register: list[Quad] = []
    snapshots: dict[str, Snapshot] = {}
    for source in sources:
        registered = source.register(data, vocabulary)
        register += registered.quads
        snapshots |= registered.snapshots
    things = registry_of([*register, *ontology])
    cities = read_cities(data, things)
    return Known(data, vocabulary, register, things, snapshots, cities)


def assemble(
    root: Path,
    catalogue: Catalogue,
    world: bool = True,
    sources: Sequence[Source] = SOURCES,
    take: Take = _untold,
) -> Assembly:
    """Read every source under ``root``; those of the world's pairs of cities only if asked.

    Args:
        root: the folder with ontology and data.
        catalogue: the queries, which are described in the graph.
        world: whether the world's pairs are read.
        sources: the sources.
        take: is called with each part of the quads as soon as it is read.

    Raises:
        SourceError: a file holds something wrong; file, line and remedy are in the message.
        BuildRefused: a decision does not fit the claims.
    """
    ontology = read_ontology(root)
    # They are asked of what is built; wrong ones are told now.
    read_profiles(root)
    known = read_known(root, ontology, sources)
    quads: list[Quad] = []

    def say(part: list[Quad]) -> None:
        take(part)
        quads.extend(part)

    say([*ontology, *known.register])
    said: list[Claim] = []
    single: list[Claim] = []
    preferences: list[Preference] = []
    for source in sources:
        if world or not source.of_the_world:
            content = source.read(replace(known, said=said))
            saying = _quads(content)
            while part := list(islice(saying, _PART)):
                say(part)
            claims = [claim for _, claim in content.claims]
            said, preferences = [*said, *claims], [*preferences, *content.preferences]
            single += [claim for claim in claims if claim.property in source.single_valued]
    # Of one-valued facts the newest stands, whichever source it is of.
    say(list(plain_readings(said, [*preferences, *newest(single)])))
    say([_plain(quad) for quad in quads if quad.graph_name in PLAIN])
    say([quad for query in catalogue.queries for quad in query.quads(ENDPOINT)])
    return Assembly(quads, known.vocabulary)


def _quads(content: Content) -> Iterator[Quad]:
    yield from content.quads
    for where, claim in (*content.claims, *content.aside):
        yield from claim_quads(claim, where)


def _plain(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DEFAULT)
