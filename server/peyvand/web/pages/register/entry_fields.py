"""The fields of a form: what a page shows of them, and what was entered in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from peyvand.features.folding import is_arabic
from peyvand.register.choices import chosen
from peyvand.register.field import Field, FieldKind
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.rows import RawRow
from peyvand.register.scalars import yes_and_no
from peyvand.web.http.messages import Parameters
from peyvand.web.pages.components.site import text
from peyvand.web.pages.register.entry_groups import groups_of, groups_of_choices
from peyvand.web.pages.register.entry_results import Told

# How many inputs a field begins with that may have several values, and how many are empty after
# those that are filled in.
_LEAST, _EMPTY = 3, 1
_SEVERAL = "[]"
# The parts of a value that has several, and how they are put together to one text.
_PARTS = {
    FieldKind.SIGNATURE: ("party", "person", "office"),
    FieldKind.APPROVAL: ("body", "date"),
    FieldKind.ATTENDANCE: ("who", "office", "for"),
    FieldKind.MEASURE: ("indicator", "amount", "unit", "year"),
    FieldKind.WEIGHT: ("criterion", "amount"),
}
_LONG = (FieldKind.TEXT, FieldKind.VALUE)
_CHOSEN = (FieldKind.CHOICE, FieldKind.CHOICE_OR_TEXT)


@dataclass(frozen=True)
class Part:
    """A part of a value: its name in the form, and what it is called."""

    name: str
    label: str


@dataclass(frozen=True)
class Box:
    """A field as a page shows it.

    ``input`` is the name of its inputs. ``widget`` is ``line`` or ``text`` for one input,
    ``select`` or ``checks`` for choices, ``lines`` for several inputs, and ``rows`` for inputs with
    several parts each. ``grouped`` are the ``options`` by the schemes that they are of.
    """

    name: str
    input: str
    widget: str
    label: str
    help: str
    required: bool
    values: tuple[str, ...]
    options: tuple[str, ...] = ()
    grouped: tuple[tuple[str, list[str]], ...] = ()
    free: bool = False
    parts: tuple[Part, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Told, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether an entry is refused for what stands in it."""
        return any(one.wrong for one in self.problems)

    @property
    def others(self) -> str:
        """What was written beside the choices."""
        return "; ".join(value for value in self.values if value not in self.options)


@dataclass(frozen=True)
class Given:
    """What was entered in a form, by the names of its inputs; empty ones are left out."""

    kind: EntryKind
    values: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, kind: EntryKind, sent: Parameters) -> Given:
        """What a request gives; what is of no field is passed over."""
        names = [name for one in FIELDS[kind] for name in inputs(one)]
        # A link to a form names its fields plainly.
        given = {
            name: tuple(sent.all(name) or sent.all(name.removesuffix(_SEVERAL))) for name in names
        }
        return cls(kind, {name: values for name, values in given.items() if any(values)})

    def row(self) -> RawRow:
        """It as the row that it would be in a table."""
        cells = {one.name: self._cell(one) for one in FIELDS[self.kind]}
        return RawRow(1, {name: cell for name, cell in cells.items() if cell})

    def inputs(self) -> list[tuple[str, str]]:
        """Each input with its text, to be sent again as it is."""
        return [(name, value) for name, values in self.values.items() for value in values]

    def parts(self, field: Field) -> list[tuple[str, ...]]:
        """The values of a field of several parts."""
        columns = [self.values.get(name, ()) for name in inputs(field)]
        rows = zip_longest(*columns, fillvalue="")
        return [row for row in rows if any(part.strip() for part in row)]

    def _cell(self, field: Field) -> str:
        if field.kind in _PARTS:
            return "\n".join(_joined(field.kind, row) for row in self.parts(field))
        values = list(filter(None, map(str.strip, self.values.get(inputs(field)[0], ()))))
        # As somebody would write them in one line.
        return ("؛ " if any(map(is_arabic, values)) else "; ").join(values)


def inputs(field: Field) -> tuple[str, ...]:
    """The names of the inputs of a field; such a one as may stand in a form several times ends
    in brackets."""
    end = _SEVERAL if field.repeated else ""
    if parts := _PARTS.get(field.kind):
        return tuple(f"{field.name}-{part}{end}" for part in parts)
    return (field.name + end,)


def form_of(
    given: Given, language: str, problems: Sequence[Told] = ()
) -> list[tuple[str, list[Box]]]:
    """The groups of a form with their fields, as they were filled in."""
    boxes = {one.name: _box(one, given, language, problems) for one in FIELDS[given.kind]}
    return [
        (group, [boxes[name] for name in names]) for group, names in groups_of(given.kind).items()
    ]


def _joined(kind: FieldKind, parts: Sequence[str]) -> str:
    """The text of a value in a table, as the kind of the field says it is written."""
    first, *rest = (part.strip() for part in parts)
    if kind is FieldKind.MEASURE:
        *value, year = rest
        rest = [" ".join(filter(None, value)), year]
    if kind in (FieldKind.SIGNATURE, FieldKind.MEASURE, FieldKind.WEIGHT):
        said = ", ".join(filter(None, rest))
        return f"{first}: {said}" if first else said
    if kind is FieldKind.ATTENDANCE:
        # What is not known keeps its place before what is.
        return ", ".join((first, *rest)).rstrip(", ")
    return ", ".join(filter(None, (first, *rest)))


def _box(field: Field, given: Given, language: str, problems: Sequence[Told]) -> Box:
    filled = given.values.get(inputs(field)[0], ())
    widget = _widget(field)
    rows: list[tuple[str, ...]] = []
    parts: tuple[Part, ...] = ()
    if widget == "rows":
        names = _PARTS[field.kind]
        parts = tuple(
            Part(name, text(f"entry-part-{part}", language))
            for name, part in zip(inputs(field), names, strict=True)
        )
        rows = given.parts(field)
        rows += [("",) * len(parts)] * max(_EMPTY, _LEAST - len(rows))
    elif widget == "lines":
        filled = tuple(value for value in filled if value.strip())
        filled += ("",) * max(_EMPTY, _LEAST - len(filled))
    elif widget in ("line", "text"):
        filled = ("\n".join(filled),)
    elif widget in ("select", "checks"):
        filled = tuple(_label(field, value, language) for value in filled)
    options = _options(field, language)
    return Box(
        field.name,
        inputs(field)[0],
        widget,
        field.heading(language),
        field.help(language),
        field.required,
        filled,
        tuple(one for _, some in options for one in some),
        tuple(options),
        field.kind is FieldKind.CHOICE_OR_TEXT,
        parts,
        tuple(rows),
        tuple(one for one in problems if one.field == field.name),
    )


def _options(field: Field, language: str) -> list[tuple[str, list[str]]]:
    """What may be chosen in a field, in its groups."""
    if field.kind is FieldKind.FLAG:
        return [("", list(yes_and_no(language)))]
    return groups_of_choices(field, language)


def _label(field: Field, value: str, language: str) -> str:
    """A value as the form has it among its choices, however it is called in what was sent."""
    choice = chosen(field, value)
    return choice.label(language) if choice else value


def _widget(field: Field) -> str:
    if field.kind in _PARTS:
        return "rows"
    if field.kind in _CHOSEN:
        return "checks" if field.repeated else "select"
    if field.kind is FieldKind.FLAG:
        return "select"
    if field.kind in _LONG:
        return "text"
    return "lines" if field.repeated else "line"
