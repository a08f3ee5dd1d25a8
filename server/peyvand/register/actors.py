"""Persons, offices and organisations that a row names: those of the graph, and new ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from pyoxigraph import NamedNode

from peyvand.features.folding import fold, is_arabic
from peyvand.register.cells import Cells
from peyvand.register.choices import Choice, chosen, labels
from peyvand.register.claims import ClaimsOf, Said
from peyvand.register.field import Field, FieldKind
from peyvand.register.offices import names_an_office
from peyvand.register.rows import Severity
from peyvand.vocabulary.iris import iri

_OFFICE = "pv:Office"
_BODIES = ("pv:Organisation", "pv:Municipality")
_LEVEL = Field("level", FieldKind.CHOICE, scheme="actors")
# Where things of a class have their names.
_FOLDERS = {
    "pv:Person": "person",
    _OFFICE: "office",
    "pv:Organisation": "organisation",
    "pv:Municipality": "organisation",
    "pv:Document": "document",
    "pv:Programme": "programme",
    "pv:Event": "event",
}


@dataclass(frozen=True)
class Actor:
    """Somebody, or a body, that a row names.

    Attributes:
        iri: it.
        labels: its names by language.
        new: the class of one that the graph does not have yet; "" for one that it has.
    """

    iri: NamedNode
    labels: Mapping[str, str]
    new: str = ""


class Actors:
    """The actors of one row.

    Args:
        cells: the row.
    """

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self.new: dict[NamedNode, Actor] = {}
        # What is said of what comes to be with the row beside its names.
        self.facts: list[tuple[NamedNode, str, Said]] = []

    def find(self, column: str, text: str, classes: Sequence[str], made: str) -> Actor | None:
        """The actor that a text names, or a new one if the text gives both names of it.

        Args:
            column: the field that it stands in.
            text: a name, or both: ``Persian / English``; behind those of a body its level in
                the scheme of actors, if that is known.
            classes: what it must be.
            made: the class of a new one, unless its names tell an office and it may be one.
        """
        # An identifier has a slash of its own.
        whole = bool(self._cells.find(text, classes))
        # What has no letter or digit names nobody.
        names = [text] if whole else [part.strip() for part in text.split("/") if fold(part)]
        level = _level(names, classes)
        for name in names:
            known = self._known(name, classes)
            if known:
                return known
            found = self._cells.find(name, classes)
            if len(found) > 1 or (len(names) == 1 and found):
                one = self._cells.thing_of(column, name, classes)
                return Actor(one.iri, one.labels) if one else None
            if found:
                return Actor(found[0].iri, found[0].labels)
        persian = [name for name in names if is_arabic(name)]
        english = [name for name in names if not is_arabic(name)]
        if len(persian) != 1 or len(english) != 1:
            near = self._cells.names.near(text, classes)
            meant = "; ".join(one.told() for one in near)
            self._cells.tell(column, "both-names", {"name": text}, meant=meant)
            return None
        if level:
            made = made if made in _BODIES else _BODIES[0]
        elif _OFFICE in classes and names_an_office(english[0], persian[0]):
            made = _OFFICE
        actor = self._made(column, english[0], persian[0], made)
        if level:
            self.facts.append((actor.iri, "pv:hasActorLevel", Said((level[0].iri,), level[1])))
        return actor

    def one(self, column: str, classes: Sequence[str], made: str) -> Actor | None:
        """Whom or what a field names, if it is filled in; the arguments are those of ``find``."""
        printed = self._cells.row.cell(column)
        return self.find(column, printed, classes, made) if printed else None

    def each(self, column: str, classes: Sequence[str], made: str) -> list[tuple[Actor, str]]:
        """All whom a field names, each with the text that does; the arguments are those of
        ``find``.
        """
        return [
            (actor, printed)
            for printed in self._cells.row.values(column)
            if (actor := self.find(column, printed, classes, made))
        ]

    def introduce(self, claims: ClaimsOf) -> None:
        """Have claims say what the new actors are, and their names."""
        for actor in self.new.values():
            claims.named(actor.iri, actor.new, actor.labels["en"], actor.labels["fa"])
        for node, prop, said in self.facts:
            claims.say(node, prop, said)

    def _known(self, name: str, classes: Sequence[str]) -> Actor | None:
        """The new actor of this row that is called so."""
        for actor in self.new.values():
            if actor.new in classes and fold(name) in map(fold, actor.labels.values()):
                return actor
        return None

    def _made(self, column: str, english: str, persian: str, made: str) -> Actor:
        node = self._cells.state.free(f"{_FOLDERS[made]}/{slug(english)}")
        actor = Actor(node, {"en": english, "fa": persian}, made)
        self.new[node] = actor
        cls = labels(iri(made))
        told = {
            "name": english,
            "name_fa": persian,
            "class": cls["en"],
            "class_fa": cls["fa"],
        }
        self._cells.tell(column, "new-thing", told, severity=Severity.INFO)
        return actor


def _level(names: list[str], classes: Sequence[str]) -> tuple[Choice, str] | None:
    """The level that the last of three names of a body is, which is taken from them."""
    if len(names) != 3 or not set(_BODIES).intersection(classes):
        return None
    choice = chosen(_LEVEL, names[-1])
    return (choice, names.pop()) if choice else None


def slug(name: str) -> str:
    """A name as the last part of an IRI: small letters, digits and hyphens."""
    return fold(anyascii(name)).replace(" ", "-") or "unnamed"
