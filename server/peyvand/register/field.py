"""One field of what may be entered: what its values are, and how it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from peyvand.register.headings import ALSO
from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES


class FieldKind(StrEnum):
    """What the values of a field are, and so how they are read."""

    # A thing of the graph, by any of its names, in any script.
    THING = "thing"
    # A person, office or organisation, which is made if the graph has none of the name.
    ACTOR = "actor"
    # One of the choices of the field: a concept of a scheme, or a class.
    CHOICE = "choice"
    # A choice if it is one, else text.
    CHOICE_OR_TEXT = "choice-or-text"
    DATE = "date"
    # One day, by which something is due.
    DAY = "day"
    # Text in Persian or English, as its letters tell.
    TEXT = "text"
    # A name in the language of the field.
    NAME = "name"
    NUMBER = "number"
    COORDINATES = "coordinates"
    # An item of Wikidata.
    ITEM = "item"
    # Who signed: «party: person, office».
    SIGNATURE = "signature"
    # Who approved: «body, date».
    APPROVAL = "approval"
    # A number or name that is kept as it is.
    STRING = "string"
    DIGEST = "digest"
    # A claim of the own register.
    CLAIM = "claim"
    # A value of the property of the claim that is corrected.
    VALUE = "value"
    # A number from zero on, whole or not.
    AMOUNT = "amount"
    # Yes or no.
    FLAG = "flag"
    # Who took part: «person, office, for whom».
    ATTENDANCE = "attendance"
    # How much came of it: «kind: value unit, year».
    MEASURE = "measure"
    # How much a criterion counts: «criterion: number».
    WEIGHT = "weight"


@dataclass(frozen=True)
class Field:
    """One field of a kind of entry.

    Attributes:
        name: what programs call it, and the column of a row.
        kind: what its values are.
        repeated: whether it may have several, parted by ``;``, ``؛`` or a new line.
        required: whether an entry without it is refused.
        classes: of a thing, what it must be, as prefixed names; of choices, the classes to choose.
        scheme: of choices, the concept scheme.
        concepts: those of the scheme that may be chosen; all of them if none is named.
        properties: of choices, the properties to choose.
        further: of choices, the schemes beside the first.
        called: by what its texts stand in the catalogues, if a field of the same name of another
            kind of entry is told otherwise; "" for its name.
    """

    name: str
    kind: FieldKind
    repeated: bool = False
    required: bool = False
    classes: tuple[str, ...] = ()
    scheme: str = ""
    concepts: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    called: str = ""

    @property
    def schemes(self) -> tuple[str, ...]:
        """The concept schemes of its choices."""
        return (self.scheme, *self.further) if self.scheme else ()

    @property
    def headings(self) -> Mapping[str, tuple[str, ...]]:
        """The headings of its column by language; templates print the first, and all are folded."""
        also = ALSO.get(self.called or self.name, {})
        return {tag: (self.heading(tag), *also.get(tag, ())) for tag in LANGUAGES}

    @property
    def chosen_by_class(self) -> bool:
        """Whether its choices are classes."""
        return self.kind is FieldKind.CHOICE and bool(self.classes)

    def heading(self, language: str) -> str:
        """What people call it."""
        return text(self.called or self.name, language, "field")

    def help(self, language: str) -> str:
        """What stands in it, with an example."""
        return text(self.called or self.name, language, "field-help")
