"""Pairs as agreements, with a claim for each snapshot that states them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from tests.sources.world.conftest import A, B, labels, table, values

from peyvand.errors import SourceError
from peyvand.sources.tables import read_table
from peyvand.sources.world.found import Found, Labels
from peyvand.sources.world.pairs import PAIR_COLUMNS, read_pairs
from peyvand.vocabulary.iris import iri, thing

HEAD = "one,other,stated,start,end,note"
PACT = thing("agreement/q1-q2")
NAMES: Labels = {A: {"en": "One", "fa": "یک"}, B: {"en": "Two"}}


def read(
    folder: Path,
    found: Found,
    row: str,
    names: Labels = NAMES,
    known: frozenset[frozenset[NamedNode]] = frozenset(),
) -> None:
    table(folder, "pairs", HEAD, row)
    rows = read_table(folder / "pairs.csv", PAIR_COLUMNS)
    read_pairs(rows, {}, names, known, found)


def test_each_snapshot_claims_the_pair(tmp_path: Path, found: Found) -> None:
    read(tmp_path, found, "Q1,Q2,2016-09:both 2017-07-28:other 2022-01-09:unknown,,,")
    both, other, unknown = (claim for _, claim in found.claims)
    assert {claim.readings for _, claim in found.claims} == {(A, B)}
    assert (both.listed_under, other.listed_under, unknown.listed_under) == ((A, B), (B,), ())
    assert [claim.qualifiers for claim in (both, other)] == [(), ()]
    assert unknown.qualifiers[0][0] == iri("pv:isDirected")
    assert len(values(found, PACT, "dcterms:source")) == 3
    assert values(found, A, "dcterms:source") == set()


def test_a_snapshot_may_only_date_a_pair(tmp_path: Path, found: Found) -> None:
    read(tmp_path, found, "Q1,Q2,2016-09:one,2016-09:1957 list-2024:1958 list-2024:1959,,")
    dates = {
        (snapshot.name, claim.slug.rpartition("-Q1-Q2-")[2], claim.readings[0].value)
        for snapshot, claim in found.claims
        if claim.property == iri("pv:signed")
    }
    assert dates == {
        ("wikidata-2016-09", "start", "1957"),
        ("list-2024", "start", "1958"),
        ("list-2024", "start-2", "1959"),
    }


def test_a_pair_has_a_name_in_each_language_of_both(tmp_path: Path, found: Found) -> None:
    read(tmp_path, found, "Q1,Q2,2016-09:both,,,")
    assert labels(found, PACT) == {"en": "One – Two"}
    other = Found(found.snapshots)
    read(tmp_path, other, "Q1,Q2,2016-09:both,,,", {**NAMES, B: {"en": "Two", "fa": "دو"}})
    assert labels(other, PACT) == {"en": "One – Two", "fa": "یک – دو"}


def test_a_pair_that_has_an_agreement_gets_no_second_one(tmp_path: Path, found: Found) -> None:
    read(tmp_path, found, "Q1,Q2,2016-09:both,,,", known=frozenset({frozenset((A, B))}))
    assert found.quads == found.claims == []


def test_a_place_without_a_name_is_known_from_its_pairs(tmp_path: Path, found: Found) -> None:
    found.unnamed.add(B)
    read(tmp_path, found, "Q1,Q2,2016-09:both,,,")
    assert values(found, B, "dcterms:source") == {thing("document/wikidata-2016-09").value}
    assert values(found, A, "dcterms:source") == set()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Q1,Q2,2016-09:left,,,", "unknown side 'left'"),
        ("Q1,Q2,1999:both,,,", "no snapshot is listed as 'wikidata-1999'"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, found: Found, row: str, said: str) -> None:
    with pytest.raises(SourceError, match=rf"pairs\.csv.*2.*{said}"):
        read(tmp_path, found, row)
