"""The engines of others as a server sees them: which there are, and which version each holds."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx
from pyoxigraph import QuerySolutions

from peyvand.engines.answers import NotWhole, TooLong, accepted, answer
from peyvand.engines.model import FILE, Engine, Held, engines
from peyvand.engines.node import WHICH
from peyvand.engines.probes import PROBES, Lack, lacks
from peyvand.engines.speaking import authorization
from peyvand.query.engine_texts import has_dataset
from peyvand.query.messages import Question

log = logging.getLogger(__name__)
# How long an engine may take to say what it holds, and how long one that gave no whole answer is
# left alone, in seconds.
_MOMENT_S, _AWAY_S = 2.0, 15.0
_MEGABYTE = 1024 * 1024


@dataclass
class Node:
    """One engine, what it said last that it holds, and how many questions it is at."""

    engine: Engine
    held: Held | None = None
    busy: int = 0
    not_before: float = 0.0
    # What was logged of it last.
    told: str = ""
    # What it does otherwise; None until it has been asked.
    lacks: tuple[Lack, ...] | None = None


class Nodes:
    """The engines of a home.

    Args:
        home: the folder with their list.
        patience_s: how long an answer may be waited for, in seconds.
        answer_mb: the longest answer that is taken, in megabytes.
        transport: what sends, for tests; httpx's own if not given.
    """

    def __init__(
        self,
        home: Path,
        patience_s: float,
        answer_mb: int,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._home, self._patience_s, self._transport = home, patience_s, transport
        self._most = answer_mb * _MEGABYTE
        self._nodes: dict[str, Node] = {}
        self._read_at: tuple[int, int] | None = None
        self._clients: dict[str, httpx.AsyncClient] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._nodes)

    def holding(self, held: Held) -> int:
        """How many hold a version."""
        return sum(node.held == held for node in self._nodes.values())

    def chosen(self, held: Held, *, computing: bool, beside: Collection[str] = ()) -> Node | None:
        """The least busy of those that hold a version and were well; None if there is none.

        Args:
            held: the version.
            computing: whether the engine is to make values.
            beside: the names of those that are not to be asked.
        """
        now = time.monotonic()
        fit = (
            node
            for node in self._nodes.values()
            if node.held == held
            and node.not_before <= now
            and (node.engine.computes or not computing)
            and node.engine.name not in beside
        )
        return min(fit, key=lambda node: node.busy, default=None)

    def lacking(self) -> dict[str, int]:
        """What engines do otherwise, each with how many there are that do."""
        return dict(
            Counter(lack.name for node in self._nodes.values() for lack in node.lacks or ())
        )

    async def look(self) -> None:
        """Ask every engine which version it holds, and once what it does otherwise.

        Raises:
            PeyvandError: their list cannot be read.
        """
        self._read_list()
        await asyncio.gather(*map(self._look_at, list(self._nodes.values())))

    async def ask(
        self, node: Node, question: Question, form: str
    ) -> tuple[int, dict[str, str], bytes]:
        """What an engine answers: status, headers with names in small letters, and body.

        Raises:
            TooLong: it is longer than the operator lets answers be.
            NotWhole: it cannot be asked, or breaks off.
        """
        given = {
            "default-graph-uri": list(question.default_graphs),
            "named-graph-uri": list(question.named_graphs),
        }
        if not any(given.values()) and not has_dataset(question.text):
            given = node.engine.dataset
        data = {"query": question.text, **{name: iris for name, iris in given.items() if iris}}
        headers, body = {"Accept": accepted(form)}, bytearray()
        client, at = self._client(node), node.engine.asked_at
        try:
            async with client.stream("POST", at, data=data, headers=headers) as got:
                async for piece in got.aiter_bytes():
                    body += piece
                    if len(body) > self._most:
                        raise TooLong(f"its answer is longer than {self._most:,} bytes")
                return got.status_code, _small(got.headers), bytes(body)
        except httpx.HTTPError as error:
            raise NotWhole(str(error) or type(error).__name__) from error

    async def which(self, node: Node) -> Held | None:
        """The version that an engine holds now.

        Raises:
            NotWhole: it cannot be asked, or does not answer as it should.
        """
        if not node.engine.asked_at:
            return None
        found = answer("SELECT", *await self._told(node, WHICH, "SELECT"))
        assert isinstance(found, QuerySolutions)
        marks = [str(getattr(row[0], "value", "")) for row in found]
        return Held.read(marks[0]) if len(marks) == 1 else None

    def pass_over(self, node: Node, error: Exception, *, away: bool) -> None:
        """Ask an engine nothing until it says again what it holds, and log why, once a reason.

        Args:
            node: which.
            error: what was wrong.
            away: whether it is left alone for a while besides, since it says so and lies.
        """
        node.held = None
        if away:
            node.not_before = time.monotonic() + _AWAY_S
        reason = str(error) or type(error).__name__
        if node.told != reason:
            node.told = reason
            log.warning("the engine %s is passed over: %s", node.engine.name, reason)

    async def close(self) -> None:
        """Let go of the connections."""
        for client in self._clients.values():
            await client.aclose()

    async def _told(self, node: Node, text: str, form: str) -> tuple[int, dict[str, str], bytes]:
        headers = {"Accept": accepted(form)}
        data, at = {"query": text, **node.engine.dataset}, node.engine.asked_at
        try:
            async with asyncio.timeout(_MOMENT_S):
                got = await self._client(node).post(at, data=data, headers=headers)
        except httpx.HTTPError as error:
            raise NotWhole(str(error) or type(error).__name__) from error
        return got.status_code, _small(got.headers), got.content

    async def _look_at(self, node: Node) -> None:
        try:
            held = await self.which(node)
            if held and node.lacks is None:
                got = {probe: await self._told(node, probe.query, probe.form) for probe in PROBES}
                node.lacks = lacks(got.__getitem__)
            if wrong := [lack for lack in node.lacks or () if lack.needed]:
                told = "; ".join(f"{lack.name}: {lack.reason}" for lack in wrong)
                self.pass_over(
                    node, NotWhole(f"it does otherwise than SPARQL 1.1: {told}"), away=False
                )
            else:
                node.held = held
        except (NotWhole, TimeoutError) as error:
            self.pass_over(node, error, away=False)

    def _client(self, node: Node) -> httpx.AsyncClient:
        """A client of its own for each, so that no password goes to another."""
        name = node.engine.name
        if name not in self._clients:
            self._clients[name] = httpx.AsyncClient(
                auth=authorization(node.engine),
                transport=self._transport,
                timeout=httpx.Timeout(self._patience_s, connect=_MOMENT_S),
                follow_redirects=False,
            )
        return self._clients[name]

    def _read_list(self) -> None:
        try:
            state = (self._home / FILE).stat()
        except FileNotFoundError:
            self._nodes, self._read_at = {}, None
            return
        if self._read_at != (state.st_mtime_ns, state.st_ino):
            known = self._nodes
            self._nodes = {
                one.name: old if (old := known.get(one.name)) and old.engine == one else Node(one)
                for one in engines(self._home)
            }
            self._read_at = (state.st_mtime_ns, state.st_ino)


def _small(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
