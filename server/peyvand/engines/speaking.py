"""Sending requests to one engine and taking its answers (SPARQL 1.1 Protocol)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO, Any

import httpx2 as httpx
from pyoxigraph import QuerySolutions

from peyvand import __version__
from peyvand.engines.answers import RESULTS, TRIPLES, NotWhole, accepted, answer, begins
from peyvand.engines.model import Engine, Kind, credentials
from peyvand.errors import PeyvandError

# How long an engine may take to connect, to say what it holds, and to do what reads or writes
# much, which many tell nothing of until it is done; in seconds.
_CONNECT_S, _MOMENT_S, PATIENCE_S = 5.0, 10.0, 3600.0
QUADS = "application/n-quads"


class EngineFailed(PeyvandError):
    """An engine cannot be reached, refuses, or does not do what it was told to.

    Attributes:
        status: the status of HTTP that it answered with; 0 if it did not.
    """

    status = 0


def authorization(engine: Engine) -> httpx.Auth | tuple[str, str] | None:
    """How an engine is told who asks; Virtuoso takes no password that can be read (RFC 7616)."""
    known = credentials(engine.name, os.environ)
    return httpx.DigestAuth(*known) if known and engine.kind is Kind.VIRTUOSO else known


class Speaker:
    """What speaks with one engine.

    Args:
        engine: which.
        transport: what sends, for tests; httpx's own if not given.
    """

    def __init__(self, engine: Engine, transport: httpx.BaseTransport | None = None) -> None:
        self._name = engine.name
        self._http = httpx.Client(
            timeout=httpx.Timeout(PATIENCE_S, connect=_CONNECT_S),
            headers={"User-Agent": f"peyvand/{__version__}"},
            auth=authorization(engine),
            transport=transport,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def send(
        self, method: str, url: str, *, ignore: bool = False, gone: bool = False, **more: Any
    ) -> httpx.Response:
        """Send a request and take the answer.

        Args:
            method: of HTTP.
            url: where it goes.
            ignore: whether a refusal is an answer, too.
            gone: whether it is, that there is no such thing.
            more: what httpx takes besides.

        Raises:
            EngineFailed: the engine is not there, or refuses.
        """
        try:
            got = self._http.request(method, url, **more)
        except httpx.HTTPError as error:
            raise self.failed(f"{url}: {error or type(error).__name__}") from error
        if got.status_code >= 300 and not (ignore or (gone and got.status_code == 404)):
            said = " ".join(got.text.split())[:200]
            failed = self.failed(f"{url} answers with the status {got.status_code} {said}")
            failed.status = got.status_code
            raise failed
        return got

    def ask(self, engine: Engine, text: str, form: str) -> tuple[int, dict[str, str], bytes]:
        """What it answers to a query that takes no time: status, headers with their names in small
        letters, and body.

        Args:
            engine: the one, as it is asked now.
            text: the query.
            form: of the query: ``SELECT``, ``ASK`` or ``CONSTRUCT``.

        Raises:
            EngineFailed: the engine is not there.
        """
        timeout = httpx.Timeout(_MOMENT_S, connect=_CONNECT_S)
        headers = {"Accept": accepted(form)}
        data = {"query": text, **engine.dataset}
        at = engine.asked_at
        got = self.send("POST", at, ignore=True, data=data, headers=headers, timeout=timeout)
        return (
            got.status_code,
            {name.lower(): value for name, value in got.headers.items()},
            got.content,
        )

    def select(self, engine: Engine, text: str, *, at_once: bool = False) -> list[list[str]]:
        """The rows of a query, as texts.

        Args:
            engine: the one, as it is asked now.
            text: the query.
            at_once: whether it takes no time, if all is well.

        Raises:
            EngineFailed: there is no whole answer.
        """
        patience = _MOMENT_S if at_once else PATIENCE_S
        timeout = httpx.Timeout(patience, connect=_CONNECT_S)
        data, headers = {"query": text, **engine.dataset}, {"Accept": RESULTS}
        got = self.send("POST", engine.asked_at, data=data, headers=headers, timeout=timeout)
        try:
            found = answer("SELECT", got.status_code, got.headers, got.content)
        except NotWhole as error:
            raise self.failed(error.message) from error
        assert isinstance(found, QuerySolutions)
        return [[str(getattr(cell, "value", cell)) for cell in row] for row in found]

    def lines(self, file: IO[bytes], at: str, query: str = "", kind: str = "") -> Iterator[bytes]:
        """The lines that an engine gives.

        Args:
            file: where they are kept meanwhile; what is in it goes.
            at: of all statements, where there is no query; else the address of queries.
            query: what makes triples.
            kind: the media type; N-Triples of a query, else N-Quads, if not given.

        Raises:
            EngineFailed: there is no whole answer.
        """
        kind = kind or (TRIPLES if query else QUADS)
        method, data = ("POST", {"query": query}) if query else ("GET", None)
        try:
            with self._http.stream(method, at, data=data, headers={"Accept": kind}) as got:
                begins(got.status_code, got.headers, kind)
                file.seek(0)
                file.truncate()
                for piece in got.iter_bytes():
                    file.write(piece)
        except httpx.HTTPError as error:
            raise self.failed(f"{at}: {error or type(error).__name__}") from error
        except NotWhole as error:
            raise self.failed(error.message) from error
        file.seek(0)
        yield from file

    def failed(self, reason: str) -> EngineFailed:
        """What is raised for a reason."""
        return EngineFailed(
            f"The engine {self._name} failed: {reason}.",
            "It is not asked until it holds a version again: peyvand engines sync",
        )
