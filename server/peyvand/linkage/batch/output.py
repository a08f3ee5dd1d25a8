"""The files of a merge: links, mappings in SSSOM, explanations, open cases, a summary."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

from peyvand import __version__
from peyvand.linkage.batch.run import Merge
from peyvand.linkage.classification import REVIEW, SAME, Link
from peyvand.model import City
from peyvand.sources.wikidata.report import Report

LINK_COLUMNS = ("id", "qid", "decision", "probability", "why")
REVIEW_COLUMNS = ("id", "name", "qid", "candidate", "probability", "why")
_SSSOM_COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label"),
    *("mapping_justification", "confidence", "mapping_tool", "mapping_tool_version", "comment"),
)

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_FORMULA = re.compile(r"[=@+\-](?![\d.,\s|+-]*(?:\([\d.,]+ km\))?$)")


def safe(text: str) -> str:
    """A text as a cell: on one line, and no formula of a spreadsheet."""
    plain = _BREAKS.sub(" ", text)
    return f"'{plain}" if _FORMULA.match(plain) else plain


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
        links, review, sssom, explanations = (
            stack.enter_context(paths[kind].open("w", encoding="utf-8", newline=""))
            for kind in ("links", "review", "sssom", "explanations")
        )
        rows, cases = (csv.writer(file, lineterminator="\n") for file in (links, review))
        rows.writerow(LINK_COLUMNS)
        cases.writerow(REVIEW_COLUMNS)
        sssom.write(_sssom_head(name, base))
        mappings = csv.writer(sssom, delimiter="\t", lineterminator="\n")
        mappings.writerow(_SSSOM_COLUMNS)
        # One after the other, so that the explanations of a long list are never held together.
        for link, place in merge.cases():
            said = merge.explanation(link, place)
            rows.writerow(
                (
                    *(link.left, link.right, link.decision, f"{link.probability:.6f}"),
                    safe(said["why"]),
                )
            )
            cases.writerows(_open_case(said))
            if link.decision in (SAME, REVIEW) and link.right:
                cells = _mapping(merge, link, place, said["why"], "/" if base else "")
                mappings.writerow(_BREAKS.sub(" ", cell) for cell in cells)
            explanations.write(json.dumps(said, ensure_ascii=False) + "\n")
    summary = json.dumps(merge.summary(), ensure_ascii=False, indent=2) + "\n"
    paths["summary"].write_text(summary, encoding="utf-8", newline="")
    return paths


def write_left_out(report: Report, path: Path) -> None:
    """The rows and values that could not be read, with their place and the reason."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("place", "reason", "what"))
        writer.writerows((one.place, one.kind, safe(one.message)) for one in report.problems)


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
    lines += [f"  contradiction: {one}" for one in summary["contradictions"]]
    return "\n".join(lines)


def _open_case(one: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    if one["decision"] != REVIEW:
        return
    values = {row["what"]: row for row in one.get("compared", ())}
    candidate = values["name"]["right"] if values else ""
    chance = f"{one['probability']:.6f}"
    name = safe(one["name"])
    yield one["id"], name, one["qid"], safe(candidate), chance, safe(one["why"])
    for other in one["others"]:
        reason = "; ".join(part for part in (other["doubt"], other["values"]) if part)
        chance = f"{other['probability']:.6f}"
        yield one["id"], name, other["qid"], safe(other["name"]), chance, safe(reason)


def _sssom_head(name: str, base: str) -> str:
    prefixes = {
        "list": base or f"https://w3id.org/peyvand/id/list/{_local(name)}/",
        "wd": "http://www.wikidata.org/entity/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "semapv": "https://w3id.org/semapv/vocab/",
    }
    head = [
        "#curie_map:",
        *(f"#  {prefix}: {iri}" for prefix, iri in prefixes.items()),
        f"#mapping_set_id: https://w3id.org/peyvand/id/mapping/{_local(name)}",
        "#license: https://creativecommons.org/publicdomain/zero/1.0/",
    ]
    return "\n".join(head) + "\n"


def _mapping(merge: Merge, link: Link, place: City, comment: str, kept: str) -> tuple[str, ...]:
    record = merge.described.get(link.pair.row) if link.pair else None
    manual = bool(link.reason and link.reason.by_people)
    return (
        f"list:{_local(link.left, kept)}",
        place.names[0] if place.names else "",
        "skos:exactMatch" if link.decision == SAME else "skos:closeMatch",
        f"wd:{link.right}",
        record.names[0] if record and record.names else "",
        "semapv:ManualMappingCuration" if manual else "semapv:CompositeMatching",
        f"{link.probability:.6f}",
        "peyvand",
        __version__,
        comment,
    )


def _local(text: str, kept: str = "") -> str:
    """A text as the last part of an IRI: whatever is not unreserved is percent-encoded."""
    return quote(text, safe=kept)
