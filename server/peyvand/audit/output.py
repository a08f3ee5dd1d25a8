"""What is written of an audit: a text for the terminal, JSON, and one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peyvand.audit.model import Audited, Count, Name, Part
from peyvand.audit.names import (
    count_name,
    covered_by,
    days_of,
    gaps_of,
    notes_of,
    part_name,
    readings_of,
    source_of,
    sum_of,
    title_of,
    written,
)
from peyvand.audit.verdicts import Judged, judge
from peyvand.clocks import Clocks
from peyvand.texts import text

COLUMNS = (
    *("total", "document", "holder", "stated", "bound", "unit", "row", "profile", "sources"),
    *("scope", "dating", "count", "perhaps", "documents", "datasets", "gap", "notes", "en", "fa"),
)


def json_of(found: Iterable[Audited], version: int, clocks: Clocks) -> dict[str, Any]:
    """The totals with their counts and queries, as plain values."""
    return {
        "version": version,
        "in_force": clocks.on and str(clocks.on),
        "said_by": clocks.said and str(clocks.said),
        "candidates": clocks.candidates,
        "totals": [_json(judged) for judged in judge(found)],
    }


def _json(judged: Judged) -> dict[str, Any]:
    audited = judged.audited
    total = audited.total
    return {
        "key": total.key,
        "about": _name(total.about),
        "property": total.predicate,
        "unit": total.unit,
        "readings": [*total.readings],
        "is_read": total.is_read,
        "bound": total.bound,
        "holder": audited.holder and _name(audited.holder),
        "document": total.document,
        "lines": [*total.lines],
        "printed": [*total.printed],
        "stated_on": [*total.stated_on],
        "speakers": [_name(speaker) for speaker in total.speakers],
        "period": total.period,
        "scope": total.scope and dict(total.scope.labels),
        "exceptions": total.exceptions and dict(total.exceptions.labels),
        "verdict": judged.verdict,
        "why": [*judged.why],
        "agreeing": [one.key for one in judged.agreeing],
        "differing": [one.key for one in judged.differing],
        "counts": [_count(count) for count in audited.counts],
        "parts": [
            {"name": part.name, "count": part.count, "query": part.query} for part in audited.parts
        ],
    }


def _name(name: Name) -> dict[str, str]:
    return {"iri": name.iri, **name.labels}


def _count(count: Count) -> dict[str, Any]:
    return {
        "profile": count.profile,
        "sources": count.sources,
        "scope": count.scope,
        "dating": count.dating,
        "count": count.count,
        "perhaps": count.perhaps,
        "of": dict(count.parts) if count.parts else None,
        "gaps": [*count.gaps],
        "notes": [*count.notes],
        "query": count.query,
    }


def csv_of(found: Iterable[Audited]) -> str:
    """A row for each count, and for each part that could explain a gap."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for audited in found:
        for row in (*_counts(audited), *map(_part, audited.parts)):
            writer.writerow({**_total(audited), **row})
    return file.getvalue()


def _total(audited: Audited) -> dict[str, Any]:
    total = audited.total
    return {
        "total": total.about.iri,
        "document": total.document,
        "holder": audited.holder.iri if audited.holder else "",
        "stated": _joined(total.readings),
        "bound": total.bound,
        "unit": total.unit,
    }


def _counts(audited: Audited) -> Iterator[dict[str, Any]]:
    for count in audited.counts:
        yield {
            **{"row": "count", "profile": count.profile, "sources": count.sources},
            **{"scope": count.scope, "dating": count.dating, "count": count.count},
            **({"perhaps": count.perhaps} if count.perhaps else {}),
            **(count.parts or {}),
            **{"gap": _joined(count.gaps), "notes": _joined(count.notes)},
            **{tag: count_name(count, audited.total.unit, tag) for tag in ("en", "fa")},
        }


def _part(part: Part) -> dict[str, Any]:
    names = {tag: part_name(part, tag) for tag in ("en", "fa")}
    return {"row": "part", "profile": part.name, "count": part.count, **names}


def _joined(values: Sequence[Any]) -> str:
    return " ".join(map(str, values))


def text_of(found: Iterable[Audited], language: str, clocks: Clocks) -> str:
    """The totals as lines for a terminal, in a language."""
    lines = [text("audit-about", language), *days_of(clocks, language), ""]
    for audited in found:
        lines += [*_lines(audited, language), ""]
    return "\n".join(lines).rstrip()


def _lines(audited: Audited, language: str) -> Iterator[str]:
    total = audited.total
    yield title_of(total, language)
    yield f"  {readings_of(total, language)} · {source_of(total, language)}"
    for name, value in covered_by(audited, language):
        yield f"  {name}: {value}"
    for count in audited.counts:
        number = written(count.count, language)
        gap = text("audit-gap-of", language).format(gap=gaps_of(total, count, language))
        told = [count_name(count, total.unit, language), gap, sum_of(count, language)]
        yield f"  {number:>8}  {'; '.join(filter(None, told))}"
        if notes := notes_of(count, language):
            yield f"  {'':>8}  ({notes})"
    if audited.parts:
        yield f"  {text('audit-parts', language)}"
    for part in audited.parts:
        yield f"  {written(part.count, language):>8}  {part_name(part, language)}"
