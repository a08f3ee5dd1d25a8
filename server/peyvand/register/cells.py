"""The cells of one row, read by the kinds of their fields; what is wrong is told, not raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from peyvand.digits import digits
from peyvand.features.folding import fold, is_arabic
from peyvand.register.choices import Choice, chosen, meant
from peyvand.register.claims import By, Said, dated
from peyvand.register.dates import DateRead, read_date, suggestion
from peyvand.register.field import Field, FieldKind
from peyvand.register.fields import FIELDS, EntryKind, field, like
from peyvand.register.names import Found, Names
from peyvand.register.rows import Problem, RawRow, Severity
from peyvand.register.state import State
from peyvand.sources.dates import bounds
from peyvand.sources.numerals import Numerals, western
from peyvand.sources.points import point_of
from peyvand.sources.wikidata.properties import EARTH, item_of
from peyvand.vocabulary.iris import PREFIXES, iri

_DIGEST = re.compile(r"[0-9a-f]{64}")
# What stands between the numbers of a point in Persian.
_POINT = str.maketrans({"،": ",", "؛": ","})
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_WKT, _INTEGER, _URI = iri("geo:wktLiteral"), iri("xsd:integer"), iri("xsd:anyURI")


@dataclass(frozen=True)
class Dated:
    """A date with the text that it was read from."""

    read: DateRead
    printed: str

    def said(self) -> Said:
        """It as a claim says it."""
        return dated(self.read, self.printed)


# What is no party, and how that is told.
_NO_PLACES = {"pv:Country": "country-as-party", "pv:Organisation": "organisation-as-party"}
# Of a problem whose text speaks of nothing.
NOTHING: Mapping[str, str] = {}


class Cells:
    """What a row says.

    Args:
        kind: the kind of entry.
        row: the row.
        names: where names are looked up.
        state: what the graph says.
        by: who enters it, and when.
    """

    def __init__(self, kind: EntryKind, row: RawRow, names: Names, state: State, by: By) -> None:
        self.kind, self.row, self.by = kind, row, by
        self.names, self.state = names, state
        self.problems: list[Problem] = []

    @property
    def refused(self) -> bool:
        """Whether something is so wrong that the row is not written."""
        return any(one.severity is Severity.VIOLATION for one in self.problems)

    def tell(
        self,
        column: str,
        code: str,
        told: Mapping[str, str] = NOTHING,
        *,
        meant: str = "",
        severity: Severity = Severity.VIOLATION,
    ) -> None:
        """Tell a problem of a field, with what its text speaks of and what may be meant."""
        self.problems.append(Problem(self.row.number, column, severity, code, told, meant))

    def warn(
        self, column: str, code: str, told: Mapping[str, str] = NOTHING, *, meant: str = ""
    ) -> None:
        """Tell what deserves a look."""
        self.tell(column, code, told, meant=meant, severity=Severity.WARNING)

    def called(self, name: str) -> dict[str, str]:
        """What a field is called, as the arguments of a problem."""
        one = self._field(name)
        return {"field": one.heading("en"), "field_fa": one.heading("fa")}

    def has(self, name: str) -> bool:
        """Whether anything stands in a field."""
        return bool(self.row.cell(name))

    def date(self, name: str) -> Dated | None:
        """The date in a field, if there is one."""
        text = self.row.cell(name)
        return self.date_of(name, text) if text else None

    def date_of(self, name: str, text: str) -> Dated | None:
        """A text as a date; what is read into its year, and a time to come, are told."""
        try:
            read = read_date(text)
        except ValueError:
            self.tell(name, "no-date", {"value": text}, meant=suggestion(text))
            return None
        if read.assumed:
            hijri = read.hijri or " / ".join(read.hijri_candidates)
            told = {"value": text, "hijri": hijri, "hijri_fa": digits(hijri, "fa")}
            self.warn(name, "hijri-assumed", told | {"edtf": read.edtf})
        first, _ = bounds(read.edtf)
        if first and first > self.by.now.date():
            self.warn(name, "future-date", {"value": text})
        return Dated(read, text)

    def things(self, name: str) -> list[tuple[Found, str]]:
        """The things that a field names, each with the text that names it."""
        found = []
        for text in self._values(name):
            if one := self.thing_of(name, text):
                found.append((one, text))
        return found

    def thing(self, name: str) -> Found | None:
        """The one thing that a field names, if any."""
        found = self.things(name)
        return found[0][0] if found else None

    def thing_of(self, name: str, text: str, classes: Sequence[str] | None = None) -> Found | None:
        """The thing that a text in a field names."""
        classes = self._field(name).classes if classes is None else classes
        found = self.find(text, classes)
        if len(found) == 1:
            return found[0]
        if found:
            self.tell(name, "ambiguous-name", {"name": text}, meant=_listed(found))
        elif not self._is_other(name, text):
            near = self.names.near(text, classes)
            self.tell(name, "unknown-name", {"name": text}, meant=_listed(near))
        return None

    def find(self, text: str, classes: Sequence[str]) -> Sequence[Found]:
        """The things of some classes that a text names, those of earlier rows among them."""
        return self.names.find(text, classes) or [
            Found(node, self.state.labels(node), {})
            for node in self.state.namesakes(text)
            if self.state.is_a(node, classes)
        ]

    def _is_other(self, name: str, text: str) -> bool:
        """Whether a party is one of those that are no places; which is told."""
        if name != "parties":
            return False
        for cls, code in _NO_PLACES.items():
            if found := self.names.find(text, (cls,)):
                heading = self._field("other_parties").heading("en")
                told = {"name": text, **self.called("other_parties")}
                self.tell(name, code, told, meant=f"{heading}: {found[0].label('en')}")
                return True
        return False

    def choices(self, name: str) -> list[tuple[Choice, str]]:
        """The choices of a field, each with the text that names it."""
        one, found = self._field(name), []
        for text in self._values(name):
            if choice := chosen(one, text):
                found.append((choice, text))
            else:
                tag = "fa" if is_arabic(text) else "en"
                likely = "; ".join(choice.label(tag) for choice in meant(one, text))
                self.tell(name, "no-choice", {"value": text, **self.called(name)}, meant=likely)
        return found

    def choice(self, name: str) -> tuple[Choice, str] | None:
        """The choice of a field that takes one, if any."""
        return next(iter(self.choices(name)), None)

    def texts(self, name: str) -> tuple[Literal, ...]:
        """The texts of a field, each in the language that its letters tell."""
        return tuple(text_of(text) for text in self._values(name))

    def number(self, name: str) -> Said | None:
        """The number in a field, if there is one."""
        text = self.row.cell(name)
        if not text:
            return None
        try:
            count = Numerals([text], [], ",").people(text)
        except ValueError:
            count = None
        if count is None:
            self.tell(name, "no-number", {"value": text})
            return None
        return Said((Literal(str(count), datatype=_INTEGER),), text)

    def point(self, name: str) -> Said | None:
        """The point in a field, if there is one."""
        text = self.row.cell(name)
        if not text:
            return None
        try:
            latitude, longitude, globe = point_of(western(text.translate(_POINT)))
        except ValueError:
            latitude, longitude, globe = 0.0, 0.0, ""
        if globe != EARTH or abs(latitude) > 90 or abs(longitude) > 180:
            self.tell(name, "no-coordinates", {"value": text})
            return None
        value = f"POINT({longitude:.6f} {latitude:.6f})"
        return Said((Literal(value, datatype=_WKT),), text)

    def item(self, name: str) -> Said | None:
        """The item in a field, if there is one."""
        text = self.row.cell(name)
        if not text:
            return None
        if not (item := item_of(western(text))):
            self.tell(name, "no-item", {"value": text})
            return None
        return Said((NamedNode(f"{PREFIXES['wd']}{item}"),), text)

    def address(self, name: str) -> Said | None:
        """The address on the web in a field, if there is one."""
        text = self.row.cell(name)
        if text and not _ADDRESS.fullmatch(text):
            self.tell(name, "no-address", {"value": text})
            return None
        return Said((Literal(text, datatype=_URI),), text) if text else None

    def digest(self, name: str) -> str:
        """The digest in a field, in small letters; "" if there is none."""
        text = western(self.row.cell(name)).lower()
        if text and not _DIGEST.fullmatch(text):
            self.tell(name, "no-digest", {"value": text})
            return ""
        return text

    def wanted(self, *names: str) -> None:
        """Warn of fields that an entry should have and does not, in one sentence."""
        lacking = [self._field(name) for name in names if not self.has(name)]
        if lacking and not self.refused:
            english = ", ".join(one.heading("en") for one in lacking)
            persian = "، ".join(one.heading("fa") for one in lacking)
            self.warn("", "wanted", {"fields": english, "fields_fa": persian})

    def required(self) -> None:
        """Tell the fields that are unknown, and those that are missing."""
        known = {one.name for one in FIELDS[self.kind]}
        for column in sorted(self.row.cells.keys() - known):
            meant = like(self.kind, column)
            self.tell(column, "unknown-column", {"column": column}, meant=meant)
        for one in FIELDS[self.kind]:
            if one.required and not self.has(one.name):
                self.tell(one.name, "required", self.called(one.name))
            if one.kind is FieldKind.NAME and self.has(one.name):
                self._judge_name(one.name)

    def _judge_name(self, name: str) -> None:
        """Tell a name that nobody can read, and one that seems to be in another language."""
        text = self.row.cell(name)
        if not fold(text):
            self.tell(name, "no-name", {"value": text, **self.called(name)})
        elif is_arabic(text) is not name.endswith("_fa"):
            self.warn(name, "name-language", {"value": text, **self.called(name)})

    def _values(self, name: str) -> list[str]:
        values = self.row.values(name)
        if len(values) > 1 and not self._field(name).repeated:
            self.tell(name, "several", self.called(name))
            return []
        return values

    def _field(self, name: str) -> Field:
        return field(self.kind, name)


def text_of(text: str) -> Literal:
    """A text in Persian if it has Persian letters, else in English."""
    return Literal(text, language="fa" if is_arabic(text) else "en")


def _listed(found: Iterable[Found]) -> str:
    return "; ".join(one.told() for one in found)
