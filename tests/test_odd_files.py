"""No file makes a command fall over: each is read, or refused in one sentence with a hint."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from peyvand.cli import main

HEAD = "id,name,country,lat,lon,population\n"
GOOD = HEAD + "1,Tabriz,Iran,38.08,46.28,1500000\n2,Yazd,Iran,31.9,54.4,500000\n"
RECORD = json.dumps(
    {"qid": "Q80053", "labels": {"en": "Tabriz"}, "country": "Iran", "lat": 38.07, "lon": 46.3}
)


def _zip(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(name, "x")
    return file.getvalue()


CONTENTS: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n \n\t\n",
    "mark": b"\xef\xbb\xbf",
    "zeros": b"\0" * 100,
    "noise": bytes(range(256)) * 20,
    "utf16": GOOD.encode("utf-16"),
    "utf16-odd": GOOD.encode("utf-16")[:-1],
    "utf32": GOOD.encode("utf-32"),
    "header": HEAD.encode(),
    "no-header": GOOD.partition("\n")[2].encode(),
    "sheet": _zip("xl/workbook.xml"),
    "zip": _zip("list.csv"),
    "zip-cut": _zip("xl/workbook.xml")[:40],
    "old-sheet": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "html": b"<!DOCTYPE html><html><body>429</body></html>",
    "xml": b"<?xml version='1.0'?><a><b/></a>",
    "geojson": b'{"type":"FeatureCollection","features":[]}',
    "numbers": b"[1,2,3]",
    "deep": b"[" * 200_000,
    "deep-objects": b'{"a":' * 100_000,
    "big-number": b'{"qid":"Q1","labels":{"en":"X"},"population":' + b"9" * 6000 + b"}\n",
    "wrong-types": b'{"qid":7,"labels":"x","aliases":5,"lat":"x","lon":[],"population":{}}\n' * 2,
    "gzip-cut": gzip.compress(GOOD.encode() * 500)[:60],
    "gzip-false": b"\x1f\x8b" + b"no gzip" * 9,
    "gzip-of-nothing": gzip.compress(b""),
    "bzip2-cut": bz2.compress(GOOD.encode() * 500)[:80],
    "large-cell": (HEAD + "1," + "x" * 200_000 + ",Iran,1,2,3\n").encode(),
    "open-quote": (HEAD + '1,"Tabriz,Iran,1,2,3\n2,Yazd,Iran,1,2,3\n').encode(),
    "ragged": (HEAD + "1\n2,Yazd,Iran,1,2,3,4,5\n").encode(),
    "returns": GOOD.replace("\n", "\r").encode(),
    "population": (HEAD + "1,A,Iran,nan,inf,inf\n2,B,Iran,1e999,1,1e999999999\n").encode(),
    "same-columns": b"name,name,lat,lat,lon\nA,B,1,2,3\n",
    "turtle-cut": b'@prefix a: <http://a/> .\na:b a:c "unend',
    "not-utf8": b"name\n\xff\xfe\x81\n",
}
RUNS: dict[str, Callable[[str, Path], list[str]]] = {
    "merge list": lambda odd, at: ["merge", odd, "--records", f"{at}/r.jsonl"],
    "merge records": lambda odd, at: ["merge", f"{at}/l.csv", "--records", odd],
    "merge decisions": lambda odd, at: [
        *("merge", f"{at}/l.csv", "--records", f"{at}/r.jsonl", "--decisions", odd)
    ],
    "import": lambda odd, at: ["import", "wikidata", odd, "--snapshot", "2026", "--out", f"{at}/o"],
    "import resume": lambda odd, at: [
        *("import", "wikidata", f"{at}/e.json", "--snapshot", "2026", "--out", f"{at}/o"),
        *("--resume", odd),
    ],
    "import since": lambda odd, at: [
        *("import", "wikidata", f"{at}/e.json", "--snapshot", "2026", "--out", f"{at}/o"),
        *("--since", odd, "--changes", f"{at}/changes.nq"),
    ],
    "network pairs": lambda odd, at: ["network", "--pairs", odd],
    "network cities": lambda odd, at: ["network", "--pairs", f"{at}/p.csv", "--cities", odd],
    "restore": lambda odd, at: ["restore", odd, "--home", f"{at}/home"],
    "query": lambda odd, at: ["query", odd, "--home", f"{at}/home"],
}

# The commands that read what people bring; the files of the others are our own.
EVERY = ("merge list", "merge records", "merge decisions", "import", "network pairs")
FEW = ("empty", "zeros", "noise", "utf16", "deep", "big-number", "gzip-cut", "html")


@pytest.fixture
def told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[[list[str]], tuple[int, str]]:
    (tmp_path / "l.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "r.jsonl").write_text(RECORD + "\n", encoding="utf-8")
    (tmp_path / "p.csv").write_text("one,other\nQ1,Q2\n", encoding="utf-8")
    entity = {"type": "item", "id": "Q1", "labels": {}, "claims": {}}
    (tmp_path / "e.json").write_text(json.dumps(entity), encoding="utf-8")

    def run(arguments: list[str]) -> tuple[int, str]:
        if arguments[0] == "merge" and "--out" not in arguments:
            arguments = [*arguments, "--out", str(tmp_path / "out"), "--gazetteer", "none"]
        code = main(arguments)
        return code, capsys.readouterr().err

    return run


def fits(code: int, err: str) -> bool:
    """Whether an answer is one sentence with a hint, or a run that says what it left out."""
    if code == 1:
        return err.rstrip().splitlines()[-2].startswith("peyvand: ") and "\n  → " in err
    return code in (0, 3)


@pytest.mark.slow
@pytest.mark.parametrize("command", RUNS)
def test_no_content_makes_a_command_fall_over(
    command: str, tmp_path: Path, told: Callable[[list[str]], tuple[int, str]]
) -> None:
    wrong = {}
    ending = {"query": ".rq", "import": ".json", "merge records": ".jsonl"}.get(command, ".csv")
    for name in CONTENTS if command in EVERY else FEW:
        odd = tmp_path / f"{name}{ending}"
        odd.write_bytes(CONTENTS[name])
        code, err = told(RUNS[command](str(odd), tmp_path))
        if not fits(code, err):
            wrong[odd.name] = (code, err[-300:])
    assert wrong == {}


@pytest.mark.parametrize("command", RUNS)
def test_what_is_no_file_is_refused(
    command: str, tmp_path: Path, told: Callable[[list[str]], tuple[int, str]]
) -> None:
    (tmp_path / "folder.rq").mkdir()
    (tmp_path / "loop.rq").symlink_to(tmp_path / "loop.rq")
    for name in ("folder.rq", "loop.rq", "missing.rq", "l.csv/below.rq", "x" * 300 + ".rq"):
        if command == "import resume" and name in ("missing.rq", "loop.rq"):
            continue  # a state that is not there yet is begun
        code, err = told(RUNS[command](str(tmp_path / name), tmp_path))
        assert (code, name) == (1, name)
        assert fits(code, err), (name, err)


@pytest.mark.parametrize(
    "run",
    [
        ["merge", "AT/l.csv", "--records", "AT/r.jsonl", "--out", "AT/l.csv"],
        ["merge", "AT/l.csv", "--records", "AT/r.jsonl", "--out", "AT/l.csv/below"],
        ["merge", "review", "--out", "AT/nowhere"],
        ["import", "wikidata", "AT/e.json", "--snapshot", "2026", "--out", "AT/l.csv/below"],
        ["import", "wikidata", "AT/e.json", "--snapshot", "2026", "--out", "AT"],
        ["import", "wikidata", "AT/e.json", "--snapshot", "2026-13", "--out", "AT/o"],
        ["network", "--pairs", "AT/p.csv", "--out", "AT/l.csv"],
        ["stats", "--home", "AT/l.csv"],
        ["query", "partners-of-city", "--home", "AT/l.csv"],
        ["search", "Tabriz", "--home", "AT/l.csv"],
        ["dump", "--out", "AT/dump", "--home", "AT/l.csv"],
        ["backup", "AT/b.tar.gz", "--home", "AT/l.csv"],
        ["versions", "--home", "AT/l.csv"],
        ["token", "list", "--home", "AT/l.csv"],
        ["token", "add", "x", "--home", "AT/l.csv"],
        ["compare", "--out", "AT/c", "--home", "AT/l.csv"],
    ],
    ids=lambda run: " ".join(run),
)
def test_a_place_that_cannot_be_used_is_refused(
    run: list[str], tmp_path: Path, told: Callable[[list[str]], tuple[int, str]]
) -> None:
    code, err = told([part.replace("AT", str(tmp_path)) for part in run])
    assert code == 1
    assert fits(code, err), err


def test_a_query_in_utf16_is_read(
    tmp_path: Path, told: Callable[[list[str]], tuple[int, str]]
) -> None:
    path = tmp_path / "q.rq"
    path.write_text("ASK {}", encoding="utf-16")
    code, err = told(["query", str(path), "--home", str(tmp_path / "home")])
    # It comes as far as to miss the graph.
    assert code == 1
    assert "build" in err
