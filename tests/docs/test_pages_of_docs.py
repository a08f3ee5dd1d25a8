"""What the documents for users show is run, and settings and names in them are true."""

from __future__ import annotations

import csv
import io
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse

from peyvand.cli import _parser
from peyvand.graph.build import Graph
from peyvand.settings import PREFIX, Settings
from peyvand.vocab import graph as named
from web.live import Server, publish, running

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def commands() -> list[str]:
    lines = [line for page in PAGES for block in blocks(page, "sh") for line in block.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines if line.strip()]


@pytest.mark.parametrize("command", [c for c in commands() if c.startswith("make ")])
def test_a_make_target_exists(command: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
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
    ("page", "text"), [(p.name, text) for p in PAGES for text in blocks(p, "sparql")]
)
def test_a_query_of_a_page_finds_something(page: str, text: str, graph: Graph) -> None:
    result = graph.store.query(text)
    assert isinstance(result, QuerySolutions)
    assert list(result), page


def test_the_first_query_has_the_answer_of_the_readme(graph: Graph) -> None:
    (query,), (answer,) = blocks(ROOT / "README.md", "sparql"), blocks(ROOT / "README.md", "csv")
    result = graph.store.query(query)
    assert isinstance(result, QuerySolutions)
    given = result.serialize(format=QueryResultsFormat.CSV)
    assert given is not None
    rows = list(csv.reader(io.StringIO(given.decode())))
    assert rows == list(csv.reader(io.StringIO(answer)))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, graph: Graph) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("pages")
    publish(home, graph.store)
    with running(home) as found:
        until = time.monotonic() + 60
        # The first question has the index made.
        while found.ask(path="/search?q=x").status == 503 and time.monotonic() < until:
            time.sleep(0.1)
        yield found


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl on this machine")
@pytest.mark.parametrize("command", [c for c in commands() if c.startswith("curl")])
def test_what_is_asked_by_curl_is_answered(server: Server, command: str) -> None:
    text = command.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    arguments = shlex.split(text.replace("$TOKEN", server.token))
    result = subprocess.run(
        [*arguments, "-s", "-w", "\n%{http_code}"], capture_output=True, text=True, timeout=30
    )
    body, _, status = result.stdout.rpartition("\n")
    assert status == "200", body
    assert body.strip()


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
