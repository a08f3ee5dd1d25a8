"""What a model is told through the Model Context Protocol, by a scripted one."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp.server import MCPServer
from mcp.shared.exceptions import MCPError
from pyoxigraph import QuerySolution, QuerySolutions, Store

from mcp import Client as Model
from mcp import StdioServerParameters
from peyvand.client import Client
from peyvand.graph.build import Graph
from peyvand.graph.versions import Versions
from peyvand.mcp.answers import short
from peyvand.mcp.server import make_server
from peyvand.texts import texts
from waiting import wait_until
from web.live import Server, publish_documents, running, wait_for_index

ASKED = tomllib.loads(Path(__file__).with_name("asked.toml").read_text(encoding="utf-8"))["asked"]
TABRIZ = "<https://w3id.org/peyvand/id/city/tabriz>"
WUHAN = "<https://w3id.org/peyvand/id/agreement/tabriz-wuhan>"
TOOLS = {
    *("search", "describe", "find_questions", "ask_question"),
    *("vocabulary", "check_query", "run_query"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("mcp")
    publish_documents(home, graph, once)
    with running(home) as found:
        wait_for_index(found)
        yield found


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    with Client(f"http://127.0.0.1:{server.port}") as made:
        yield made


@pytest.fixture(scope="module")
def door(client: Client) -> MCPServer:
    return make_server(client)


@pytest.fixture(scope="module")
def documents(server: Server) -> Store:
    """The graph that the server answers from, without the server."""
    versions = Versions(server.home)
    return Store.read_only(str(versions.current().store))


def cells(row: dict[str, Any]) -> dict[str, frozenset[str]]:
    """The cells of a row.

    In what is put together of several values the order is nobody's, and the engine alone keeps
    their language where SPARQL 1.1 has a plain string.
    """
    plain = {name: re.sub("@(en|fa)$", "", str(cell)) for name, cell in row.items()}
    return {name: frozenset(re.split(r"[ |;؛]+", cell)) for name, cell in plain.items()}


def asked_of(store: Store, query: str) -> tuple[list[str], list[QuerySolution]]:
    """The columns and rows of an answer that no server has a part in."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return [variable.value for variable in found.variables], list(found)


def played(to: Any, script: Callable[[Model], Awaitable[Any]]) -> Any:
    """What a model gets that does as a script says."""

    async def play() -> Any:
        async with Model(to) as model:
            return await script(model)

    return asyncio.run(play())


def called(to: Any, tool: str, **arguments: Any) -> Any:
    """What a tool answers; the text of an error is no JSON and so stays a text."""

    async def script(model: Model) -> Any:
        got = await model.call_tool(tool, arguments)
        (content,) = got.content
        return content.text if got.is_error else json.loads(content.text)

    return played(to, script)


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked["question"])
def test_what_somebody_asks_is_found_and_answered(
    door: MCPServer, documents: Store, asked: dict[str, Any], language: str
) -> None:
    async def script(model: Model) -> Any:
        found = await model.call_tool("find_questions", {"words": asked[language]})
        names = [one["name"] for one in json.loads(found.content[0].text)]
        assert asked["question"] in names
        given = {"name": asked["question"], "parameters": asked.get("parameters", {}), "limit": 500}
        return json.loads((await model.call_tool("ask_question", given)).content[0].text)

    answer = played(door, script)
    assert answer["complete"] is True
    rows = [cells(row) for row in answer["rows"]]
    if "row" in asked:
        assert any(cells(asked["row"]).items() <= row.items() for row in rows)
    else:
        assert rows == []
    # The question's own query, asked of the graph itself: every cell of every row.
    columns, right = asked_of(documents, answer["query"])
    assert answer["columns"] == columns
    kept = [cells({name: short(row[name]) for name in columns if row[name]}) for row in right]
    # A row that has the numbers of the caveat alone is not told as an answer.
    told, wanted = (Counter(frozenset(row.items()) for row in some) for some in (rows, kept))
    assert told - wanted == Counter()
    assert (wanted - told).total() in (0, 1)


def test_there_are_forty_questions() -> None:
    assert len(ASKED) >= 40


def test_a_thing_is_told_with_its_evidence(door: MCPServer) -> None:
    hit = called(door, "search", words="تبریز", kinds=["city"])[0]
    assert hit["label_en"] == "Tabriz"
    told = called(door, "describe", thing="agreement/tabriz-wuhan")
    assert told["complete"] is True
    assert ["agreement/tabriz-wuhan", "pv:hasParty", "city/tabriz"] in told["statements"]
    assert any(row.get("document", "").startswith("document/") for row in told["evidence"])


