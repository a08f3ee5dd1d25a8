"""How the client sends, waits and gives up, against servers that do not behave."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx2 as httpx
import pytest

from peyvand import AsyncClient, Client, __version__
from peyvand.client import (
    ClientError,
    CutOff,
    NotPeyvand,
    OtherVersion,
    Problem,
    Unreachable,
    UnreadableAnswer,
)
from peyvand.client.trying import Retries

OWN = {"Peyvand-Program": __version__}
YES = {"head": {}, "boolean": True}
JSON = {**OWN, "Content-Type": "application/sparql-results+json"}
TSV = {**OWN, "Content-Type": "text/tab-separated-values"}
Handler = Callable[[httpx.Request], httpx.Response]


def against(handler: Handler, waited: list[float] | None = None, **more: Any) -> Client:
    pauses = [] if waited is None else waited
    transport = httpx.MockTransport(handler)
    return Client("http://x.example", transport=transport, sleep=pauses.append, **more)


def answers(*responses: httpx.Response) -> Handler:
    left = list(responses)
    return lambda request: left.pop(0)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(status: int) -> None:
    waited: list[float] = []
    busy = httpx.Response(status, headers={**OWN, "Retry-After": "7"})
    client = against(answers(busy, busy, httpx.Response(200, headers=JSON, json=YES)), waited)
    assert client.ask("ASK {}")
    assert waited == [7, 7]


def test_a_client_of_asyncio_waits_too() -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    busy = httpx.Response(503, headers={**OWN, "Retry-After": "2"})
    transport = httpx.MockTransport(answers(busy, httpx.Response(200, headers=JSON, json=YES)))

    async def asked() -> bool:
        async with AsyncClient("http://x.example", transport=transport, sleep=pause) as client:
            return await client.ask("ASK {}")

    assert asyncio.run(asked())
    assert waited == [2]


def test_it_is_not_waited_longer_than_was_said() -> None:
    waited: list[float] = []
    busy = httpx.Response(
        429, headers={**OWN, "Retry-After": "3600", "Content-Type": "application/problem+json"},
        content=json.dumps({"title": "Too many", "detail": "Too many.", "hint": "Wait."}),
    )  # fmt: skip
    with pytest.raises(Problem, match="Wait") as caught:
        against(answers(busy), waited).ask("ASK {}")
    assert caught.value.retry_after_s == 3600
    assert waited == []


def test_it_is_not_tried_for_ever() -> None:
    waited: list[float] = []
    client = against(
        lambda request: httpx.Response(503, headers=OWN), waited, retries=Retries(most=2)
    )
    with pytest.raises(Problem) as caught:
        client.ask("ASK {}")
    assert caught.value.status == 503
    assert waited == [0.5, 1.0]


def test_another_error_is_not_asked_again() -> None:
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(400, headers=OWN)

    with pytest.raises(Problem, match="400"):
        against(handler).ask("ASK {}")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("response", "error", "said"),
    [
        (httpx.Response(200, text="hello"), NotPeyvand, "no Peyvand server"),
        (httpx.Response(404, text="hello"), NotPeyvand, "no Peyvand server"),
        (httpx.Response(200, headers={"Peyvand-Program": "99.1.0"}), OtherVersion, r"99\.\*"),
        (httpx.Response(200, headers={**OWN, "Content-Type": "text/html"}, text="<p>"),
         UnreadableAnswer, "text/html instead of"),
        (httpx.Response(200, headers=JSON, text='{"head": '), UnreadableAnswer, "is not"),
        (httpx.Response(500, headers={**OWN, "Content-Type": "application/problem+json"},
         text="not json"), Problem, "500"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(
    response: httpx.Response, error: type[ClientError], said: str
) -> None:
    with pytest.raises(error, match=said):
        against(answers(response)).ask("ASK {}")


def test_results_that_are_none_are_told() -> None:
    broken = {"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "odd"}}]}}
    with pytest.raises(UnreadableAnswer, match="not SPARQL results"):
        against(answers(httpx.Response(200, headers=JSON, json=broken))).select("SELECT * {}")


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer that breaks off after its first pieces."""

    def __init__(self, *pieces: bytes, error: Exception | None) -> None:
        self._pieces, self._error = pieces, error

    def __iter__(self) -> Any:
        yield from self._pieces
        if self._error:
            raise self._error

    async def __aiter__(self) -> Any:
        for piece in self._pieces:
            yield piece
        if self._error:
            raise self._error


@pytest.mark.parametrize(
    "stream",
    [
        Broken(b"?a\n1\n2\n3", error=httpx.RemoteProtocolError("incomplete chunked read")),
        Broken(b"?a\n1\n2\n3", error=None),
        Broken(b"?a\n1\n2\n", error=httpx.ReadError("reset")),
    ],
)
def test_a_stream_that_breaks_off_is_never_whole(stream: Broken) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            return httpx.Response(204, headers=OWN)
        return httpx.Response(200, headers=TSV, stream=stream)

    rows = against(handler).stream("SELECT ?a {}")
    read = [next(rows), next(rows)]
    assert [row["a"].value for row in read] == ["1", "2"]
    with pytest.raises(CutOff, match="not the whole"):
        next(rows)

    async def awaited() -> int:
        count = 0
        transport = httpx.MockTransport(handler)
        async with AsyncClient("http://x.example", transport=transport) as client:
            try:
                async for _ in client.stream("SELECT ?a {}"):
                    count += 1
            except CutOff:
                return count
        return -1

    assert asyncio.run(awaited()) == 2


def test_a_stream_of_another_type_is_not_read() -> None:
    page = httpx.Response(200, headers={**OWN, "Content-Type": "text/html"}, text="?a\n1\n")
    with pytest.raises(UnreadableAnswer, match="text/html"):
        next(against(answers(page)).stream("SELECT ?a {}"))


def test_an_answer_that_breaks_off_is_asked_again_and_then_told() -> None:
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise httpx.RemoteProtocolError("incomplete chunked read")

    with pytest.raises(CutOff):
        against(handler, retries=Retries(most=1)).select("SELECT * {}")
    assert len(asked) == 2


def test_time_that_runs_out_is_told() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    with pytest.raises(Unreachable, match="in time"):
        against(handler, retries=Retries(most=0)).select("SELECT * {}")


def test_who_is_interrupted_cancels_the_query() -> None:
    sent: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        if request.method == "DELETE":
            return httpx.Response(204, headers=OWN)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        against(handler).select("SELECT * {}")
    name = sent[0].headers["Peyvand-Query"]
    assert sent[1].url.path == f"/queries/{name}"


def test_a_row_without_a_name_is_told() -> None:
    with pytest.raises(ClientError, match="Row 2 has no name"):
        against(answers()).reconcile([{"name": "a"}, {"country": "Iran"}])
