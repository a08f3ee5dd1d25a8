"""The SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013) at ``/sparql``."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from peyvand.errors import BadRequest, UnsupportedMediaType
from peyvand.formats import BOOLEANS, GRAPHS, TABLES
from peyvand.graph.versions import Version
from peyvand.query.answer import Answer
from peyvand.query.executor import Executor
from peyvand.query.guard import Facts, Limits, check
from peyvand.query.messages import Question
from peyvand.query.writes import Update, WriteAnswer
from peyvand.settings import Settings
from peyvand.web.endpoint import warnings
from peyvand.web.endpoint.authorization import Rights, wanted_versions
from peyvand.web.http import body, negotiation, problem
from peyvand.web.http.body import BOM
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import FORM, FORMAT, Parameters, Reply, Request
from peyvand.wording import say

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_OF_QUERIES = ("default-graph-uri", "named-graph-uri")
_OF_UPDATES = ("using-graph-uri", "using-named-graph-uri")
# What there is for each form of query; tables for the rest.
_OFFERED = {"ASK": BOOLEANS, "CONSTRUCT": GRAPHS, "DESCRIBE": GRAPHS}
# A form may hold a query or an update in up to three bytes for one.
_ESCAPED = 3
_OTHER_FIELDS = 16 * 1024
# Texts beyond this are read beside the event loop.
_LONG = 256 * 1024
# How many requests by GET are remembered as they were read, and how long they may be.
_REMEMBERED = 1024
_SHORT = 4096
# The current version may be another at any time, and any is made anew without what is withdrawn:
# whoever holds an answer asks whether it still holds.
KEPT = "public, no-cache"


@dataclass(frozen=True)
class QueryRequest:
    """What a request asks for."""

    question: Question
    facts: Facts
    version: int | None
    timeout: float | None
    fingerprint: str | None

    def about(self, version: Version) -> dict[str, str]:
        """The headers that tell which version answers, and how long the answer holds.

        The ETag is weak, since the order of rows may differ; there is none if each evaluation
        may differ.
        """
        headers = {"Peyvand-Version": str(version.number)}
        if not self.fingerprint:
            return headers | {"Cache-Control": "no-store"}
        headers["ETag"] = f'W/"{version.tag}.{self.fingerprint}"'
        headers["Cache-Control"] = KEPT
        return headers


class Sparql:
    """Reads requests to the endpoint, and answers them by an executor."""

    def __init__(
        self, executor: Executor, settings: Settings, rights: Rights, advised: warnings.Advice
    ) -> None:
        self._executor, self._settings, self._rights = executor, settings, rights
        self._advice = advised
        self._remembered: OrderedDict[tuple[bytes, str | None, str | None, str], QueryRequest] = (
            OrderedDict()
        )

    async def answer(self, request: Request) -> Reply:
        """Answer GET or POST with a query, or POST with an update.

        Raises:
            PeyvandError: the request is refused, or fails.
        """
        if request.method == "POST":
            parameters = request.parameters
            kind = request.media_type
            if kind not in (FORM, QUERY, UPDATE) or body.codec(request.charset) is None:
                named = request.headers.get("content-type", "none")[:80]
                allowed = f"{FORM}, {QUERY}, {UPDATE}; charset=utf-8"
                raise UnsupportedMediaType(**say("body-type", kind=named, allowed=allowed))
            if kind == FORM:
                parameters = parameters | await self._form(request)
            else:
                name = "query" if kind == QUERY else "update"
                if "query" in parameters or "update" in parameters:
                    raise BadRequest(**say("body-and-address"))
                parameters = parameters | Parameters([(name, await self._text(request, kind))])
            if "update" in parameters:
                if "query" in parameters:
                    raise BadRequest(**say("query-and-update"))
                return await self._update(request, parameters)
            return await self._query(request, parameters)
        return await self._query(request, None)

    async def _form(self, request: Request) -> Parameters:
        # Only who may write may send much: reading it takes time from others.
        limit = _ESCAPED * self._settings.max_query_bytes + _OTHER_FIELDS
        setting = "PEYVAND_MAX_QUERY_BYTES"
        if self._rights.has(request):
            limit = _ESCAPED * self._settings.max_upload_mb * 1024 * 1024
            setting = "PEYVAND_MAX_UPLOAD_MB"
        text = await body.text(request, limit, self._settings.client_timeout_s, setting)
        if len(text) < _LONG:
            return Parameters.parse(text.encode(), request.charset)
        return await asyncio.to_thread(Parameters.parse, text.encode(), request.charset)

    async def _text(self, request: Request, kind: str) -> str:
        limits = Limits.of_queries(self._settings)
        setting = "PEYVAND_MAX_QUERY_BYTES"
        if kind == UPDATE:
            self._rights.writer(request)
            limits, setting = Limits.of_updates(self._settings), "PEYVAND_MAX_UPLOAD_MB"
        return await body.text(request, limits.bytes, self._settings.client_timeout_s, setting)

    async def _query(self, request: Request, parameters: Parameters | None) -> Reply:
        query = self.known(request) if parameters is None else self._read(request, parameters)
        if request.begun is not None and (begun := request.begun.begun) is not None:
            answer = await self._executor.queries.go_on(begun)
            return await self._told(query, answer, query.about(begun.asked.version))
        source = self._executor.version(query.version)
        about = query.about(source)
        known = "ETag" in about and request.method != "POST"
        if known and (unmodified := unchanged(request, about)):
            return unmodified
        answer = await self._executor.query(
            query.question,
            client=request.client,
            # The one that the headers tell of, even if it is not the current one any more.
            version=source.number,
            timeout_s=query.timeout,
            name=request.headers.get("peyvand-query"),
            facts=query.facts,
        )
        return await self._told(query, answer, about)

    async def _told(self, query: QueryRequest, answer: Answer, about: dict[str, str]) -> Reply:
        """An answer, with what is told beside it."""
        reply = _reply(answer, about)
        if answer.unknown or query.facts.doubtful:
            warnings.tell(reply, await self._advice.on(answer, query.facts))
        return reply

    def known(self, request: Request) -> QueryRequest:
        """What a GET asks, read once for all requests that are alike.

        Raises:
            PeyvandError: it is refused.
        """
        headers = request.headers
        accepted = (headers.get("accept"), headers.get("accept-encoding"))
        key = (request.query_string, *accepted, request.place)
        query = self._remembered.get(key)
        if query is None:
            query = self._read(request, request.parameters)
            if len(request.query_string) <= _SHORT:
                self._remembered[key] = query
                if len(self._remembered) > _REMEMBERED:
                    self._remembered.popitem(last=False)
        if query.question.base:
            # Said of this request, too.
            request.show_host()
        return query

    def _read(self, request: Request, parameters: Parameters) -> QueryRequest:
        """What a request asks.

        Raises:
            PeyvandError: it is refused.
        """
        if "update" in parameters:
            raise BadRequest(**say("update-as-query", word="update", line=1, column=1))
        query = parameters.one("query")
        if query is None:
            raise BadRequest(**say("no-query"))
        query = query.removeprefix(BOM)
        _refuse(parameters, _OF_UPDATES, "an update", _OF_QUERIES)
        facts = self._executor.check(query)
        question = Question(
            query,
            _format(request, parameters, facts),
            parameters.iris("default-graph-uri"),
            parameters.iris("named-graph-uri"),
            negotiation.coding(request.headers.get("accept-encoding")),
            parameters.flag("bom"),
            request.address if facts.relative else "",
        )
        version, timeout = parameters.number("version"), parameters.seconds("timeout")
        return QueryRequest(
            question, facts, version, timeout, None if facts.volatile else _fingerprint(question)
        )

    async def _update(self, request: Request, parameters: Parameters) -> Reply:
        _refuse(parameters, _OF_QUERIES, "a query", _OF_UPDATES)
        token = self._rights.writer(request)
        text = (parameters.one("update") or "").removeprefix(BOM)
        limits = Limits.of_updates(self._settings)
        if len(text) < _LONG:
            check(text, limits, update=True)
        else:
            await asyncio.to_thread(check, text, limits, update=True)
        done = await self._executor.write(
            Update(
                text=text,
                using=parameters.iris("using-graph-uri"),
                using_named=parameters.iris("using-named-graph-uri"),
                base=request.address,
                dry_run=parameters.flag("dry-run"),
                if_match=wanted_versions(request),
                **token.facts,
            )
        )
        return written(done, request.language, 200)


def written(done: WriteAnswer, language: str, status: int) -> Reply:
    """The answer to a write: what it did, and the warnings in words."""
    shown = done.to_json()
    shown["warnings"] = [problem.in_words(row, language) for row in shown["warnings"]]
    headers = {
        "Content-Type": "application/json",
        "Peyvand-Version": str(done.version),
        "ETag": f'"v{done.version}"',
        "Cache-Control": "no-store",
    }
    if status == 204:
        del headers["Content-Type"]
        return Reply(204, headers)
    return Reply(status, headers, json.dumps(shown, ensure_ascii=False).encode() + b"\n")


def _format(request: Request, parameters: Parameters, facts: Facts) -> str:
    """The name of the format to answer in, from ``?format=`` or Accept."""
    names = tuple(value for name in FORMAT for value in parameters.all(name))
    return _chosen(facts.form or "", names, request.headers.get("accept"))


@lru_cache(512)
def _chosen(form: str, names: tuple[str, ...], accept: str | None) -> str:
    return negotiation.chosen(names, accept, _OFFERED.get(form, TABLES)).name


def _refuse(
    parameters: Parameters, names: tuple[str, ...], of: str, better: tuple[str, ...]
) -> None:
    for name, instead in zip(names, better, strict=True):
        if name in parameters:
            raise BadRequest(**say("wrong-dataset", name=name, what=of, instead=instead))


def _fingerprint(question: Question) -> str:
    """The part of an ETag that tells a query and the form of its answer from all others."""
    # No parameter holds NUL.
    graphs = (str(len(question.default_graphs)), *question.default_graphs, *question.named_graphs)
    text = "\0".join((question.text, question.base, *graphs))
    digest = hashlib.sha256(text.encode()).hexdigest()[:20]
    form = f"{question.format}{'.bom' if question.byte_order_mark else ''}"
    return f"{digest}.{form}.{question.encoding or 'plain'}"


def _reply(answer: Answer, about: dict[str, str]) -> Reply:
    headers = {
        "Content-Type": answer.content_type,
        "Peyvand-Query": answer.name,
        "Peyvand-Engine": answer.engine,
        **about,
    }
    if answer.encoding:
        headers["Content-Encoding"] = answer.encoding
    if answer.body is not None:
        return Reply(200, headers, answer.body)
    return Reply(200, headers, pieces=answer.pieces, close=answer.close)
