"""Rows that are entered: read with the names and the state of a version, judged row by row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from peyvand.errors import BadRequest
from peyvand.graph.recorder import Recorder
from peyvand.graph.results import Result
from peyvand.query.refusals import MOST_THINGS, Refusals, refusal
from peyvand.query.writes import Entered, Registration
from peyvand.register.claims import ENTERED, By
from peyvand.register.field import FieldKind
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.names import Found
from peyvand.register.reading import read
from peyvand.register.rows import Entry, Problem, RawRow, Severity
from peyvand.register.state import State
from peyvand.search.index import Index
from peyvand.search.model import PARTIES, Hit
from peyvand.search.suggest import suggest, things
from peyvand.vocabulary.iris import ID, iri, thing
from peyvand.wording import say

# A name of a register, as its graph and its claims are named by it.
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SLUG = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9-]+")
# What the search calls the things of a class; of others it is asked for all.
_KINDS = {
    "pv:SubnationalPlace": PARTIES,
    "pv:Place": (*PARTIES, "country", "place"),
    "pv:Country": ("country",),
    "pv:Organisation": ("organisation", "network"),
    "pv:Person": ("person",),
    "pv:Office": ("other",),
    "pv:Document": ("document",),
    "pv:Agreement": ("agreement",),
    **dict.fromkeys(("pv:Event", "pv:Project"), ("event",)),
    "skos:Concept": ("concept",),
    **dict.fromkeys(
        (
            *("pv:Accession", "pv:Law", "pv:Proposal", "pv:Task", "pv:Obstacle"),
            *("pv:Programme", "pv:Plan", "pv:Policy", "pv:Goal"),
        ),
        ("other",),
    ),
}
# How well a name must be found to mean a thing, the best first: the same letters, with the country
# behind them or without, other spellings of them, a whole transliteration.
_SURE = ("exact", "spelling", "transliteration")
_ASKED, _NEAR = 20, 3
# The field of an entry that a rule or a shape is about.
_COLUMNS = {
    "of-strangers": "agreement",
    "possibly-of-strangers": "agreement",
    "before-idea": "date",
    "success-by-one-party": "result",
    "renews-in-circle": "renews",
    "renews-others": "renews",
    "renews-later": "renews",
    "signed-with-open-item": "stage",
    "SubjectOf-hasResult-evidence": "result",
    "hasResult-single": "result",
    "PartnershipProposal-ground": "grounds",
    "PartnershipProposal-likingAlone": "grounds",
    "lookAtCountries-present": "look_at_countries",
    "disputed-partnership": "cities",
}


class IndexNames:
    """The names of a graph by its search index.

    Args:
        index: of the version that is written to.
        state: what the graph says, which tells of what classes a thing is.
    """

    def __init__(self, index: Index, state: State) -> None:
        self._index, self._state = index, state
        # A table names the same things row after row.
        self._found: dict[tuple[str, tuple[str, ...]], Sequence[Found]] = {}

    def find(self, text: str, classes: Sequence[str]) -> Sequence[Found]:
        """The things of some classes that a text names: those that fit it best.

        A city goes before other places of its name, as a label does before other names.
        """
        asked = text, tuple(classes)
        if asked not in self._found:
            self._found[asked] = self._find(text, classes)
        return self._found[asked]

    def _find(self, text: str, classes: Sequence[str]) -> Sequence[Found]:
        if identified := self._identified(text):
            return [identified] if self._state.is_a(identified.iri, classes) else []
        ranked: dict[tuple[int, bool, bool], list[Hit]] = {}
        for hit in self._hits(text, classes, _SURE[-1]):
            # What was found is the name as it is stored.
            other = hit.matched not in (hit.label_en, hit.label_fa)
            rank = (_SURE.index(hit.grade), other, hit.kind in PARTIES[1:])
            ranked.setdefault(rank, []).append(hit)
        return [_found(hit) for hit in ranked[min(ranked)]] if ranked else []

    def near(self, text: str, classes: Sequence[str]) -> Sequence[Found]:
        """The things of some classes whose names are like a text."""
        return [_found(hit) for hit in self._hits(text, classes)[:_NEAR]]

    def _hits(self, text: str, classes: Sequence[str], weakest: str = "elsewhere") -> list[Hit]:
        asked = [_KINDS.get(one, ()) for one in classes]
        kinds = tuple(kind for some in asked for kind in some) if all(asked) else ()
        hits = suggest(self._index, text, kinds, _ASKED, weakest=weakest)
        return [hit for hit in hits if self._state.is_a(NamedNode(hit.iri), classes)]

    def _identified(self, text: str) -> Found | None:
        """The thing of an identifier, ``city/arak`` or its whole IRI."""
        slug = text.strip().removeprefix(str(ID))
        if not _SLUG.fullmatch(slug):
            return None
        node = NamedNode(f"{ID}{slug}")
        if hits := things(self._index, [node.value]):
            return _found(hits[0])
        return Found(node, self._state.labels(node), {}) if self._state.taken(node) else None


class Registering:
    """The entries of a registration, as they are read from its rows.

    Args:
        request: the rows, and whose they are.
        store: the graph before they are entered.
        index: the search index of that graph.
        now: when they are entered; this moment if it is not given.

    Raises:
        BadRequest: there is no such kind of entry, the sender has no name for a register, or the
            graph is that of a program without registers.
    """

    def __init__(
        self, request: Registration, store: Store, index: Index, now: datetime | None = None
    ) -> None:
        if not _NAME.fullmatch(request.by):
            raise BadRequest(**say("register-name", name=request.by))
        if request.entry not in list(EntryKind):
            raise BadRequest(**say("no-entry", name=request.entry, known=", ".join(EntryKind)))
        if next(store.quads_for_pattern(ENTERED, None, None, None), None) is None:
            raise BadRequest(**say("register-build"))
        self._request, self._store, self._index = request, store, index
        self._by = By(request.by, now or datetime.now(UTC))
        self._kind, self._rows = EntryKind(request.entry), request.rows
        # Of rows that are left out because of what the graph would be with them.
        self._broken: list[Problem] = []
        self.entries, self._problems = self._read()

    @property
    def refused(self) -> bool:
        """Whether nothing is to be written, since some row is wrong or none is good."""
        wrong = any(one.severity is Severity.VIOLATION for one in self.problems)
        return wrong and not (self._request.accept_good and self.entries)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is told of the rows, in their order."""
        return sorted([*self._problems, *self._broken], key=lambda one: one.row)

    def apply(self, recorder: Recorder) -> None:
        """Add the claims of the entries to the graph, unless none is to be written."""
        if not self.refused:
            recorder.add(quad for entry in self.entries for quad in entry.quads)

    def leave_out(self, results: Iterable[Result]) -> bool:
        """Leave out the rows that break rules, and read the others again.

        Args:
            results: what the rules and shapes find in the graph with the entries, which are undone
                by now.

        Returns:
            Whether any row is left out.
        """
        rows = self._rows_of_nodes()
        violations = [one for one in results if one.severity == Severity.VIOLATION]
        # What is wrong with something that is derived goes with the row that it follows from.
        blamed = [(rows[one.focus], one) for one in violations if one.focus in rows]
        left = {row for row, _ in blamed}
        self._broken += [one for one in self._problems if one.row in left and one.code != "entered"]
        for row, result in blamed:
            problem = self._problem(row, result, "rule")
            if problem not in self._broken:
                self._broken.append(problem)
        self._rows = tuple(row for row in self._rows if row.number not in left)
        self.entries, self._problems = self._read()
        return bool(left)

    def look_at(self, results: Iterable[Result]) -> None:
        """Have what deserves a look be told of the rows too, where a field is what it is about.

        Args:
            results: what the rules and shapes find in the graph with the entries.
        """
        rows = {entry.about.value: entry.row for entry in self.entries}
        for result in results:
            if result.severity != Severity.WARNING or result.focus not in rows:
                continue
            if self._column(result):
                self._problems.append(self._problem(rows[result.focus], result, "look"))

    def _problem(self, row: int, result: Result, code: str) -> Problem:
        """What a rule or a shape finds, at the field that it is about."""
        told = {"said": result.message_en, "said_fa": result.message_fa}
        # Of a correction it is the new value.
        column = "value" if self._kind is EntryKind.CORRECTION else self._column(result)
        return Problem(row, column, Severity(result.severity), code, told)

    def _column(self, result: Result) -> str:
        """The field that a result is about; "" if that is the whole row."""
        column = _COLUMNS.get(result.shape, "")
        return column if any(one.name == column for one in FIELDS[self._kind]) else ""

    def told(self) -> tuple[dict[str, Any], ...]:
        """What is told of the rows, as plain values; each with the IRI of what the row is about."""
        about = {entry.row: entry.about.value for entry in self.entries}
        return tuple(one.to_json() | {"about": about.get(one.row, "")} for one in self.problems)

    def entered(self) -> tuple[Entered, ...]:
        """The rows that are good."""
        return tuple(Entered(entry.row, entry.about.value) for entry in self.entries)

    def remember(self, home: Path) -> None:
        """Keep word in the home of rows that are refused; forget it of what is mended now."""
        refusals, request = Refusals(home), self._request
        wrong = [one for one in self.problems if one.severity is Severity.VIOLATION]
        if wrong:
            rows = _of([one.row for one in wrong], request.rows)
            refusals.add(refusal(request.by, self._kind, rows, self._named(rows), wrong))
        elif not request.dry_run:
            refusals.mended(request.by, request.entry, self._named(self._rows))

    def _named(self, rows: Iterable[RawRow]) -> set[str]:
        """The first things that rows name plainly."""
        # Names that were looked up to read the rows are known by now.
        names, found = self._names, set[str]()
        for row, one in product(rows, FIELDS[self._kind]):
            for text in row.values(one.name) if len(found) < MOST_THINGS else ():
                if one.kind is FieldKind.THING and len(same := names.find(text, one.classes)) == 1:
                    found.add(same[0].iri.value)
                elif one.kind is FieldKind.CLAIM:
                    found.update(self._about(text))
        return found

    def _about(self, text: str) -> Iterator[str]:
        """What a claim is about, of which a text gives the identifier."""
        slug = f"claim/{text.removeprefix(f'{ID}claim/')}"
        if _SLUG.fullmatch(slug):
            for quad in self._store.quads_for_pattern(thing(slug), iri("pv:about"), None):
                if isinstance(quad.object, NamedNode):
                    yield quad.object.value

    def _read(self) -> tuple[list[Entry], list[Problem]]:
        state = State(self._store, self._by.graph, self._by.name)
        self._names = IndexNames(self._index, state)
        return read(self._kind, self._rows, self._names, state, self._by)

    def _rows_of_nodes(self) -> dict[str, int]:
        """The row of everything that an entry is about, else speaks of; the first that does."""
        rows = {entry.about.value: entry.row for entry in reversed(self.entries)}
        for entry in self.entries:
            for quad in entry.quads:
                for term in (quad.subject, quad.object):
                    if isinstance(term, NamedNode):
                        rows.setdefault(term.value, entry.row)
        return rows


def _of(numbers: Collection[int], rows: Iterable[RawRow]) -> list[RawRow]:
    """The rows with some numbers."""
    return [row for row in rows if row.number in numbers]


def _found(hit: Hit) -> Found:
    labels = {"en": hit.label_en, "fa": hit.label_fa}
    country = {"en": hit.country_en, "fa": hit.country_fa}
    return Found(
        NamedNode(hit.iri),
        {tag: text for tag, text in labels.items() if text} or {"": hit.matched},
        {tag: text for tag, text in country.items() if text},
    )
