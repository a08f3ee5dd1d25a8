"""Totals beside counts: which counts are made, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from datetime import date
from functools import partial

from pyoxigraph import Literal, NamedNode

from peyvand.audit.counted import (
    BY,
    Group,
    Held,
    Ruling,
    agreements_of,
    grouped,
    held,
    wanted_of,
)
from peyvand.audit.model import ANY, Audited, Count, Name, Part, Sources, Total, Unit
from peyvand.audit.totals import Ask, Row, read_totals
from peyvand.clocks import InForce, Look, Said, said_by
from peyvand.model import Answer
from peyvand.monitor.counting import among
from peyvand.sources.catalogue import own
from peyvand.sources.dates import bounds
from peyvand.vocabulary.iris import iri

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


def audit(
    ask: Ask,
    rulings: Iterable[Ruling] = (),
    look: Look | None = None,
    of: str | None = None,
    grouping: Callable[[str], tuple[Group, ...]] | None = None,
) -> list[Audited]:
    """Every total that is stated, beside what the graph counts of its holder.

    A total of several holders, none of which lies in another, stands once beside each.

    Args:
        ask: answers a query.
        rulings: what the profiles of bodies say of each agreement.
        look: the graph as it is seen by the clocks, if a day is asked about: only totals that had
            been stated are told, and only agreements that may have been in force are counted.
        of: the IRI of the holder whose totals alone are told.
        grouping: what a query lists, if somebody keeps that; else it is asked.
    """
    groups = grouping or partial(grouped, ask)
    kept: dict[str, Held] = {}
    ruled = [*rulings]

    def holding(query: str) -> Held:
        # Several totals are of the same holder, and the world takes a second.
        if query not in kept:
            kept[query] = held(query, groups(query), look)
        return kept[query]

    return [
        _agreements(total, holder, holding, ruled)
        if total.unit is Unit.AGREEMENTS
        else _places(total, holder, ask, look)
        for total in read_totals(ask)
        if _was_stated(total, look)
        for holder in total.holders or (None,)
        if of is None or (holder and holder.iri == of)
    ]


def _was_stated(total: Total, look: Look | None) -> bool:
    if look is None or look.clocks.said is None:
        return True
    return said_by(total.stated_on, look.clocks.said, look.built) is Said.CERTAIN


def _value(row: Row, name: str) -> str:
    return str(getattr(row[name], "value", ""))


def _agreements(
    total: Total, holder: Name | None, holding: Callable[[str], Held], rulings: list[Ruling]
) -> Audited:
    query = own("audit/agreements").bound(
        **_held(holder), **_document(total, holder), **_days(total)
    )
    found = holding(query)

    def count(sources: Sources, scope: str = ANY, kind: str = ANY, dating: str = ANY) -> Count:
        wanted = wanted_of(sources, scope=scope, kind=kind, dating=dating)
        groups = found.matching(wanted)
        some = agreements_of(groups)
        certain = found.certain(some)
        made = Count(
            len(certain), sources, found.listing(wanted, certain), kind, scope, dating,
            _by_source(groups, certain), len(some - certain),
        )  # fmt: skip
        return made.beside(total, _notes(total, made, groups))

    def recognised(ruling: Ruling, sources: Sources) -> Count:
        groups = found.matching(wanted_of(sources))
        asked = agreements_of(groups)
        met, untold = (asked & ruling.that_got(one) for one in (Answer.MET, Answer.NO_DATA))
        certain = found.certain(met)
        made = Count(
            len(certain), sources, among(found.query, "agreement", certain),
            ruling.profile, ANY, ANY,
            _by_source(groups, certain), len((met - certain) | untold), ruling.title,
        )  # fmt: skip
        of_met = [group for group in groups if not met.isdisjoint(group.agreements)]
        return made.beside(total, _notes(total, made, of_met))

    said = [count(Sources.SAID)] if holder else []
    both = (Sources.DOCUMENTS, Sources.ALL)
    whole = [count(sources, scope) for sources in both for scope in _SCOPES]
    kinds = [count(sources, kind=SISTER_CITY) for sources in both]
    ruled = [recognised(ruling, sources) for ruling in rulings for sources in both]
    dated = [count(Sources.ALL, dating=name) for name in ("within", "possibly") if total.period]
    counts = (*said, *whole, count(Sources.STATED), *kinds, *ruled, *dated)
    return Audited(total, holder, counts, tuple(_parts(total, found)))


def _parts(total: Total, found: Held) -> list[Part]:
    parts = []
    for name, wanted in _PARTS.items():
        some = agreements_of(found.matching(wanted))
        if some and (total.period or name != "outside"):
            parts.append(Part(name, len(some), found.listing(wanted, some)))
    for word in (InForce.POSSIBLE, InForce.UNKNOWN):
        if agreements := found.being(word):
            parts.append(Part(f"in-force-{word}", len(agreements), found.listing({}, agreements)))
    return parts


def _by_source(groups: list[Group], counted: Set[str]) -> dict[str, int]:
    """How many of those counted are of documents and registers, and how many of datasets alone."""
    return {
        name: len(counted & agreements_of(one for one in groups if one.values["source"] == name))
        for name in ("documents", "datasets")
    }


def _places(total: Total, holder: Name | None, ask: Ask, look: Look | None) -> Audited:
    """A total of cities or countries beside those of the agreements of its holder."""
    query = own("audit/places").bound(**_held(holder))
    found = {_value(row, "source"): int(_value(row, total.unit)) for row in ask(query)}
    # Which cities had an agreement on a day is not asked.
    any_day = ("any-day",) if look and look.clocks else ()
    counts = tuple(
        Count(found.get(sources, 0), sources, query).beside(total, (*notes, *any_day))
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


def _notes(total: Total, count: Count, groups: list[Group]) -> tuple[str, ...]:
    """What a count has that the total may not have, or lacks that the total may have."""
    told = {name: {group.values[name] for group in groups} for name in BY}
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
