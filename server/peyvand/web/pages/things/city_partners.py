"""The partners of a city as a table: their order, what each rests on, and the rows as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from peyvand.texts import text
from peyvand.web.pages.components.as_of import AsOf
from peyvand.web.pages.components.collation import collated
from peyvand.web.pages.components.grouping import without
from peyvand.web.pages.components.sections import Reader, Section, Table
from peyvand.web.pages.components.site import Row
from peyvand.web.pages.components.values import Shown, Term

# By what the partners may be sorted.
SORTS = ("name", "country", "date", "kind")
_COLUMNS = ("partner", "country", "agreement", "kind", "signed", "ended", "lastStated")
# How many claims a row opens to; the others are on the page of the agreement.
_MOST = 12


@dataclass
class Claim:
    """A claim about an agreement, as a row shows it."""

    claim: str
    property: list[Shown]
    printed: str
    reading: list[Shown]
    others: list[Shown]
    certainty: str
    source: list[Shown]
    line: str


@dataclass
class Evidence:
    """What an agreement rests on: so many claims in so many sources, and the first claims."""

    count: int = 0
    sources: int = 0
    claims: list[Claim] = field(default_factory=list)


def ordered(rows: Iterable[dict[str, Any]], by: str, language: str) -> list[dict[str, Any]]:
    """Partners in the order of a column, and within it by name; what is not known is last.

    Args:
        rows: entries of ``web/partners``.
        by: one of ``SORTS``.
        language: of the page, in whose order names stand.
    """
    held = list(rows)

    def shown(row: dict[str, Any]) -> str:
        if by == "country":
            return str(row.get("countryLabel", ""))
        if by == "kind":
            return text(f"kind-{row['kind'].rpartition('#')[2]}", language)
        return str(row.get("signed", "")).lstrip("[{") if by == "date" else row["label"]

    key = collated([name for row in held for name in (shown(row), row["label"])], language)
    return sorted(held, key=lambda row: (not shown(row), key(shown(row)), key(row["label"])))


def partners_table(
    reader: Reader, query: str, rows: Sequence[Row], agreements: Sequence[str]
) -> Table:
    """The rows of the partners for a file and for the editor.

    Args:
        reader: of the page.
        query: that asks for the partners.
        rows: its answer.
        agreements: those that the page shows, in their order.
    """
    place = {iri: number for number, iri in enumerate(agreements)}
    shown = [row for row in rows if row["agreement"].value in place]
    shown.sort(key=lambda row: place[row["agreement"].value])
    left = {row["agreement"].value: None for row in rows if row["agreement"].value not in place}
    part = Section("partners", query, _COLUMNS, ("agreement",), most=len(rows))
    return reader.table(part, query, shown, without("agreement", list(left)))


def evidence(rows: Iterable[Row], asked: AsOf, reader: Reader) -> dict[str, Evidence]:
    """What each agreement rests on.

    Args:
        rows: of ``web/partners-evidence``.
        asked: the days that the page is asked for; what had not been said by then is left out.
        reader: of the page.
    """
    claims: dict[tuple[str, str], dict[str, dict[Term, None]]] = {}
    for row in rows:
        entry = claims.setdefault((row["agreement"].value, row["claim"].value), {})
        for name, term in row.items():
            entry.setdefault(name, {})[term] = None
    if asked.clocks.said:
        said = asked.look.claims({claim for _, claim in claims})
        claims = {key: entry for key, entry in claims.items() if said[key[1]].stands}
    found: dict[str, Evidence] = {}
    sources: dict[str, set[Term]] = {}
    kept = []
    for (agreement, claim), entry in claims.items():
        told = found.setdefault(agreement, Evidence())
        told.count += 1
        sources.setdefault(agreement, set()).update(entry["source"])
        if told.count <= _MOST:
            kept.append((told, claim, entry))
    reader.learn(term for _, _, entry in kept for terms in entry.values() for term in terms)
    for agreement, told in found.items():
        told.sources = len(sources[agreement])
    for told, claim, entry in kept:
        told.claims.append(_claim(claim, entry, reader))
    return found


def _claim(iri: str, entry: dict[str, dict[Term, None]], reader: Reader) -> Claim:
    def shown(name: str) -> list[Shown]:
        return reader.shown(list(entry.get(name, {})))

    reading = entry.get("reading", {})
    return Claim(
        iri,
        shown("property"),
        next((term.value for term in entry.get("printed", {})), ""),
        shown("reading"),
        reader.shown([term for term in entry.get("candidate", {}) if term not in reading]),
        next((term.value.rpartition("/")[2] for term in entry.get("certainty", {})), ""),
        shown("source"),
        next((term.value for term in entry.get("line", {})), ""),
    )
