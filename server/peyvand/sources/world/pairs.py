"""The pairs of places that datasets state, as agreements, with the claims of each snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from peyvand.sources.snapshots import UNDIRECTED, UNDIRECTED_NOTES, Snapshot, city_of, snapshot_of
from peyvand.sources.tables import Row
from peyvand.sources.world.found import Found, Labels
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, iri, thing

PAIR_COLUMNS = ("one", "other", "stated", "start", "end", "note")
_PREFIX = "wikidata-"
_HAS_PARTY, _SOURCE = iri("pv:hasParty"), iri("dcterms:source")
_DATES = {"start": iri("pv:signed"), "end": iri("pv:ended")}
Parties = tuple[NamedNode, NamedNode]


def read_pairs(
    rows: Iterable[Row],
    cities: Mapping[NamedNode, NamedNode],
    names: Labels,
    known: Container[frozenset[NamedNode]],
    found: Found,
) -> None:
    """Read the pairs.

    Args:
        rows: of the table of pairs.
        cities: our cities by the item that they were decided to be.
        names: the names to show of places, by language.
        known: the parties of the agreements that other sources claim, which get no second one.
        found: is added to.

    Raises:
        SourceError: a row names a snapshot, a side or a date that is not known.
    """
    for row in rows:
        parties = (city_of(row["one"], cities), city_of(row["other"], cities))
        if frozenset(parties) not in known:
            _agreement(row, parties, names, found)


def _agreement(row: Row, parties: Parties, names: Labels, found: Found) -> None:
    pair = f"{row['one']}-{row['other']}"
    node = thing(f"agreement/{pair.lower()}")
    found.say(node, TYPE, iri("pv:DatasetAgreement"))
    for language, text in names_of_pair(*(names[party] for party in parties)):
        found.say(node, LABEL, Literal(text, language=language))
    said_in = _stated(row, pair, node, parties, found)
    said_in |= _dated(row, pair, node, found)
    for snapshot in said_in.values():
        found.say(node, _SOURCE, snapshot.document, snapshot.graph)
        for party in found.unnamed.intersection(parties):
            # It is known from its pairs alone.
            found.say(party, _SOURCE, snapshot.document, snapshot.graph)


def _stated(
    row: Row, pair: str, node: NamedNode, parties: Parties, found: Found
) -> dict[str, Snapshot]:
    """Claim the pair for each snapshot that states it."""
    sides = {"one": parties[:1], "other": parties[1:], "both": parties, "unknown": ()}
    notes = by_snapshot(row["note"])
    said_in = {}
    for text in row["stated"].split():
        name, _, side = text.partition(":")
        if side not in sides:
            raise row.error(f"unknown side {side!r}.", "Write one, other, both or unknown.")
        snapshot = said_in[name] = _snapshot(row, name, found)
        own = [Literal(note, language="und") for note in notes.get(name, ())]
        claim = snapshot.claim(
            f"{snapshot.name}-{pair}",
            node,
            _HAS_PARTY,
            parties,
            notes=own if sides[side] else [*UNDIRECTED_NOTES, *own],
            listed=sides[side],
            qualifiers=() if sides[side] else UNDIRECTED,
        )
        found.claims.append((snapshot, claim))
    return said_in


def _dated(row: Row, pair: str, node: NamedNode, found: Found) -> dict[str, Snapshot]:
    """Claim the dates, which a snapshot may tell of a pair that others state."""
    said_in = {}
    for column, prop in _DATES.items():
        for name, dates in by_snapshot(row[column]).items():
            snapshot = said_in[name] = _snapshot(row, name, found)
            for place, date in enumerate(dates):
                slug = f"{snapshot.name}-{pair}-{column}" + (f"-{place + 1}" if place else "")
                value = Literal(date, datatype=EDTF)
                found.claims.append((snapshot, snapshot.claim(slug, node, prop, (value,))))
    return said_in


def _snapshot(row: Row, name: str, found: Found) -> Snapshot:
    """The snapshot of a name, which one of Wikidata has in the table without its prefix."""
    return snapshot_of(row, found.snapshots, name if name in found.snapshots else _PREFIX + name)


def names_of_pair(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The pair's name in each language that both have a name in."""
    for language in ("en", "fa"):
        if language in one and language in other:
            yield language, f"{one[language]} – {other[language]}"


def by_snapshot(cell: str) -> dict[str, list[str]]:
    """``2017:1957 2019-08:1958`` as the values of each snapshot."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in cell.split():
        name, _, value = text.partition(":")
        found[name].append(value)
    return found
