"""What is kept of registrations that were refused: enough to mend them, nothing that was sent."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from peyvand.graph.versions import Versions
from peyvand.query import writer
from peyvand.query.refusals import FILE, KEPT, MOST_PROBLEMS, Refusals, refusal
from peyvand.query.writes import WriteAnswer
from peyvand.register import agreements
from peyvand.register.fields import EntryKind
from peyvand.register.rows import Problem, RawRow, Severity
from peyvand.vocabulary.iris import thing
from writing import job

FILE_CELLS = {
    "source_number": "secret-number-77",
    "source_date": "2024-05",
    "source_office": "شهرداری اراک / Municipality of Arak",
}
ARAK, BATUMI = thing("city/arak").value, thing("city/batumi").value


@pytest.fixture(scope="module")
def kept(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("kept") / "home", symlinks=True))


@pytest.fixture
def home(kept: Path) -> Path:
    (kept / FILE).unlink(missing_ok=True)
    return kept


def send(home: Path, entry: str = "agreement", **more: Any) -> WriteAnswer:
    rows = tuple(
        RawRow(number, {**FILE_CELLS, **cells})
        for number, cells in enumerate(more.pop("rows"), start=2)
    )
    limits = {"max_term_bytes": 100_000}
    return writer.write(
        job(home, "register", entry=entry, rows=rows, **limits, **{"by": "arak", **more})
    )


def test_a_draft_that_is_refused_is_told_of_without_what_was_sent(home: Path) -> None:
    wrong = {"parties": "Arak; Batumi", "date": "no day at all", "note": "what nobody may read"}
    number = Versions(home).current().number
    assert send(home, rows=[wrong], dry_run=True).refused
    (one,) = Refusals(home).all()
    assert (one.by, one.entry, one.rows, one.about) == ("arak", "agreement", 1, (ARAK, BATUMI))
    assert [(told.code, told.field) for told in one.problems] == [("no-date", "date")]
    text = (home / FILE).read_text(encoding="utf-8")
    for sent in ("no day", "nobody may read", "secret-number"):
        assert sent not in text
    assert Versions(home).current().number == number
    # The same draft once more is the same draft.
    send(home, rows=[wrong], dry_run=True)
    assert len(Refusals(home).all()) == 1


def test_what_breaks_a_rule_is_told_in_the_words_of_the_rule(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that a row may say breaks a shape while its reader is right: so it is made wrong."""
    labelled = agreements.in_both
    monkeypatch.setattr(agreements, "in_both", lambda *names: labelled(*names)[:1] * 2)
    assert send(home, rows=[{"parties": "Arak; Nishapur"}]).refused
    (one,) = Refusals(home).all()
    (told,) = one.problems
    assert (told.code, told.field) == ("rule", "")
    assert "in Persian" in told.said["en"]
    assert told.said["fa"] != told.said["en"]


def test_it_is_forgotten_once_it_is_mended(home: Path) -> None:
    send(home, rows=[{"parties": "Arak; Mashhad", "date": "no day"}])
    send(home, rows=[{"parties": "Arak; Batumi", "date": "no day"}])
    # A dry run mends nothing.
    send(home, rows=[{"parties": "Arak; Mashhad", "date": "2001-05-06"}], dry_run=True)
    assert len(Refusals(home).all()) == 2
    send(home, rows=[{"parties": "Arak; Mashhad", "date": "2001-05-06"}])
    (left,) = Refusals(home).all()
    assert left.about == (ARAK, BATUMI)


def test_a_correction_is_about_what_its_claim_is_about(home: Path) -> None:
    send(home, rows=[{"parties": "Arak; Tehran"}])
    text = f"{thing('claim/arak').value}-"
    lines = (Versions(home).current().path / "patch.rdfp").read_text(encoding="utf-8")
    claim = next(word[1:-1] for line in lines.splitlines() for word in line.split() if text in word)
    wrong = {"claim": claim, "value": "", "reason": "because"}
    send(home, "correction", rows=[wrong])
    about = Refusals(home).all()[0].about
    assert about == (thing("agreement/arak-tehran").value,)


def test_nobody_displaces_what_others_sent_and_nothing_grows_without_end(tmp_path: Path) -> None:
    refusals = Refusals(tmp_path)
    entry = EntryKind.AGREEMENT
    problems = [Problem(row, "date", Severity.VIOLATION, f"code-{row % 50}") for row in range(200)]
    refusals.add(refusal("quiet", entry, (), ("one",), problems))
    for number in range(3 * KEPT):
        refusals.add(refusal("loud", entry, (), (str(number),), problems))
    found = refusals.all()
    assert [one.by for one in found].count("loud") == KEPT
    assert found[0].about == (str(3 * KEPT - 1),)
    assert found[-1].by == "quiet"
    assert len(found[0].problems) == MOST_PROBLEMS
    assert found[0].problems[0].rows == 4
    assert found[0].rows == 200


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"by": 3}]', "{}"])
def test_a_file_that_cannot_be_read_is_no_refusal(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert Refusals(tmp_path).all() == []
    Refusals(tmp_path).add(refusal("arak", EntryKind.PLACE, (), (), ()))
    assert len(json.loads((tmp_path / FILE).read_text())) == 1


def test_free_texts_are_left_out_of_the_words_of_a_rule() -> None:
    rows = [RawRow(2, {"name_en": "The Quiet House", "kind": "meeting", "other": "x"})]
    told = {"said": "«The Quiet House» is a meeting.", "said_fa": "«The Quiet House» نشست است."}
    problem = Problem(2, "", Severity.VIOLATION, "rule", told)
    (one,) = refusal("arak", EntryKind.ACTIVITY, rows, (), [problem]).problems
    assert one.said == {"en": "«…» is a meeting.", "fa": "«…» نشست است."}
