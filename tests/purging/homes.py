"""A home of the documents with several versions, and how something is withdrawn from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, Store

from peyvand.graph import build as building
from peyvand.graph.history import opened
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.reason import Verdict
from peyvand.graph.versions import Versions
from peyvand.purging.applying import apply
from peyvand.query.writer import write
from peyvand.resources import root
from peyvand.vocabulary.iris import ID
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import Docket, Kind, Outcome, Request, Ruling
from query.registered import FILE, enter
from writing import job

ROW = {"parties": "اراک؛ شیراز", "kind": "خواهرخواندگی", "date": "۱۲ اردیبهشت ۱۴۰۳", **FILE}
ENTERED = "claim/REG-arak-"
GROUND = "the words of the asker"


def with_history(built: Path, home: Path) -> Path:
    """A copy of a home, with versions of every kind after the first; the last three are whole."""
    shutil.copytree(built, home, symlinks=True)
    enter(home, "agreement", ROW, keep=3)
    note(home, "one")
    write(job(home, "rollback", number=2, keep=3))
    build_again(home)
    note(home, "two")
    return home


def build_again(home: Path) -> None:
    """Build the documents once more, without the reasoner.

    That it takes what may be written is seen in ``graph/test_build.py``.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "prove_consistent", lambda quads: Verdict(0, 0, 0))
        building.build(root(), Versions(home), force=True, world=False, keep=3, columns=False)


def note(home: Path, text: str) -> None:
    """Write something that nothing withdrawn has to do with."""
    said = f'INSERT DATA {{ GRAPH <x:notes> {{ <x:{text}> <x:says> "{text}" }} }}'
    write(job(home, text=said, keep=3))


def grant(home: Path, *slugs: str) -> Ruling:
    """Withdraw documents, claims or things; the versions are not made anew yet."""
    what = tuple(f"{ID}{slug}" for slug in slugs)
    journal = Journal(home)
    request = journal.ask(what[0], Kind.REMOVAL, GROUND, "me@example.org")
    return journal.rule(_ruling(request.number, what))


def granted(*slugs: str) -> Docket:
    """The docket of one ruling that withdraws something."""
    what = tuple(f"{ID}{slug}" for slug in slugs)
    request = Request(1, what[0], Kind.REMOVAL, "2026-11-30T09:00:00Z")
    return Docket((request,), (_ruling(1, what),))


def withdraw(home: Path, *slugs: str) -> Versions:
    """Withdraw something, and have all versions made anew."""
    grant(home, *slugs)
    versions = Versions(home)
    apply(versions)
    return versions


def _ruling(number: int, what: tuple[str, ...]) -> Ruling:
    return Ruling(number, Outcome.GRANTED, "editor", "2026-11-30T09:00:00Z", "taken down", what)


def store_of(versions: Versions, number: int | None = None) -> Store:
    """The graph of a version, or of the current one."""
    return opened(versions, versions.get(number) if number else versions.current())


def lines(store: Store) -> set[bytes]:
    """The statements of a graph, but for the report of the comparison with Wikidata."""
    return {line for line in dump_lines(store) if b"graph/report-" not in line}


def texts(some: set[bytes]) -> set[str]:
    """The literals of some statements."""
    return {q.object.value for q in quads(sorted(some)) if isinstance(q.object, Literal)}
