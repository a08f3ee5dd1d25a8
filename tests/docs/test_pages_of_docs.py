"""What the documents for users show is run, and settings and names in them are true."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse

from needs import needs
from peyvand.cli import _parser
from peyvand.graph.build import Graph
from peyvand.query.engine import ask
from peyvand.settings import PREFIX, Settings
from peyvand.vocabulary.iris import graph as named
from waiting import LIMIT_S
from web.live import Server, publish_documents, running

ROOT = Path(__file__).parents[2]
MISTAKES = ROOT / "docs" / "mistakes.md"
# Half of its queries are for Wikidata's service; a test of its own runs the others.
OF_WIKIDATA = ROOT / "docs" / "wikidata-queries.md"
# Pages whose blocks are run by tests of their own.
RUN_AS_WHOLE = ("client.md", "snippets.md")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def commands() -> list[str]:
    lines = [line for page in PAGES for block in blocks(page, "sh") for line in block.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines if line.strip()]


@pytest.mark.parametrize("command", [c for c in commands() if c.startswith("make ")])
def test_a_make_target_exists(command: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert command.split()[1] in targets


@pytest.mark.parametrize("command", [c for c in commands() if "peyvand " in c and "curl" not in c])
def test_a_command_is_one_that_the_program_knows(command: str, graph: Graph) -> None:
    arguments = shlex.split(command)[1:]
    options = _parser().parse_args(arguments)
    if arguments[0] == "query" and options.name:
        assert graph.catalogue.get(options.name)


def test_there_is_no_other_kind_of_command() -> None:
    for command in commands():
        assert command.startswith(("make ", ".venv/bin/peyvand ", "curl ")), command


@pytest.mark.parametrize(
    ("page", "text"),
    [(p.name, text) for p in PAGES if p != OF_WIKIDATA for text in blocks(p, "sparql")],
)
def test_a_query_of_a_page_finds_something(page: str, text: str, graph: Graph) -> None:
    result = ask(graph.store, text)
    found = bool(result) if isinstance(result, QueryBoolean) else list(result)
    assert found, page


def test_every_block_is_of_a_kind_that_is_run_or_only_shown() -> None:
    """No query hides in a block that no test runs."""
    kinds = {"sh", "sparql", "sql", "csv", "turtle", "json", "python", "mermaid", ""}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if page == MISTAKES:
            continue
        fences = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        assert {kind for kind, _ in fences} <= kinds, page
        for kind, body in fences:
            if kind not in ("sparql", "sh") and page.name not in RUN_AS_WHOLE:
                assert not re.search(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b.*\{", body), page


def test_the_first_query_has_the_answer_of_the_readme(graph: Graph) -> None:
    (query,), (answer,) = blocks(ROOT / "README.md", "sparql"), blocks(ROOT / "README.md", "csv")
    result = graph.store.query(query)
    assert isinstance(result, QuerySolutions)
    given = result.serialize(format=QueryResultsFormat.CSV)
    assert given is not None
    rows = list(csv.reader(io.StringIO(given.decode())))
    assert rows == list(csv.reader(io.StringIO(answer)))


# Addresses to which the reader adds what is asked for.
INCOMPLETE = {"/graphs": 400, "/page": 404}
# Pages that speak of the graph of the whole world, which is not built here.
OF_THE_WORLD = {"performance.md"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("pages")
    publish_documents(home, graph, once)
    with running(home) as found:
        yield found


@needs("curl")
@pytest.mark.parametrize("command", [c for c in commands() if c.startswith("curl")])
def test_what_is_asked_by_curl_is_answered(server: Server, command: str, tmp_path: Path) -> None:
    table, *_ = blocks(ROOT / "docs" / "register.md", "csv")
    (tmp_path / "agreements.csv").write_text(table, encoding="utf-8")
    text = command.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    arguments = shlex.split(text.replace("$TOKEN", server.token))
    result = subprocess.run(
        [*arguments, "-s", "-w", "\n%{http_code}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
    )
    body, _, status = result.stdout.rpartition("\n")
    assert status == "200", body
    assert rows(body) > 0, body


def rows(body: str) -> int:
    """How much an answer holds, whatever its form: rows, results, triples, changes."""
    if body.startswith("{"):
        found = json.loads(body)
        if "boolean" in found:
            return int(found["boolean"])
        if "results" in found:
            return (
                len(found["results"].get("bindings", ()))
                if "head" in found
                else len(found["results"])
            )
        if "q0" in found:
            return len(found["q0"]["result"])
        return len(found)
    if body.startswith("<?xml"):
        return body.count("<result>") + body.count("<boolean>true") + body.count("rdf:about=")
    if not body.startswith("\ufeff") and (";" in body or " ." in body):
        kind = RdfFormat.TRIG
        return sum(1 for _ in parse(body, format=kind))
    return len(list(csv.reader(io.StringIO(body)))) - 1


def test_nothing_is_nothing_in_every_form() -> None:
    assert rows('{"head":{"vars":["s"]},"results":{"bindings":[]}}') == 0
    assert rows('{"head":{},"boolean":false}') == 0
    assert rows('{"version":1,"results":[]}') == 0
    assert rows('{"q0":{"result":[]}}') == 0
    assert rows('<?xml version="1.0"?><sparql><results></results></sparql>') == 0
    assert rows("s\r\n") == 0
    assert rows("\ufeffs\r\n# a; b .\r\n") == 1
    assert rows("s\r\nhttp://x.example/a\r\n") == 1
    assert rows("<http://x.example/a> a <http://x.example/B> .\n") == 1


def addresses() -> list[tuple[str, str]]:
    """The addresses that pages name in their text, without those with a part to fill in."""
    found = {}
    for page in PAGES:
        if page.name in OF_THE_WORLD:
            continue
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for address in re.findall(r"`(/[a-z.][^`\s]*)`", text):
            if not re.search(r"[A-Z]{2,}|…|\bN\b", address):
                found.setdefault(address, page.name)
    return sorted((page, address) for address, page in found.items())


@pytest.mark.parametrize(("page", "address"), addresses())
def test_an_address_of_a_page_is_answered(server: Server, page: str, address: str) -> None:
    path, _, query = address.partition("?")
    got = server.ask(path=path, query=quote(query, safe="=&") if query else "")
    if address in INCOMPLETE:
        assert got.status == INCOMPLETE[address], page
    else:
        elsewhere = re.match(r"/(id/|dataset$|dumps(/current)?(/[a-z.]+)?$)", address)
        assert got.status == (303 if elsewhere else 200), (page, got.text[:200])


def test_the_claim_of_the_model_page_is_real(graph: Graph) -> None:
    (text,) = blocks(ROOT / "docs" / "model.md", "turtle")
    evidence = named("document-001")
    quads = list(parse(text, format=RdfFormat.TURTLE))
    assert quads
    for quad in quads:
        found = graph.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, evidence)
        assert list(found), quad


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", text, re.M))
    assert rows == {PREFIX + f.name.upper(): str(f.default) for f in fields(Settings)}
    for setting in fields(Settings):
        assert setting.metadata["help"] in text


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
