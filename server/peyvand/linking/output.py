"""The files of a merge: links, mappings in SSSOM, explanations, open cases, a summary."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from peyvand import __version__
from peyvand.linking.run import Merge
from peyvand.merge.judge import REVIEW, SAME, Link
from peyvand.model import City

LINK_COLUMNS = ("id", "qid", "decision", "probability", "why")
REVIEW_COLUMNS = ("id", "name", "qid", "candidate", "probability", "why")
_SSSOM_COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label"),
    *("mapping_justification", "confidence", "mapping_tool", "mapping_tool_version", "comment"),
)


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
        # One after the other, so that the explanations of a long list are never held together.
        for link, place in merge.cases():
            said = merge.explanation(link, place)
            rows.writerow(
                (link.left, link.right, link.decision, f"{link.probability:.6f}", said["why"])
            )
            cases.writerows(_open_case(said))
            if link.decision in (SAME, REVIEW) and link.right:
                cells = _mapping(merge, link, place, said["why"])
                sssom.write("\t".join(_cell(cell) for cell in cells) + "\n")
            explanations.write(json.dumps(said, ensure_ascii=False) + "\n")
    summary = json.dumps(merge.summary(), ensure_ascii=False, indent=2) + "\n"
    paths["summary"].write_text(summary, encoding="utf-8", newline="")
    return paths


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
    yield one["id"], one["name"], one["qid"], candidate, chance, one["why"]
    for other in one["others"]:
        reason = "; ".join(part for part in (other["doubt"], other["values"]) if part)
        chance = f"{other['probability']:.6f}"
        yield one["id"], one["name"], other["qid"], other["name"], chance, reason


def _sssom_head(name: str, base: str) -> str:
    prefixes = {
        "list": base or f"https://w3id.org/peyvand/id/list/{name}/",
        "wd": "http://www.wikidata.org/entity/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "semapv": "https://w3id.org/semapv/vocab/",
    }
    head = [
        "#curie_map:",
        *(f"#  {prefix}: {iri}" for prefix, iri in prefixes.items()),
        f"#mapping_set_id: https://w3id.org/peyvand/id/mapping/{name}",
        "#license: https://creativecommons.org/publicdomain/zero/1.0/",
        "\t".join(_SSSOM_COLUMNS),
    ]
    return "\n".join(head) + "\n"


def _mapping(merge: Merge, link: Link, place: City, comment: str) -> tuple[str, ...]:
    record = merge.described.get(link.pair.row) if link.pair else None
    manual = link.why.startswith("decided")
    return (
        f"list:{link.left}",
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


def _cell(text: str) -> str:
    return text.replace("\t", " ").replace("\n", " ")
