"""Which places are members of networks of cities, as lists of the networks state it.

A list that is complete says of every other place that it was no member on its date, but of those
that a name in it may mean of which no place is known; of a list that is not complete, or of a
network without one, nothing follows from not being in it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from peyvand.sources.dates import check_edtf
from peyvand.sources.registry import Registry
from peyvand.sources.snapshots import city_of, snapshot_of
from peyvand.sources.tables import Row, read_table
from peyvand.sources.world.found import Found
from peyvand.vocabulary.iris import EDTF, iri

COLUMNS = ("network", "item", "field", "year", "snapshot")
LIST_COLUMNS = ("network", "snapshot", "complete", "printed")
UNRESOLVED_COLUMNS = ("network", "snapshot", "name", "field", "may_be")


def read_members(
    folder: Path,
    things: Registry,
    cities: Mapping[NamedNode, NamedNode],
    places: Container[NamedNode],
    found: Found,
) -> None:
    """Read the memberships, which lists are complete, and whom they may mean beside.

    Args:
        folder: the folder of the tables.
        things: what the register names.
        cities: our cities by the item that they were decided to be.
        places: the places of the graph; members that are none of them are left out.
        found: is added to.

    Raises:
        SourceError: a row names a network, field, year or snapshot that is not known.
    """
    for row in read_table(folder / "membership_lists.csv", LIST_COLUMNS):
        snapshot, network = snapshot_of(row, found.snapshots), _network(row, things)
        if row["complete"]:
            found.say(snapshot.document, iri("pv:isCompleteListOf"), network, snapshot.graph)
        printed = Literal(row["printed"], datatype=iri("xsd:integer"))
        found.say(snapshot.document, iri("pv:printedMemberCount"), printed, snapshot.graph)
    members: set[tuple[NamedNode, NamedNode]] = set()
    for row in read_table(folder / "memberships.csv", COLUMNS):
        node = city_of(row["item"], cities)
        if node in places:
            members.add((node, _network(row, things)))
            _membership(row, node, things, found)
    for row in read_table(folder / "unresolved_members.csv", UNRESOLVED_COLUMNS):
        snapshot, network = snapshot_of(row, found.snapshots), _network(row, things)
        name = Literal(row["name"])
        found.say(snapshot.document, iri("pv:unresolvedMember"), name, snapshot.graph)
        for item in row["may_be"].split():
            node = city_of(item, cities)
            if node in places and (node, network) not in members:
                found.say(node, iri("pv:mayBeMemberOf"), network, snapshot.graph)


def _membership(row: Row, node: NamedNode, things: Registry, found: Found) -> None:
    snapshot, network = snapshot_of(row, found.snapshots), _network(row, things)
    qualifiers: list[tuple[NamedNode, NamedNode | Literal]] = []
    slug = f"{snapshot.name}-{row['item']}-{row['network'].partition('/')[2]}"
    if row["field"]:
        # A city may be a member in several fields.
        field = "-".join(row["field"].lower().split())
        slug += f"-{field}"
        qualifiers.append((iri("pv:hasMembershipField"), _field(row, field, things)))
    if row["year"]:
        qualifiers.append((iri("pv:memberSince"), _year(row)))
    claim = snapshot.claim(
        slug,
        node,
        iri("pv:isMemberOf"),
        (network,),
        printed=row["field"],
        qualifiers=tuple(qualifiers),
    )
    found.claims.append((snapshot, claim))


def _field(row: Row, field: str, things: Registry) -> NamedNode:
    try:
        return things.find(f"concept/creative-field-{field}")
    except LookupError as error:
        raise row.error(f"{error}.", "Add the field to the scheme creative-fields first.") from None


def _network(row: Row, things: Registry) -> NamedNode:
    try:
        return things.find(row["network"])
    except LookupError as error:
        raise row.error(f"{error}.", "Register the network first.") from None


def _year(row: Row) -> Literal:
    try:
        return Literal(check_edtf(row["year"]), datatype=EDTF)
    except ValueError as error:
        raise row.error(f"{error}.", "Give the year in EDTF.") from None
