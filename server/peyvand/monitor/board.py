"""The figures of a graph, put together from the answers to their queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.monitor.counting import counted
from peyvand.monitor.model import ALL, SCOPES, Figure, Group, Signings
from peyvand.monitor.spans import Span, by_age, by_year, years_before
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import iri, thing

# After how many years without a record an agreement is told of, if nobody says otherwise.
YEARS = 10
Row = Mapping[str, NamedNode | BlankNode | Literal]
# What answers a SELECT query: its rows, without what is not bound.
Ask = Callable[[str], Iterable[Row]]


@dataclass(frozen=True)
class Spec:
    """What a figure counts.

    Attributes:
        name: of the figure.
        query: of the catalogue, that lists it.
        thing: its variable of what is counted.
        by: its variable that tells the group; empty for a mere number.
        day: which day it asks about: ``today``, or ``since``, some years before it.
        words: the groups that are told even where they are empty.
        scheme: the scheme whose concepts are.
        several: whether a thing may be in several groups.
    """

    name: str
    query: str
    thing: str = "agreement"
    by: str = ""
    day: str = ""
    words: tuple[str, ...] = ()
    scheme: str = ""
    several: bool = False


_RECORDED = ("recorded", "none")
# Those of agreements, asked in each scope; and those of everything else.
OF_AGREEMENTS = (
    Spec("vitality", "monitor/vitality", by="vitality", scheme="vitality"),
    Spec("stage", "monitor/stage", by="stage", scheme="stages", several=True),
    Spec("kind", "monitor/kind", by="kind", several=True),
    Spec("country", "monitor/country", by="country", several=True),
    Spec("date", "monitor/date", by="date", words=_RECORDED),
    Spec("approval", "monitor/approval", by="approval", words=_RECORDED),
    Spec("activity", "monitor/activity", by="activity", words=_RECORDED),
    Spec("purpose", "monitor/purpose", by="purpose", words=_RECORDED),
    Spec(
        "quiet",
        "monitor/quiet",
        by="quiet",
        day="since",
        words=("certain", "possible", "undated", "recent"),
    ),
    Spec("disputed", "monitor/disputed", by="disputed", words=("disputed", "undisputed")),
)
OF_ALL = (
    Spec("obstacle", "monitor/obstacle", "obstacle", "solution", words=_RECORDED),
    Spec("holder", "monitor/due", "task", "holder", "today"),
    Spec("due", "monitor/due", "task", "when", "today", ("overdue", "due", "undated")),
    Spec("conflict", "monitor/conflict", "conflict"),
    Spec("entry", "monitor/entry", "claim", "register"),
)
# Those that ask about some years.
OF_YEARS = {spec.name for spec in OF_AGREEMENTS if spec.day == "since"}
# Of which what is not on record is the point.
MISSING = ("date", "approval", "activity", "purpose", "quiet")


@dataclass(frozen=True)
class Board:
    """All figures of a graph on a day.

    Attributes:
        day: the day.
        years: how many years without a record are asked about.
        figures: by the scope and the name.
        signings: by the scope.
    """

    day: date
    years: int
    figures: Mapping[str, Mapping[str, Figure]]
    signings: Mapping[str, Signings]

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of agreements that were asked."""
        return tuple(self.signings)


def day_of(built: str, today: date, is_current: bool) -> date:
    """The day on which a version is looked at: today, or for an older one that of its making.

    Args:
        built: when it was made, as its manifest tells.
        today: the present day.
        is_current: whether it is the current one.
    """
    with suppress(ValueError):
        return today if is_current else date.fromisoformat(built[:10])
    return today


def look(ask: Ask, day: date, years: int = YEARS, scopes: Iterable[str] = SCOPES) -> Board:
    """Ask for all figures.

    Args:
        ask: answers a query.
        day: what counts as today.
        years: how many years without a record are asked about.
        scopes: which agreements.
    """
    days = {"today": day, "since": years_before(day, years)}
    figure = partial(_figure, ask, days)
    figures, signings = {}, {}
    for scope in scopes:
        figures[scope] = {spec.name: figure(spec, scope) for spec in OF_AGREEMENTS}
        signings[scope] = _signings(ask, day, scope, figures[scope]["vitality"].total)
        for spec in OF_AGREEMENTS:
            if spec.several:
                whole = figures[scope]["vitality"].total
                figures[scope][spec.name] = _of(figures[scope][spec.name], whole)
    figures[ALL] = {spec.name: figure(spec, "") for spec in OF_ALL}
    return Board(day, years, figures, signings)


def _of(figure: Figure, whole: int) -> Figure:
    return Figure(figure.name, figure.query, figure.by, whole, figure.groups)


def _figure(ask: Ask, days: Mapping[str, date], spec: Spec, scope: str) -> Figure:
    bound: dict[str, NamedNode | Literal] = {}
    if scope:
        bound["scope"] = Literal(scope)
    if spec.day:
        bound["day"] = Literal(str(days[spec.day]), datatype=iri("xsd:date"))
    text = own(spec.query).bound(**bound).strip()
    rows = list(ask(counted(text, spec.thing, [spec.by] if spec.by else [])))
    counts = dict.fromkeys(_told(ask, spec), 0)
    found = {row[spec.by].value if spec.by in row else "": _count(row) for row in rows}
    for key, count in sorted(found.items(), key=lambda pair: (not pair[0], -pair[1], pair[0])):
        if spec.by and count:
            counts[key] = count
    names = _names(ask, counts)
    groups = tuple(Group(key, count, names.get(key, {})) for key, count in counts.items())
    return Figure(spec.name, text, spec.by, sum(found.values()), groups)


def _told(ask: Ask, spec: Spec) -> list[str]:
    """The groups that are told even where nothing is in them, in their order."""
    if not spec.scheme:
        return list(spec.words)
    concepts = own("monitor/concepts").bound(scheme=thing(f"scheme/{spec.scheme}"))
    return [row["concept"].value for row in ask(concepts)]


def _names(ask: Ask, keys: Iterable[str]) -> Mapping[str, dict[str, str]]:
    """What the groups that have an IRI are called, by language."""
    found: dict[str, dict[str, str]] = {}
    if things := [NamedNode(key) for key in keys if ":" in key]:
        for row in ask(own("monitor/names").bound(thing=things)):
            label = row["label"]
            if isinstance(label, Literal):
                names = found.setdefault(row["thing"].value, {})
                tag = label.language or ""
                names[tag] = min(label.value, names.get(tag, label.value))
    return found


def _count(row: Row) -> int:
    return int(row["count"].value)


def _signings(ask: Ask, day: date, scope: str, total: int) -> Signings:
    text = own("monitor/signing").bound(scope=Literal(scope)).strip()
    spans = [
        Span(_day(row, "earliest"), _day(row, "latest"), _count(row))
        for row in ask(counted(text, "agreement", ("earliest", "latest")))
    ]
    known = sum(span.count for span in spans if span.is_known)
    return Signings(text, total, known, by_year(spans, day), by_age(spans, day))


def _day(row: Row, name: str) -> date | None:
    # Somebody may have said a day that is none.
    with suppress(KeyError, ValueError):
        return date.fromisoformat(row[name].value)
    return None
