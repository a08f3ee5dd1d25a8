"""Totals beside counts: which counts are made, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from peyvand.audit.model import ANY, Audited, Cell, Count, Name, Part, Sources, Total, Unit
from peyvand.audit.totals import Ask, Row, read_totals
from peyvand.monitor.counting import behind, counted
from peyvand.sources.catalogue import own
from peyvand.sources.dates import bounds
from peyvand.vocabulary.iris import iri

# The variables of the list of agreements that tell them apart.
_BY = ("source", "said", "scope", "kind", "dating", "standing")
# Which of them a set of sources is.
_OF_SOURCES: Mapping[Sources, Mapping[str, str]] = {
    Sources.SAID: {"said": "said"},
    Sources.DOCUMENTS: {"source": "documents"},
    Sources.ALL: {},
    Sources.STATED: {"standing": "stated"},
}
_SCOPES = (ANY, "international", "domestic", "unresolved")
# By a rule of our own: what a source calls sister city. The profiles of bodies are beside it.
SISTER_CITY = "sister-city"
# What a total may leave out, or count otherwise.
_PARTS: Mapping[str, Mapping[str, str]] = {
    "domestic": {"scope": "domestic"},
    "unresolved": {"scope": "unresolved"},
    "undated": {"dating": "undated"},
    "outside": {"dating": "outside"},
    "only-datasets": {"source": "datasets"},
    "silent": {"standing": "silent"},
    "kind-untold": {"kind": "kind-untold"},
}
Cells = Callable[[str], list[Cell]]


def audit(ask: Ask) -> list[Audited]:
    """Every total that is stated, beside what the graph counts of its holder.

    A total of several holders, none of which lies in another, stands once beside each.

    Args:
        ask: answers a query.
    """
    kept: dict[str, list[Cell]] = {}

    def cells(query: str) -> list[Cell]:
        # Several totals are of the same holder, and the world takes a second.
        if query not in kept:
            kept[query] = [
                Cell(int(str(_value(row, "count"))), {name: _value(row, name) for name in _BY})
                for row in ask(counted(query, "agreement", _BY))
            ]
        return kept[query]

    return [
        _agreements(total, holder, cells)
        if total.unit is Unit.AGREEMENTS
        else _places(total, holder, ask)
        for total in read_totals(ask)
        for holder in total.holders or (None,)
    ]


def _value(row: Row, name: str) -> str:
    return str(getattr(row[name], "value", ""))


def _agreements(total: Total, holder: Name | None, cells: Cells) -> Audited:
    query = own("audit/agreements").bound(
        **_held(holder), **_document(total, holder), **_days(total)
    )
    found = cells(query)

    def count(sources: Sources, scope: str = ANY, profile: str = ANY, dating: str = ANY) -> Count:
        wanted = dict(_OF_SOURCES[sources])
        wanted |= {} if scope == ANY else {"scope": scope}
        wanted |= {} if profile == ANY else {"kind": profile}
        wanted |= {} if dating == ANY else {"dating": dating}
        some = _matching(found, wanted)
        parts = {
            name: _sum(_matching(some, {"source": name})) for name in ("documents", "datasets")
        }
        made = Count(_sum(some), sources, _narrowed(query, wanted), profile, scope, dating, parts)
        return made.beside(total, _notes(total, made, some))

    said = [count(Sources.SAID)] if holder else []
    whole = [
        count(sources, scope) for sources in (Sources.DOCUMENTS, Sources.ALL) for scope in _SCOPES
    ]
    kinds = [count(sources, profile=SISTER_CITY) for sources in (Sources.DOCUMENTS, Sources.ALL)]
    dated = [count(Sources.ALL, dating=name) for name in ("within", "possibly") if total.period]
    parts = tuple(
        Part(name, number, _narrowed(query, wanted))
        for name, wanted in _PARTS.items()
        if (total.period or name != "outside") and (number := _sum(_matching(found, wanted)))
    )
    counts = (*said, *whole, count(Sources.STATED), *kinds, *dated)
    return Audited(total, holder, counts, parts)


def _places(total: Total, holder: Name | None, ask: Ask) -> Audited:
    """A total of cities or countries beside those of the agreements of its holder."""
    query = own("audit/places").bound(**_held(holder))
    found = {_value(row, "source"): int(_value(row, total.unit)) for row in ask(query)}
    counts = tuple(
        Count(found.get(sources, 0), sources, query).beside(total, notes)
        for sources, notes in ((Sources.DOCUMENTS, ("documents",)), (Sources.ALL, ()))
    )
    return Audited(total, holder, counts, ())


def _held(holder: Name | None) -> dict[str, NamedNode | Literal]:
    if holder is None:
        return {"held": Literal("everybody")}
    return {"holder": NamedNode(holder.iri), "held": Literal("holder")}


def _document(total: Total, holder: Name | None) -> dict[str, NamedNode]:
    # Of the whole world it is not asked what one document tells of, so that one query does for all.
    return {"document": NamedNode(total.document)} if holder and total.document else {}


def _days(total: Total) -> dict[str, Literal]:
    """The first and the last day of the period of a total; without one, all days there are."""
    first, last = bounds(total.period) if total.period else (None, None)
    days = {"from": first or date.min, "until": last or date.max}
    return {name: Literal(str(day), datatype=iri("xsd:date")) for name, day in days.items()}


def _matching(cells: list[Cell], wanted: Mapping[str, str]) -> list[Cell]:
    return [cell for cell in cells if wanted.items() <= cell.values.items()]


def _sum(cells: list[Cell]) -> int:
    return sum(cell.count for cell in cells)


def _narrowed(query: str, wanted: Mapping[str, str]) -> str:
    """The list of those agreements alone that are so."""
    for name, value in wanted.items():
        query = behind(query, name, value)
    return query


def _notes(total: Total, count: Count, cells: list[Cell]) -> tuple[str, ...]:
    """What a count has that the total may not have, or lacks that the total may have."""
    told = {name: {cell.values[name] for cell in cells} for name in _BY}
    notes: list[str] = []
    if count.sources in (Sources.SAID, Sources.DOCUMENTS):
        notes.append(count.sources.value)
    if count.scope != ANY:
        notes.append(count.scope)
    elif "domestic" in told["scope"]:
        notes.append("with-domestic")
    if "silent" in told["standing"]:
        notes.append("with-silent")
    if count.profile == ANY and told["kind"] - {SISTER_CITY}:
        notes.append("any-kind")
    if total.period and count.dating == ANY and told["dating"] - {"within"}:
        notes.append("any-time")
    return tuple(notes)
