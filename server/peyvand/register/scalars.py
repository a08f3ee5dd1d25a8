"""Cells that hold an amount, or yes or no; and how an amount is written."""

from __future__ import annotations

import re
from decimal import Decimal

from pyoxigraph import Literal

from peyvand.features.folding import fold
from peyvand.register.cells import Cells
from peyvand.register.claims import Said
from peyvand.sources.numerals import western
from peyvand.texts import text
from peyvand.vocabulary.iris import iri
from peyvand.vocabulary.labels import LANGUAGES

_DECIMAL, _BOOLEAN = iri("xsd:decimal"), iri("xsd:boolean")
# Thousands are parted by commas or spaces, of any script.
_THOUSANDS = re.compile(r"(?<=[0-9])[,٬’'\s](?=[0-9]{3}(?![0-9]))")
_AMOUNT = re.compile(r"[-+]?[0-9]{1,30}(?:\.[0-9]{1,12})?")
# It may be 1200 or one and a fifth.
_EITHER = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}")
# What programs and spreadsheets write.
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def decimal_of(written: str) -> Decimal:
    """An amount as people write it: ``12,000,000``, ``1200.5``, «۱۲٬۰۰۰».

    Raises:
        ValueError: it is none, or may be one of two.
    """
    plain = _THOUSANDS.sub("", western(written))
    if not _AMOUNT.fullmatch(plain) or _EITHER.fullmatch(plain):
        raise ValueError(f"{written!r} is no amount")
    return Decimal(plain)


def amount_of(cells: Cells, column: str, written: str) -> Decimal | None:
    """A text in a field as an amount; one that is none, or is below zero, is told."""
    try:
        found = decimal_of(written)
    except ValueError:
        cells.tell(column, "no-amount", {"value": written})
        return None
    if found < 0:
        cells.tell(column, "negative-amount", {"value": written})
        return None
    return found


def amount(cells: Cells, name: str) -> Said | None:
    """The amount in a field, if there is one."""
    written = cells.row.cell(name)
    found = amount_of(cells, name, written) if written else None
    return None if found is None else Said((decimal(found),), written)


def decimal(number: Decimal) -> Literal:
    """An amount as a term, in the canonical form of decimals."""
    shown = f"{number:f}"
    return Literal(shown.rstrip("0").rstrip(".") if "." in shown else shown, datatype=_DECIMAL)


def flag(cells: Cells, name: str) -> Said | None:
    """The yes or no in a field, if there is one."""
    written = cells.row.cell(name)
    if not written:
        return None
    found = _flags().get(fold(western(written)))
    if found is None:
        yes_or_no = "; ".join(f"{yes} / {no}" for yes, no in map(yes_and_no, LANGUAGES))
        cells.tell(name, "no-flag", {"value": written, **cells.called(name)}, meant=yes_or_no)
        return None
    return Said((Literal("true" if found else "false", datatype=_BOOLEAN),), written)


def yes_and_no(language: str) -> tuple[str, str]:
    """The two words of a language."""
    return text("yes", language, "flag"), text("no", language, "flag")


def _flags() -> dict[str, bool]:
    words = {fold(word): word == pair[0] for pair in map(yes_and_no, LANGUAGES) for word in pair}
    return {**_FLAGS, **words}
