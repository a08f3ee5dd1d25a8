"""The files of a version at ``/dumps/VERSION``, made when they are asked for first."""

from __future__ import annotations

import asyncio
import json
import logging
import sys

from peyvand.errors import NotFound, Overloaded
from peyvand.graph.dump_files import DCAT, GZIP, Kind, kind_of
from peyvand.graph.dumps import kept
from peyvand.graph.versions import CHECKSUMS, Version
from peyvand.query.executor import Executor
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.files import sent
from peyvand.web.http.messages import Reply, Request
from peyvand.web.linked_data.addresses import described_by
from peyvand.wording import say

log = logging.getLogger(__name__)
PATH = "/dumps"


class Dumps:
    """Answers ``/dumps``, ``/dumps/N`` and ``/dumps/N/FILE``.

    Args:
        executor: what knows the versions.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._making: dict[int, asyncio.Task[int]] = {}
        # However many versions are asked for, one core at most is busy with them.
        self._turn = asyncio.Lock()

    async def answer(self, request: Request) -> Reply:
        """Answer with a list of files, or a file.

        Raises:
            NotFound: there is no such version or file.
            Overloaded: the files could not be made.
        """
        parts = request.path.removeprefix(PATH).strip("/").split("/")
        if parts[0] in ("", "current"):
            number = self._executor.current().number
            there = "/".join([PATH, str(number), *parts[1:]])
            return Reply(303, {"Location": there, "Cache-Control": "public, no-cache"})
        if not (parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 10):
            raise NotFound(**say("no-version", number=parts[0][:20]))
        version = self._executor.version(int(parts[0]))
        kind = self._kind(parts[1:], request)
        await self._made(version)
        sums = _sums(version, self._executor)
        if kind is None:
            return self._list(request, version, sums)
        path = kept(self._executor.versions, version) / parts[1]
        if not path.is_file():
            raise NotFound(**say("no-such-path", path=request.path[:200]))
        digest = sums.get(parts[1], f"sums-{version.number}")
        text = kind.media_type.startswith("text/") and not kind.packed
        headers = {
            "Content-Type": GZIP if kind.packed else f"{kind.media_type}{'; charset=utf-8' * text}",
            "ETag": f'"{digest[:32]}"',
            "Cache-Control": "public, no-cache",
            "Peyvand-Version": str(version.number),
            "Link": described_by(f"{PATH}/{version.number}/{DCAT}"),
        }
        return sent(path, request, headers)

    def _kind(self, names: list[str], request: Request) -> Kind | None:
        """What is asked for: a kind of file, or None for the list."""
        if not names:
            return None
        try:
            (name,) = names
            return kind_of(name)
        except (KeyError, ValueError):
            raise NotFound(**say("no-such-path", path=request.path[:200])) from None

    def _list(self, request: Request, version: Version, sums: dict[str, str]) -> Reply:
        folder = kept(self._executor.versions, version)
        files = [
            {
                "name": path.name,
                "title": kind_of(path.name).title,
                "type": kind_of(path.name).media_type,
                "bytes": path.stat().st_size,
                "sha256": sums.get(path.name),
                "href": f"{PATH}/{version.number}/{path.name}",
            }
            for path in sorted(folder.iterdir())
        ]
        tag = f'W/"{version.tag}.dumps"'
        headers = {
            "Content-Type": "application/json",
            "ETag": tag,
            "Cache-Control": "public, no-cache",
            "Peyvand-Version": str(version.number),
        }
        if unmodified := unchanged(request, headers):
            return unmodified
        text = json.dumps({"version": version.number, "files": files}, ensure_ascii=False)
        return Reply(200, headers, text.encode() + b"\n")

    async def _made(self, version: Version) -> None:
        """Have the files made, once, by a process of their own; a client that goes away does not
        end that."""
        if kept(self._executor.versions, version).is_dir():
            return
        task = self._making.get(version.number)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._make(version))
            self._making[version.number] = task
            task.add_done_callback(lambda _: self._making.pop(version.number, None))
        if await asyncio.shield(task) != 0:
            raise Overloaded(**say("dump-failed", number=version.number))

    async def _make(self, version: Version) -> int:
        async with self._turn:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "peyvand.graph.dumps",
                str(self._executor.versions.home),
                str(version.number),
                stdin=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                _, errors = await process.communicate()
            except asyncio.CancelledError:
                process.kill()
                raise
        if process.returncode:
            log.error("dump of version %d: %s", version.number, errors.decode()[-2000:])
        return process.returncode or 0


def _sums(version: Version, executor: Executor) -> dict[str, str]:
    path = kept(executor.versions, version) / CHECKSUMS
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
