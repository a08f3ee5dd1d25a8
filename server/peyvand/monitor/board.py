"""The figures of a graph, put together from the answers to their queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.monitor.counting import among, counted, each
from peyvand.monitor.model import ALL, SCOPES, Figure, Group, Signings
from peyvand.monitor.spans import Span, by_age, by_year, years_before
from peyvand.sources.catalogue import own
from peyvand.sources.labels import names_of
from peyvand.vocabulary.iris import iri, thing

# After how many years without a record an agreement is told of, if nobody says otherwise.
YEARS = 10
Term = NamedNode | BlankNode | Literal
Row = Mapping[str, Term]
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
    Spec("activity", "monitor/activity", by="activity", words=("recorded", "untold", "none")),
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


def look(
    ask: Ask,
    day: date,
    years: int = YEARS,
    scopes: Iterable[str] = SCOPES,
    standing: Collection[str] | None = None,
) -> Board:
    """Ask for all figures.

    Args:
        ask: answers a query.
        day: what counts as today.
        years: how many years without a record are asked about.
        scopes: which agreements.
        standing: the IRIs of those that are counted alone, of these scopes.
    """
    days = {"today": day, "since": years_before(day, years)}
    figure = partial(_figure, ask, days, standing)
    figures, signings = {}, {}
    for scope in scopes:
        figures[scope] = {spec.name: figure(spec, scope) for spec in OF_AGREEMENTS}
        signings[scope] = _signings(ask, day, scope, figures[scope]["vitality"].total, standing)
        for spec in OF_AGREEMENTS:
            if spec.several:
                whole = figures[scope]["vitality"].total
                figures[scope][spec.name] = _of(figures[scope][spec.name], whole)
    figures[ALL] = {spec.name: figure(spec, "") for spec in OF_ALL}
    return Board(day, years, figures, signings)


def _of(figure: Figure, whole: int) -> Figure:
    return Figure(figure.name, figure.query, figure.by, whole, figure.groups)


def _figure(
    ask: Ask,
    days: Mapping[str, date],
    standing: Collection[str] | None,
    spec: Spec,
    scope: str,
) -> Figure:
    bound: dict[str, NamedNode | Literal] = {}
    if scope:
        bound["scope"] = Literal(scope)
    if spec.day:
        bound["day"] = Literal(str(days[spec.day]), datatype=iri("xsd:date"))
    text = own(spec.query).bound(**bound).strip()
    counts = dict.fromkeys(_told(ask, spec), 0)
    of = standing if spec.thing == "agreement" else None
    found = {
        group[0].value if group[0] else "": count
        for group, count in _groups(ask, text, spec.thing, [spec.by] if spec.by else [""], of)
    }
    text = text if of is None else among(text, spec.thing, of)
    for key, count in sorted(found.items(), key=lambda pair: (not pair[0], -pair[1], pair[0])):
        if spec.by and count:
            counts[key] = count
    names = names_of(ask, [key for key in counts if ":" in key])
    groups = tuple(Group(key, count, names.get(key, {})) for key, count in counts.items())
    return Figure(spec.name, text, spec.by, sum(found.values()), groups)


def _told(ask: Ask, spec: Spec) -> list[str]:
    """The groups that are told even where nothing is in them, in their order."""
    if not spec.scheme:
        return list(spec.words)
    concepts = own("monitor/concepts").bound(scheme=thing(f"scheme/{spec.scheme}"))
    return [row["concept"].value for row in ask(concepts)]


def _groups(
    ask: Ask, text: str, thing: str, by: Sequence[str], standing: Collection[str] | None
) -> Iterable[tuple[tuple[Term | None, ...], int]]:
    """How many things of a list are in each group, or how many of those that are counted alone."""
    named = [name for name in by if name]
    if standing is None:
        for row in ask(counted(text, thing, named)):
            yield tuple(row.get(name) for name in by), int(row["count"].value)
        return
    rows = ask(each(text, [thing, *named]))
    yield from Counter(
        tuple(row.get(name) for name in by) for row in rows if row[thing].value in standing
    ).items()


def _signings(
    ask: Ask, day: date, scope: str, total: int, standing: Collection[str] | None
) -> Signings:
    text = own("monitor/signing").bound(scope=Literal(scope)).strip()
    days = ("earliest", "latest")
    spans = [
        Span(_day(first), _day(last), count)
        for (first, last), count in _groups(ask, text, "agreement", days, standing)
    ]
    known = sum(span.count for span in spans if span.is_known)
    years = by_year(spans, day)
    text = text if standing is None else among(text, "agreement", standing)
    return Signings(text, total, known, years.years, by_age(spans, day), years.outside)


def _day(term: Term | None) -> date | None:
    # Somebody may have said a day that is none.
    with suppress(AttributeError, ValueError):
        return date.fromisoformat(str(getattr(term, "value", "")))
    return None
