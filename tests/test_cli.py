"""The command line as its users and their scripts see it."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from needs import needs
from peyvand import cli
from peyvand.cli import main

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(built: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("cli") / "home"
    shutil.copytree(built, path, symlinks=True)
    return str(path)


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    for word in ("build", "check", "query", "serve", "stats", "first steps", "exit codes"):
        assert word in text


@pytest.mark.parametrize("arguments", [[], ["bild"], ["query", "--format", "pdf"]])
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_build_says_when_nothing_changed(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--without-world", "--home", home]) == 0
    assert "Nothing has changed since version 1" in capsys.readouterr().out


def test_build_as_json(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--without-world", "--home", home, "--json"]) == 0
    manifest = json.loads(capsys.readouterr().out)
    assert manifest["version"] == 1
    assert manifest["new"] is False


def test_a_named_question_as_csv(home: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["query", "partners-of-city", "--home", home, "--format", "csv"]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "https://w3id.org/peyvand/id/city/xian" in text


def test_a_question_about_another_city(
    home: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    city = "city=https://w3id.org/peyvand/id/city/tabriz"
    assert main(["query", "partners-of-city", "-p", city, "--home", home]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "city/trabzon" in text
    assert "city/xian" not in text


def test_a_word_of_a_choice(home: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    wanted = ["partners-of-country", "--home", home, "--format", "csv", "-p"]
    assert main(["query", *wanted, "scope=documents"]) == 0
    documents = capfdbinary.readouterr().out.decode()
    assert main(["query", *wanted, 'scope="documents"']) == 0
    assert capfdbinary.readouterr().out.decode() == documents
    assert "country/turkey" in documents


def test_the_list_tells_the_words_of_choices(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--list"]) == 0
    assert "(-p city, scope=documents|datasets|all)" in capsys.readouterr().out
    assert main(["query", "--list", "--json"]) == 0
    listed = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert listed["partners-of-city"]["choices"] == {"scope": ["documents", "datasets", "all"]}


def test_a_question_in_a_file(
    home: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert main(["query", str(path), "--home", home, "--format", "json"]) == 0
    assert json.loads(capfdbinary.readouterr().out) == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "partner-of-city"], "no query named"),
        (["query", "nothing.rq"], "No such file"),
        (["query", "partners-of-city", "-p", "city=isfahan"], "not an RDF term"),
        (["query", "partners-of-city", "-p", "town=pv:x"], "no parameter town"),
        (["query", "partners-of-city", "-p", "scope=elsewhere"], "no choice for scope"),
        (["stats", "--home", "/nowhere/at/all"], "no current graph"),
    ],
)
def test_a_failure_is_1_and_says_what_to_do(
    home: str, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = [] if "--home" in arguments else ["--home", home]
    assert main([*arguments, *where]) == 1
    error = capsys.readouterr().err
    assert words in error
    assert "→" in error


def test_a_malformed_query_has_line_and_column(
    home: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?x\nWHERE { ?x ?y }", encoding="utf-8")
    assert main(["query", str(path), "--home", home]) == 1
    assert "line 2, column" in capsys.readouterr().err


def test_the_list_of_questions_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len([row for row in rows if row["folder"] == "explore"]) >= 35
    assert all(row["title"]["fa"] for row in rows)


def test_stats(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--home", home]) == 0
    text = capsys.readouterr().out
    assert "Claim" in text
    assert main(["stats", "--home", home, "--json"]) == 0


def test_a_reader_that_has_enough_is_no_error(home: str) -> None:
    words = [sys.executable, "-m", "peyvand", "query", "partners-of-city", "--home", home]
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{shlex.join(words)} | head -1"],
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "seen"),
    [
        ({"PYTHONIOENCODING": "ascii"}, "\\u062a\\u0628\\u0631\\u06cc\\u0632"),
        ({"LC_ALL": "C"}, "تبریز"),
        pytest.param(
            {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            "\\u062a",
            marks=needs("ascii-path"),
        ),
    ],
)
def test_persian_is_told_on_any_terminal(home: str, settings: dict[str, str], seen: str) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONIOENCODING"} | settings
    words = [sys.executable, "-m", "peyvand.cli", "search", "Tabriz", "--home", home]
    done = subprocess.run(words, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert seen in done.stdout.decode()


def test_the_one_command_that_is_asked_for_is_loaded_alone() -> None:
    every = _names(cli._parser())
    told = [name for names in cli._COMMANDS.values() for name in names]
    assert sorted(every) == sorted([*told, "serve"])
    for names in cli._COMMANDS.values():
        for name in names:
            assert _names(cli._parser(name)) == list(names)


def _names(parser: argparse.ArgumentParser) -> list[str]:
    (commands,) = (
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    )
    return list(commands.choices)
