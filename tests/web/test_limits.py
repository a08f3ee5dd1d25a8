"""How often one client may ask, where the operator sets a limit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from pyoxigraph import Store

from peyvand import Client
from peyvand.client import Problem
from peyvand.client.trying import Retries
from peyvand.errors import TooMany
from peyvand.settings import Settings
from peyvand.tokens import Role, Tokens
from peyvand.web.app import create_app
from peyvand.web.endpoint import limits
from peyvand.web.endpoint.authorization import Rights
from peyvand.web.endpoint.limits import Limits
from peyvand.web.http.messages import Request
from web.live import Got, Server, publish, running

NAMES = ("RateLimit", "RateLimit-Policy", "Retry-After")


class Clock:
    """A clock that tests put forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def limited(home: Path, clock: Clock, **settings: Any) -> Limits:
    return Limits(Settings(**settings), Rights(Tokens(home), home), clock)


def ask(client: str = "192.0.2.1", token: str = "", method: str = "GET") -> Request:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return Request(method, "/sparql", headers=headers, client=client)


def refused(limits: Limits, request: Request) -> TooMany:
    with pytest.raises(TooMany) as raised:
        limits.take(request)
    return raised.value


def test_a_window_begins_with_the_first_request_and_ends_after_its_time(
    tmp_path: Path, clock: Clock
) -> None:
    few = limited(tmp_path, clock, rate_limit=2, rate_window_s=10)
    assert few.take(ask())["RateLimit"] == '"client";r=1;t=10'
    clock.sleep(3.5)
    assert few.take(ask())["RateLimit"] == '"client";r=0;t=7'
    error = refused(few, ask())
    assert error.headers["Retry-After"] == "7"
    assert error.members == {"violated-policies": ["client"]}
    # What is refused costs nothing, and puts nothing off.
    clock.sleep(6.5)
    assert few.take(ask())["RateLimit"] == '"client";r=1;t=10'


def test_several_limits_are_told_together(tmp_path: Path, clock: Clock) -> None:
    few = limited(tmp_path, clock, rate_limit=2, rate_window_s=10, daily_quota=3)
    told = few.take(ask())
    assert told["RateLimit-Policy"] == '"client";q=2;w=10, "client-day";q=3;w=86400'
    assert told["RateLimit"] == '"client";r=1;t=10, "client-day";r=2;t=86400'
    few.take(ask())
    assert refused(few, ask()).headers["Retry-After"] == "10"
    clock.sleep(10)
    few.take(ask())
    error = refused(few, ask())
    assert (error.headers["Retry-After"], error.members) == (
        "86390",
        {"violated-policies": ["client-day"]},
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("no address", "x" * 60_000, True),
        ("", "unix:", True),
    ],
)
def test_what_is_one_client(tmp_path: Path, clock: Clock, one: str, other: str, same: bool) -> None:
    few = limited(tmp_path, clock, rate_limit=1)
    few.take(ask(one))
    if same:
        refused(few, ask(other))
    else:
        few.take(ask(other))


def test_a_token_is_counted_by_itself(tmp_path: Path, clock: Clock) -> None:
    tokens = Tokens(tmp_path)
    one, two = tokens.add("one", role=Role.READ), tokens.add("two")
    few = limited(tmp_path, clock, rate_limit=1, token_rate_limit=2)
    assert few.take(ask(token=one))["RateLimit-Policy"] == '"token";q=2;w=60'
    few.take(ask("192.0.2.7", one))
    assert refused(few, ask("192.0.2.8", one)).members == {"violated-policies": ["token"]}
    few.take(ask(token=two))
    few.take(ask())
    # A secret that is not known opens no count of its own.
    refused(few, ask(token="pv_made_up"))
    free = limited(tmp_path, clock, rate_limit=1)
    assert [free.take(ask(token=one)) for _ in range(3)] == [{}, {}, {}]


def test_what_cannot_be_read_of_tokens_is_counted_by_address(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "tokens.json").write_text("{")
    few = limited(tmp_path, clock, rate_limit=1, token_rate_limit=1)
    few.take(ask(token="pv_a"))
    refused(few, ask())


