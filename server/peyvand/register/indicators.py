"""How much came of something: indicators as a row of their own, and within a row of an activity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from peyvand.digits import digits
from peyvand.features.folding import is_arabic
from peyvand.register.actors import Actor, Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells, Dated
from peyvand.register.choices import Choice, chosen, meant
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.fields import EntryKind, field
from peyvand.register.rows import Entry
from peyvand.register.scalars import amount_of, decimal
from peyvand.sources.numerals import western

# «kind: value unit, year»; commas before three digits part thousands. Nothing that was taken is
# given back, so that a long text is no long work.
_MEASURE = re.compile(
    r"(?P<kind>[^:：]+)[:：]\s*(?P<value>[-+−]?[0-9][0-9.,٬٫ ]*+)(?P<unit>[^0-9,،:]++)"
    r"(?:[,،](?P<year>.+))?"
)


@dataclass(frozen=True)
class Measure:
    """A number, of what it is, in which unit and of which time.

    Attributes:
        kind: what it counts or measures.
        value: the number.
        unit: its unit.
        date: the year or day that it is of, if that is told.
        texts: kind, value and unit as they were entered.
    """

    kind: Choice
    value: Decimal
    unit: Choice
    date: Dated | None
    texts: tuple[str, str, str]


def indicator(cells: Cells) -> Entry | None:
    """The claims of a row about an indicator; None if it is refused."""
    what, measure, actors = cells.thing("indicator_of"), _measure(cells), Actors(cells)
    documents = evidence(cells, actors)
    basis = basis_of(cells, actors)
    cells.wanted("year")
    if cells.refused or not (what and measure and basis):
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    of = in_both(what.label("en"), what.label("fa"))
    node, names = measured(claims, what.iri, of, measure)
    for document, text in documents:
        claims.say(node, "pv:isEvidencedBy", Said((document.iri,), text))
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def measures(cells: Cells, column: str = "indicators") -> list[Measure]:
    """The indicators in a field of another row."""
    found = []
    for text in cells.row.values(column):
        # Only digits and signs are made others of; the words stay as they are.
        match = _MEASURE.fullmatch(western(text))
        if not match:
            cells.tell(column, "measure-form", {"value": text})
            continue
        kind = _chosen(cells, column, "kind", match["kind"].strip())
        value = amount_of(cells, column, match["value"].strip())
        unit = _chosen(cells, column, "unit", match["unit"].strip())
        date = cells.date_of(column, match["year"].strip()) if match["year"] else None
        if kind and unit and value is not None:
            found.append(Measure(kind, value, unit, date, (text, text, text)))
    return found


def evidence(cells: Cells, actors: Actors) -> list[tuple[Actor, str]]:
    """The documents that prove what came of something."""
    found = []
    for text in cells.row.values("evidence"):
        if document := actors.find("evidence", text, ("pv:Document",), "pv:Document"):
            found.append((document, text))
    return found


def measured(
    claims: ClaimsOf, what: NamedNode, names: Sequence[Literal], measure: Measure
) -> tuple[NamedNode, tuple[Literal, Literal]]:
    """Add an indicator of a thing, which is a thing of its own; and say how it is called."""
    slug = what.value.rpartition("/")[2]
    node = claims.numbered(f"indicator/{slug}-{measure.kind.name.partition('-')[2]}")
    year, year_fa = _years(measure.date)
    labels = in_both(
        f"{names[0].value}: {measure.kind.label('en')}{year}",
        f"{names[1].value}: {measure.kind.label('fa')}{year_fa}",
    )
    claims.named(node, "pv:Indicator", labels[0].value, labels[1].value)
    kind, value, unit = measure.texts
    claims.say(node, "pv:isIndicatorOf", Said((what,)))
    claims.say(node, "pv:hasIndicatorKind", Said((measure.kind.iri,), kind))
    claims.say(node, "pv:value", Said((decimal(measure.value),), value))
    claims.say(node, "pv:hasUnit", Said((measure.unit.iri,), unit))
    if measure.date:
        claims.say(node, "pv:date", measure.date.said())
    return node, labels


def _measure(cells: Cells) -> Measure | None:
    kind, unit, date = cells.choice("kind"), cells.choice("unit"), cells.date("year")
    text = cells.row.cell("amount")
    value = amount_of(cells, "amount", text) if text else None
    if not kind or not unit or value is None:
        return None
    return Measure(kind[0], value, unit[0], date, (kind[1], text, unit[1]))


def _chosen(cells: Cells, column: str, name: str, text: str) -> Choice | None:
    """The choice of a field of indicators that a part of a text names."""
    one = field(EntryKind.INDICATOR, name)
    if choice := chosen(one, text):
        return choice
    told = {"value": text, "field": one.heading("en"), "field_fa": one.heading("fa")}
    tag = "fa" if is_arabic(text) else "en"
    likely = "; ".join(choice.label(tag) for choice in meant(one, text))
    cells.tell(column, "no-choice", told, meant=likely)
    return None


def _years(date: Dated | None) -> tuple[str, str]:
    """A date at the end of a label, in both languages."""
    if not date:
        return "", ""
    return f", {date.read.edtf}", f"، {digits(date.read.hijri or date.read.edtf, 'fa')}"
