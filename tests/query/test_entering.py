"""Rows from the request to the next version: what is derived from them, and what asks for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from peyvand.cli import main
from peyvand.errors import Forbidden
from peyvand.graph.history import opened
from peyvand.graph.versions import Versions
from peyvand.query.writer import write
from peyvand.query.writes import WriteAnswer
from peyvand.register import agreements
from peyvand.register.rows import RawRow
from peyvand.sources.catalogue import read_query
from peyvand.vocabulary.graphs import register
from peyvand.vocabulary.iris import iri, thing
from writing import job

ROW = {
    "parties": "اراک؛ شیراز",
    "kind": "خواهرخواندگی",
    "date": "۱۲ اردیبهشت ۱۴۰۳",
    "source_number": "123",
    "source_date": "۱۵ اردیبهشت ۱۴۰۳",
    "source_office": "شهرداری اراک / Municipality of Arak",
}
AGREEMENT = thing("agreement/arak-shiraz")


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home", symlinks=True))


def enter(home: Path, *rows: dict[str, str], **more: Any) -> WriteAnswer:
    given = {"by": "arak", "entry": "agreement", "max_term_bytes": 10_000, **more}
    numbered = tuple(RawRow(number, cells) for number, cells in enumerate(rows, start=2))
    return write(job(home, "register", rows=numbered, **given))


def current(home: Path) -> Store:
    versions = Versions(home)
    return opened(versions, versions.current())


def values(store: Store, subject: NamedNode, prop: str) -> set[str]:
    found = store.quads_for_pattern(subject, iri(prop), None, None)
    return {getattr(quad.object, "value", "").rpartition("/")[2] for quad in found}


def asked(store: Store, sources: Path, name: str) -> Iterator[tuple[str, ...]]:
    query = read_query(sources / "queries" / f"{name}.rq", name.partition("/")[0])
    found = store.query(query.bound())
    assert isinstance(found, QuerySolutions)
    for row in found:
        yield tuple(value.value if value is not None else "" for value in row)


def test_an_entered_agreement_joins_the_network(home: Path, sources: Path) -> None:
    before = len(list(asked(current(home), sources, "explore/domestic-pairs")))
    done = enter(home, ROW)
    assert (done.version, done.refused) == (2, False)
    assert [(one.row, one.about) for one in done.entered] == [(2, AGREEMENT.value)]
    store = current(home)
    assert values(store, AGREEMENT, "pv:hasScope") == {"domestic"}
    assert values(store, AGREEMENT, "pv:signed") == {"2024-05-01"}
    assert values(store, AGREEMENT, "pv:earliestDate") == {"2024-05-01"}
    stage = thing("stage/arak-shiraz-signed")
    assert values(store, stage, "pv:isStageOf") == {"arak-shiraz"}
    assert values(store, stage, "pv:date") == {"2024-05-01"}
    arak = thing("city/arak")
    assert "shiraz" in values(store, arak, "pv:isLinkedWith")
    assert values(store, arak, "pv:foreignPartnerCountInDocuments") == {"4"}
    assert values(store, arak, "pv:domesticPartnerCountInDocuments") == {"1"}
    assert len(list(asked(store, sources, "explore/domestic-pairs"))) == before + 1
    assert list(asked(store, sources, "check/unexplained-statements")) == []


def test_a_dry_run_tells_the_claims_and_what_follows_and_writes_nothing(home: Path) -> None:
    done = enter(home, ROW, dry_run=True)
    assert (done.version, Versions(home).current().number) == (1, 1)
    graph = f" {register('arak')} ."
    assert done.claims
    assert all(line.rstrip().endswith(graph) for line in done.claims)
    assert any("hasScope" in line for line in done.derived)
    assert not set(done.claims) & set(done.derived)
    assert {row["code"] for row in done.rows} == {"new-thing", "wanted", "entered"}


def test_a_wrong_row_keeps_the_others_from_being_written(home: Path) -> None:
    rows = (ROW, ROW | {"parties": "Arak"})
    done = enter(home, *rows)
    assert (done.version, done.refused, done.entered) == (1, True, ())
    assert {row["row"] for row in done.rows if row["severity"] == "violation"} == {3}
    done = enter(home, *rows, accept_good=True)
    assert (done.version, done.refused) == (2, False)
    assert [one.row for one in done.entered] == [2]


def test_what_breaks_a_shape_is_told_by_its_row_and_left_out(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that a row may say breaks a shape while its reader is right: so it is made wrong."""
    labelled = agreements.in_both

    def of_one_language(english: str, persian: str) -> tuple[Literal, ...]:
        found = labelled(english, persian)
        return (found[0], found[0]) if "Tabriz" in english else found

    monkeypatch.setattr(agreements, "in_both", of_one_language)
    rows = (ROW, ROW | {"parties": "Arak; Tabriz"}, ROW | {"parties": "Arak; Yazd"})
    done = enter(home, *rows)
    assert (done.version, done.refused) == (1, True)
    (broken,) = [row for row in done.rows if row["severity"] == "violation"]
    assert (broken["row"], broken["code"]) == (3, "rule")
    assert "label in English and one in Persian" in broken["message"]["en"]
    done = enter(home, *rows, accept_good=True)
    assert (done.version, [one.row for one in done.entered]) == (2, [2, 4])
    assert values(current(home), thing("agreement/arak-tabriz"), "pv:hasParty") == set()