def test_memory_is_bounded(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CLIENTS", 10)
    few = limited(tmp_path, clock, rate_limit=2)
    few.take(ask())
    for number in range(200):
        few.take(ask(f"198.51.100.{number}"))
        if number % 5 == 0:
            # Whoever is seen again is not forgotten, refused or not.
            try:
                few.take(ask())
            except TooMany:
                continue
    assert len(few) == 10
    refused(few, ask())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("limits")
    publish(home, Store())
    limit = {"rate_limit": 3, "rate_window_s": 3600, "token_rate_limit": 2}
    with running(home, workers=1, trusted_proxies="127.0.0.1", **limit) as found:
        yield found


def of(server: Server, client: str, path: str = "/version", **more: Any) -> Got:
    headers = {"X-Forwarded-For": client, **more.pop("headers", {})}
    return server.ask(path=path, headers=headers, **more)


def left(got: Got) -> str:
    return str(got.headers["RateLimit"]).split(";")[1]


def test_a_client_is_told_what_is_left_and_then_refused(server: Server) -> None:
    # Whatever answers: the endpoint, a page, an error of either.
    told = [of(server, "192.0.2.1", path) for path in ("/version", "/search", "/nowhere")]
    assert [left(got) for got in told] == ["r=2", "r=1", "r=0"]
    for path in ("/version", "/search", "/nowhere"):
        got = of(server, "192.0.2.1", path, headers={"Accept-Language": "fa"})
        assert (got.status, left(got)) == (429, "r=0")
        assert got.headers["RateLimit-Policy"] == '"client";q=3;w=3600'
        assert 0 < int(got.headers["Retry-After"]) <= 3600
        assert got.json["type"].endswith("/problem/too-many")
        assert got.json["violated-policies"] == ["client"]
        assert "درخواست" in got.json["detail"]
        assert {name for name in NAMES if name in got.headers["Access-Control-Expose-Headers"]} == {
            *NAMES
        }
    page = of(server, "192.0.2.1", "/search", headers={"Accept": "text/html"})
    assert (page.status, page.headers.get_content_type()) == (429, "text/html")


def test_each_query_on_one_connection_is_counted_once(server: Server) -> None:
    told, url = [], f"http://127.0.0.1:{server.port}/sparql"
    with httpx.Client(headers={"X-Forwarded-For": "192.0.2.7"}) as client:
        for _ in range(5):
            told.append(client.get(url, params={"query": "ASK {}"}))
    assert [got.headers["RateLimit"].split(";")[1] for got in told[:3]] == ["r=2", "r=1", "r=0"]
    assert [got.status_code for got in told] == [200, 200, 200, 429, 429]


def test_behind_a_proxy_each_client_is_counted(server: Server) -> None:
    for client in ("192.0.2.2", "192.0.2.3"):
        assert [of(server, client).status for _ in range(4)] == [200, 200, 200, 429]
    # What a client writes there itself stands before what the proxy knows.
    assert of(server, "203.0.113.9, 192.0.2.2").status == 429


def test_what_is_not_counted(server: Server) -> None:
    for _ in range(4):
        assert of(server, "192.0.2.4", "/health").status == 200
        assert of(server, "192.0.2.4", "/static/style.css").status == 200
        assert of(server, "192.0.2.4", "/sparql", method="OPTIONS").status == 204
        assert of(server, "192.0.2.4", "/search", method="OPTIONS").status == 204
    assert left(of(server, "192.0.2.4")) == "r=2"


def test_a_token_has_its_own_limit(server: Server) -> None:
    got = [of(server, "192.0.2.5", path, token=server.token) for path in ("/version", "/search")]
    assert [left(one) for one in got] == ["r=1", "r=0"]
    assert of(server, "192.0.2.5", token=server.token).status == 429
    assert of(server, "192.0.2.5").status == 200


def test_the_client_waits_as_long_as_it_is_told(clock: Clock) -> None:
    settings = Settings(workers=1, rate_limit=2, rate_window_s=20)
    app = create_app(Store(), settings)
    endpoint = app.extensions["peyvand"].endpoint
    try:
        endpoint.limits = Limits(settings, endpoint.rights, clock)
        at = "http://x.example"
        transport = httpx.WSGITransport(app)
        with Client(at, transport=transport, sleep=clock.sleep) as client:
            assert [client.ask("ASK {}") for _ in range(3)] == [True] * 3
            assert clock.now == 1020
        hasty = Retries(longest_s=5)
        with Client(at, transport=transport, sleep=clock.sleep, retries=hasty) as client:
            client.ask("ASK {}")
            with pytest.raises(Problem) as raised:
                client.ask("ASK {}")
        assert (raised.value.status, raised.value.retry_after_s) == (429, 20)
    finally:
        app.extensions["peyvand"].close()


def test_there_is_none_unless_one_is_set(tmp_path: Path, clock: Clock) -> None:
    free = limited(tmp_path, clock)
    assert [free.take(ask()) for _ in range(1000)] == [{}] * 1000
    assert len(free) == 0
