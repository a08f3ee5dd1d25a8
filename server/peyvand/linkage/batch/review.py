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

HELP = "number: it is that one · n: none of them · u: unsure, leave open · s: skip · q: stop"


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
) -> int:
    """Ask about each open case that no decision reaches yet, and keep every answer at once.

    Args:
        folder: of the merge.
        decisions: the file that answers are appended to.
        by: who answers.
        ask: puts a question and returns the answer.
        say: shows a line.

    Returns:
        The number of answered cases.
    """
    verdicts = Verdicts(judgements(decisions))
    answered = 0
    cases = [
        case
        for case in open_cases(folder)
        if not all(verdicts.judge(case["id"], qid) for qid, _ in _candidates(case))
    ]
    for number, case in enumerate(cases, 1):
        candidates = _candidates(case)
        say(f"\n[{number}/{len(cases)}] {case['id']}  {case['name']}")
        say(f"  {case['why']}")
        for index, (qid, text) in enumerate(candidates, 1):
            say(f"  {index}  {qid}  https://www.wikidata.org/wiki/{qid}\n     {text}")
        rows = _answer(case["id"], [qid for qid, _ in candidates], ask, say)
        if rows is None:
            break
        if rows:
            reason = ask("why (may be empty): ").strip()
            today = date.today().isoformat()
            _append(decisions, [(*row, by, today, reason) for row in rows])
            answered += 1
    say(f"\n{answered} of {len(cases)} open cases answered; the answers are in {decisions}")
    return answered


def _candidates(case: dict[str, Any]) -> list[tuple[str, str]]:
    values = "; ".join(
        f"{row['what']} {row['left']} / {row['right']} ({row['grade']})"
        for row in case.get("compared", ())
    )
    likeliest = [(case["qid"], values)] if case["qid"] else []
    return likeliest + [
        (other["qid"], f"{other['name']}: {other['values']}") for other in case["others"]
    ]


def _answer(
    left: str, items: list[str], ask: Callable[[str], str], say: Callable[[str], None]
) -> list[tuple[str, str, Verdict]] | None:
    """The rows that an answer means; none for a skipped case, None to stop."""
    while True:
        answer = ask("? ").strip().lower()
        if answer == "q":
            return None
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


def _append(path: Path, rows: list[tuple[str, ...]]) -> None:
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(DECISION_COLUMNS)
        writer.writerows(rows)