def test_a_correction_takes_the_place_of_its_reading(home: Path) -> None:
    enter(home, ROW)
    store = current(home)
    claim = next(
        quad.subject.value.rpartition("/")[2]
        for quad in store.quads_for_pattern(None, iri("pv:about"), AGREEMENT, register("arak"))
        if values(store, quad.subject, "pv:property") == {"ns#signed"}  # type: ignore[arg-type]
    )
    del store
    source = {name: text for name, text in ROW.items() if name.startswith("source")}
    row = source | {"claim": claim, "value": "۱۳ اردیبهشت ۱۴۰۳", "reason": "در نامه چنین است"}
    done = enter(home, row, entry="correction")
    assert done.entered
    store = current(home)
    assert values(store, AGREEMENT, "pv:signed") == {"2024-05-02"}
    assert values(store, thing("stage/arak-shiraz-signed"), "pv:date") == {"2024-05-02"}
    assert values(store, thing(f"claim/{claim}"), "pv:reading") == {"2024-05-01"}


def test_a_token_of_another_city_is_refused(home: Path) -> None:
    rights = {
        "by": "isfahan",
        "role": "enter",
        "rights": (register("isfahan").value,),
        "about": ("city/isfahan",),
    }
    with pytest.raises(Forbidden):
        enter(home, ROW | {"parties": "Arak; Batumi"}, **rights)
    assert Versions(home).current().number == 1
    assert enter(home, ROW | {"parties": "Isfahan; Arak"}, **rights).entered


def test_a_value_beside_a_known_one_stays_in_its_register(home: Path) -> None:
    before = values(current(home), thing("city/tabriz"), "pv:coordinates")
    source = {name: text for name, text in ROW.items() if name.startswith("source")}
    row = source | {"place": "Tabriz", "coordinates": "38.5, 46.2"}
    assert enter(home, row, entry="place").entered
    assert values(current(home), thing("city/tabriz"), "pv:coordinates") == before


def test_a_build_gives_the_graph_that_entering_gave(home: Path) -> None:
    source = {name: text for name, text in ROW.items() if name.startswith("source")}
    whole = ROW | {
        "other_parties": "UNESCO",
        "signatures": "Arak: علی رضایی / Ali Rezaei, شهردار اراک / Mayor of Arak",
        "approvals": "شورای اراک / Council of Arak, 1402",
        "purpose": "صلح",
        "areas": "arts",
        "grounds": "same name; history",
    }
    signed = ROW | {"parties": "Arak; Sari", "signatures": "Arak: علی رضایی / Ali Rezaei"}
    assert enter(home, whole, ROW | {"parties": "Arak; Batumi"}, signed).entered
    place = source | {"place": "Tabriz", "coordinates": "38.5, 46.2", "other_names": "Tauris"}
    new = source | {"name_en": "Khansar", "name_fa": "خوانسار", "kind": "city", "country": "Iran"}
    assert enter(home, place, new, entry="place").entered
    activity = source | {
        "name_en": "Talk",
        "name_fa": "گفتگو",
        "agreement": "agreement/arak-shiraz",
    }
    assert enter(home, activity, entry="activity").entered
    said = source | {"about": "Arak", "statement": "good", "speaker": "person/ali-rezaei"}
    assert enter(home, said, entry="statement").entered
    correction = source | {"claim": "arak-1", "value": "friendship", "reason": "x"}
    assert enter(home, correction, entry="correction").entered
    # What was entered in a row is taken back with all that followed from it.
    back = {"claim": "agreement/arak-sari", "reason": "x"}
    assert enter(home, back, entry="retraction").entered
    entered = set(current(home))
    assert main(["build", "--without-world", "--force", "--home", str(home)]) == 0
    assert Versions(home).current().number == 8
    assert set(current(home)) == entered
