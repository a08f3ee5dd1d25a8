"""The client that waits for each answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self, TypeVar

import httpx2 as httpx
from pyoxigraph import Quad

from peyvand.client import merging
from peyvand.client.calls import Answer, Call, Calls, checked, sent_as
from peyvand.client.errors import Problem
from peyvand.client.merging import Match
from peyvand.client.questions import Question
from peyvand.client.results import Results, Row
from peyvand.client.streaming import Lines
from peyvand.client.trying import Retries, told

T = TypeVar("T")


class Client:
    """Asks a Peyvand server.

    Args:
        url: the address of the server, perhaps with a path.
        language: of texts and errors, ``en`` or ``fa``.
        token: sent with each request, for servers that know their clients by tokens.
        timeout_s: how long to wait for the next part of an answer, in seconds.
        retries: when a call is sent again.
        transport: what sends, for tests and proxies; httpx's own if not given.
        sleep: what waits between two tries.

    Every method raises ``Problem`` if the server refuses, ``Unreachable`` if nothing answers,
    ``CutOff`` if an answer breaks off, ``NotPeyvand`` and ``OtherVersion`` if this client cannot
    speak with what answers, and ``UnreadableAnswer`` for an answer of another type.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        language: str = "en",
        token: str | None = None,
        timeout_s: float = 60.0,
        retries: Retries | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url.rstrip("/")
        self._calls, self._retries, self._sleep = Calls(None, language), retries or Retries(), sleep
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(timeout=timeout_s, transport=transport, headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def at(self, version: int | None) -> Self:
        """The same client on an older version of the graph; None is the current one."""
        other = object.__new__(type(self))
        other.__dict__ = {**self.__dict__, "_calls": self._calls.at(version)}
        return other

    def select(self, query: str, *, timeout_s: float | None = None) -> Results:
        """The rows of a SELECT query.

        Args:
            query: it.
            timeout_s: its deadline on the server, in seconds; the operator's if not given.
        """
        return self._do(self._calls.select(query, timeout_s))

    def ask(self, query: str, *, timeout_s: float | None = None) -> bool:
        """The answer to an ASK query."""
        return self._do(self._calls.ask(query, timeout_s))

    def construct(self, query: str, *, timeout_s: float | None = None) -> list[Quad]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        return self._do(self._calls.construct(query, timeout_s))

    def stream(self, query: str, *, timeout_s: float | None = None) -> Iterator[Row]:
        """The rows of a SELECT query as they arrive; the answer is never held as a whole.

        Whoever leaves the loop before its end cancels the query.
        """
        call, lines = self._calls.stream(query, timeout_s), Lines()
        method, url, more = sent_as(call, self.url)
        begun, ended = False, False
        try:
            with self._http.stream(method, url, **more) as got:
                headers = {name.lower(): value for name, value in got.headers.items()}
                if got.status_code >= 400:
                    got.read()
                    checked(Answer(got.status_code, headers, got.content), self.url)
                call.reads(checked(Answer(got.status_code, headers, b""), self.url))
                begun = True
                for piece in got.iter_bytes():
                    yield from lines.feed(piece)
                lines.end()
                ended = True
        except httpx.HTTPError as error:
            ended = True
            raise told(error, self.url, begun=begun) from error
        finally:
            if begun and not ended:
                self.cancel(call.headers["Peyvand-Query"])

    def cancel(self, name: str) -> bool:
        """Cancel a query by the name that it was sent with, or that an answer told.

        Returns:
            Whether it was running.
        """
        try:
            self._do(self._calls.cancel(name))
        except Problem as problem:
            if problem.status != 404:
                raise
            return False
        return True

    def questions(self) -> list[Question]:
        """The ready questions, with what they take."""
        return self._do(self._calls.questions())

    def question(self, name: str, **given: object) -> Results:
        """The answer to a ready question.

        Args:
            name: of the question.
            given: its parameters: names in any script, short identifiers such as ``city/tabriz``,
                IRIs, words of a choice, numbers. Also ``on``, ``said`` and ``known``, days that it
                is asked as of.
        """
        return self._do(self._calls.question(name, given))

    def claims(self, thing: str, property: str | None = None, value: object = None) -> Results:
        """The claims behind the statements about a thing, each with where it stands.

        Args:
            thing: an IRI or a short identifier such as ``agreement/tabriz-wuhan``.
            property: only those of this property, such as ``pv:signed``.
            value: only those that say this: an IRI, a short identifier, or a term.
        """
        return self._do(self._calls.claims(thing, property, value))

    def search(self, text: str, *kinds: str, limit: int = 20) -> list[dict[str, Any]]:
        """Things by name, in any script; the best first.

        Args:
            text: a name, its beginning, or an identifier.
            kinds: only things of these, such as ``city``.
            limit: the most.
        """
        return self._do(self._calls.search(text, kinds, limit))

    def describe(self, thing: str) -> list[Quad]:
        """What is known of a thing, with its evidence in named graphs."""
        return self._do(self._calls.describe(thing))

    def terms(self) -> list[dict[str, Any]]:
        """The classes and properties that the graph has, each with its prefixed name, ``kind``,
        ``uses``, and ``label`` and ``definition`` by language."""
        return self._do(self._calls.terms())

    def versions(self, limit: int = 20) -> list[dict[str, Any]]:
        """The newest versions of the graph: who made them, when, and what they changed."""
        return self._do(self._calls.versions(limit))

    def reconcile(self, rows: Iterable[Mapping[str, Any]], kind: str = "City") -> list[Match]:
        """Find the things that the rows of a list mean, as many as there are in one call.

        Args:
            rows: each with ``name``, and any of ``country``, ``lat`` with ``lon``, ``population``
                and ``qid``.
            kind: the type that is looked for; "" for any.
        """
        found: list[Match] = []
        for part in merging.batches(rows):
            told_of = self._do(self._calls.reconcile(merging.queries(part, kind)))
            found += merging.read_matches(part, told_of)
        return found

    def merge(self, frame: Any, kind: str = "City") -> Any:
        """A frame of pandas with what each of its rows is in the graph.

        Args:
            frame: with the columns that ``reconcile`` reads.
            kind: the type that is looked for.

        Returns:
            A copy with the columns ``outcome`` (same, review or none), ``iri``, ``label`` and
            ``score``.
        """
        found = self.reconcile(frame.to_dict("records"), kind)
        return frame.assign(
            **{
                key: [getattr(one, key) for one in found]
                for key in ("outcome", "iri", "label", "score")
            }
        )

    def _do(self, call: Call[T]) -> T:
        sent = 0
        while True:
            sent += 1
            answer = None
            try:
                answer = self._send(call)
            except httpx.HTTPError as error:
                pause = self._retries.pause_s(sent) if call.again else None
                if pause is None or not isinstance(error, httpx.TransportError):
                    raise told(error, self.url) from error
            else:
                pause = self._retries.pause_s(sent, answer)
                if pause is None:
                    return call.reads(checked(answer, self.url))
            self._sleep(pause)

    def _send(self, call: Call[Any]) -> Answer:
        method, url, more = sent_as(call, self.url)
        try:
            got = self._http.request(method, url, **more)
        except KeyboardInterrupt:
            if name := call.headers.get("Peyvand-Query"):
                self.cancel(name)
            raise
        headers = {name.lower(): value for name, value in got.headers.items()}
        return Answer(got.status_code, headers, got.content)