def test_a_part_is_never_told_as_the_whole(door: MCPServer) -> None:
    for tool, given in (
        ("run_query", {"query": "SELECT * { ?s ?p ?o }"}),
        ("ask_question", {"name": "damaged-digits"}),
    ):
        told = called(door, tool, **given, limit=3)
        assert len(told["rows"]) == 3
        assert told["complete"] is False
        assert "part" in told["note"]
    told = called(door, "run_query", query="SELECT * { VALUES ?a { 1 2 3 } }", limit=3)
    assert told["complete"] is True
    assert called(door, "run_query", query="ASK {}") == {"complete": True, "answer": True}


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("ask_question", {"name": "partner-of-city"}, "partners-of-city"),
        ("ask_question", {"name": "partners-of-city", "parameters": {"cty": "x"}}, "city"),
        ("ask_question", {"name": "partners-of-city", "parameters": {"scope": "x"}}, "documents"),
        ("ask_question", {}, "The argument name is missing; give a text."),
        (
            "ask_question",
            {"name": "x", "parametres": {}},
            "no argument parametres. It takes: parameters.",
        ),
        (
            "ask_question",
            {"name": "x", "parameters": "y"},
            "give an object of names and their values.",
        ),
        ("search", {"words": 5}, "The argument words may not be 5; give a text."),
        ("search", {"words": "x", "kinds": "city"}, "may not be 'city'; give a list of texts."),
        ("search", {"words": "x", "kinds": [7]}, "The argument kinds may not be 7"),
        ("describe", {"thing": "agreement/tabriz-wuhann"}, "agreement/tabriz-wuhan"),
        ("run_query", {"query": "SELECT"}, "WHERE"),
        (
            "run_query",
            {"query": "SELECT * {}", "limit": 0},
            "may not be 0; give a whole number from 1 to 500.",
        ),
        ("run_query", {"query": "SELECT * {}", "limit": "many"}, "a whole number from 1 to 500."),
        ("check_query", {"query": "SELECT"}, "cannot be read"),
        ("no_such_tool", {}, "There is no tool no_such_tool. Like it: "),
        ("find_question", {}, "There is no tool find_question. Like it: find_questions"),
    ],
)
def test_wrong_arguments_are_told_with_what_is_right(
    door: MCPServer, tool: str, given: dict[str, Any], said: str
) -> None:
    try:
        told = called(door, tool, **given)
    except MCPError as error:
        told = str(error)
    assert isinstance(told, str)
    assert said in told
    assert "Error executing" not in told
    assert "pydantic" not in told


def test_wrong_arguments_are_told_in_persian(client: Client) -> None:
    door = make_server(client, "fa")
    wrong = called(door, "search", words=5, limit=0)
    assert wrong == (
        "آرگومان words نمی‌تواند 5 باشد؛ یک متن بدهید. "
        "آرگومان limit نمی‌تواند 0 باشد؛ عددی صحیح از 1 تا 500 بدهید."
    )
    assert called(door, "describe", think="x") == "آرگومانی به نام think نیست. آنچه می‌پذیرد: thing."
    assert called(door, "serch", words="x").startswith("ابزار serch وجود ندارد. مانند آن: search")


@pytest.mark.parametrize(
    ("prompt", "given", "said"),
    [
        ("partners_en", {}, "The argument city is missing; give a text."),
        ("partners_fa", {}, "آرگومان city نیامده است؛ یک متن بدهید."),
        ("query_fa", {"city": "x"}, "آرگومانی به نام city نیست. آنچه می‌پذیرد: question."),
        ("partner_fa", {}, "پرسش‌نمای partner_fa وجود ندارد. مانند آن: partners_fa"),
    ],
)
def test_wrong_arguments_of_prompts_are_told_in_their_language(
    door: MCPServer, prompt: str, given: dict[str, str], said: str
) -> None:
    async def script(model: Model) -> Any:
        with pytest.raises(MCPError) as refused:
            await model.get_prompt(prompt, given)
        return str(refused.value)

    assert said in played(door, script)


PREFIX = "PREFIX pv: <https://w3id.org/peyvand/ns#> "


