"""What crawlers and other programs ask first: robots.txt, sitemaps, llms.txt, the API catalogue."""

from __future__ import annotations

import asyncio
import json
from functools import lru_cache
from xml.sax.saxutils import escape

from peyvand.errors import NotFound
from peyvand.formats import TURTLE
from peyvand.query.executor import Executor
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.iris import BASE
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import Reply, Request
from peyvand.web.linked_data.addresses import Name
from peyvand.web.linked_data.names import Register
from peyvand.wording import say

# The sitemap protocol (sitemaps.org) lets a file name so many addresses.
MOST_IN_PART = 50_000
_SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
DUMP = "/dataset/dump"
_CLOSED = ("/sparql", "/graphs", "/queries/", "/versions", "/register/")
_PAGES = (
    *(
        "/",
        "/browse",
        "/network",
        "/comparison",
        "/conflicts",
        "/audit",
        "/ask",
        "/register",
        "/query",
    ),
    *("/page/ns", "/page/shapes", "/problem", "/api"),
)
# RFC 9727: the catalogue is a set of links (RFC 9264).
_CATALOGUE = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


class Discovery:
    """Answers ``/robots.txt``, ``/llms.txt``, ``/sitemap.xml`` and the API catalogue.

    Args:
        executor: what evaluates.
        register: the names of the current version.
        most: how many addresses a part of the sitemap names.
    """

    def __init__(self, executor: Executor, register: Register, most: int = MOST_IN_PART) -> None:
        self._executor, self._register, self._most = executor, register, most

    async def robots(self, request: Request) -> Reply:
        """Who may crawl what: everything but the endpoint, whose answers have no end, and
        the forms, of which there is one for each thing."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED)]
        if request.origin:
            lines.append(f"Sitemap: {request.origin}/sitemap.xml")
        return self._reply(request, "text/plain; charset=utf-8", "\n".join(lines) + "\n")

    async def sitemap(self, request: Request) -> Reply:
        """The index, or a part of it, below ``/sitemaps/``."""
        names = list((await self._register.names()).all())
        built = self._executor.current().manifest.get("built_at", "")
        when = f"<lastmod>{escape(built)}</lastmod>" if built else ""
        parts = max(1, -(-(len(names) + len(_PAGES)) // self._most))
        if request.path == "/sitemap.xml":
            rows = [
                f"<sitemap><loc>{request.origin}/sitemaps/{part}.xml</loc>{when}</sitemap>"
                for part in range(1, parts + 1)
            ]
            return self._reply(request, "application/xml", _xml("sitemapindex", rows))
        number = request.path.removeprefix("/sitemaps/").removesuffix(".xml")
        if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= parts):
            raise NotFound(**say("no-such-path", path=request.path[:200]))
        text = await asyncio.to_thread(self._part, names, int(number), request.origin, when)
        return self._reply(request, "application/xml", text)

    async def llms(self, request: Request) -> Reply:
        """What is here, for language models and whoever reads like one."""
        number = self._executor.current().number
        text = _llms(request.origin or BASE[:-1], number)
        return self._reply(request, "text/markdown; charset=utf-8", text)

    async def catalogue(self, request: Request) -> Reply:
        """The API catalogue (RFC 9727): the endpoint, the graphs and their descriptions."""
        at = request.origin or BASE[:-1]
        turtle = {"type": TURTLE.media_type}
        page = {"href": f"{at}/page/ns", "type": "text/html"}
        api = {"href": f"{at}/api", "type": "text/html"}
        described = {"href": f"{at}/openapi.json", "type": "application/json"}
        links = [
            {
                "anchor": f"{at}/sparql",
                "service-desc": [{"href": f"{at}/sparql", **turtle}, described],
                "service-doc": [page, api],
                "service-meta": [{"href": f"{at}/.well-known/void", **turtle}],
                "status": [{"href": f"{at}/health", "type": "application/json"}],
            },
            {
                "anchor": f"{at}/graphs",
                "service-desc": [described],
                "service-doc": [page, api],
                "service-meta": [{"href": f"{at}/.well-known/void", **turtle}],
            },
            {"anchor": f"{at}/register", "service-desc": [described], "service-doc": [api]},
        ]
        return self._reply(request, _CATALOGUE, json.dumps({"linkset": links}, indent=2) + "\n")

    async def dataset(self, request: Request) -> Reply:
        """The IRI of the whole graph leads to its VoID description, that of its dump to a file."""
        place = "/.well-known/void"
        if request.path == DUMP:
            place = f"/versions/{self._executor.current().number}/graph.nq"
        return Reply(303, {"Location": place, "Cache-Control": "public, no-cache"})

    def _part(self, names: list[Name], number: int, origin: str, when: str) -> str:
        paths = [*_PAGES, *(name.path("page") for name in names)]
        chosen = paths[(number - 1) * self._most : number * self._most]
        rows = [f"<url><loc>{escape(origin + path)}</loc>{when}</url>" for path in chosen]
        return _xml("urlset", rows)

    def _reply(self, request: Request, kind: str, text: str) -> Reply:
        version = self._executor.current()
        tag = f'W/"{version.tag}.{request.path.strip("/").replace("/", ".")}"'
        headers = {
            "Content-Type": kind,
            "ETag": tag,
            "Cache-Control": "public, no-cache",
            "Peyvand-Version": str(version.number),
        }
        if unmodified := unchanged(request, headers):
            return unmodified
        return Reply(200, headers, text.encode())


def _xml(name: str, rows: list[str]) -> str:
    body = "\n".join(rows)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {_SITEMAPS}>\n{body}\n</{name}>\n'


@lru_cache(maxsize=4)
def _llms(at: str, number: int) -> str:
    shown = read_catalogue(root() / "queries").of("explore")
    examples = "\n".join(f"- `{query.name}`: {query.description('en')}" for query in shown)
    return f"""# Peyvand

> An open knowledge graph of sister-city diplomacy: which cities are bound to which, by what kind
> of agreement, since when, and who says so. Every statement leads to its evidence. Texts are in
> English and Persian. Data CC BY 4.0; facts from Wikidata CC0.

Plain statements stand in the default graph; claims with their evidence stand in named graphs, each
claim naming its subject (`pv:about`), property (`pv:property`) and value (`pv:reading`).
An agreement is a node with parties (`pv:hasParty`), a class and dates (EDTF).

## Ask

- [SPARQL 1.1 endpoint]({at}/sparql): GET or POST, `format=json|csv|xml|turtle|…`; nothing is cut
- [A thing as data]({at}/data/city/isfahan): add .ttl .jsonld .nt .rdf .trig .nq, or send Accept
- [A thing as a page]({at}/page/city/isfahan)
- [Lists of what there is]({at}/browse), by kind
- [Search]({at}/search?q=tabriz&format=json) in any script
- [Reconciliation]({at}/reconcile) of tables, as with OpenRefine
- [Dumps of this version]({at}/dumps/{number})
- [What can be asked, in OpenAPI]({at}/openapi.json), as [a page]({at}/api)

```sparql
PREFIX pv: <{BASE}ns#>
SELECT ?partner
WHERE {{ ?a a pv:SisterCityAgreement ; pv:hasParty <{BASE}id/city/isfahan>, ?partner }}
```

## Know

- [The ontology]({at}/page/ns), as [Turtle]({at}/ns.ttl)
- [The shapes]({at}/page/shapes), as [Turtle]({at}/shapes.ttl)
- [Statistics (VoID)]({at}/.well-known/void)
- [Sitemap]({at}/sitemap.xml)

## Queries that are ready

{examples}
"""
