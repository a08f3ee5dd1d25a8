"""Rows of an answer as entries, one for each thing, with labels in the best language there is."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Literal

from peyvand.vocabulary.labels import best
from peyvand.web.pages.components.site import Row


def entries(rows: list[Row], key: str, language: str) -> dict[str, dict[str, Any]]:
    """One entry for each value of a column.

    Args:
        rows: of an answer; variables whose names end in ``label`` hold labels.
        key: the column.
        language: the language of the page.

    Returns:
        Texts by variable. A label has its language beside it, under ``NAME_tag``.
    """
    by_key: dict[str, dict[str, Any]] = {}
    for row in rows:
        entry = by_key.setdefault(row[key].value, {})
        for name, term in row.items():
            tag = getattr(term, "language", None)
            if name.lower().endswith("label") and tag is not None:
                held = entry.get(f"{name}_tag")
                if held is None or best((tag, held), language) != held:
                    entry[name], entry[f"{name}_tag"] = term.value, tag
            else:
                entry.setdefault(name, term.value)
    return by_key


def first(rows: list[Row], language: str) -> dict[str, Any]:
    """All rows as one entry."""
    whole: list[Row] = [{**row, "all": Literal("")} for row in rows]
    return next(iter(entries(whole, "all", language).values()), {})


def degrees(row: dict[str, Any]) -> tuple[float, float] | None:
    """Longitude and latitude of an entry; None if they are not known."""
    if not row.get("lat") or not row.get("long"):
        return None
    return point(str(row["long"]), str(row["lat"]))


def point(longitude: str, latitude: str) -> tuple[float, float] | None:
    """A place on the earth; None if there is none such, whatever was written to the graph."""
    try:
        position = float(longitude), float(latitude)
    except ValueError:
        return None
    return position if abs(position[0]) <= 180 and abs(position[1]) <= 90 else None


def ends(row: Row) -> tuple[float, float, float, float] | None:
    """Longitude and latitude of both ends of a link; None if one is not known."""
    if not {"x1", "y1", "x2", "y2"} <= row.keys():
        return None
    first_end = point(row["x1"].value, row["y1"].value)
    second_end = point(row["x2"].value, row["y2"].value)
    return (*first_end, *second_end) if first_end and second_end else None
