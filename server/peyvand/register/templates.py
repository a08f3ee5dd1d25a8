"""Templates of tables: the headings of a kind of entry, and a remark that says what they mean."""

from __future__ import annotations

import csv
import io

from peyvand.register.choices import choices
from peyvand.register.field import Field
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.tables import REMARK

# Without it, spreadsheets take UTF-8 for something else.
_BYTE_ORDER_MARK = "\ufeff"


def template(kind: EntryKind, language: str) -> str:
    """A table in CSV with headings and no entry.

    Below the headings stands a remark, which is not read as an entry: what goes into each column,
    and the choices where there are some.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([field.heading(language) for field in FIELDS[kind]])
    remarks = [_remark(field, language) for field in FIELDS[kind]]
    writer.writerow([f"{REMARK} {remarks[0]}", *remarks[1:]])
    return _BYTE_ORDER_MARK + file.getvalue()


def _remark(field: Field, language: str) -> str:
    labels = [choice.label(language) for choice in choices(field)]
    comma = "، " if language == "fa" else ", "
    listed = f" ({comma.join(labels)})" if labels else ""
    return field.help(language) + listed
