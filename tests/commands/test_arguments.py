"""Wrong use of a command is told as such, with exit code 2, before anything is read or written."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from peyvand.cli import main
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two versions of a small graph."""
    versions, store = Versions(tmp_path_factory.mktemp("arguments")), Store()
    for number in range(2):
        thing = NamedNode(f"http://x.example/{number}")
        store.add(Quad(thing, thing, thing))
        publish_lines(versions, store, dump_lines(store), "copy", keep=5)
    return str(versions.home)


OUT = ("--out", "out")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("network", "--top", "-1"), "--top: -1 is less than 0"),
        (("network", "--top", "many"), "--top: 'many' is not a whole number"),
        (("network", "--samples", "-5"), "--samples: -5 is less than 0"),
        (("network", "--version", "0"), "--version: 0 is less than 1"),
        (("merge", "--own", "--version", "0", *OUT), "--version: 0 is less than 1"),
        (("merge", "l.csv", "--reference", "ftp://x", *OUT), "--reference: an address of the web"),
        (("merge", "l.csv", "--reference", "https://x/a b", *OUT), "write %20 for a space"),
        (("compare", "--version", "0", *OUT), "--version: 0 is less than 1"),
        (("compare", "--version", "-1", *OUT), "--version: -1 is less than 1"),
        (("compare", "--reference", "file:///etc/passwd", *OUT), "--reference: an address"),
        (("dump", "--version", "0", *OUT), "--version: 0 is less than 1"),
        (("versions", "--rollback", "0"), "--rollback: 0 is less than 1"),
        (("search", "tabriz", "--limit", "0"), "--limit: 0 is less than 1"),
        # What each action takes would be lost before its name.
        (("members", "--home", "x", "export"), "invalid choice: 'x'"),
        (("import", "--home", "x", "countries"), "invalid choice: 'x'"),
        (("serve", "--port", "65536"), "--port: 65536 is more than 65535"),
        (("serve", "--port", "-1"), "--port: -1 is less than 0"),
    ],
)
def test_an_argument_out_of_its_range_is_wrong_usage(
    arguments: tuple[str, ...], said: str, home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*arguments, "--home", home])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("token", "add"), "token add needs a name"),
        (("token", "add", ""), "token add needs a name"),
        (("token", "revoke"), "token revoke needs a name"),
        (("query",), "query needs a name"),
        (("query", "partners-of-city", "-p", "city"), "-p takes NAME=VALUE, not 'city'"),
        (("network", "--pairs", "none.csv", "--graph", "x"), "--pairs reads a file"),
        (("network", "--pairs", "none.csv", "--version", "1"), "--pairs reads a file"),
        (("network", "--cities", "c.csv"), "--cities describes the cities of --pairs"),
        (("merge", "--own", *OUT), "The graph's cities are the list"),
        (("merge", "--records", "r.csv", *OUT), "There is no list"),
        (("import", "wikidata", "f.json", "--since", "old.nq"), "--since compares files"),
        (("import", "wikidata", "f.json", "--resume", "state"), "--resume goes on with a file"),
        (("import", "wikidata", "f.json", "--properties", "Q1"), "--properties takes numbers"),
        (("import", "wikidata", "http://x.example"), "does not say how old it is"),
        (("import", "wikidata", "http://x.example", "f.json"), "asked alone"),
        (
            ("import", "wikidata", "http://x.example", "--snapshot", "2026", "--items", "P1"),
            "--items takes numbers",
        ),
    ],
)
def test_what_is_missing_or_does_not_go_together_is_wrong_usage(
    arguments: tuple[str, ...],
    said: str,
    home: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, "--home", home]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "→" in error


@pytest.mark.parametrize(
    "arguments",
    [
        ("network", "--version", "7"),
        ("merge", "--own", "--version", "7", "--records", "r.csv", *OUT),
        ("compare", "--version", "7", *OUT),
        ("dump", "--version", "7", *OUT),
        ("versions", "--rollback", "7"),
    ],
)
def test_a_version_that_is_not_there_is_told_in_words_of_the_command_line(
    arguments: tuple[str, ...],
    home: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, "--home", home]) == 1
    error = capsys.readouterr().err
    assert "There is no version 7." in error
    assert "List those there are with: peyvand versions" in error
    assert "GET" not in error
