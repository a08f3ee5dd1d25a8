"""The command ``peyvand recognise``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.graph.build import Graph
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions

Run = Callable[..., str]


@pytest.fixture(scope="module")
def home(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    publish_lines(Versions(home), graph.store, dump_lines(graph.store), "build", keep=2)
    return home


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*options: str, status: int = 0) -> str:
        assert main(["recognise", "--home", str(home), *options]) == status
        got = capsys.readouterr()
        return got.err if status else got.out

    return run


def test_without_a_profile_the_profiles_are_listed(run: Run) -> None:
    told = run()
    assert "RGRE, Germany (rgre)" in told
    assert "Source of the rule: https://www.rgre.de/partnerschaft/datenbank/" in told
    assert "تاریخ قاعده: 2020" in run("--language", "fa")
    assert next(one["name"] for one in json.loads(run("--json"))) == "clair"


def test_verdicts_are_told_in_both_languages(run: Run) -> None:
    told = run("--profile", "clair")
    assert "registers: 67. In the field of the rule: 1; perhaps: 1; out of it: 65." in told
    assert "  no data: 2\n" in told
    (line,) = (line for line in told.splitlines() if "isfahan-kyoto" in line)
    assert line.endswith("– It is not on record that the cooperation is in more than one area. "
                         "[Clair-areas]")  # fmt: skip
    persian = run("--profile", "clair", "--language", "fa")
    assert "  بی‌داده: ۲\n" in persian
    assert "isfahan-xian" not in told
    counted = run("--profile", "doc-003", "--city", "Tabriz")
    assert "of Tabriz: 18." in counted
    assert "[agreement/baku-tabriz]: counts\n" in counted


def test_an_explanation_has_all_that_was_found_and_looked_at(run: Run) -> None:
    told = run("--profile", "clair", "--explain", "--city", "کیوتو")
    assert "[Leaders-signed]" in told
    assert "      city/kyoto pv:inCountry country/japan" in told
    assert "[Leaders-signed]" not in run("--profile", "clair", "--city", "کیوتو")


def test_the_field_can_be_left_out(run: Run) -> None:
    told = run("--profile", "rgre", "--criteria-only")
    assert "67. The field of the rule is left out." in told
    assert "  no data: 67\n" in told


def test_json_has_each_agreement_with_its_verdict(run: Run) -> None:
    told = json.loads(run("--profile", "sci", "--json", "--scope", "world"))
    assert told["counts"] == {"met": 0, "not-met": 0, "no-data": 1, "out-of-field": 66}
    assert told["field"] == {"met": 0, "no-data": 1, "out-of-field": 66}
    assert (told["scope"], told["criteria_only"], told["place"]) == ("world", False, None)
    assert len(told["verdicts"]) == 67
    verdict = next(one for one in told["verdicts"] if one["agreement"].endswith("isfahan-kyoto"))
    assert verdict["label"]["en"] == "Agreement of Isfahan and Kyoto"
    assert verdict["findings"][0]["message"]["fa"]


def test_an_unknown_profile_has_near_names(run: Run) -> None:
    told = run("--profile", "claire", status=1)
    assert "no recognition profile named claire" in told
    assert "Near: clair." in told
    assert "official" in run("--profile", "zzz", status=1)
    assert "No city is called" in run("--profile", "sci", "--city", "qqqqq", status=1)
