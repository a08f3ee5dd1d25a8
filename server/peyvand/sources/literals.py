"""Values of cells as literals of a datatype."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from peyvand.sources.dates import check_edtf, solar_hijri_to_edtf
from peyvand.sources.tables import Row
from peyvand.vocabulary.iris import EDTF, PREFIXES, iri

_LEXICAL: dict[str, re.Pattern[str]] = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]+(\.[0-9]+)?"),
    "boolean": re.compile(r"true|false"),
    "duration": re.compile(
        r"P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?"
    ),
    "dateTime": re.compile(
        r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9](Z|[+-][0-9][0-9]:[0-9][0-9])"
    ),
    "date": re.compile(r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]"),
    "anyURI": re.compile(r"\S+"),
}


def edtf(row: Row, text: str) -> str:
    """A date of a row in EDTF.

    Raises:
        SourceError: it is none.
    """
    try:
        return check_edtf(text)
    except ValueError as error:
        raise row.error(f"{error}.", "Write the date in EDTF, or a Hijri one as sh:1373.") from None


def literal(row: Row, value: str, datatype: NamedNode) -> Literal:
    """A value of a row as a literal; a date may be Solar Hijri, as ``sh:1373``.

    Raises:
        SourceError: it is no value of the datatype.
    """
    if datatype == EDTF:
        if value.startswith("sh:"):
            try:
                value = solar_hijri_to_edtf(value[3:])
            except ValueError as error:
                raise row.error(f"{error}.", "Give a Solar Hijri date that exists.") from None
        return Literal(edtf(row, value), datatype=EDTF)
    if datatype == iri("rdf:langString"):
        raise row.error(
            f"{row['property']} takes text, and {value!r} stands in the column value.",
            "Give the text in the columns en and fa.",
        )
    name = datatype.value.removeprefix(PREFIXES["xsd"])
    pattern = _LEXICAL.get(name)
    if pattern and not pattern.fullmatch(value):
        raise row.error(f"{value!r} is not an xsd:{name}.", "Correct the value.")
    if name == "string":
        return Literal(value)
    return Literal(value, datatype=datatype)
