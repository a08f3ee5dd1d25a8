"""Things and graphs: each IRI leads to a page or to data, and the data is the description."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from dataclasses import replace

from pyoxigraph import Quad, RdfFormat

from peyvand.errors import Gone, NotFound, Unknown
from peyvand.formats import GRAPHS, SUFFIXES, GraphFormat
from peyvand.query.cache import Entry, ResultCache
from peyvand.query.executor import Executor
from peyvand.query.frames import PACKERS
from peyvand.settings import Settings
from peyvand.web.http import negotiation
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import Reply, Request
from peyvand.web.http.negotiation import PAGE
from peyvand.web.linked_data import jsonld
from peyvand.web.linked_data.addresses import (
    DESCRIBED,
    Name,
    described_by,
    local,
    of_iri,
    read,
    under,
)
from peyvand.web.linked_data.description.dataset import graphs, of_graph
from peyvand.web.linked_data.description.describer import Describer
from peyvand.web.linked_data.description.serialisation import serialized
from peyvand.web.linked_data.description.thing import Description, Standing
from peyvand.web.linked_data.names import Register
from peyvand.wording import say

# How many statements of descriptions are kept as they were asked; each takes about 1 kB.
_KEPT = 100_000
_QUERY = re.compile(rb"[\x21-\x7e]{0,2000}")


class Things:
    """Answers ``/id``, ``/data`` and ``/graph``.

    Args:
        executor: what evaluates.
        settings: the operator's limits.
    """

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self._executor, self._most = executor, settings.max_description
        self.register = Register(executor)
        self._held: OrderedDict[tuple[int, str, int, bool], Description] = OrderedDict()
        self._statements = 0
        self._bodies = ResultCache(settings.cache_mb * 1024 * 1024 // 2)

    async def identified(self, request: Request) -> Reply:
        """Answer ``/id/…``: 303 to the page or the data, by Accept or by the suffix."""
        name = read(request.path.removeprefix("/id/"), request.path)
        version = request.parameters.number("version")
        suffix = name.suffix or self._wanted(request)
        if suffix != "html":
            standing = await self.standing(name, version, client=request.client)
            if standing.retired and version is None:
                return self._retired(request, name, standing, "id")
        part = "page" if suffix == "html" else "data"
        # By Accept, the data is negotiated where it is; a suffix names it.
        end = name.suffix if part == "data" else ""
        return self._to(request, name.path(part, end), _links(name, "id"))

    async def graph(self, request: Request) -> Reply:
        """Answer ``/graph/…``: 303 to what the graph holds, or to the page about it."""
        name = read("graph/" + request.path.removeprefix("/graph/"), request.path)
        suffix = name.suffix or self._wanted(request)
        if suffix == "html":
            return self._to(request, name.path("page"), _links(name, "id"))
        return self._to(request, local(name.iri).replace("/graph/", "/graphs/", 1), {})

    async def data(self, request: Request) -> Reply:
        """Answer ``/data/…`` with the description.

        Raises:
            Unknown: there is no such thing.
            Gone: there was.
        """
        name = read(request.path.removeprefix("/data/"), request.path)
        if name.suffix == "html":
            return self._to(request, name.path("page"), _links(name, "id"))
        accept = request.headers.get("accept")
        chosen = SUFFIXES[name.suffix] if name.suffix else negotiation.negotiate(accept, GRAPHS)
        version = request.parameters.number("version")
        page = request.parameters.number("page") or 1
        description = await self.description(name, version, page, client=request.client)
        if isinstance(description, Standing):
            return self._retired(request, name, description, "data")
        named = chosen.keeps_graphs or request.parameters.flag("graphs")
        form = chosen.name
        if chosen.engine == RdfFormat.JSON_LD:
            form += f".{(await asyncio.to_thread(jsonld.written))[0][:8]}"
        tag = f'W/"{description.fingerprint}.{form}{".graphs" if named else ""}"'
        headers = {
            "Content-Type": chosen.content_type,
            "ETag": tag,
            "Peyvand-Version": str(description.version),
            "Cache-Control": "public, no-cache",
            "Content-Location": name.path("data", chosen.suffix) + _asked(request),
            **_links(name, "data", description, version),
        }
        of_version = self._executor.version(description.version)
        for licence in of_version.licences(description.graphs):
            headers["Link"] += f", {under(licence)}"
        if unmodified := unchanged(request, headers):
            return unmodified
        encoding = negotiation.coding(request.headers.get("accept-encoding"))
        key = (tag, encoding)
        if (held := self._bodies.get(key)) is None:
            body = await asyncio.to_thread(_written, description, chosen, encoding, named=named)
            held = Entry(chosen.content_type, encoding, body)
            self._bodies.put(key, held)
        if encoding:
            headers["Content-Encoding"] = encoding
        return Reply(200, headers, held.body)

    async def description(
        self, name: Name, version: int | None = None, page: int = 1, *, client: str = ""
    ) -> Description | Standing:
        """The description of a thing, or how it was retired.

        Raises:
            Unknown: there is no such thing.
            Gone: there was, or it is retired without a successor.
            NotFound: the description has fewer pages.
        """
        number = self._executor.version(version).number
        # Whoever names a version is told what was said of a thing that is retired, too.
        key = (number, name.iri, page, version is None)
        if (description := self._held.get(key)) is None:
            describer = Describer(self._executor, self._most, client)
            description = await describer.describe(name.iri, number, page)
            if page > description.pages:
                raise NotFound(**say("no-such-part", page=page, pages=description.pages))
            # A page further on need not say what the thing is; the first does.
            if page > 1 or not description.stands:
                old = version is not None
                standing = await self.standing(name, number, old=old, client=client)
                # Of what is only another name of a thing, nothing was said in any version.
                if standing.retired and (version is None or not description.quads):
                    return standing
            if name.kind == "graph":
                void = of_graph(self._executor.version(number), name.iri)
                more = (Quad(t.subject, t.predicate, t.object) for t in void)
                description = replace(
                    description, quads=tuple(dict.fromkeys((*description.quads, *more)))
                )
            self._hold(key, description)
        else:
            self._held.move_to_end(key)
        return description

    def _hold(self, key: tuple[int, str, int, bool], description: Description) -> None:
        """Keep a description, and let go of those that were asked for least lately."""
        if key in self._held:
            # It was asked for twice at the same time.
            return
        self._held[key] = description
        self._statements += description.size
        while self._statements > _KEPT and len(self._held) > 1:
            _, old = self._held.popitem(last=False)
            self._statements -= old.size

    async def standing(
        self,
        name: Name,
        version: int | None = None,
        *,
        old: bool | None = None,
        client: str = "",
    ) -> Standing:
        """Whether a thing stands, or was retired for others.

        Raises:
            Unknown: there is no such thing; the error names those most like it.
            Gone: there was, or it is retired and nothing takes its place.
            Withdrawn: a ruling withdrew it, from every version.
        """
        describer = Describer(self._executor, self._most, client)
        standing = await describer.standing(name.iri, version)
        if not standing.known and name.iri in graphs(self._executor.version(version)):
            return Standing(True)
        if not standing.known:
            raise await self._absent(name)
        if standing.withdrawn:
            raise await describer.withdrawal(name.iri, version)
        asked_old = version is not None if old is None else old
        if standing.retired and not standing.successors and not asked_old:
            error = Gone(**say("retired", iri=name.iri))
            error.members = {"iri": name.iri, "successors": []}
            raise error
        return standing

    async def _absent(self, name: Name) -> Unknown | Gone:
        last = await self.register.last_seen(name)
        if last is not None:
            gone = Gone(**say("gone", iri=name.iri, version=last))
            gone.members = {"iri": name.iri, "lastVersion": last, "successors": []}
            return gone
        names = await self.register.names()
        near = await asyncio.to_thread(names.near, name)
        unknown = Unknown(**say("unknown-thing", iri=name.iri))
        rows = [{"iri": n.iri, "href": n.path("id"), "labels": names.labels(n)} for n in near]
        unknown.members = {"iri": name.iri, "near": rows}
        return unknown

    def _retired(self, request: Request, name: Name, standing: Standing, part: str) -> Reply:
        """The way from a retired thing to the one that takes its place.

        Raises:
            Gone: several do, or one that this host does not know.
        """
        names = [of_iri(iri) for iri in standing.successors]
        if len(names) == 1 and names[0] is not None:
            headers = {
                "Location": names[0].path(part, name.suffix) + _asked(request),
                "Link": f'<{names[0].canonical}>; rel="successor-version"',
                "Cache-Control": "public, no-cache",
            }
            return Reply(301, headers)
        error = Gone(**say("replaced", iri=name.iri, successors=", ".join(standing.successors)))
        error.members = {"iri": name.iri, "successors": list(standing.successors)}
        raise error

    def _wanted(self, request: Request) -> str:
        """What Accept asks for: the suffix of a page or of one of the formats of data."""
        # Who accepts anything is a program; every browser names HTML.
        chosen = negotiation.negotiate(request.headers.get("accept"), (*GRAPHS, PAGE))
        return chosen.suffix if isinstance(chosen, GraphFormat) else PAGE.name

    def _to(self, request: Request, path: str, headers: dict[str, str]) -> Reply:
        place = {"Location": path + _asked(request), "Cache-Control": "public, no-cache"}
        return Reply(303, {**headers, **place})


def _asked(request: Request) -> str:
    """The parameters, to go on with."""
    text = request.query_string
    return f"?{text.decode()}" if text and _QUERY.fullmatch(text) else ""


def _links(
    name: Name, part: str, description: Description | None = None, version: int | None = None
) -> dict[str, str]:
    """The Link header of a thing: its canonical IRI, its page, its data in every format."""
    links = [f'<{name.canonical}>; rel="canonical"']
    if part == "data":
        links.append(f'<{name.canonical}>; rel="describes"')
        links.append(DESCRIBED)
    else:
        links.append(described_by(name.path("data")))
    links.append(f'<{name.path("page")}>; rel="alternate"; type="text/html"')
    links += [
        f'<{name.path("data", suffix)}>; rel="alternate"; type="{offer.media_type}"'
        for suffix, offer in SUFFIXES.items()
    ]
    if description is not None and description.pages > 1:
        at, most = description.page, description.pages
        fixed = f"&version={version}" if version else ""
        for relation, page in (("first", 1), ("prev", at - 1), ("next", at + 1), ("last", most)):
            if 1 <= page <= most:
                links.append(
                    f'<{name.path("data", name.suffix)}?page={page}{fixed}>; rel="{relation}"'
                )
    return {"Link": ", ".join(links)}


def links(name: Name) -> str:
    """The Link header of a page about a thing."""
    return _links(name, "page")["Link"]


def _written(
    description: Description, chosen: GraphFormat, encoding: str | None, *, named: bool
) -> bytes:
    """A description, serialised and packed."""
    quads = list(description.everything)
    if not named:
        quads = list(dict.fromkeys(Quad(q.subject, q.predicate, q.object) for q in quads))
    compact = jsonld.compacted(quads) if chosen.engine == RdfFormat.JSON_LD else None
    text = serialized(quads, chosen) if compact is None else compact
    if encoding is None:
        return text
    packer = PACKERS[encoding]()
    return packer.feed(text) + packer.finish()
