"""The page on entering agreements: its program runs, its table is read, its fields are all."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peyvand.graph.build import Graph
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.rows import Severity
from web.live import Server, publish_documents, running

PAGE = (Path(__file__).parents[2] / "docs" / "register.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("register")
    publish_documents(home, graph, once)
    with running(home) as found:
        yield found


def test_the_fields_of_an_agreement_are_in_the_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| [^|]*\|$", PAGE, re.MULTILINE)
    fields = FIELDS[EntryKind.AGREEMENT]
    assert rows == [(one.name, one.heading("en"), one.heading("fa")) for one in fields]
    for kind in EntryKind:
        assert f"`{kind}`" in PAGE or kind is EntryKind.AGREEMENT


def test_the_severities_are_in_the_table() -> None:
    told = re.findall(r"^\| `(violation|warning|info)` \|", PAGE, re.MULTILINE)
    assert told == [str(severity) for severity in Severity]


def test_the_table_is_entered_as_it_stands(server: Server) -> None:
    got = server.ask(
        *("POST", "/register"), query={"dry-run": ""}, body=block("csv"),
        headers={"Content-Type": "text/csv"}, token=server.token,
    )  # fmt: skip
    assert got.status == 200, got.text
    assert got.json["counts"] == {"read": 1, "good": 1, "warned": 1, "refused": 0}


def test_the_program_enters_an_agreement(server: Server) -> None:
    program = block("python").replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    program = program.replace("pv_…", server.token)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(program, "register.md", "exec"), {})
    *told, last = said.getvalue().splitlines()
    assert {line.split()[1] for line in told} == {"warning", "info"}
    assert last == 'entered https://w3id.org/peyvand/id/agreement/arak-shiraz in "v2"'
    assert server.select(
        "PREFIX pv: <https://w3id.org/peyvand/ns#> SELECT ?date { "
        "<https://w3id.org/peyvand/id/agreement/arak-shiraz> pv:signed ?date }"
    ) == ["2024-05-01"]
