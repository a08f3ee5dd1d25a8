"""``peyvand withdraw``: requests and rulings from the command line, on a home of the documents."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph

from peyvand.cli import main
from peyvand.graph.build import Graph
from peyvand.graph.history import opened
from peyvand.graph.versions import Versions
from peyvand.vocabulary.iris import ID, iri, thing
from peyvand.withdrawal.journal import Journal
from web.live import publish_documents

Run = Callable[..., tuple[int, str, str]]
REASON = ("--by", "the editor", "--reason", "The source took it down.")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Path:
    folder = tmp_path_factory.mktemp("withdrawing") / "home"
    publish_documents(folder, graph, once)
    return folder


@pytest.fixture
def home(shared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shared, tmp_path / "home", symlinks=True))


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def do(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["withdraw", *arguments, "--home", str(home)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return do


def test_what_was_asked_is_told_and_its_words_by_show_alone(run: Run) -> None:
    ground = ("--ground", "my own words", "--contact", "me@example.org")
    code, out, _ = run("ask", "document/003", *ground)
    assert code == 0
    assert out.startswith("1 · document/003 · removal · open · ")
    code, out, _ = run("ask", f"{ID}document/003", "--ground", "otherwise", "--json")
    assert (code, json.loads(out)["number"], json.loads(out)["first"]) == (0, 1, True)
    run("ask", "agreement/tabriz-wuhan", "--kind", "correction", "--ground", "x")
    code, out, _ = run("list", "--language", "fa")
    assert [line.split(" · ")[:4] for line in out.splitlines()] == [
        ["۱", "document/003", "برداشتن", "باز"],
        ["۲", "agreement/tabriz-wuhan", "تصحیح", "باز"],
    ]
    for arguments in (("list",), ("list", "--json")):
        assert "my own words" not in run(*arguments)[1]
    code, out, _ = run("show", "۱")
    assert "Ground: my own words" in out
    assert "Where to answer you: me@example.org" in out
    assert json.loads(run("show", "1", "--json")[1])["contact"] == "me@example.org"


def test_about_nothing_known_names_that_are_like_it_are_told(run: Run) -> None:
    code, _, err = run("ask", "agreement/tabriz-wuhn", "--ground", "x")
    assert (code, "agreement/tabriz-wuhan" in err) == (1, True)
    for wrong in ("tabriz", "a> <b", "agreement"):
        assert run("ask", wrong, "--ground", "x")[0] == 1
    assert run("ask", "document/003")[0] == 1


def test_a_ruling_says_why_and_on_what(run: Run, home: Path) -> None:
    run("ask", "document/003", "--ground", "x")
    for arguments, code in (
        (("rule", "1", "--granted", "--by", "ed"), 1),
        (("rule", "1", "--granted", "--reason", "x"), 1),
        (("rule", "1", *REASON), 2),
        (("rule", "--refused", *REASON), 2),
        (("rule", "7", "--refused", *REASON), 1),
        (("rule", "1", "--refused", *REASON, "--what", "document/002"), 1),
        (("rule", "1", "--corrected", *REASON), 1),
        (("rule", "1", "--corrected", *REASON, "--corrected-by", "document/001"), 1),
        (("rule", "1", "--granted", *REASON, "--what", "document/0003"), 1),
    ):
        assert run(*arguments)[0] == code, arguments
    assert Journal(home).docket().rulings == ()
    assert run("rule", "1", "--refused", *REASON)[0] == 0
    versions = Versions(home)
    store = opened(versions, versions.current())
    (said,) = store.quads_for_pattern(
        thing("ruling/1"), iri("pv:rulingReason"), None, DefaultGraph()
    )
    assert said.object.value == "The source took it down."  # type: ignore[union-attr]
    corrected = ("--corrected", *REASON, "--corrected-by", "claim/F001-001")
    assert run("rule", "1", *corrected)[0] == 0
    assert run("rule", "1", "--refused", *REASON)[0] == 1


def test_before_a_ruling_is_told_what_would_go_and_what_would_be_said(run: Run, home: Path) -> None:
    run("ask", "document/003", "--ground", "x")
    granted = ("rule", "1", "--granted", *REASON, "--dry-run")
    told = json.loads(run(*granted, "--json")[1])
    assert told["claims"] > 200
    assert {"agreement/tabriz-trabzon", "document/003"} <= {*told["things"]}
    changed = {(one["thing"], one["property"]): one for one in told["changes"]}
    assert changed["agreement/tabriz-wuhan", "pv:signed"]["then"] == []
    called = changed["agreement/tabriz-wuhan", "rdf:type"]
    assert called["was"] == ["pv:FriendshipAgreement"]
    assert "pv:SisterCityAgreement" in called["then"]
    out = run(*granted, "--language", "fa")[1]
    assert "- agreement/tabriz-trabzon" in out
    assert "هیچ" in out
    # Nothing has changed.
    assert Journal(home).docket().rulings == ()
    assert Versions(home).current().number == 1


def test_what_is_granted_is_gone_and_cannot_be_asked_about(run: Run, home: Path) -> None:
    run("ask", "claim/F003-006", "--ground", "x")
    assert run("rule", "1", "--granted", *REASON)[0] == 0
    versions = Versions(home)
    store = opened(versions, versions.current())
    claim = thing("claim/F003-006")
    assert {quad.predicate for quad in store.quads_for_pattern(claim, None, None)} == {
        iri(name) for name in ("rdf:type", "rdfs:label", "pv:isWithdrawnBy", "pv:wasStatedIn")
    } | {iri("pv:stoodAtLine")}
    del store
    code, _, err = run("ask", "claim/F003-006", "--ground", "x")
    assert (code, "withdrawn already" in err) == (1, True)
    assert run("apply")[1] == "Every version is as the rulings say.\n"
    assert json.loads(run("apply", "--json")[1]) == {"remade": []}
