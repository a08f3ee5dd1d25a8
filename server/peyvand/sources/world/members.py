"""Which places are members of networks of cities, as lists of the networks state it.

A list that is complete says of every other place that it was no member on its date; of a list that
is not, or of a network without one, nothing follows from not being in it.
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
LIST_COLUMNS = ("network", "snapshot", "complete")


def read_members(
    folder: Path,
    things: Registry,
    cities: Mapping[NamedNode, NamedNode],
    places: Container[NamedNode],
    found: Found,
) -> None:
    """Read the memberships, and which lists are complete.

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
    for row in read_table(folder / "memberships.csv", COLUMNS):
        node = city_of(row["item"], cities)
        if node in places:
            _membership(row, node, things, found)


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
