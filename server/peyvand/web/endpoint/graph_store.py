"""The SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation, 21 March 2013) at ``/graphs``.

A graph is named indirectly by ``?graph=`` or ``?default``, or directly: ``/graphs/NAME`` is the
graph https://w3id.org/peyvand/graph/NAME, whichever host answers for it.
"""

from __future__ import annotations

import asyncio
import io
import json
from contextlib import ExitStack
from typing import IO, Any
from urllib.parse import quote

from pyoxigraph import NamedNode
from werkzeug.formparser import FormDataParser

from peyvand.errors import BadRequest, MethodNotAllowed, NotFound, UnsupportedMediaType
from peyvand.formats import GRAPHS, READ, SUFFIXES
from peyvand.query.executor import Executor
from peyvand.query.messages import Question
from peyvand.query.writes import GraphWrite, Part, WriteKind
from peyvand.settings import Settings
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import BASE
from peyvand.web.endpoint.authorization import Rights, wanted_versions
from peyvand.web.endpoint.sparql import written
from peyvand.web.http import body, negotiation
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import Reply, Request, absolute
from peyvand.web.linked_data import jsonld
from peyvand.web.linked_data.description.dataset import graphs
from peyvand.wording import say

DIRECT = BASE + "graph/"
DEFAULT = "default"
PATH = "/graphs"
_SETTING = "PEYVAND_MAX_UPLOAD_MB"
_MULTIPART = "multipart/form-data"


class GraphStore:
    """Reads and writes whole graphs."""

    def __init__(self, executor: Executor, settings: Settings, rights: Rights) -> None:
        self._executor, self._settings, self._rights = executor, settings, rights

    async def answer(self, request: Request) -> Reply:
        """Answer a request for a graph.

        Raises:
            PeyvandError: it is refused, or fails.
        """
        graph = _named(request)
        if request.method == "GET":
            if graph is None:
                raise BadRequest(**say("no-graph-parameter"))
            return await self._get(request, graph)
        if graph is None and request.method != "POST":
            if request.parameters:
                raise BadRequest(**say("no-graph-parameter"))
            raise _not_allowed(request.method)
        return await self._write(request, graph)

    async def _get(self, request: Request, graph: str) -> Reply:
        number = request.parameters.number("version")
        version = self._executor.version(number)
        if graph != DEFAULT and graph not in graphs(version):
            raise NotFound(**say("no-graph", graph=graph, version=version.number))
        chosen = request.format(GRAPHS)
        encoding = negotiation.coding(request.headers.get("accept-encoding"))
        tag = f'W/"{version.tag}.{chosen.name}.{encoding or "plain"}"'
        headers = {
            "ETag": tag,
            "Cache-Control": "public, no-cache",
            "Peyvand-Version": str(version.number),
        }
        if unmodified := unchanged(request, headers):
            return unmodified
        query = own("web/default-graph").text
        if graph != DEFAULT:
            query = own("web/named-graph").bound(graph=NamedNode(graph))
        answer = await self._executor.query(
            Question(query, chosen.name, encoding=encoding), client=request.client, version=number
        )
        headers |= {"Content-Type": answer.content_type, "Peyvand-Query": answer.name}
        if answer.encoding:
            headers["Content-Encoding"] = answer.encoding
        if answer.body is not None:
            return Reply(200, headers, answer.body)
        return Reply(200, headers, pieces=answer.pieces, close=answer.close)

    async def _write(self, request: Request, graph: str | None) -> Reply:
        token = self._rights.writer(request)
        with ExitStack() as held:
            parts: list[Part] = []
            if request.method != "DELETE":
                for file, kind in await self._uploaded(request):
                    parts.append(Part(held.enter_context(file).name, kind))
            done = await self._executor.write(
                GraphWrite(
                    kind=WriteKind(request.method.lower()),
                    graph=graph,
                    parts=tuple(parts),
                    # The default graph has no IRI but the request's own.
                    base=f"{request.origin}{PATH}" if graph == DEFAULT and request.origin else None,
                    contexts=_contexts(request, parts),
                    dry_run=request.parameters.flag("dry-run"),
                    if_match=wanted_versions(request),
                    **token.facts,
                )
            )
        noted = done.warnings or done.normalised or done.dry_run
        plain = request.method == "PUT" and not noted
        reply = written(done, request.language, 201 if done.created else 204 if plain else 200)
        if done.created:
            assert done.graph is not None
            reply.headers["Location"] = _address(done.graph)
        return reply

    async def _uploaded(self, request: Request) -> list[tuple[IO[bytes], str]]:
        """The files of a body, with their media types."""
        kind = request.media_type
        if kind != _MULTIPART and kind not in READ:
            allowed = ", ".join(sorted(READ))
            named = request.headers.get("content-type", "none")[:80]
            raise UnsupportedMediaType(**say("body-type", kind=named, allowed=allowed))
        limit = self._settings.max_upload_mb * 1024 * 1024
        file = await body.file(request, limit, self._settings.client_timeout_s, _SETTING)
        if kind != _MULTIPART:
            return [(file, READ[kind].media_type)]
        with file:
            return await asyncio.to_thread(_parts, file, request.media_type_parameters)


