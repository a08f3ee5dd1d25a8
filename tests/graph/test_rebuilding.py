"""A build gives again what was written, with all that followed, and is judged by its sources."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.derivation import Entries, Proof

from peyvand.graph import build as building
from peyvand.graph.build import Graph, build
from peyvand.graph.history import lines_of
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.reason import Verdict
from peyvand.graph.versions import Versions
from peyvand.graph.written import origin_of
from peyvand.query.writer import write
from peyvand.register.rows import RawRow
from peyvand.vocabulary.graphs import is_derived, register
from peyvand.vocabulary.iris import iri, thing
from writing import job

pytestmark = pytest.mark.slow
SOURCE = {"source_number": "1", "source_date": "1403", "source_office": "شهرداری / Municipality"}
ROWS = (
    {"parties": "اراک؛ شیراز", "kind": "خواهرخواندگی", "date": "۱۲ اردیبهشت ۱۴۰۳"},
    {"parties": "Isfahan; Yazd", "kind": "memorandum", "date": "2016-05"},
)


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home", symlinks=True))


def enter(home: Path, entry: str, *rows: dict[str, str]) -> None:
    numbered = tuple(RawRow(number, row | SOURCE) for number, row in enumerate(rows, start=2))
    asked = job(home, "register", by="arak", entry=entry, rows=numbered, max_term_bytes=10_000)
    assert len(write(asked).entered) == len(rows)


def lines(home: Path) -> list[bytes]:
    versions = Versions(home)
    return lines_of(versions, versions.current())


def claim_of(found: list[bytes], prop: str) -> str:
    """The name of a claim of the register."""
    asked = Quad(thing("claim/x"), iri("pv:property"), iri(prop), register("arak"))
    return next(
        quad.subject.value.rpartition("/")[2]  # type: ignore[union-attr]
        for quad in quads([line for line in found if b"register-arak" in line])
        if (quad.predicate, quad.object) == (asked.predicate, asked.object)
    )


def test_a_build_gives_again_what_was_entered_and_what_followed(
    home: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # That the reasoner takes what may be written is seen in test_build.
    monkeypatch.setattr(building, "prove_consistent", lambda quads: Verdict(0, 0, 0))
    enter(home, "agreement", *ROWS[:1])
    claim = claim_of(lines(home), "pv:signed")
    enter(home, "correction", {"claim": claim, "value": "2024-05-02", "reason": "misread"})
    enter(home, "agreement", *ROWS[1:])
    written = lines(home)
    for quad in quads([line for line in written if b"/stage/arak-shiraz-signed>" in line]):
        if quad.predicate == iri("pv:date") and quad.graph_name == DefaultGraph():
            assert quad.object.value == "2024-05-02"  # type: ignore[union-attr]
            break
    else:
        pytest.fail("no stage")
    version, new = build(sources, Versions(home), world=False, force=True, columns=False)
    assert new
    assert lines(home) == written
    assert version.manifest["writes_kept"] > 0
    # Nothing that follows counts as written.
    assert not any(is_derived(name) for name in origin_of(Versions(home), version).writes.graphs())


def test_random_entries_are_followed_on_the_graph_of_the_documents(graph: Graph) -> None:
    proof = Proof(graph.store)
    assert dump_lines(proof.store) == dump_lines(graph.store)
    entries = Entries(proof.store, random.Random(3))
    # What follows of all of it takes longer to derive than what follows of twelve entries.
    for _ in range(2):
        for _ in range(12):
            proof.take(entries)
        assert proof.differing() == []
    assert dump_lines(proof.store) != dump_lines(graph.store)
