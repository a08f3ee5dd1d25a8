"""The totals that are stated, read out of a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.audit.model import Name, Total, Unit
from peyvand.sources.catalogue import own
from peyvand.vocabulary.terms import PV

Row = Mapping[str, NamedNode | BlankNode | Literal]
# What answers a SELECT query: its rows, without what is not bound.
Ask = Callable[[str], Iterable[Row]]

_UNITS = {
    "numberOfCities": Unit.CITIES,
    "numberOfCountries": Unit.COUNTRIES,
    "unit-cities": Unit.CITIES,
    "unit-countries": Unit.COUNTRIES,
}


def read_totals(ask: Ask) -> list[Total]:
    """The totals, by document and name; each document's statement of a figure is one.

    Args:
        ask: answers a query.
    """
    stated: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in ask(own("audit/totals").text):
        key = tuple(_text(row, name) for name in ("document", "total", "property"))
        stated[key[0], key[1], key[2]].append(row)
    covered: dict[str, list[Row]] = defaultdict(list)
    for row in ask(own("audit/covered").text):
        covered[_text(row, "total")].append(row)
    return [_covering(_total(*key, rows), covered[key[1]]) for key, rows in sorted(stated.items())]


def _total(document: str, about: str, property: str, rows: list[Row]) -> Total:
    named = Name(about, _labels(rows[0], "total"))
    chosen = _integers(row for row in rows if _text(row, "read") == "true")
    others = _integers(rows)
    what = property.removeprefix(str(PV))
    return Total(
        about=named,
        predicate=what,
        unit=_UNITS.get(what, Unit.AGREEMENTS),
        readings=(*chosen, *(value for value in others if value not in chosen)),
        is_read=bool(chosen),
        document=document,
        lines=tuple(sorted({int(_text(row, "line")) for row in rows if "line" in row})),
        printed=_texts(rows, "printed"),
        stated_on=_texts(rows, "statedOn"),
        speakers=_names(rows, "speaker"),
        # Partners that are counted are those of the city itself.
        holders=(named,) if what == "statedPartnerCount" else (),
    )


def _covering(total: Total, rows: list[Row]) -> Total:
    """A total with what is stated of the statistic that it is of."""
    by_property: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_property[_text(row, "property").removeprefix(str(PV))].append(row)
    units = [_text(row, "value").rpartition("/")[2] for row in by_property["hasUnit"]]
    bounds = [_text(row, "value").rpartition("/bound-")[2] for row in by_property["hasBound"]]
    periods = _texts(by_property["period"], "value")
    whole = [row for row in by_property["hasHolder"] if "within" not in row]
    is_value = total.predicate == "value"
    return replace(
        total,
        unit=_UNITS.get(units[0], total.unit) if units and is_value else total.unit,
        bound=bounds[0] if bounds and is_value else "",
        holders=total.holders or _names(whole, "value"),
        period=periods[0] if periods else "",
        scope=_said(by_property["statedScope"]),
        exceptions=_said(by_property["exception"]),
    )


def _said(rows: list[Row]) -> Name | None:
    """A text in the languages that it is given in."""
    values = [row["value"] for row in rows]
    texts = {v.language or "": v.value for v in values if isinstance(v, Literal)}
    return Name("", texts) if texts else None


def _text(row: Row, name: str) -> str:
    return str(getattr(row.get(name), "value", ""))


def _texts(rows: Iterable[Row], name: str) -> tuple[str, ...]:
    return tuple(sorted({_text(row, name) for row in rows if name in row}))


def _integers(rows: Iterable[Row]) -> tuple[int, ...]:
    return tuple(sorted({int(_text(row, "value")) for row in rows}))


def _names(rows: Iterable[Row], name: str) -> tuple[Name, ...]:
    found = {_text(row, name): _labels(row, name) for row in rows if name in row}
    return tuple(Name(key, found[key]) for key in sorted(found))


def _labels(row: Row, name: str) -> dict[str, str]:
    tags = {"en": f"{name}En", "fa": f"{name}Fa"}
    return {tag: _text(row, variable) for tag, variable in tags.items() if variable in row}
