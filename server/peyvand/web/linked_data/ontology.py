"""The ontology and the shapes at their IRIs: whole, by module, by term, in every format.

They are read from the files that come with the program, not from the graph: a release of the
ontology is what its version IRI names, and no write to a graph may change that.
"""

from __future__ import annotations

import asyncio
import hashlib
import re

from pyoxigraph import Quad

from peyvand.errors import NotFound, Unknown
from peyvand.formats import TRIPLES, GraphFormat
from peyvand.query.executor import Executor
from peyvand.vocabulary.iris import BASE, TYPE
from peyvand.vocabulary.release import NS, SHAPES, Release, release
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import Reply, Request
from peyvand.web.http.negotiation import PAGE
from peyvand.web.linked_data.addresses import DESCRIBED, module_name
from peyvand.web.linked_data.description.serialisation import serialized
from peyvand.wording import say

_VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}")
# What the addresses of these documents may end in, beside ``html``.
SUFFIXES = {offer.suffix: offer for offer in TRIPLES}


class OntologyDocuments:
    """Answers ``/ns`` and ``/shapes``, and what is below.

    Args:
        executor: what knows the version of the graph.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._made: dict[tuple[str, str], tuple[str, bytes]] = {}

    async def answer(self, request: Request) -> Reply:
        """Answer with a document in the format asked for, or lead to its page.

        Raises:
            NotFound: there is no such document.
        """
        path, suffix = _split(request.path)
        term = request.parameters.one("term")
        if term is not None and path == "/ns":
            path = f"/ns/{term}"
        chosen = {**SUFFIXES, "html": PAGE}.get(suffix) or request.format((*TRIPLES, PAGE))
        held = await asyncio.to_thread(release)
        document, quads = _document(held, path)
        links = _links(document, held)
        if not isinstance(chosen, GraphFormat):
            return Reply(303, {"Location": _page(document), "Link": links})
        key = (document, chosen.name)
        if key not in self._made:
            self._made[key] = await asyncio.to_thread(_serialized, quads, chosen)
        digest, body = self._made[key]
        tag = f'W/"{digest}.{chosen.name}"'
        headers = {
            "Content-Type": chosen.content_type,
            "ETag": tag,
            "Cache-Control": "public, max-age=3600",
            "Content-Location": f"{document}.{chosen.suffix}",
            "Link": links,
            "Peyvand-Version": str(self._executor.current().number),
        }
        if unmodified := unchanged(request, headers):
            return unmodified
        return Reply(200, headers, body)


def _document(held: Release, path: str) -> tuple[str, list[Quad]]:
    """The document that a path names: its own path and its statements.

    Raises:
        NotFound: there is none; of another version of the ontology, the present one is named.
    """
    address = BASE[:-1] + path
    address = held.versions().get(address, address)
    document = address.removeprefix(BASE[:-1])
    if address == NS:
        return document, held.ontology
    if address == SHAPES:
        return document, held.shapes
    if address in held.modules:
        return document, held.modules[address]
    module, _, last = address.rpartition("/")
    if _VERSION.fullmatch(last):
        error = Unknown(**say("ontology-version", version=last, present=held.version))
        error.members = {"present": f"{NS}/{held.version}", "href": f"/ns/{held.version}"}
        raise error
    if module == NS and last in held.glossary.terms:
        return document, held.glossary.description(last)
    raise NotFound(**say("no-such-term", path=path[:200]))


def _split(path: str) -> tuple[str, str]:
    """A path without the suffix of a format, and that suffix."""
    stem, _, suffix = path.rpartition(".")
    if stem and suffix in (*SUFFIXES, "html"):
        return stem, suffix
    return path.rstrip("/"), ""


def _page(document: str) -> str:
    """The page of a document."""
    if document in ("/ns", "/shapes"):
        return f"/page{document}"
    name = document.removeprefix("/ns/")
    if name in release().glossary.terms:
        return f"/page/ns/{name}"
    return f"/page/ns/module/{module_name(f'{BASE}ns/{name}')}"


def _links(document: str, held: Release) -> str:
    links = [
        f'<{BASE[:-1]}{document}>; rel="canonical"',
        DESCRIBED,
        f'<{_page(document)}>; rel="alternate"; type="text/html"',
    ]
    if document == "/ns":
        links.append(f'<{NS}/{held.version}>; rel="latest-version"')
    links += [
        f'<{document}.{suffix}>; rel="alternate"; type="{offer.media_type}"'
        for suffix, offer in SUFFIXES.items()
    ]
    return ", ".join(links)


def _serialized(quads: list[Quad], chosen: GraphFormat) -> tuple[str, bytes]:
    ordered = sorted(set(quads), key=lambda q: (str(q.subject), q.predicate != TYPE, str(q)))
    text = "\n".join(str(quad) for quad in ordered)
    return hashlib.sha256(text.encode()).hexdigest()[:24], serialized(ordered, chosen)
