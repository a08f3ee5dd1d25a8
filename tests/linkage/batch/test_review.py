"""What a person is asked of an open case, and the rows that the answers become."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from peyvand.errors import PeyvandError, SourceError
from peyvand.linkage.batch.review import HELP, LAST, judgements, open_cases, walk
from peyvand.linkage.outcomes import Judgement
from peyvand.model import Verdict

COMPARED = [
    {"what": "name", "left": "Qom", "right": "Ghom", "grade": "alike"},
    {"what": "country", "left": "Iran", "right": "Iran", "grade": "the same"},
    {"what": "population", "left": 1200000, "right": None, "grade": "not known"},
    {"what": "distance", "left": "", "right": "", "grade": "not known"},
]
OTHER = {"qid": "Q3", "name": "Qum", "values": "name Qom / Qum"}
CASES = [
    {"id": "a", "name": "Qom", "decision": "same", "qid": "Q1", "why": "", "others": []},
    {"id": "b", "name": "Qom", "decision": "review", "qid": "Q2", "why": "look", "others": [OTHER],
     "compared": COMPARED},
    {"id": "c", "name": "Rey", "decision": "none", "qid": "", "why": "no", "others": []},
    {"id": "d", "name": "Rey", "decision": "review", "qid": "", "why": "open", "others": [OTHER]},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = "".join(json.dumps(case) + "\n" for case in CASES)
    (tmp_path / "explanations.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def answers(*given: str) -> Callable[[str], str]:
    left = list(given)
    return lambda question: left.pop(0)


def decided(path: Path) -> list[tuple[str, str, str]]:
    return [(one.left, one.right, one.judgement) for one in judgements(path)]


def test_only_what_is_for_review_is_asked_about(folder: Path) -> None:
    assert [case["id"] for case in open_cases(folder)] == ["b", "d"]


def test_a_broken_file_is_told_with_its_line(folder: Path) -> None:
    with (folder / "explanations.jsonl").open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    with pytest.raises(SourceError, match=r"explanations\.jsonl:5: not JSON"):
        list(open_cases(folder))
    with pytest.raises(PeyvandError, match="peyvand merge LIST"):
        list(open_cases(folder / "elsewhere"))


def test_each_case_is_shown_with_what_it_may_be(folder: Path) -> None:
    said: list[str] = []
    path = folder / "decisions.csv"
    assert walk(folder, path, "mina", answers("s", "s"), said.append) == 0
    assert said == [
        "\n[1/2] b  Qom",
        "  look",
        "  1  Q2  https://www.wikidata.org/wiki/Q2\n"
        "     name Qom / Ghom (alike); country Iran / Iran (the same); "
        "population 1200000 / - (not known)",
        "  2  Q3  https://www.wikidata.org/wiki/Q3\n     Qum: name Qom / Qum",
        "\n[2/2] d  Rey",
        "  open",
        "  1  Q3  https://www.wikidata.org/wiki/Q3\n     Qum: name Qom / Qum",
        f"\n0 of 2 open cases answered; the answers are in {path}",
    ]
    assert not path.exists()


@pytest.mark.parametrize(
    ("given", "rows"),
    [
        ("1", [("b", "Q2", "same"), ("b", "Q3", "different")]),
        ("2", [("b", "Q2", "different"), ("b", "Q3", "same")]),
        (" N ", [("b", "Q2", "different"), ("b", "Q3", "different")]),
        ("U", [("b", "Q2", "unsure"), ("b", "Q3", "unsure")]),
    ],
)
def test_what_an_answer_means(folder: Path, given: str, rows: list[tuple[str, str, str]]) -> None:
    path = folder / "decisions.csv"
    said: list[str] = []
    ask, ask_why = answers(given, "q"), answers(" on the map ")
    assert walk(folder, path, "mina", ask, said.append, ask_why) == 1
    assert decided(path) == rows
    today = date.today().isoformat()
    assert {(one.by, one.on, one.why) for one in judgements(path)} == {
        ("mina", today, "on the map")
    }
    assert said[-1].startswith("\n1 of 2 open cases answered")


@pytest.mark.parametrize("given", ["0", "3", "-1", "x", "", "1 2", "۱۲"])
def test_what_is_no_answer_is_asked_again(folder: Path, given: str) -> None:
    said: list[str] = []
    path = folder / "decisions.csv"
    assert walk(folder, path, "mina", answers(given, "q"), said.append) == 0
    assert said.count(HELP) == 1
    assert not path.exists()


def test_an_answer_is_kept_before_the_next_question(folder: Path) -> None:
    path = folder / "decisions.csv"

    def ask(question: str) -> str:
        asked.append((question, len(judgements(path))))
        return next(given)

    asked: list[tuple[str, int]] = []
    given = iter(["1", "", "n", "because", "\n"])
    assert walk(folder, path, "mina", ask, lambda line: None, ask) == 2
    assert asked == [
        ("? ", 0), ("why (may be empty): ", 0), ("? ", 2), ("why (may be empty): ", 2),
        (LAST, 3),
    ]  # fmt: skip
    assert decided(path)[2:] == [("d", "Q3", "different")]
    # The columns are named once.
    assert path.read_text(encoding="utf-8").count("judgement") == 1


def test_a_case_is_asked_until_every_item_of_it_is_judged(folder: Path) -> None:
    path = folder / "decisions.csv"
    rows: dict[str, Any] = {"by": "mina", "on": "2026-01-01"}
    head = "left,right,judgement,by,on,why\n"
    one = Judgement("b", "Q2", Verdict.DIFFERENT, **rows)
    path.write_text(f"{head}b,Q2,different,mina,2026-01-01,\n", encoding="utf-8")
    assert judgements(path) == [one]
    said: list[str] = []
    assert walk(folder, path, "mina", answers("s", "q"), said.append) == 0
    assert said[0] == "\n[1/2] b  Qom"
    with path.open("a", encoding="utf-8") as file:
        file.write("b,Q3,unsure,mina,2026-01-01,\n")
    said.clear()
    assert walk(folder, path, "mina", answers("q"), said.append) == 0
    assert said[0] == "\n[1/1] d  Rey"


def test_the_last_answer_is_taken_back(folder: Path) -> None:
    path = folder / "decisions.csv"
    said: list[str] = []
    given = answers("z", "1", "z", "2", "q")
    assert walk(folder, path, "mina", given, said.append) == 1
    assert decided(path) == [("b", "Q2", "different"), ("b", "Q3", "same")]
    assert said.count("there is no answer to take back") == 1
    path.unlink()
    assert walk(folder, path, "mina", answers("1", "z", "q"), said.append) == 0
    assert not path.exists()


def test_the_answer_to_the_last_case_is_taken_back_too(folder: Path) -> None:
    path = folder / "decisions.csv"
    said: list[str] = []
    assert walk(folder, path, "mina", answers("1", "1", "z", "n", " "), said.append) == 2
    assert decided(path)[2:] == [("d", "Q3", "different")]
    assert said.count("\n[2/2] d  Rey") == 2
    path.unlink()
    assert walk(folder, path, "mina", answers("1", "1", "z", "z", "q"), said.append) == 0
    assert not path.exists()


def test_a_walk_whose_input_ends_behind_the_last_case_is_at_its_end(folder: Path) -> None:
    def ask(question: str) -> str:
        if question == LAST:
            raise EOFError
        return "1"

    said: list[str] = []
    assert walk(folder, folder / "decisions.csv", "mina", ask, said.append) == 2
    assert said[-1].startswith("\n2 of 2 open cases answered")


def test_no_answer_of_an_earlier_walk_is_taken_back(folder: Path) -> None:
    path = folder / "decisions.csv"
    walk(folder, path, "mina", answers("1", "q"), lambda line: None)
    before = path.read_bytes()
    walk(folder, path, "mina", answers("z", "q"), lambda line: None)
    assert path.read_bytes() == before


def test_what_is_known_of_an_item_is_shown(folder: Path) -> None:
    known = {"level": "municipality", "place": "34.6400,50.8800", "population": 1200158}
    case = {**CASES[1], "item": known, "others": [{**OTHER, "item": {"country": "Iran"}}]}
    line = json.dumps(case) + "\n"
    (folder / "explanations.jsonl").write_text(line, encoding="utf-8")
    said: list[str] = []
    walk(folder, folder / "decisions.csv", "mina", answers("q"), said.append)
    assert said[2].endswith("\n     level municipality; place 34.6400,50.8800; population 1200158")
    assert said[3].endswith("\n     country Iran")
