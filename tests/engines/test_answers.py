"""What an engine answers is whole, or it is no answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, RdfFormat, Store

from peyvand.engines.answers import RESULTS, TRIPLES, NotOurs, NotWhole, Refused, answer

ROW = {"x": {"type": "uri", "value": "http://x.example/a"}}
TABLE = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [ROW, ROW]}}).encode()
YES = b'{"head":{},"boolean":true}'
LINES = b"<http://x.example/a> <http://x.example/b> <http://x.example/c> .\n" * 2
OF = {"SELECT": (RESULTS, TABLE), "ASK": (RESULTS, YES), "CONSTRUCT": (TRIPLES, LINES)}


def read(form: str, status: int = 200, body: bytes | None = None, **headers: str) -> Any:
    kind, whole = OF[form]
    told = {"content-type": f"{kind};charset=utf-8"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(form, status, told, whole if body is None else body)


def test_what_is_whole_is_read() -> None:
    found = read("SELECT")
    assert isinstance(found, QuerySolutions)
    assert [str(row["x"]) for row in found] == ["<http://x.example/a>"] * 2
    assert bool(read("ASK"))
    # A triple stands once in a graph.
    assert len(read("CONSTRUCT")) == 1
    assert read("CONSTRUCT", body=b"") == []


@pytest.mark.parametrize(("text", "yes"), [("1", True), ("true", True), ("0", False)])
def test_yes_and_no_in_a_table_are_read(text: str, yes: bool) -> None:
    row = {"x": {"type": "literal", "value": text}}
    table = {"head": {"vars": ["x"]}, "results": {"bindings": [row]}}
    found = read("ASK", body=json.dumps(table).encode())
    assert isinstance(found, QueryBoolean)
    assert bool(found) is yes


@pytest.mark.parametrize(
    ("text", "here"),
    [("7.0", "7"), ("7.50", "7.5"), ("7", "7"), ("70", "70"), ("-0.250", "-0.25"), ("0.0", "0")],
)
def test_decimals_are_written_as_here(text: str, here: str) -> None:
    kind = "http://www.w3.org/2001/XMLSchema#decimal"
    row = {"x": {"type": "literal", "value": text, "datatype": kind}}
    table = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [row]}}).encode()
    (found,) = read("SELECT", body=table)
    assert found["x"].value == here
    line = f'<http://x.example/a> <http://x.example/b> "{text}"^^<{kind}> .\n'.encode()
    (triple,) = read("CONSTRUCT", body=line)
    assert triple.object.value == here
    # The store here writes it so, too.
    store = Store()
    store.load(line, format=RdfFormat.N_TRIPLES)
    assert next(iter(store)).object.value == here


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("text", "kind", "here"),
    [
        ("1", "boolean", "true"),
        ("0", "boolean", "false"),
        ("true", "boolean", "true"),
        # What only a boolean or a duration may be written as.
        ("1", "integer", "1"),
        ("5", "string", "5"),
        ("-P1D", "duration", "-P1D"),
        ("86400", "duration", None),
    ],
)
def test_values_that_an_engine_changes_are_written_as_here_or_refused(
    text: str, kind: str, here: str | None
) -> None:
    cell = {"type": "literal", "value": text, "datatype": XSD + kind}
    table = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell}]}}).encode()
    line = f'<http://x.example/a> <http://x.example/b> "{text}"^^<{XSD}{kind}> .\n'.encode()
    if here is None:
        for form, body in (("SELECT", table), ("CONSTRUCT", line)):
            with pytest.raises(NotOurs, match=text):
                read(form, body=body)
        return
    (found,) = read("SELECT", body=table)
    (triple,) = read("CONSTRUCT", body=line)
    assert found["x"].value == triple.object.value == here


@pytest.mark.parametrize("name", ["b1", "nodeID://b1"])
def test_blank_nodes_are_called_without_the_scheme_of_an_engine(name: str) -> None:
    cell = {"type": "bnode", "value": name}
    table = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell}]}}).encode()
    (found,) = read("SELECT", body=table)
    assert found["x"].value == "b1"


@pytest.mark.parametrize("form", OF)
@pytest.mark.parametrize(
    ("status", "refused"),
    [
        *((status, True) for status in (400, 413, 414, 422, 500, 501)),
        *((status, False) for status in (206, 302, 401, 404, 421, 429, 502, 503)),
    ],
)
def test_an_engine_that_refuses_a_query_is_told_from_one_that_is_not_well(
    form: str, status: int, refused: bool
) -> None:
    with pytest.raises(NotWhole) as raised:
        read(form, status=status)
    assert isinstance(raised.value, Refused) is refused


@pytest.mark.parametrize("form", OF)
@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"status": 500}, "status 500"),
        ({"status": 206}, "status 206"),
        ({"content_type": "text/html"}, "text/html"),
        ({"content_type": ""}, "no type"),
        ({"x_sql_state": "S1TAT"}, "left something out"),
        ({"x_sparql_maxrows": "10000"}, "left something out"),
    ],
)
def test_what_is_refused_or_told_by_headers(form: str, more: dict[str, Any], told: str) -> None:
    with pytest.raises(NotWhole, match=told):
        read(form, **more)


@pytest.mark.parametrize("form", OF)
def test_what_ends_with_word_that_it_is_not_whole(form: str) -> None:
    with pytest.raises(NotWhole, match="not complete"):
        read(form, body=OF[form][1] + b"\n# Incomplete results: the query was stopped\n")


@pytest.mark.parametrize("form", OF)
def test_what_is_cut_anywhere_is_not_whole(form: str) -> None:
    whole = OF[form][1]
    line = len(whole) // 2
    for end in range(1 if form == "CONSTRUCT" else 0, len(whole) - 1):
        # Between two lines nobody can tell that one is missing.
        if form == "CONSTRUCT" and end in (line - 1, line):
            continue
        with pytest.raises(NotWhole):
            read(form, body=whole[:end])


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("SELECT", TABLE + TABLE),
        ("SELECT", YES),
        ("SELECT", b"[]"),
        ("SELECT", b"   "),
        ("ASK", TABLE),
        ("ASK", b'{"head":{"vars":[]},"results":{"bindings":[]}}'),
        ("CONSTRUCT", TABLE),
        ("CONSTRUCT", b"<html></html>"),
    ],
)
def test_what_is_something_else_is_no_answer(form: str, body: bytes) -> None:
    with pytest.raises(NotWhole):
        read(form, body=body)
