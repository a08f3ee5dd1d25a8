"""Walking through the open cases with a person, whose answers become rows of decisions.csv."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from peyvand.errors import PeyvandError, SourceError
from peyvand.linkage.classification import REVIEW
from peyvand.linkage.decisions import Verdicts
from peyvand.linkage.outcomes import Judgement
from peyvand.model import Verdict
from peyvand.sources.lists import DECISION_COLUMNS, read_decisions

HELP = (
    "number: it is that one · n: none of them · u: unsure, leave open · s: skip · "
    "z: take the last answer back · q: stop"
)
LAST = "that was the last case; z: take the last answer back · any other key: end "
_STOP, _BACK = "q", "z"
# What is told of each item that a row may be.
_TOLD = ("level", "country", "place", "population")


def open_cases(folder: Path) -> Iterator[dict[str, Any]]:
    """The explanations of the links that are for review, from the files of a merge."""
    path = folder / "explanations.jsonl"
    try:
        with path.open(encoding="utf-8") as file:
            for line, text in enumerate(file, 1):
                try:
                    case = json.loads(text)
                except ValueError as error:
                    raise SourceError(path, line, f"not JSON: {error}.", "Merge again.") from error
                if case["decision"] == REVIEW:
                    yield case
    except OSError as error:
        raise PeyvandError(
            f"{path}: {error.strerror}.", "Run peyvand merge LIST --records FILE --out DIR first."
        ) from error


def judgements(path: Path) -> list[Judgement]:
    """The decisions of a file, or none if it is not there yet."""
    if not path.exists():
        return []
    return [
        Judgement(left, right, Verdict(judgement), *more)
        for left, right, judgement, *more in read_decisions(path)
    ]


def walk(
    folder: Path,
    decisions: Path,
    by: str,
    ask: Callable[[str], str],
    say: Callable[[str], None],
    ask_why: Callable[[str], str] | None = None,
) -> int:
    """Ask about each open case that no decision reaches yet, and keep every answer at once.

    Args:
        folder: of the merge.
        decisions: the file that answers are appended to.
        by: who answers.
        ask: puts a question and returns the answer, a key or a line.
        say: shows a line.
        ask_why: asks for the reason of an answer; without it none is asked for.

    Returns:
        The number of answered cases.
    """
    verdicts = Verdicts(judgements(decisions))
    cases = [
        case
        for case in open_cases(folder)
        if not all(verdicts.judge(case["id"], qid) for qid, _ in _candidates(case))
    ]
    # Where each answer began in the file, to be taken back to.
    answered: list[tuple[int, int]] = []
    number = 0
    while number < len(cases) or (answered and _taken_back(ask)):
        if number == len(cases):
            number, size = answered.pop()
            _cut(decisions, size)
        case = cases[number]
        candidates = _candidates(case)
        say(f"\n[{number + 1}/{len(cases)}] {case['id']}  {case['name']}")
        say(f"  {case['why']}")
        for index, (qid, text) in enumerate(candidates, 1):
            say(f"  {index}  {qid}  https://www.wikidata.org/wiki/{qid}\n     {text}")
        answer = _answer(case["id"], [qid for qid, _ in candidates], ask, say)
        if answer == _STOP:
            break
        if answer == _BACK:
            if answered:
                number, size = answered.pop()
                _cut(decisions, size)
            else:
                say("there is no answer to take back")
            continue
        if answer:
            reason = ask_why("why (may be empty): ").strip() if ask_why else ""
            today = date.today().isoformat()
            answered.append((number, decisions.stat().st_size if decisions.exists() else 0))
            _append(decisions, [(*row, by, today, reason) for row in answer])
        number += 1
    say(f"\n{len(answered)} of {len(cases)} open cases answered; the answers are in {decisions}")
    return len(answered)


def _candidates(case: dict[str, Any]) -> list[tuple[str, str]]:
    values = "; ".join(
        f"{row['what']} {row['left'] or '-'} / {row['right'] or '-'} ({row['grade']})"
        for row in case.get("compared", ())
        if row["left"] or row["right"]
    )
    likeliest = [(case["qid"], _with(values, case))] if case["qid"] else []
    return likeliest + [
        (other["qid"], _with(f"{other['name']}: {other['values']}", other))
        for other in case["others"]
    ]


def _with(text: str, candidate: dict[str, Any]) -> str:
    """The comparison, and what is known of the item: level, place, population."""
    known = candidate.get("item") or {}
    told = "; ".join(f"{name} {known[name]}" for name in _TOLD if known.get(name))
    return f"{text}\n     {told}" if told else text


def _answer(
    left: str, items: list[str], ask: Callable[[str], str], say: Callable[[str], None]
) -> list[tuple[str, str, Verdict]] | str:
    """The rows that an answer means: none for a skipped case; or what to do instead."""
    while True:
        answer = ask("? ").strip().lower()
        if answer in (_STOP, _BACK):
            return answer
        if answer == "s":
            return []
        if answer == "n":
            return [(left, item, Verdict.DIFFERENT) for item in items]
        if answer == "u":
            return [(left, item, Verdict.UNSURE) for item in items]
        if answer.isdecimal() and 1 <= int(answer) <= len(items):
            chosen = items[int(answer) - 1]
            said = {True: Verdict.SAME, False: Verdict.DIFFERENT}
            return [(left, item, said[item == chosen]) for item in items]
        say(HELP)


def _taken_back(ask: Callable[[str], str]) -> bool:
    """Whether the last answer of the walk is to be taken back; the end of the input is a no."""
    try:
        return ask(LAST).strip().lower() == _BACK
    except EOFError:
        return False


def _cut(path: Path, size: int) -> None:
    """The file as it was before an answer; none where it began with that."""
    if size:
        with path.open("r+b") as file:
            file.truncate(size)
    else:
        path.unlink()


def _append(path: Path, rows: list[tuple[str, ...]]) -> None:
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(DECISION_COLUMNS)
        writer.writerows(rows)
