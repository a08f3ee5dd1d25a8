"""Which snapshot of a dataset states which pair of cities, and the statements that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.evidence.coverage import (
    Asked,
    Parties,
    Stated,
    absent_from,
    both_state,
    first_and_last,
)
from peyvand.graph.licensing import kept_apart
from peyvand.vocabulary.iris import TYPE, graph, iri, thing

DEFAULT = DefaultGraph()
_TWINNED, _PAIRED = iri("wdt:P190"), iri("pv:isPairedWith")
_PARTY, _SCOPE, _COUNTRY = iri("pv:hasParty"), iri("pv:hasScope"), iri("pv:inCountry")
_LINKED, _SISTER = iri("pv:isLinkedWith"), iri("pv:isTwinnedWith")
_IN_DOCUMENTS = iri("pv:isLinkedInDocumentsWith")
_WIKIDATA = thing("organisation/wikidata")
_SILENT: Parties = frozenset()


@dataclass(frozen=True)
class Stating:
    """A claim of a snapshot that some places are paired.

    ``sides`` are those that state it, none where the snapshot does not say which. One place that
    names another as its twin names no agreement.
    """

    snapshot: NamedNode
    agreement: NamedNode | None
    parties: Parties
    sides: Parties


@dataclass(frozen=True)
class Pairs:
    """The agreements of the default graph, and which snapshot states which.

    ``of_wikidata`` are the snapshots of Wikidata.
    """

    parties: Mapping[NamedNode, Parties]
    snapshots: Mapping[NamedNode, Asked]
    claims: tuple[Stating, ...]
    stated: Mapping[NamedNode, Stated]
    of_wikidata: frozenset[NamedNode]


def read_pairs(store: Store) -> Pairs:
    """The agreements, and everything that snapshots of datasets state of pairs."""
    parties = {one: frozenset(cities) for one, cities in values_of(store, _PARTY).items()}
    of_pair: dict[Parties, list[NamedNode]] = defaultdict(list)
    for agreement, cities in parties.items():
        of_pair[cities].append(agreement)
    snapshots = _snapshots(store)
    claims = tuple(claim for name in snapshots for claim in _claims(store, name))
    stated: dict[NamedNode, dict[NamedNode, Parties]] = defaultdict(dict)
    for claim in claims:
        snapshots[claim.snapshot].stating |= claim.sides
        snapshots[claim.snapshot].standing |= claim.parties
        for one in [claim.agreement] if claim.agreement else of_pair.get(claim.parties, ()):
            said = stated[one].get(claim.snapshot, _SILENT)
            stated[one][claim.snapshot] = said | claim.sides
    said_by = iri("pv:isStatedBy")
    ours = {
        name
        for name in snapshots
        if any(store.quads_for_pattern(None, said_by, _WIKIDATA, graph_of(name)))
    }
    return Pairs(parties, snapshots, claims, stated, frozenset(ours))


def statements_in_snapshots(pairs: Pairs) -> Iterator[Quad]:
    """``pv:isFirstStatedIn``, ``pv:isLastStatedIn`` and ``pv:isAbsentFrom`` of each agreement."""
    names = ("isFirstStatedIn", "isLastStatedIn")
    first_or_last = tuple(iri(f"pv:{name}") for name in names)
    absent = iri("pv:isAbsentFrom")
    dates = {name: snapshot.date for name, snapshot in pairs.snapshots.items()}
    for agreement, parties in pairs.parties.items():
        stated = pairs.stated.get(agreement, {})
        if stated:
            for prop, found in zip(first_or_last, first_and_last(stated, dates), strict=True):
                for snapshot in found:
                    yield Quad(agreement, prop, snapshot, DEFAULT)
        for snapshot in absent_from(stated, parties, pairs.snapshots):
            yield Quad(agreement, absent, snapshot, DEFAULT)


def reciprocity(store: Store, pairs: Pairs) -> Iterator[Quad]:
    """``pv:isReciprocal`` of the agreements that datasets alone have."""
    prop, boolean = iri("pv:isReciprocal"), iri("xsd:boolean")
    for agreement in _typed(store, "pv:DatasetAgreement"):
        stated = pairs.stated.get(agreement, {})
        known = both_state(stated, pairs.parties.get(agreement, _SILENT), pairs.snapshots)
        if known is not None:
            value = Literal(str(known).lower(), datatype=boolean)
            yield Quad(agreement, prop, value, DEFAULT)


def links(store: Store, pairs: Pairs) -> Iterator[Quad]:
    """What joins two places, each statement once and none that stands there as it was claimed.

    ``pv:isLinkedWith`` joins the parties of every agreement, ``pv:isLinkedInDocumentsWith`` those
    of which a document speaks, ``pv:isTwinnedWith`` those of its sister-city agreements,
    ``pv:isPairedWith`` those that a snapshot states, all both ways; and ``wdt:P190`` those of
    Wikidata, in the direction that an item states.
    """
    found: dict[Quad, None] = {}
    of_datasets = _typed(store, "pv:DatasetAgreement")
    sisters = _typed(store, "pv:SisterCityAgreement")
    for agreement, parties in pairs.parties.items():
        props = [_LINKED]
        if agreement not in of_datasets:
            props += [_IN_DOCUMENTS, *([_SISTER] if agreement in sisters else [])]
        for one, other in _both_ways(parties):
            for prop in props:
                found[Quad(one, prop, other, DEFAULT)] = None
    for claim in pairs.claims:
        for one, other in _both_ways(claim.parties):
            found[Quad(one, _PAIRED, other, DEFAULT)] = None
            if one in claim.sides and claim.snapshot in pairs.of_wikidata:
                found[Quad(one, _TWINNED, other, DEFAULT)] = None
    return (quad for quad in found if quad not in store)


def scopes(store: Store, pairs: Pairs) -> Iterator[Quad]:
    """``pv:hasScope`` of each agreement of which the country of two parties is known.

    Where sources place a party in several countries, both scopes may hold.
    """
    domestic, international = thing("concept/domestic"), thing("concept/international")
    countries = values_of(store, _COUNTRY)
    for agreement, parties in pairs.parties.items():
        found = {
            domestic if mine == theirs else international
            for one, other in _both_ways(parties)
            for mine in countries.get(one, ())
            for theirs in countries.get(other, ())
        }
        for scope in found:
            yield Quad(agreement, _SCOPE, scope, DEFAULT)


def values_of(
    store: Store, prop: NamedNode, where: NamedNode | DefaultGraph = DEFAULT
) -> dict[NamedNode, list[NamedNode]]:
    """The things that a property leads to, by what it leads from."""
    values: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, prop, None, where):
        if isinstance(quad.object, NamedNode):
            values[quad.subject].append(quad.object)  # type: ignore[index]
    return values


def _snapshots(store: Store) -> dict[NamedNode, Asked]:
    """The snapshots by date, and what each was asked; none whose licence keeps it apart."""
    asked = {
        name: min(coverage.value for coverage in several).rpartition("/coverage-")[2]
        for name, several in values_of(store, iri("pv:hasCoverage")).items()
    }
    found: dict[NamedNode, Asked] = {}
    apart = kept_apart(store)
    for quad in store.quads_for_pattern(None, iri("pv:snapshotDate"), None, DEFAULT):
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, Literal):
            continue
        if graph_of(quad.subject).value in apart:
            continue
        known = found.get(quad.subject)
        date = min(quad.object.value, known.date if known else quad.object.value)
        found[quad.subject] = Asked(date, asked.get(quad.subject, ""))
    return dict(sorted(found.items(), key=lambda pair: pair[0].value))


def _claims(store: Store, snapshot: NamedNode) -> Iterator[Stating]:
    """What a snapshot states of pairs, in its graph."""
    where = graph_of(snapshot)
    of_pairs = {
        quad.subject: prop
        for prop in (_PARTY, _TWINNED, _PAIRED)
        for quad in store.quads_for_pattern(None, iri("pv:property"), prop, where)
    }
    if not of_pairs:
        return
    about = values_of(store, iri("pv:about"), where)
    reading = values_of(store, iri("pv:reading"), where)
    listed = values_of(store, iri("pv:isListedUnder"), where)
    for claim, prop in of_pairs.items():
        assert isinstance(claim, NamedNode)
        subjects, values = about.get(claim, ()), reading.get(claim, [])
        if len(subjects) != 1:
            continue
        (subject,) = subjects
        if prop == _PARTY:
            sides = frozenset(listed.get(claim, ()))
            yield Stating(snapshot, subject, frozenset(values), sides)
        else:
            sides = frozenset((subject,)) if prop == _TWINNED else _SILENT
            yield Stating(snapshot, None, frozenset((subject, *values)), sides)


def graph_of(snapshot: NamedNode) -> NamedNode:
    """The named graph of a snapshot's claims."""
    return graph(snapshot.value.rpartition("/")[2])


def _typed(store: Store, kind: str) -> dict[NamedNode, None]:
    quads = store.quads_for_pattern(None, TYPE, iri(kind), DEFAULT)
    return dict.fromkeys(quad.subject for quad in quads)  # type: ignore[misc]


def _both_ways(parties: Iterable[NamedNode]) -> Iterator[tuple[NamedNode, NamedNode]]:
    for one in parties:
        for other in parties:
            if one != other:
                yield one, other
