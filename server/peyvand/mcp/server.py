"""The server of the Model Context Protocol over any Peyvand server.

Every tool asks by the client, so that the limits of the server hold for models as for everybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, wraps
from typing import Annotated, Any

import httpx2 as httpx
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from peyvand import __version__
from peyvand.client import Client, ClientError, Problem
from peyvand.mcp import answers
from peyvand.mcp.arguments import Door
from peyvand.mcp.checking import Finding, check
from peyvand.texts import text
from peyvand.vocabulary.iris import ID

MOST_ROWS = 500
_ALONE = ToolAnnotations(read_only_hint=True, open_world_hint=False)
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS)]


def make_server(client: Client, language: str = "en") -> MCPServer:
    """The server.

    Args:
        client: what asks the graph.
        language: of what tools say of themselves and of their answers, ``en`` or ``fa``.
    """

    def said(key: str, **values: object) -> str:
        return text(key, language, "mcp").format(**values)

    server = Door(
        "peyvand",
        language,
        instructions=said("instructions"),
        version=__version__,
        log_level="WARNING",
    )

    def tool(function: Callable[..., Any]) -> None:
        name = function.__name__
        made = server.tool(
            name, description=said(name), annotations=_ALONE, structured_output=False
        )
        made(_told(function))

    @cache
    def questions() -> dict[str, Any]:
        return {question.name: question for question in client.questions()}

    @cache
    def terms() -> list[dict[str, Any]]:
        return client.terms()

    def search(words: str, kinds: list[str] | None = None, limit: Limit = 10) -> str:
        keys = ("iri", "kind", "label_en", "label_fa", "description", "matched", "grade")
        found = client.search(words, *(kinds or ()), limit=limit)
        return _json([{key: hit[key] for key in keys if key in hit} for hit in found])

    def describe(thing: str) -> str:
        return _json(answers.thing_of(client, thing, language))

    def find_questions(words: str = "", limit: Limit = 10) -> str:
        known = questions()
        if not words.strip():
            return _json({name: question.title for name, question in known.items()})
        texts = {
            name: (q.title, q.title_fa, q.description, *q.keywords) for name, q in known.items()
        }
        return _json([_question(known[name]) for name in answers.matching(words, texts, limit)])

    def ask_question(
        name: str, parameters: dict[str, Any] | None = None, limit: Limit = 100
    ) -> str:
        found = client.question(name, **(parameters or {}))
        return _json(answers.rows_of(found, limit, language))

    def vocabulary(words: str, limit: Limit = 10) -> str:
        known = {term["name"]: term for term in terms()}
        texts = {
            name: (*term["label"].values(), *term["definition"].values())
            for name, term in known.items()
        }
        return _json([known[name] for name in answers.matching(words, texts, limit)])

    def check_query(query: str) -> str:
        try:
            found = check(query, [term["name"] for term in terms()], client.ask)
        except ValueError as error:
            raise ToolError(said("no-query", reason=error)) from error
        rows = [_finding(one) for one in found]
        return _json({"findings": rows} | ({} if rows else {"note": said("nothing-found")}))

    def _finding(one: Finding) -> dict[str, Any]:
        message = said(one.code, term=one.pattern, pattern=one.pattern)
        return {"code": one.code, "message": message, "suggestions": list(one.suggestions)}

    def run_query(query: str, limit: Limit = 100) -> str:
        try:
            return _json(answers.first_rows(client, query, limit, language))
        except Problem as problem:
            if problem.status != 406:
                raise
        # What has no rows is a yes or a no.
        return _json({"complete": True, "answer": client.ask(query)})

    for function in (search, describe, find_questions, ask_question, vocabulary, check_query):
        tool(function)
    tool(run_query)

    def resource(kind: str) -> None:
        @server.resource(
            f"peyvand://{kind}/{{slug}}", name=kind, description=said("thing-resource"),
            mime_type="application/json",
        )  # fmt: skip
        def read(slug: str) -> str:
            try:
                return _json(answers.thing_of(client, f"{kind}/{slug}", language))
            except ClientError as error:
                raise ResourceError(said("no-such-thing", name=f"{kind}/{slug}")) from error

    for kind in ("city", "agreement", "claim"):
        resource(kind)
    _add_prompts(server)
    return server


def _add_prompts(server: MCPServer) -> None:
    """The prompts, each in both languages whatever the server's own."""

    def add(language: str) -> None:
        def partners(city: str) -> str:
            return text("partners-prompt-text", language, "mcp").format(city=city)

        def query(question: str) -> str:
            return text("query-prompt-text", language, "mcp").format(question=question)

        for name, made in (("partners", partners), ("query", query)):
            about = text(f"{name}-prompt", language, "mcp")
            server.prompt(f"{name}_{language}", description=about)(made)

    for language in ("en", "fa"):
        add(language)


def _told(function: Callable[..., str]) -> Callable[..., str]:
    """A tool whose errors say what to do next."""

    @wraps(function)
    def answer(*given: Any, **named: Any) -> str:
        try:
            return function(*given, **named)
        except Problem as problem:
            near = ", ".join(_near(one) for one in problem.near)
            raise ToolError(f"{problem} ({near})" if near else str(problem)) from problem
        except (ClientError, httpx.HTTPError) as error:
            raise ToolError(str(error)) from error

    return answer


def _near(one: Any) -> str:
    """What is near, as a server tells it: a name, or a thing with its IRI."""
    return str(one["iri"]).removeprefix(str(ID)) if isinstance(one, dict) else str(one)


def _question(question: Any) -> dict[str, Any]:
    parameters = [
        {
            "name": one.name,
            "type": one.type,
            "default": one.default,
            "optional": one.optional,
            **({"choices": list(one.choices)} if one.choices else {}),
        }
        for one in question.parameters
    ]
    texts = {"title": question.title, "title_fa": question.title_fa}
    return {"name": question.name, **texts, "description": question.description,
            "parameters": parameters}  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
