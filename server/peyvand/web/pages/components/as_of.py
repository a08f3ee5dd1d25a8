"""Pages as of a day: what was in force ``on`` it, had been ``said`` by it, was ``known`` on it.

``Site`` finds the version that was known; here agreements and claims are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from peyvand.clocks import Clocks, Look, Seen, Told, of_all, read_day
from peyvand.clocks.sentences import sentences
from peyvand.web.http.flask_requests import current_request
from peyvand.web.pages.components.dates import spoken
from peyvand.web.pages.components.site import Site, text

# The parameters that take a day, in the order of the form.
DAYS = ("on", "known", "said")
# A day is written in no more letters than these.
_LONGEST = 100


@dataclass(frozen=True)
class Given:
    """What the address of a page asks of the clocks, as it was written.

    Attributes:
        given: the days, by parameter.
        clocks: what is asked, where it was read.
    """

    given: Mapping[str, str]
    clocks: Clocks


@dataclass(frozen=True)
class AsOf(Given):
    """What the address of a page asks of the clocks, and what was found for it.

    Attributes:
        look: the graph as it is seen by them.
        version: the number of the version that is asked.
        told: what was found of the agreements on the page.
        spoken: what was found of its claims.
    """

    look: Look
    version: int
    told: dict[str, Told] = field(default_factory=dict)
    spoken: dict[str, Told] = field(default_factory=dict)

    def agreements(self, rows: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Those of some agreements that stand, each with ``in_force``; all if nothing is asked.

        Args:
            rows: by the IRI of the agreement.
        """
        if not self.clocks:
            return dict(rows)
        told = self.look.agreements(rows.keys())
        self.told.update(told)
        kept = {name: row for name, row in rows.items() if told[name].stands}
        for name, row in kept.items():
            row["in_force"] = told[name].in_force
        return kept

    def claims(self, names: Iterable[str]) -> set[str]:
        """Those of some claims that had certainly been said; all if that is not asked."""
        known = set(names)
        if not self.clocks.said:
            return known
        found = self.look.claims(known)
        self.spoken.update(found)
        return {name for name, told in found.items() if told.stands}

    def seen(self) -> Seen:
        """How many are what, of all that was looked at."""
        return replace(of_all(self.told), said=of_all(self.spoken or self.told).said)

    def sentences(self, language: str, seen: Seen | None = None) -> list[str]:
        """What is told beside the page; of a given answer, or of what was looked at."""

        day = partial(spoken, language=language)
        return list(sentences(seen or self.seen(), self.clocks, language, day))

    def of_one(self, name: str, language: str) -> list[str]:
        """The same of one agreement, which a page is about."""
        if not self.clocks:
            return []
        told = self.look.agreements([name])[name]
        asked = (
            ("in-force-one", self.clocks.on, told.in_force),
            ("said-by-one", self.clocks.said, told.said),
        )
        return [
            text(key, language).format(
                day=spoken(str(day), language), told=text(f"told-{word}", language)
            )
            for key, day, word in asked
            if day
        ]


def given_days() -> Given:
    """What the address of the present page asks of the clocks, whether or not it can be read."""
    parameters = current_request().parameters
    given = {name: " ".join(parameters.all(name)).strip()[:_LONGEST] for name in DAYS}
    return Given(given, Clocks(candidates=parameters.flag("candidates")))


def kept_days() -> dict[str, str]:
    """What the address of the present page tells of days, for the addresses of its drawings."""
    asked = given_days()
    days = {name: day for name, day in asked.given.items() if day}
    return {**days, **({"candidates": "1"} if asked.clocks.candidates else {})}


def as_of(site: Site) -> AsOf:
    """What the address of the present page asks of the clocks.

    Raises:
        BadRequest: a day is none.
        NotFound: nothing was known on the day.
    """
    asked = given_days()
    on, said = (
        read_day(asked.given[name]) if asked.given[name] else None for name in ("on", "said")
    )
    clocks = Clocks(on, said, asked.clocks.candidates)
    return AsOf(asked.given, clocks, Look(site.select, clocks, site.built), site.version)
