"""What the clocks tell of agreements, by the dates and the claims of a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property

from pyoxigraph import NamedNode

from peyvand.clocks.force import InForce, in_force
from peyvand.clocks.model import Ask, Clocks, Row, Said, Told
from peyvand.sources.catalogue import own
from peyvand.sources.dates import bounds

# How many things one query asks about.
_AT_ONCE = 500
_Key = tuple[str, str]


class Look:
    """A graph as it is seen by clocks.

    Args:
        ask: answers a query.
        clocks: what is asked.
        built: the day on which the graph was made; whatever it holds was said by then.
    """

    def __init__(self, ask: Ask, clocks: Clocks, built: date) -> None:
        self.ask, self.clocks, self.built = ask, clocks, built

    def agreements(self, names: Collection[str]) -> dict[str, Told]:
        """What is told of some agreements.

        Args:
            names: their IRIs.
        """
        said = self._said(names) if self.clocks.said else {}
        return {name: Told(self._in_force(name), said.get(name)) for name in names}

    def claims(self, names: Collection[str]) -> dict[str, Told]:
        """Whether some claims were said by the day; they are not in force, or not."""
        day = self.clocks.said
        if day is None:
            return {name: Told() for name in names}
        stated = self._dates("clocks/stated", "claim", names)
        return {name: Told(said=said_by(stated[name], day, self.built)) for name in names}

    def between(self, places: Collection[str]) -> dict[str, set[str]]:
        """The agreements that bind each of some places."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._about("clocks/pairs", "place", places):
            found[row["place"].value].add(row["agreement"].value)
        return found

    def _in_force(self, name: str) -> InForce | None:
        if self.clocks.on is None:
            return None
        dates = self._dated
        return in_force(
            dates.get((name, "start"), ()), dates.get((name, "end"), ()), self.clocks.on
        )

    def _said(self, names: Collection[str]) -> dict[str, Said]:
        day = self.clocks.said
        assert day is not None
        stated = self._dates("clocks/said", "agreement", names)
        return {name: said_by(stated[name], day, self.built) for name in names}

    @cached_property
    def _dated(self) -> Mapping[_Key, set[str]]:
        """The dates of the beginnings and ends that count, by agreement."""
        chosen: dict[_Key, set[str]] = defaultdict(set)
        for row in self.ask(own("clocks/dates").bound()):
            chosen[_key(row)].add(row["date"].value)
        if self.clocks.said is None and not self.clocks.candidates:
            return chosen
        claimed: dict[_Key, set[str]] = defaultdict(set)
        for key, readings, candidates, stated in self._claims():
            if not self._counts(stated):
                continue
            if self.clocks.candidates:
                claimed[key] |= candidates or readings
            else:
                claimed[key] |= readings & chosen.get(key, set())
        return claimed

    def _counts(self, stated: Iterable[str]) -> bool:
        """Whether a claim was said by the day, if one is asked about."""
        day = self.clocks.said
        return day is None or said_by(stated, day, self.built) == Said.CERTAIN

    def _claims(self) -> Iterable[tuple[_Key, set[str], set[str], set[str]]]:
        """What each claim dates, its readings and candidates, and when it was stated."""
        found: dict[tuple[str, _Key], tuple[set[str], set[str], set[str]]] = {}
        for row in self.ask(own("clocks/claims").bound()):
            key = _key(row)
            sets = found.setdefault((row["claim"].value, key), (set(), set(), set()))
            for name, values in zip(("reading", "candidate", "stated"), sets, strict=True):
                if name in row:
                    values.add(row[name].value)
        return [(key, *sets) for (_, key), sets in found.items()]

    def _dates(self, query: str, of: str, names: Collection[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._about(query, of, names):
            found[row[of].value].add(row["stated"].value)
        return found

    def _about(self, query: str, of: str, names: Collection[str]) -> Iterable[Row]:
        """The answers to a query about some things, asked of a number of them at once."""
        things = [NamedNode(name) for name in sorted(names)]
        for start in range(0, len(things), _AT_ONCE):
            yield from self.ask(own(query).bound(**{of: things[start : start + _AT_ONCE]}))


def said_by(stated: Iterable[str], day: date, built: date) -> Said:
    """Whether something was said by a day.

    Args:
        stated: when it was said, in EDTF; once is enough.
        day: the day.
        built: when the graph was made that holds it: it was said by then.
    """
    found = {_said(*days, day, built) for days in _spans(stated)}
    order = (Said.CERTAIN, Said.POSSIBLE, Said.NO)
    return next((said for said in order if said in found), Said.UNKNOWN)


def _spans(texts: Iterable[str]) -> Iterable[tuple[date | None, date | None]]:
    for text in texts:
        # What is no date is refused by its shape.
        with suppress(ValueError):
            yield bounds(text)


def _said(first: date | None, last: date | None, day: date, built: date) -> Said:
    if min(last or built, built) <= day:
        return Said.CERTAIN
    return Said.NO if first and first > day else Said.POSSIBLE


def _key(row: Row) -> _Key:
    return row["agreement"].value, row["which"].value
