"""The page on entering agreements: its program runs, its table is read, its fields are all."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peyvand.graph.build import Graph
from peyvand.register.dates import read_date
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.rows import Severity
from peyvand.tokens import Role, Tokens
from web.live import Got, Server, publish_documents, running

PAGE = (Path(__file__).parents[2] / "docs" / "register.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def block(language: str) -> str:
    (found,) = blocks(language)
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("register")
    publish_documents(home, graph, once)
    with running(home) as found:
        yield found


def fields_of(part: str) -> list[tuple[str, ...]]:
    """The fields in the table of a part of the page, with their headings."""
    return re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| [^|]*\|$", part, re.MULTILINE)


def test_the_fields_of_an_agreement_are_in_the_table() -> None:
    rows = fields_of(PAGE.partition("## Tables")[2].partition("\n## ")[0])
    fields = FIELDS[EntryKind.AGREEMENT]
    assert rows == [(one.name, one.heading("en"), one.heading("fa")) for one in fields]
    for kind in EntryKind:
        assert f"`{kind}`" in PAGE or kind is EntryKind.AGREEMENT


@pytest.mark.parametrize("kind", re.findall(r"^### `(\w+)`", PAGE, re.MULTILINE))
def test_the_fields_of_a_kind_are_in_its_table(kind: str) -> None:
    """All but those that tell where an entry is from, and its note."""
    part = PAGE.partition(f"### `{kind}`")[2].partition("\n##")[0]
    assert fields_of(part) == [
        (one.name, one.heading("en"), one.heading("fa"))
        for one in FIELDS[EntryKind(kind)]
        if one.name != "note" and one.name.partition("_")[0] != "source"
    ]


def test_every_date_of_the_page_is_read_as_it_says() -> None:
    table = PAGE.partition("## Dates")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| `([^`]+)`.* \|$", table, re.MULTILINE)
    assert len(rows) > 8
    for written, edtf in rows:
        for quoted in re.findall(r"`([^`]+)`|«([^»]+)»", written):
            assert read_date("".join(quoted)).edtf == edtf, quoted


def test_the_severities_are_in_the_table() -> None:
    told = re.findall(r"^\| `(violation|warning|info)` \|", PAGE, re.MULTILINE)
    assert told == [str(severity) for severity in Severity]


@pytest.mark.parametrize(("number", "kind"), [(0, "agreement"), (1, "stage"), (2, "activity")])
def test_the_table_is_entered_as_it_stands(server: Server, number: int, kind: str) -> None:
    got = server.ask(
        *("POST", "/register"), query={"dry-run": "", "kind": kind}, body=blocks("csv")[number],
        headers={"Content-Type": "text/csv"}, token=server.token,
    )  # fmt: skip
    assert got.status == 200, got.text
    warned = int(kind == "agreement")
    assert got.json["counts"] == {"read": 1, "good": 1, "warned": warned, "refused": 0}


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


def test_claims_in_turtle_are_entered_and_followed(server: Server) -> None:
    token = Tokens(server.home).add("isfahan", role=Role.ENTER, about=["city/isfahan"])
    graph = "/graphs/register-isfahan"
    ended = (
        "PREFIX pv: <https://w3id.org/peyvand/ns#> SELECT ?value { "
        "<https://w3id.org/peyvand/id/agreement/isfahan-yazd> pv:ended ?value }"
    )
    before = server.select(ended)

    def post(body: str, kind: str = "text/turtle", query: str = "") -> Got:
        headers = {"Content-Type": kind}
        return server.ask("POST", graph, query=query, body=body, headers=headers, token=token)

    claim = block("turtle")
    assert post(claim, query="dry-run").status == 201
    assert server.select(ended) == before
    got = post(claim)
    assert got.status == 201, got.text
    assert "2025-03" in server.select(ended)
    # A correction, in JSON-LD with the context that is known here.
    again = {
        "@context": "https://w3id.org/peyvand/context.jsonld",
        **claim_of(claim, "isfahan-2", "2025-04"),
    }
    got = post(json.dumps(again), "application/ld+json")
    assert got.status == 200, got.text
    assert "2025-04" in server.select(ended)
    assert "2025-03" not in server.select(ended)
    wrong = post(claim.replace("isfahan-1", "isfahan-3").replace('"2025-03"', '"9999-99-99"'))
    assert wrong.status == 422
    assert set(wrong.json["text"]) == {"en", "fa"}
    other = post(claim.replace("isfahan-yazd", "arak-batumi").replace("isfahan-1", "isfahan-4"))
    assert other.status == 403


def claim_of(turtle: str, name: str, value: str) -> dict[str, Any]:
    """A claim that corrects that of the page, as JSON-LD has it."""
    at = "https://w3id.org/peyvand/id/"
    return {
        "id": f"{at}claim/{name}",
        "type": "Claim",
        "dcterms:identifier": name,
        "about": {"id": f"{at}agreement/isfahan-yazd"},
        "property": {"id": "https://w3id.org/peyvand/ns#ended"},
        "reading": {"@value": value, "type": "http://id.loc.gov/datatypes/edtf/EDTF"},
        "asPrinted": value,
        "certainty": f"{at}concept/certain",
        "isReadBy": f"{at}reading-rule/entered",
        "isStatedIn": f"{at}register-file/isfahan-56-78",
        "isStatedBy": f"{at}organisation/moi-iran",
        "statedOn": "2024-05-02",
        "isEnteredBy": f"{at}register/isfahan",
        "enteredOn": "2024-05-04T09:00:00Z",
        "replaces": f"{at}claim/isfahan-1",
        "reason": {"en": "A slip of the pen", "fa": "سهو قلم"},
    }
