"""The commands ``peyvand affinity`` and ``peyvand like``, asked about the documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peyvand.cli import main
from peyvand.graph.build import Graph
from web.live import publish_documents

Run = Callable[..., str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Path:
    home = tmp_path_factory.mktemp("affinity") / "home"
    publish_documents(home, graph, once)
    return home


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*options: str, status: int = 0) -> str:
        assert main([*options, "--home", str(home)]) == status
        got = capsys.readouterr()
        return got.err if status else got.out

    return run


def test_two_cities_are_told_criterion_by_criterion_in_both_languages(run: Run) -> None:
    told = run("affinity", "Tabriz", "Baku")
    assert "Near one another: met: 398 km; at most 500 km" in told
    assert "Alike in size: met: 1.40 times the people; at most 3 times the people" in told
    assert "Neighbouring countries: no data" in told
    assert "line 25" in told.partition("Culture: met")[2].partition("\n")[0]
    assert "History: no data" in told
    persian = run("affinity", "تبریز", "باکو", "--language", "fa")
    assert "نزدیک به یکدیگر: برآورده: ۳۹۸ کیلومتر؛ حداکثر ۵۰۰ کیلومتر" in persian
    assert "سطر ۲۵" in persian
    assert "تاریخ: بی‌داده" in persian


def test_json_has_thresholds_evidence_and_the_query(run: Run) -> None:
    told = json.loads(
        run(
            "affinity",
            "tabriz",
            "baku",
            "--json",
            "--most",
            "distance=300",
            "--criteria",
            "distance,cultural",
        )
    )
    assert told["thresholds"] == {"distance": 300}
    far, culture = told["criteria"]
    assert (far["answer"], far["value"]) == ("not-met", pytest.approx(397.5, abs=1))
    assert culture["ground"] == "stated"
    assert culture["evidence"][0]["line"] == "25"
    assert "city/tabriz" in culture["query"]


def test_cities_that_are_alike_are_told_with_their_links(run: Run) -> None:
    told = run("like", "tehran", "--top", "1")
    assert "Ankara" in told
    assert "activity: none recorded" in told
    assert "success" not in told
    persian = run("like", "tehran", "--top", "1", "--language", "fa")
    assert "فعالیت: چیزی ثبت نشده" in persian
    found = json.loads(run("like", "tehran", "--top", "2", "--json"))
    assert [one["rank"] for one in found["cities"]] == [1, 2]
    first = found["cities"][0]
    assert first["linked"] is True
    assert first["links"]["successes"] is None
    counted = sum(first[answer] for answer in ("met", "not-met", "no-data", "out-of-field"))
    # A dispute counts for nothing.
    assert counted == len(first["criteria"]) - 1


def test_bad_input_leads_to_near_names(run: Run) -> None:
    assert "There are: distance" in run(
        "affinity", "arak", "yazd", "--criteria", "distanc", status=1
    )
    assert "no threshold of distance" in run("like", "arak", "--most", "distance=-1", status=1)
    assert "No city is called qqqq." in run("affinity", "qqqq", "yazd", status=1)
    assert "Name two different cities." in run("affinity", "Yazd", "یزد", status=1)
    assert "No city is called country/iran." in run("like", "country/iran", status=1)