def _named(request: Request) -> str | None:
    """The graph that a request names: its IRI, ``default``, or none.

    Raises:
        BadRequest: it names two, or one that is no absolute IRI.
    """
    parameters = request.parameters
    direct = request.path.removeprefix(PATH).removeprefix("/")
    graph = parameters.one("graph")
    plain = "default" in parameters
    if sum((bool(direct), graph is not None, plain)) > 1:
        raise BadRequest(**say("two-graphs"))
    if plain:
        return DEFAULT
    if direct:
        return absolute(DIRECT + quote(direct, safe="/:@!$&'()*+,;=-._~%"), "graph")
    if graph is None:
        return None
    # A graph's address on this host, as Location tells it, is a name for it too.
    own = f"{request.origin}{PATH}/" if request.origin else None
    if own and graph.startswith(own) and graph != own:
        graph = DIRECT + graph.removeprefix(own)
    return absolute(graph, "graph")


def _address(graph: str) -> str:
    """Where a graph is on this host."""
    if graph == DEFAULT:
        return f"{PATH}?default"
    if graph.startswith(DIRECT):
        return f"{PATH}/{quote(graph.removeprefix(DIRECT), safe='/%')}"
    return f"{PATH}?graph={quote(graph, safe='')}"


def _contexts(request: Request, parts: list[Part]) -> dict[str, str]:
    """Our own JSON-LD context by the IRIs it goes by, if a part may name it."""
    if not any(part.type == jsonld.MEDIA_TYPE for part in parts):
        return {}
    known = BASE.removesuffix("/") + jsonld.PATH
    names = {known, known.replace("https:", "http:", 1)}
    if request.origin:
        names.add(request.origin + jsonld.PATH)
    return dict.fromkeys(names, json.dumps(jsonld.context(), ensure_ascii=False))


def _parts(file: IO[bytes], options: dict[str, str]) -> list[tuple[IO[bytes], str]]:
    """The files of a multipart body.

    Raises:
        BadRequest: it holds none, or cannot be taken apart.
        UnsupportedMediaType: a part is in no syntax that is read here.
    """
    import tempfile

    file.seek(0)
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    try:
        parser = FormDataParser(silent=False, max_form_parts=100)
        _, _, files = parser.parse(file, _MULTIPART, size, options)
    except (ValueError, KeyError) as error:
        raise BadRequest(**say("body-broken", reason="multipart")) from error
    parts: list[tuple[IO[bytes], str]] = []
    for part in files.values():
        kind = (part.mimetype or "").lower()
        if kind not in READ:
            suffix = (part.filename or "").rpartition(".")[2].lower()
            kind = SUFFIXES[suffix].media_type if suffix in SUFFIXES else kind
        if kind not in READ:
            allowed = ", ".join(sorted(READ))
            raise UnsupportedMediaType(**say("body-type", kind=kind or "none", allowed=allowed))
        held: Any = tempfile.NamedTemporaryFile(prefix="peyvand-")  # noqa: SIM115
        part.save(held)
        held.flush()
        parts.append((held, READ[kind].media_type))
    if not parts:
        raise BadRequest(**say("body-broken", reason="no file in the form"))
    return parts


def _not_allowed(method: str) -> MethodNotAllowed:
    error = MethodNotAllowed(**say("method", method=method, allowed="GET, POST"))
    error.allowed = ("GET", "HEAD", "POST", "OPTIONS")
    return error
