"""The versions of the graph over HTTP: listed, fetched, compared, and gone back to."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256

from peyvand.errors import Damaged, NotFound
from peyvand.formats import N_QUADS
from peyvand.graph.checksums import intact
from peyvand.graph.lines import dump_of, lines_of
from peyvand.graph.versions import (
    ASKED,
    CHECKSUMS,
    DESCRIPTION,
    DUMP,
    MANIFEST,
    PATCH,
    REPORT,
    REPORT_TEXT,
    WRITES,
    Version,
)
from peyvand.query.executor import Executor
from peyvand.query.writes import Rollback
from peyvand.web.endpoint.authorization import Rights, wanted_versions
from peyvand.web.endpoint.sparql import written
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.files import sent
from peyvand.web.http.messages import Reply, Request
from peyvand.web.linked_data.addresses import under
from peyvand.withdrawal.journal import public
from peyvand.withdrawal.journal import written as journal_lines
from peyvand.wording import say

PATH = "/versions"
_PATCH = "application/rdf-patch"
# The list of requests and rulings, without the words of those who asked.
RULINGS = f"{PATH}/rulings"
# What a replica takes beside the graph, by the media type; below a version's address and this.
FILES = "files"
_FILES = {
    CHECKSUMS: "text/plain; charset=utf-8",
    MANIFEST: "application/json",
    DESCRIPTION: "text/turtle; charset=utf-8",
    REPORT: "text/turtle; charset=utf-8",
    REPORT_TEXT: "text/plain; charset=utf-8",
    WRITES: _PATCH,
    ASKED: _PATCH,
}
# How many versions a list has, unless more or fewer are asked for.
_LISTED, _MOST_LISTED = 100, 1000
_SHOWN = ("version", "kind", "by", "built_at", "quads", "added", "removed", "of", "remade")


class Archive:
    """Answers ``/versions``, ``/versions/N``, and what is below."""

    def __init__(self, executor: Executor, rights: Rights) -> None:
        self._executor, self._rights = executor, rights

    async def answer(self, request: Request) -> Reply:
        """Answer a request for a version.

        Raises:
            Damaged: a file of it is not what was written.
            PeyvandError: there is none such, or the rollback is refused.
        """
        parts = request.path.removeprefix(PATH).strip("/").split("/")
        if parts == [""]:
            return self._list(request)
        if not (parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 10):
            raise NotFound(**say("no-version", number=parts[0][:20]))
        version = self._executor.version(int(parts[0]))
        part = "/".join(parts[1:])
        if part == "rollback":
            return await self._rollback(request, version)
        tag = f'"{version.tag}.{part or "manifest"}"'
        headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
        if part and (unmodified := unchanged(request, headers)):
            return unmodified
        if part == "":
            headers |= {"Content-Type": "application/json", "Cache-Control": "no-cache"}
            return Reply(200, headers, summary(version))
        if part == "patch" and version.patch.is_file():
            return await _file(request, version, PATCH, {**headers, "Content-Type": _PATCH})
        below, _, name = part.partition("/")
        if below == FILES and name in _FILES and (version.path / name).is_file():
            return sent(version.path / name, request, {**headers, "Content-Type": _FILES[name]})
        if part == DUMP:
            headers["Content-Type"] = N_QUADS.media_type
            if licences := version.licences(version.kept_apart):
                headers["Link"] = ", ".join(map(under, licences))
            return await self._dump(request, version, headers)
        raise NotFound(**say("no-such-path", path=request.path[:200]))

    async def _dump(self, request: Request, version: Version, headers: dict[str, str]) -> Reply:
        """The whole graph of a version; a dump that is damaged is passed over."""
        versions = self._executor.versions
        with suppress(Damaged):
            if version.store.is_dir():
                await asyncio.to_thread(dump_of, versions, version)
            if version.dump.is_file():
                return await _file(request, version, DUMP, headers)
        lines = await asyncio.to_thread(lines_of, versions, version)
        return Reply(200, headers, b"".join(lines))

    def _list(self, request: Request) -> Reply:
        current = self._executor.current()
        limit = min(request.parameters.number("limit") or _LISTED, _MOST_LISTED)
        before = request.parameters.number("before") or current.number + 1
        older = [v for v in self._executor.versions.all() if v.number < before]
        rows = []
        for version in reversed(older[-limit:]):
            manifest = version.manifest
            row = {name: manifest[name] for name in _SHOWN if name in manifest}
            rows.append({**row, "href": f"{PATH}/{version.number}"})
        tag = f'"{current.tag}.list"'
        headers = {"Content-Type": "application/json", "ETag": tag, "Cache-Control": "no-cache"}
        if unmodified := unchanged(request, headers):
            return unmodified
        more = older[:-limit]
        listed = {"current": current.number, "versions": rows}
        if more:
            listed["next"] = f"{PATH}?before={more[-1].number + 1}&limit={limit}"
        text = json.dumps(listed, ensure_ascii=False)
        return Reply(200, headers, text.encode() + b"\n")

    async def rulings(self, request: Request) -> Reply:
        """The requests and rulings, which hold whatever is made anew meanwhile."""
        docket = public(self._executor.versions.list.docket)
        body = journal_lines(docket)
        headers = {
            "Content-Type": "application/jsonl",
            "ETag": f'"rulings-{sha256(body).hexdigest()[:32]}"',
            "Cache-Control": "no-cache",
        }
        return unchanged(request, headers) or Reply(200, headers, body)

    async def _rollback(self, request: Request, version: Version) -> Reply:
        token = self._rights.writer(request)
        done = await self._executor.write(
            Rollback(
                number=version.number,
                dry_run=request.parameters.flag("dry-run"),
                if_match=wanted_versions(request),
                **token.facts,
            )
        )
        return written(done, request.language, 200)


async def _file(request: Request, version: Version, name: str, headers: dict[str, str]) -> Reply:
    """A file of a version as an answer, piece by piece, or the part that is asked for.

    Raises:
        Damaged: it is not what was written.
    """
    path = version.path / name
    stat = path.stat()
    await asyncio.to_thread(_intact, version, name, (stat.st_ino, stat.st_mtime_ns, stat.st_size))
    return sent(path, request, headers)


@lru_cache(maxsize=256)
def _intact(version: Version, name: str, state: tuple[int, int, int]) -> None:
    """See ``intact``; found so, a file is believed until its ``state`` changes."""
    intact(version, name)


def summary(version: Version) -> bytes:
    """The manifest as JSON."""
    return json.dumps(version.manifest, ensure_ascii=False, indent=2).encode() + b"\n"
