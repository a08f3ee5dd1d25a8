"""A claim that a register entered is withdrawn: of the writes, too, nothing tells it any longer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from peyvand.errors import Invalid
from peyvand.graph.maintenance import verify
from peyvand.graph.versions import Versions
from peyvand.graph.written import origin_of
from peyvand.purging.due import is_due
from peyvand.query.writer import write
from peyvand.vocabulary.graphs import register
from peyvand.vocabulary.iris import ID, iri, thing
from purging.homes import ROW, note, store_of, withdraw
from query.registered import enter
from writing import job

pytestmark = pytest.mark.slow
AGREEMENT = thing("agreement/arak-shiraz")


def test_an_entry_goes_from_every_file(built: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(built, home, symlinks=True)
    enter(home, "agreement", ROW, keep=2)
    note(home, "one")
    versions = Versions(home)
    (claim,) = (
        quad.subject.value
        for quad in store_of(versions).quads_for_pattern(
            None, iri("pv:property"), iri("pv:signed"), register("arak")
        )
    )
    patch = versions.get(2).patch
    assert b"2024-05-01" in patch.read_bytes()
    withdraw(home, claim.removeprefix(str(ID)))
    assert not is_due(versions)
    assert verify(versions) == []
    for path in home.rglob("*.rdfp"):
        assert b'"2024-05-01"' not in path.read_bytes(), path
    store = store_of(versions)
    # The agreement stays, and nobody says any more when it was signed.
    assert list(store.quads_for_pattern(AGREEMENT, iri("pv:hasParty"), None, None))
    assert not list(store.quads_for_pattern(AGREEMENT, iri("pv:signed"), None, None))
    assert not list(store.quads_for_pattern(AGREEMENT, iri("pv:earliestDate"), None, None))
    # A build would take what stays of it, and that it was withdrawn.
    kept = b"".join(origin_of(versions, versions.current()).writes.added)
    assert b"2024-05-01" not in kept
    assert b"ns#Withdrawal" in kept
    # Nobody says it again under the same name.
    again = f"<{claim}> a <{iri('pv:Claim').value}>"
    said = f"INSERT DATA {{ GRAPH <{register('arak').value}> {{ {again} }} }}"
    with pytest.raises(Invalid):
        write(job(home, text=said, keep=2))
