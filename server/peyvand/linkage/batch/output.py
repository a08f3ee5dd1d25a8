"""The files of a merge: links, mappings in SSSOM, explanations, open cases, a summary."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from peyvand.exports import sssom
from peyvand.exports.cells import probability_shown, safe
from peyvand.linkage.batch.advice import Advice, advice_text, bare_text
from peyvand.linkage.batch.run import Merge
from peyvand.linkage.classification import REVIEW, SAME, Link
from peyvand.model import City
from peyvand.sources.wikidata.report import Report

LINK_COLUMNS = ("id", "qid", "decision", "probability", "why")
REVIEW_COLUMNS = ("id", "name", "qid", "candidate", "probability", "why")


def write_merge(merge: Merge, folder: Path, name: str, base: str = "") -> dict[str, Path]:
    """Write all files of a merge.

    Args:
        merge: the outcome.
        folder: made if it is not there; files of an earlier run are replaced.
        name: of the list, for the identifiers of its rows in SSSOM.
        base: what these begin with, if they are known by another IRI than one of the list.

    Returns:
        The files by what they hold.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {
        "links": folder / "links.csv",
        "review": folder / "review.csv",
        "sssom": folder / "links.sssom.tsv",
        "explanations": folder / "explanations.jsonl",
        "summary": folder / "summary.json",
    }
    with ExitStack() as stack:
        links, review, mapped, explanations = (
            stack.enter_context(paths[kind].open("w", encoding="utf-8", newline=""))
            for kind in ("links", "review", "sssom", "explanations")
        )
        rows, cases = (csv.writer(file, lineterminator="\n") for file in (links, review))
        rows.writerow(LINK_COLUMNS)
        cases.writerow(REVIEW_COLUMNS)
        mapped.write(sssom.head(name, base))
        mappings = csv.writer(mapped, delimiter="\t", lineterminator="\n")
        mappings.writerow(sssom.COLUMNS)
        # One after the other, so that the explanations of a long list are never held together.
        for link, place in merge.cases():
            said = merge.explanation(link, place)
            rows.writerow(
                (
                    *(link.left, link.right, link.decision, probability_shown(link.probability)),
                    safe(said["why"]),
                )
            )
            cases.writerows(_open_case(said))
            if link.decision in (SAME, REVIEW) and link.right:
                mapping = _mapping(merge, link, place, said["why"])
                mappings.writerow(sssom.row(mapping, paths=bool(base)))
            explanations.write(json.dumps(said, ensure_ascii=False) + "\n")
    summary = json.dumps(merge.summary(), ensure_ascii=False, indent=2) + "\n"
    paths["summary"].write_text(summary, encoding="utf-8", newline="")
    return paths


def write_left_out(report: Report, path: Path) -> None:
    """The rows and values that could not be read, with their place and the reason."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("place", "reason", "what"))
        writer.writerows(
            (problem.place, problem.kind, safe(problem.message)) for problem in report.problems
        )


def summary_text(summary: dict[str, Any]) -> str:
    """The summary for a terminal."""
    lines = [
        f"{summary['places']:,} places against {summary['items']:,} items",
        f"  same    {summary['same']:>8,}",
        f"  review  {summary['review']:>8,}",
        *(f"            {count:>6,}  {why}" for why, count in summary["review_because"].items()),
        f"  none    {summary['none']:>8,}",
    ]
    if summary["decided_by_people"]:
        lines.append(f"  by people's decisions: {summary['decided_by_people']:,}")
    lines += [f"  {advice_text(Advice(**one))}" for one in summary["advice"]]
    if summary["bare_records"]:
        lines.append(f"  {bare_text(summary['bare_records'])}")
    lines += [f"  contradiction: {contradiction}" for contradiction in summary["contradictions"]]
    return "\n".join(lines)


def _open_case(case: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    if case["decision"] != REVIEW:
        return
    values = {row["what"]: row for row in case.get("compared", ())}
    candidate = values["name"]["right"] if values else ""
    chance = probability_shown(case["probability"])
    name = safe(case["name"])
    yield case["id"], name, case["qid"], safe(candidate), chance, safe(case["why"])
    for other in case["others"]:
        reason = "; ".join(part for part in (other["doubt"], other["values"]) if part)
        chance = probability_shown(other["probability"])
        yield case["id"], name, other["qid"], safe(other["name"]), chance, safe(reason)


def _mapping(merge: Merge, link: Link, place: City, comment: str) -> sssom.Mapping:
    record = merge.described.get(link.pair.row) if link.pair else None
    return sssom.Mapping(
        subject=link.left,
        subject_label=place.names[0] if place.names else "",
        item=link.right,
        item_label=record.names[0] if record and record.names else "",
        exact=link.decision == SAME,
        by_person=bool(link.reason and link.reason.by_people),
        confidence=link.probability,
        comment=comment,
    )