@pytest.mark.parametrize(
    ("query", "code", "right"),
    [
        ("SELECT * { ?a a pv:Agrement }", "unknown-term", "pv:Agreement"),
        ("SELECT * { ?a pv:hasPartie ?b }", "unknown-term", "pv:hasParty"),
        ("SELECT * { ?a pv:hasParty/pv:inCuntry ?b }", "unknown-term", "pv:inCountry"),
        (f"SELECT * {{ {TABRIZ} pv:hasParty ?a }}", "wrong-direction", f"?a pv:hasParty {TABRIZ}"),
        ("SELECT * { ?c a pv:City ; pv:hasParty ?a . ?a a pv:Agreement }", "wrong-direction",
         "?a pv:hasParty ?c"),
        ("SELECT * { ?c pv:asPrinted ?text }", "missing-graph",
         "GRAPH ?graph { ?c pv:asPrinted ?text }"),
        (f"SELECT * {{ {WUHAN} pv:about ?c }}", "wrong-direction", f"?c pv:about {WUHAN}"),
    ],
)  # fmt: skip
def test_the_checker_finds_what_is_wrong_and_what_is_right(
    door: MCPServer, query: str, code: str, right: str
) -> None:
    (found,) = called(door, "check_query", query=PREFIX + query)["findings"]
    assert found["code"] == code
    assert right in found["suggestions"]


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ ?a pv:hasParty {TABRIZ} ; pv:signed ?d }}",
        f"SELECT * {{ GRAPH ?g {{ ?c pv:about {WUHAN} ; pv:property pv:signed }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ ?a pv:hasParty {TABRIZ} OPTIONAL {{ ?a pv:signed ?d }} }}",
        f"ASK {{ {TABRIZ} pv:inCountry ?c MINUS {{ ?c a pv:City }} }}",
    ],
)
def test_the_checker_lets_good_queries_be(door: MCPServer, query: str) -> None:
    assert called(door, "check_query", query=PREFIX + query)["findings"] == []


def test_the_vocabulary_is_told_in_small_pieces(door: MCPServer) -> None:
    terms = called(door, "vocabulary", words="طرف پیمان party", limit=3)
    assert 0 < len(terms) <= 3
    assert "pv:hasParty" in {term["name"] for term in terms}


def test_things_are_resources_and_prompts_are_in_both_languages(door: MCPServer) -> None:
    async def script(model: Model) -> Any:
        templates = (await model.list_resource_templates()).resource_templates
        assert {one.name for one in templates} == {"city", "agreement", "claim"}
        city = (await model.read_resource("peyvand://city/tabriz")).contents[0]
        with pytest.raises(MCPError, match="city/no-such"):
            await model.read_resource("peyvand://city/no-such")
        names = {one.name for one in (await model.list_prompts()).prompts}
        prompts = [
            (await model.get_prompt(f"partners_{tag}", {"city": "تبریز"})).messages[0].content.text
            for tag in ("en", "fa")
        ]
        return json.loads(city.text), names, prompts

    city, names, (english, persian) = played(door, script)
    assert city["id"] == "city/tabriz"
    assert names == {"partners_en", "partners_fa", "query_en", "query_fa"}
    assert "تبریز" in english
    assert "partners-of-city" in english
    assert "شریکانی" in persian


@pytest.mark.parametrize("language", ["en", "fa"])
def test_tools_speak_the_language_that_is_asked_for(client: Client, language: str) -> None:
    async def script(model: Model) -> Any:
        return {tool.name: tool for tool in (await model.list_tools()).tools}

    tools = played(make_server(client, language), script)
    assert tools.keys() == TOOLS
    for name, tool in tools.items():
        assert tool.description == texts(language, "mcp")[name]
        assert tool.annotations.read_only_hint


def test_it_speaks_on_standard_input_and_output_over_a_home(server: Server) -> None:
    at = StdioServerParameters(
        command=sys.executable,
        args=["-m", "peyvand", "mcp", "--lang", "fa", "--home", str(server.home)],
        env={**os.environ, "PEYVAND_WORKERS": "1"},
    )

    async def script(model: Model) -> Any:
        found = await model.call_tool("find_questions", {"words": "تبریز چه شریکان خارجی دارد؟"})
        assert "partners-of-city" in found.content[0].text
        given = {"name": "partners-of-city", "parameters": {"city": "تبریز"}, "limit": 2}
        return json.loads((await model.call_tool("ask_question", given)).content[0].text)

    told = played(at, script)
    assert told["complete"] is False
    assert "بخشی" in told["note"]


def test_it_speaks_by_http_over_a_server(server: Server) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{server.port}"
    command = ["-m", "peyvand", "mcp", "--http", "--port", str(port), "--url", url]
    with subprocess.Popen([sys.executable, *command], stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: _listens(port), "it listens")
            told = called(f"http://127.0.0.1:{port}/mcp", "search", words="Tabriz", limit=1)
            assert told[0]["iri"] == TABRIZ[1:-1]
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
