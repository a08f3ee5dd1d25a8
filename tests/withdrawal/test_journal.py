"""The journal of requests: what is entered stays, in order, once, and for its owner alone."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from peyvand.errors import PeyvandError
from peyvand.withdrawal.journal import Journal, public, read, written
from peyvand.withdrawal.list import withdrawn
from peyvand.withdrawal.model import NOTHING, Docket, Kind, Outcome, Request, Ruling

DOCUMENT = "https://w3id.org/peyvand/id/document/003"
CLAIM = "https://w3id.org/peyvand/id/claim/F003-001"


def ruling(number: int, outcome: Outcome = Outcome.GRANTED, *withdraws: str) -> Ruling:
    return Ruling(number, outcome, "the office", "2026-01-02T00:00:00Z", "because", withdraws)


def test_a_home_without_a_journal_withdraws_nothing(tmp_path: Path) -> None:
    assert not withdrawn(tmp_path)
    assert withdrawn(tmp_path).digest == NOTHING
    assert not (tmp_path / "requests").exists()


def test_a_request_is_kept_with_the_words_of_the_asker(tmp_path: Path) -> None:
    asked = Journal(tmp_path).ask(DOCUMENT, Kind.REMOVAL, "متن من", "a@example.org")
    assert asked.number == 1
    assert Journal(tmp_path).docket().requests == (asked,)
    assert asked.public.ground == asked.public.contact == ""


def test_asked_twice_the_first_is_given(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    first = journal.ask(DOCUMENT, Kind.REMOVAL, "one")
    assert journal.ask(DOCUMENT, Kind.REMOVAL, "two") == first
    assert journal.ask(DOCUMENT, Kind.CORRECTION).number == 2
    assert len(journal.docket().requests) == 2


def test_nobody_but_the_owner_may_read_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.ask(DOCUMENT, Kind.REMOVAL)
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.path.parent.stat().st_mode) == 0o700


def test_a_ruling_withdraws_and_changes_the_digest(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.ask(DOCUMENT, Kind.REMOVAL)
    journal.rule(ruling(1, Outcome.GRANTED, DOCUMENT, CLAIM))
    listed = withdrawn(tmp_path)
    assert set(listed.by_iri) == {DOCUMENT, CLAIM}
    assert listed.by_iri[CLAIM].number == 1
    assert listed.digest != NOTHING


def test_a_refusal_withdraws_nothing_and_may_be_ruled_on_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.ask(DOCUMENT, Kind.REMOVAL)
    assert journal.rule(ruling(1, Outcome.REFUSED)).name == "1"
    assert withdrawn(tmp_path).digest == NOTHING
    assert journal.rule(ruling(1, Outcome.GRANTED, DOCUMENT)).name == "1-2"
    with pytest.raises(PeyvandError, match="already"):
        journal.rule(ruling(1, Outcome.REFUSED))


def test_no_ruling_on_a_request_that_nobody_made(tmp_path: Path) -> None:
    with pytest.raises(PeyvandError, match="no request 7"):
        Journal(tmp_path).rule(ruling(7))


def test_the_torn_end_of_an_interrupted_run_is_no_record(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.ask(DOCUMENT, Kind.REMOVAL)
    with journal.path.open("ab") as file:
        file.write(b'{"record": "ruling", "num')
    assert len(journal.docket().requests) == 1
    journal.ask(CLAIM, Kind.REMOVAL)
    assert [request.number for request in Journal(tmp_path).docket().requests] == [1, 2]


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.ask(DOCUMENT, Kind.REMOVAL)
    with journal.path.open("ab") as file:
        file.write(b"[]\n")
    with pytest.raises(PeyvandError, match=r"journal\.jsonl:2"):
        withdrawn(tmp_path)


def test_several_may_ask_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        asked = list(
            pool.map(lambda n: Journal(tmp_path).ask(f"{CLAIM}{n}", Kind.COMMENT), range(40))
        )
    assert {request.number for request in asked} == set(range(1, 41))
    assert len(Journal(tmp_path).docket().requests) == 40


def test_what_is_written_is_read_again() -> None:
    docket = Docket(
        (Request(1, DOCUMENT, Kind.REMOVAL, "2026-01-01T00:00:00Z", "g\nh"),), (ruling(1),)
    )
    assert read(written(docket)) == docket
    assert public(docket).requests[0].ground == ""


def test_journals_are_merged_by_what_was_asked(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.ask(DOCUMENT, Kind.REMOVAL, "private")
    journal.rule(ruling(1, Outcome.REFUSED))
    other = Docket(
        (
            Request(1, CLAIM, Kind.REMOVAL, "2020-01-01T00:00:00Z"),
            Request(2, DOCUMENT, Kind.REMOVAL, "2020-01-02T00:00:00Z"),
        ),
        (ruling(1, Outcome.GRANTED, CLAIM), ruling(2, Outcome.GRANTED, DOCUMENT)),
    )
    merged = journal.merge(other)
    assert [(r.number, r.about, r.ground) for r in merged.requests] == [
        (1, DOCUMENT, "private"),
        (2, CLAIM, ""),
    ]
    assert [(r.name, r.withdraws) for r in merged.rulings] == [
        ("1", ()),
        ("2", (CLAIM,)),
        ("1-2", (DOCUMENT,)),
    ]
    assert journal.merge(other) == journal.merge(public(merged)) == merged
