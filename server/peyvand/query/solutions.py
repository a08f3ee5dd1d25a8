"""Solutions as SPARQL results, byte for byte as the engine writes those that it finds itself.

The one difference: an IRI with a comma is in quotation marks in CSV (RFC 4180, section 2, rule 6),
which the engine leaves out (``commas``). A term is written once, however many rows have it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import IO

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat

from peyvand.vocabulary.iris import PREFIXES

Term = NamedNode | BlankNode | Literal
Row = tuple[Term | None, ...]
# How many rows are written at once, and how many terms are kept in their written form.
_BATCH, _KEPT = 1000, 200_000
_XSD = PREFIXES["xsd"]
_STRING = _XSD + "string"
# Forms that are written without a type in TSV, as in Turtle (SPARQL 1.1 CSV and TSV, section 4).
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
    _XSD + "boolean": re.compile("true|false"),
}
_IN_CSV = re.compile('[",\r\n]')
_IN_TSV = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"})
_IN_XML = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;", "'": "&apos;", '"': "&quot;"})
_SPACES = " \t\n\r"
_NAMESPACE = "http://www.w3.org/2005/sparql-results#"


def write_solutions(
    variables: Sequence[str], rows: Iterable[Row], engine: QueryResultsFormat, out: IO[bytes]
) -> None:
    """Write a table.

    Args:
        variables: the names of its columns.
        rows: a term or nothing for each column.
        engine: the format.
        out: where to.
    """
    form = _FORMS[engine](variables)
    out.write(form.head().encode())
    rest = iter(rows)
    first = True
    while batch := list(islice(rest, _BATCH)):
        text = form.between.join(form.rows(batch))
        out.write((text if first else form.between + text).encode())
        first = False
    out.write(form.foot.encode())


def write_truth(value: bool, engine: QueryResultsFormat, out: IO[bytes]) -> None:
    """Write yes or no.

    Args:
        value: which.
        engine: the format: JSON or XML.
        out: where to.
    """
    word = "true" if value else "false"
    if engine == QueryResultsFormat.JSON:
        out.write(f'{{"head":{{}},"boolean":{word}}}'.encode())
    else:
        out.write(f"{_XML}<head></head><boolean>{word}</boolean></sparql>".encode())


_XML = f'<?xml version="1.0"?><sparql xmlns="{_NAMESPACE}">'


class _Written(dict[Term, str]):
    """Terms in their written form."""

    def __init__(self, write: Callable[[Term], str]) -> None:
        self._write = write

    def __missing__(self, term: Term) -> str:
        if len(self) >= _KEPT:
            self.clear()
        text = self[term] = self._write(term)
        return text


class _Json:
    between, foot = ",", "]}}"

    def __init__(self, variables: Sequence[str]) -> None:
        self._names = [_quoted(name) for name in variables]
        self._columns = [_Written(self._binding(name)) for name in self._names]

    def head(self) -> str:
        return f'{{"head":{{"vars":[{",".join(self._names)}]}},"results":{{"bindings":['

    def rows(self, batch: list[Row]) -> Iterator[str]:
        columns = self._columns
        for row in batch:
            pairs = zip(columns, row, strict=True)
            yield "{" + ",".join([column[t] for column, t in pairs if t is not None]) + "}"

    def _binding(self, name: str) -> Callable[[Term], str]:
        return lambda term: f"{name}:{{{self._value(term)}}}"

    def _value(self, term: Term) -> str:
        value = _quoted(term.value)
        if isinstance(term, NamedNode):
            return f'"type":"uri","value":{value}'
        if isinstance(term, BlankNode):
            return f'"type":"bnode","value":{value}'
        more = ""
        if term.language:
            more = f',"xml:lang":{_quoted(term.language)}'
        elif term.datatype.value != _STRING:
            more = f',"datatype":{_quoted(term.datatype.value)}'
        return f'"type":"literal","value":{value}{more}'


class _Xml:
    between, foot = "", "</results></sparql>"

    def __init__(self, variables: Sequence[str]) -> None:
        self._names = variables
        self._columns = [_Written(self._binding(name)) for name in variables]

    def head(self) -> str:
        names = "".join(f'<variable name="{name}"/>' for name in self._names)
        return f"{_XML}<head>{names}</head><results>"

    def rows(self, batch: list[Row]) -> Iterator[str]:
        columns = self._columns
        for row in batch:
            pairs = zip(columns, row, strict=True)
            bindings = "".join([column[t] for column, t in pairs if t is not None])
            yield f"<result>{bindings}</result>"

    def _binding(self, name: str) -> Callable[[Term], str]:
        return lambda term: f'<binding name="{name}">{self._value(term)}</binding>'

    def _value(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return f"<uri>{term.value.translate(_IN_XML)}</uri>"
        if isinstance(term, BlankNode):
            return f"<bnode>{term.value}</bnode>"
        more = ""
        if term.language:
            more = f' xml:lang="{term.language}"'
        elif term.datatype.value != _STRING:
            more = f' datatype="{term.datatype.value.translate(_IN_XML)}"'
        return f"<literal{more}>{_bounded(term.value)}</literal>"


class _Csv:
    between, foot, _separator, _end = "", "", ",", "\r\n"

    def __init__(self, variables: Sequence[str]) -> None:
        self._names = variables
        self._terms = _Written(self._value)

    def head(self) -> str:
        return self._separator.join(self._names) + self._end

    def rows(self, batch: list[Row]) -> Iterator[str]:
        terms, separator, end = self._terms, self._separator, self._end
        for row in batch:
            yield separator.join([terms[t] if t is not None else "" for t in row]) + end

    def _value(self, term: Term) -> str:
        if isinstance(term, BlankNode):
            return f"_:{term.value}"
        text = term.value
        return '"' + text.replace('"', '""') + '"' if _IN_CSV.search(text) else text


class _Tsv(_Csv):
    _separator, _end = "\t", "\n"

    def head(self) -> str:
        return self._separator.join(f"?{name}" for name in self._names) + self._end

    def _value(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return f"<{term.value}>"
        if isinstance(term, BlankNode):
            return f"_:{term.value}"
        kind = term.datatype.value
        if kind in _BARE and _BARE[kind].fullmatch(term.value):
            return term.value
        text = f'"{term.value.translate(_IN_TSV)}"'
        if term.language:
            return f"{text}@{term.language}"
        return text if kind == _STRING else f"{text}^^<{kind}>"


_FORMS: dict[QueryResultsFormat, Callable[[Sequence[str]], _Json | _Xml | _Csv]] = {
    QueryResultsFormat.JSON: _Json,
    QueryResultsFormat.XML: _Xml,
    QueryResultsFormat.CSV: _Csv,
    QueryResultsFormat.TSV: _Tsv,
}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _bounded(text: str) -> str:
    """A text of XML, whose spaces at its ends are written so that no reader drops them."""
    middle = text.strip(_SPACES)
    if not middle:
        return _spaces(text)
    start = text.index(middle)
    before, after = text[:start], text[start + len(middle) :]
    return f"{_spaces(before)}{middle.translate(_IN_XML)}{_spaces(after)}"


def _spaces(text: str) -> str:
    return "".join(f"&#{ord(letter)};" for letter in text)
