"""Members of networks, and which lists of them are complete."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal
from tests.sources.world.conftest import A, table, values

from peyvand.errors import SourceError
from peyvand.sources.registry import Registry
from peyvand.sources.world.found import Found
from peyvand.sources.world.members import read_members
from peyvand.vocabulary.iris import EDTF, iri, thing

NETWORK = thing("organisation/net")
FIELD = thing("concept/creative-field-media-arts")
OURS = thing("city/ours")
KNOWN = Registry(frozenset({NETWORK, FIELD}))


def read(
    folder: Path, found: Found, *rows: str, complete: str = "1", unresolved: tuple[str, ...] = ()
) -> None:
    table(folder, "memberships", "network,item,field,year,snapshot", *rows)
    lists = f"organisation/net,list-2024,{complete},7"
    table(folder, "membership_lists", "network,snapshot,complete,printed", lists)
    table(folder, "unresolved_members", "network,snapshot,name,field,may_be", *unresolved)
    read_members(folder, KNOWN, {iri("wd:Q5"): OURS}, {A, OURS}, found)


def test_a_membership_has_its_field_and_year(tmp_path: Path, found: Found) -> None:
    read(
        tmp_path,
        found,
        "organisation/net,Q1,Media Arts,2015,list-2024",
        "organisation/net,Q5,,,list-2024",
        "organisation/net,Q9,,,list-2024",
    )
    # A place that is no party of a link is not in the graph.
    one, ours = (claim for _, claim in found.claims)
    assert (one.about, one.property, one.readings) == (A, iri("pv:isMemberOf"), (NETWORK,))
    assert (one.as_printed, ours.as_printed) == ("Media Arts", "")
    assert one.qualifiers == (
        (iri("pv:hasMembershipField"), FIELD),
        (iri("pv:memberSince"), Literal("2015", datatype=EDTF)),
    )
    assert (ours.about, ours.qualifiers) == (OURS, ())


def test_a_member_in_two_fields_has_two_claims(tmp_path: Path, found: Found) -> None:
    rows = ("organisation/net,Q1,Media Arts,,list-2024", "organisation/net,Q1,,,list-2024")
    read(tmp_path, found, *rows)
    one, other = (claim.identifier for _, claim in found.claims)
    assert one == f"{other}-media-arts"


@pytest.mark.parametrize(("complete", "lists"), [("1", {NETWORK.value}), ("", set())])
def test_a_complete_list_says_so(
    tmp_path: Path, found: Found, complete: str, lists: set[str]
) -> None:
    read(tmp_path, found, complete=complete)
    assert values(found, thing("document/list-2024"), "pv:isCompleteListOf") == lists


def test_a_member_of_no_known_place_is_named_with_those_that_it_may_be(
    tmp_path: Path, found: Found
) -> None:
    read(
        tmp_path,
        found,
        "organisation/net,Q5,,,list-2024",
        # Ours is a member under another name, and Q9 no place of the graph.
        unresolved=("organisation/net,list-2024,Port Ease,Music,Q1 Q5 Q9",),
    )
    document = thing("document/list-2024")
    assert values(found, document, "pv:printedMemberCount") == {"7"}
    assert values(found, document, "pv:unresolvedMember") == {"Port Ease"}
    assert values(found, A, "pv:mayBeMemberOf") == {NETWORK.value}
    assert values(found, OURS, "pv:mayBeMemberOf") == set()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("organisation/other,Q1,,,list-2024", "no organisation is registered"),
        ("organisation/net,Q1,Chess,,list-2024", "no concept is registered"),
        ("organisation/net,Q1,,15,list-2024", "Give the year in EDTF"),
        ("organisation/net,Q1,,,list-1999", "no snapshot is listed"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, found: Found, row: str, said: str) -> None:
    with pytest.raises(SourceError, match=rf"memberships\.csv.*2[\s\S]*{said}"):
        read(tmp_path, found, row)
