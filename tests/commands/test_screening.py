"""The commands about choosing a partner, on a home of the documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from peyvand.cli import main
from peyvand.graph.build import Graph
from web.live import publish_documents


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Path:
    folder = tmp_path_factory.mktemp("screening") / "home"
    publish_documents(folder, graph, once)
    return folder


def answer(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    capsys.readouterr()
    assert main([*arguments, "--home", str(home)]) == 0
    return capsys.readouterr().out.splitlines()


def test_readiness_tells_value_and_source_or_that_there_is_no_data(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tehran = answer(home, capsys, "readiness", "Tehran")
    assert "size of the population · 8693706  (document/wikidata-2022-01-09)" in tehran
    officials = "access to officials · easier contact with senior officials, Iranian and foreign"
    assert f"{officials}  (document/001:846)" in tehran
    assert not any("no data" in line for line in tehran)
    arak = answer(home, capsys, "readiness", "اراک", "--language", "fa")
    assert "دسترسی به مقامات · بی‌داده" in arak


def test_readiness_is_told_to_programs(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads("\n".join(answer(home, capsys, "readiness", "city/tabriz", "--json")))
    assert told["question"] == "readiness"
    stated = {row["valueEn"]: row["line"] for row in told["rows"] if row.get("line") == "21"}
    assert "its place at a crossroads, as a hub of the region" in stated
    missing = [row for row in told["rows"] if row["valueEn"] == "no data"]
    assert missing
    assert not any("source" in row for row in missing)


def test_a_city_that_is_not_known_is_told_with_near_names(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, near in (("Tehrn", "city/tehran (Tehran"), ("Xqzvk", "peyvand search")):
        assert main(["readiness", name, "--home", str(home)]) == 1
        error = capsys.readouterr().err
        assert f"No city is called {name}." in error
        assert near in error


def test_matches_are_of_the_city_and_of_the_day_that_are_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    every = answer(home, capsys, "matches")
    assert len(every) == 8
    assert answer(home, capsys, "matches", "--city", "Ankara", "--on", "1405/01/01") == every
    assert answer(home, capsys, "matches", "--city", "Arak") == []
    with pytest.raises(SystemExit):
        main(["matches", "--on", "tomorrow", "--home", str(home)])
    assert "is no day" in capsys.readouterr().err


def test_the_checklist_of_document_002_has_its_items_and_grounds(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checklist, *items, nothing = filter(None, answer(home, capsys, "screening"))
    assert checklist == "Conditions of a link between cities · version 1"
    assert [line.split(" · ")[1].rpartition("  (")[0] for line in items] == [
        "beliefs",
        "the constitution",
        "law and rules",
        "criteria of a UNESCO commission",
    ]
    assert [line.rpartition("(")[2] for line in items] == [
        f"document/002:{line})" for line in (6, 6, 7, 7)
    ]
    assert nothing == "Nothing is on record that is screened by a checklist."


def test_what_is_not_screened_is_told_and_what_is_unknown_is_an_error(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = answer(home, capsys, "screening", "agreement/arak-batumi", "--language", "fa")
    assert told == ["تصمیمی با فهرست بازبینی دربارهٔ آن ثبت نشده است."]
    assert main(["screening", "agreement/arak-batum", "--home", str(home)]) == 1
    assert "is screened, or known" in capsys.readouterr().err
