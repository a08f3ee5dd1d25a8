"""The entry about a thing that comes to be with its row, as its claims are gathered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.register.actors import Actors, slug
from peyvand.register.cells import Cells, Dated
from peyvand.register.claims import Basis, ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.rows import Entry


class Named(Protocol):
    """What a field may name: a thing, an actor or a choice."""

    @property
    def iri(self) -> NamedNode:
        """It."""


class Draft:
    """What a row says of the thing that it makes.

    Args:
        cells: the row.
        actors: those whom it names; the new ones are introduced at the end.
        basis: what the claims rest on, and what is said of the file.
        cls: what the new thing is.
        node: its IRI below that of all things, without a number that tells it from others.
        names: what it is called in English and in Persian; as the row says if they are not given.
        numbered: whether things of that IRI are counted from 1 even if there is but one.
    """

    def __init__(
        self,
        cells: Cells,
        actors: Actors,
        basis: tuple[Basis, Sequence[Quad]],
        cls: str,
        node: str,
        names: tuple[str, str] | None = None,
        *,
        numbered: bool = False,
    ) -> None:
        self._cells, self._actors = cells, actors
        source, self._rows = basis
        self.claims = ClaimsOf(cells.by, cells.state, source, cells.texts("note"))
        self.node = self.claims.numbered(node) if numbered else cells.state.free(node)
        self.names: tuple[Literal, Literal] = in_both(*(names or names_of(cells)))
        self.claims.named(self.node, cls, *(name.value for name in self.names))

    def say(self, prop: str, said: Said | None) -> None:
        """Add a claim about the thing, unless nothing is said."""
        if said and said.values:
            self.claims.say(self.node, prop, said)

    def texts(self, prop: str, texts: Sequence[Literal]) -> None:
        """Add what is said of it in words."""
        self.say(prop, Said(tuple(texts)))

    def day(self, prop: str, date: Dated | None) -> None:
        """Add a date, if there is one."""
        self.say(prop, date.said() if date else None)

    def each(self, prop: str, named: Iterable[tuple[Named, str] | None]) -> None:
        """Add a claim for each of the things with the text that names it."""
        for one in named:
            if one:
                self.say(prop, Said((one[0].iri,), one[1]))

    def one(self, prop: str, named: Named | None, column: str) -> None:
        """Add a claim for the one thing that a field names, if it names any."""
        if named:
            self.say(prop, Said((named.iri,), self._cells.row.cell(column)))

    def entry(self) -> Entry:
        """The entry, which is told; the new actors are introduced."""
        self._actors.introduce(self.claims)
        return entry_of(self._cells, self.node, self.names, self.claims, self._rows)


def names_of(cells: Cells) -> tuple[str, str]:
    """The names that a row gives, in English and in Persian."""
    return cells.row.cell("name_en"), cells.row.cell("name_fa")


def slug_of(cells: Cells) -> str:
    """The English name of a row as the last part of an IRI."""
    return slug(cells.row.cell("name_en"))


def tell_known(cells: Cells, cls: str) -> None:
    """Tell a thing of the class that the graph has under one of the names of a row."""
    names = filter(None, names_of(cells))
    for known in {one.iri: one for name in names for one in cells.find(name, (cls,))}.values():
        told = {"name": known.label("en"), "name_fa": known.label("fa")}
        cells.warn("name_en", "thing-known", told, meant=known.told())
