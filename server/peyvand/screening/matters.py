"""Checklists, what is screened by them, and what was decided on each item."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as day

from pyoxigraph import BlankNode, NamedNode

from peyvand.errors import NotFound
from peyvand.features.folding import fold
from peyvand.model import Term
from peyvand.sources.dates import bounds
from peyvand.sources.labels import names_of
from peyvand.texts import text
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.wording import say

Names = Mapping[str, str]
Row = Mapping[str, Term | BlankNode]
Ask = Callable[[str], Iterable[Row]]
# What is decided where an item is put off.
_LEFT_OPEN = f"{ID}concept/item-left-open"
# What was written for a name is not looked at beyond this.
_LONGEST = 200


@dataclass(frozen=True)
class Item:
    """A condition of a checklist.

    Attributes:
        iri: it.
        names: what it is called, by language.
        grounds: what it rests on, by language.
        places: the documents that name it, each with the line.
    """

    iri: str
    names: Names
    grounds: tuple[Names, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Checklist:
    """A version of the conditions by which links are screened."""

    iri: str
    names: Names
    version: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Decision:
    """What somebody decided on an item.

    Attributes:
        iri: it.
        outcome: met, not met, waived or left open, as a concept.
        names: what the outcome is called, by language.
        by: who decided, by language.
        date: when, as EDTF; "" if that is not told.
        reasons: why, by language.
    """

    iri: str
    outcome: str
    names: Names
    by: Names
    date: str
    reasons: Names

    @property
    def puts_off(self) -> bool:
        """Whether it leaves the item open."""
        return self.outcome == _LEFT_OPEN

    @property
    def days(self) -> tuple[day | None, day | None]:
        """The first and the last day that it may have been taken on."""
        try:
            return bounds(self.date) if self.date else (None, None)
        except ValueError:
            return None, None


@dataclass(frozen=True)
class Screened:
    """An agreement, a proposal or an accession that is screened by a checklist.

    Attributes:
        iri: it.
        names: what it is called, by language.
        checklist: the one that it is screened by.
        decisions: what was decided on the items of it, in order of their days.
    """

    iri: str
    names: Names
    checklist: Checklist
    decisions: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)

    def standing(self, item: Item) -> Decision | None:
        """What was decided on an item and stands; None if it is open.

        A decision stands until somebody certainly took the item up again, or decided otherwise.
        """
        taken = self.decisions.get(item.iri, ())
        put_off = [one for one in taken if one.puts_off]
        stand = [
            one
            for one in taken
            if not one.puts_off and not any(_is_after(later, one) for later in put_off)
        ]
        return stand[-1] if stand else None

    @property
    def open(self) -> tuple[Item, ...]:
        """The items on which nothing stands."""
        return tuple(item for item in self.checklist.items if self.standing(item) is None)


def _is_after(later: Decision, earlier: Decision) -> bool:
    first, last = later.days[0], earlier.days[1]
    return first is not None and last is not None and first > last


def read(rows: Iterable[Row]) -> tuple[list[Checklist], list[Screened]]:
    """Checklists, and what is screened by each.

    Args:
        rows: the answer of the ready question ``screening``.
    """
    gathered: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in rows:
        plain = {name: term.value for name, term in row.items()}
        gathered.setdefault(plain["checklist"], {}).setdefault(plain["item"], []).append(plain)
    checklists, screened = [], []
    for iri, items in gathered.items():
        made = tuple(_item(name, told) for name, told in items.items())
        every = [row for told in items.values() for row in told]
        first = every[0]
        checklist = Checklist(iri, _names(first, "checklist"), int(first["version"]), made)
        checklists.append(checklist)
        for name in dict.fromkeys(row["screened"] for row in every if "screened" in row):
            own_rows = [row for row in every if row.get("screened") == name]
            screened.append(_screened(name, checklist, own_rows))
    return checklists, screened


def _item(iri: str, rows: list[dict[str, str]]) -> Item:
    grounds = {row["groundEn"]: _names(row, "ground") for row in rows if "groundEn" in row}
    places = {(row["document"], row.get("line", "")) for row in rows if "document" in row}
    ordered = sorted(places, key=lambda one: (one[0], int(one[1] or 0)))
    return Item(iri, _names(rows[0], "item"), tuple(grounds.values()), tuple(ordered))


def _screened(iri: str, checklist: Checklist, rows: list[dict[str, str]]) -> Screened:
    decisions: dict[str, dict[str, Decision]] = {}
    for row in rows:
        if "decision" in row:
            decisions.setdefault(row["item"], {})[row["decision"]] = Decision(
                row["decision"],
                row["outcome"],
                _names(row, "state"),
                _names(row, "by"),
                row.get("date", ""),
                _names(row, "reason"),
            )
    ordered = {
        item: tuple(sorted(some.values(), key=lambda one: (one.days[1] or day.max, one.iri)))
        for item, some in decisions.items()
    }
    return Screened(iri, _names(rows[0], "screened"), checklist, ordered)


def _names(row: Mapping[str, str], column: str) -> Names:
    found = {tag: row.get(f"{column}{tag.title()}", "") for tag in LANGUAGES}
    # What has a name in one language alone is called so in the other too.
    other = next(filter(None, found.values()), "")
    return {tag: name or other for tag, name in found.items()}


def chosen(screened: Iterable[Screened], asked: str, ask: Ask) -> list[Screened]:
    """Those of what is screened that a text names; none if what it names is not screened.

    Args:
        screened: everything that is.
        asked: an IRI, the end of it as ``agreement/arak-batumi``, or a name.
        ask: where it is looked up whether there is such a thing.

    Raises:
        NotFound: there is nothing of the name; the hint has near names.
    """
    wanted = " ".join(asked.split())[:_LONGEST]
    names: dict[str, list[Screened]] = {}
    for one in screened:
        short = one.iri.removeprefix(str(ID))
        for name in (short, short.rpartition("/")[2], *one.names.values()):
            names.setdefault(_folded(name), []).append(one)
    if found := names.get(_folded(wanted.removeprefix(str(ID)))):
        return list({(one.iri, one.checklist.iri): one for one in found}.values())
    if _is_known(f"{ID}{wanted.removeprefix(str(ID))}", ask):
        return []
    near = difflib.get_close_matches(_folded(wanted), names, n=3, cutoff=0.5)
    told = ", ".join(dict.fromkeys(names[one][0].iri.removeprefix(str(ID)) for one in near))
    raise NotFound(**say("no-screened", name=wanted[:100], near=told or "–"))


def _folded(name: str) -> str:
    return fold(name, whole=True)


def _is_known(iri: str, ask: Ask) -> bool:
    try:
        NamedNode(iri)
    except ValueError:  # what was asked for cannot be in an IRI
        return False
    return bool(names_of(ask, [iri]))


def states(one: Screened) -> list[tuple[Item, Decision | None, Names]]:
    """Each item of what is screened, with the decision that stands and what its state is called."""
    told: list[tuple[Item, Decision | None, Names]] = []
    for item in one.checklist.items:
        stands = one.standing(item)
        is_open = {tag: text("screening-open", tag) for tag in LANGUAGES}
        told.append((item, stands, stands.names if stands else is_open))
    return told
