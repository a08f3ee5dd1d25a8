"""Days: by which something is due, or from which until which it is open."""

from __future__ import annotations

import re

from peyvand.register.cells import Cells, Dated
from peyvand.register.dates import read_date, suggestion

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(cells: Cells, name: str, *, passed: bool = False) -> Dated | None:
    """The day in a field, if there is one; what is none, and a day that has passed, are told.

    Args:
        cells: of the row.
        name: of the field.
        passed: whether nothing is told of a day that has passed.
    """
    text = cells.row.cell(name)
    if not text:
        return None
    try:
        read = read_date(text)
    except ValueError:
        cells.tell(name, "no-day", {"value": text}, meant=suggestion(text))
        return None
    if not _DAY.fullmatch(read.edtf):
        cells.tell(name, "no-day", {"value": text})
        return None
    if not passed and read.edtf < cells.by.now.date().isoformat():
        cells.warn(name, "day-passed", {"value": text})
    return Dated(read, text)
