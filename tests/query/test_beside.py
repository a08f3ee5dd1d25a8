"""A worker with columns beside its store: which of them answers, and what it says of that.

The engine of the columns is a dummy; the worker is a process of its own, as in the server.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import IO, Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.query import beside, columnar, worker
from peyvand.query.beside import Beside, Unanswered
from peyvand.query.frames import DATA, END, ERROR, HEAD, HEADER, LENGTH, receive
from peyvand.query.messages import BesideStore, Evaluation, Location, Question, encode
from waiting import LIMIT_S

# More rows than there is time for.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# It takes the store some 50 ms before the first row.
SLOW = (
    "SELECT ?s ?o { { SELECT (COUNT(*) AS ?n) { { SELECT ?a { ?a ?b ?c } LIMIT 200 } ?d ?e ?f } }"
    " ?s <urn:x:p> ?o }"
)
LARGE = "SELECT ?s ?o { ?s <urn:x:p> ?o }"
LIGHT = "SELECT ?o { <urn:x:1> <urn:x:p> ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:x:p> ?o }"
ROWS = 3000


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.extend(
        Quad(NamedNode(f"urn:x:{n}"), NamedNode("urn:x:p"), Literal(f"value {n}"))
        for n in range(ROWS)
    )
    return store


class Dummy:
    """Columns with answers of their own."""

    def __init__(self, plan: Callable[[], Any], counts: int = 0) -> None:
        self.counts = {"urn:x:p": counts}
        self.plan = plan

    def open(self) -> Any:
        return SimpleNamespace(counts=self.counts, interrupt=lambda: None)

    def beside(self, store: Store, found: Any, connection: socket.socket) -> Beside:
        plan = self.plan
        return Beside(store, self.open, lambda asked: plan(), connection, always=found.always)


def wrote(body: bytes, kind: str = "select", rows: int = 1) -> Any:
    """A plan with an answer."""

    def write(columns: Any, format: Any, out: IO[bytes]) -> None:
        out.write(body)

    return SimpleNamespace(kind=kind, rows=lambda columns: iter(range(rows)), write=write)


def asleep() -> Any:
    """A plan whose answer never comes."""
    return SimpleNamespace(
        kind="select", rows=lambda columns: iter(()), write=lambda *given: time.sleep(1000)
    )


def broken(error: Exception, before: bytes = b"") -> Any:
    def write(columns: Any, format: Any, out: IO[bytes]) -> None:
        out.write(before)
        raise error

    return SimpleNamespace(kind="select", rows=lambda columns: iter(()), write=write)


@contextmanager
def working(store: Store, dummy: Any, always: bool = False) -> Iterator[Callable[..., Any]]:
    """A worker; gives what asks it and returns header, body and error."""
    ours, theirs = socket.socketpair()
    process = os.fork()
    if not process:
        try:
            ours.close()
            columnar.beside = dummy.beside
            found = BesideStore("none", 64, always)
            worker.serve(store, Location(1, columns=found), theirs)
        finally:
            os._exit(0)
    theirs.close()

    def ask(text: str, name: str = "json", **more: Any) -> tuple[Any, bytes, Any]:
        most = more.pop("max_rows", 0)
        request = encode(Evaluation(Question(text, name, **more), most))
        ours.sendall(LENGTH.pack(len(request)) + request)
        header, body = {}, b""
        while True:
            head = receive(ours, HEAD)
            payload = receive(ours, LENGTH.unpack(head[1:])[0])
            match head[:1]:
                case kind if kind == HEADER:
                    header = json.loads(payload)
                case kind if kind == DATA:
                    body += payload
                case kind if kind == END:
                    return header, body, None
                case kind if kind == ERROR:
                    return header, body, json.loads(payload)

    try:
        yield ask
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        ours.close()


def test_a_light_question_is_the_stores(store: Store) -> None:
    with working(store, Dummy(lambda: wrote(b"columns"))) as ask:
        header, body, _ = ask(LIGHT)
        assert header["engine"] == "store"
        assert not header.get("worn")
        assert b"value 1" in body


def test_a_question_that_takes_the_store_long_is_answered_by_the_columns(store: Store) -> None:
    with working(store, Dummy(lambda: wrote(b"columns"))) as ask:
        header, body, _ = ask(ENDLESS)
        assert (header["engine"], header["worn"], body) == ("columns", True, b"columns")


def test_a_long_answer_that_the_store_has_soon_is_its_own(store: Store) -> None:
    with working(store, Dummy(lambda: wrote(b"columns"))) as ask:
        header, body, _ = ask(LARGE)
        assert (header["engine"], header.get("worn")) == ("store", None)
        assert len(json.loads(body)["results"]["bindings"]) == ROWS


@pytest.mark.parametrize(
    "plan",
    [
        lambda: None,
        lambda: broken(Unanswered(), b"x"),
        lambda: broken(RuntimeError("no")),
        lambda: 1 / 0,
        asleep,
    ],
    ids=["not-translated", "not-exact", "fails", "plan-fails", "takes-longer"],
)
def test_the_store_answers_what_the_columns_do_not(
    store: Store, plan: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "MOMENT_S", 0.004)
    # That the columns are called at all is seen where they answer.
    with working(store, Dummy(lambda: wrote(b"columns"))) as ask:
        assert ask(SLOW)[0]["engine"] == "columns"
    with working(store, Dummy(plan)) as ask:
        for _ in range(2):
            header, body, _ = ask(SLOW)
            assert header["engine"] == "store"
            assert len(json.loads(body)["results"]["bindings"]) == ROWS


def test_what_is_expected_to_be_large_is_the_columns_at_once(store: Store) -> None:
    with working(store, Dummy(lambda: wrote(b"columns"), counts=10**6)) as ask:
        for _ in range(2):
            header, body, _ = ask(COUNT)
            assert (header["engine"], header["worn"], body) == ("columns", False, b"columns")


class Opening(Dummy):
    """Columns that are opened in some way."""

    def __init__(self, how: Callable[[], object]) -> None:
        super().__init__(lambda: wrote(b"columns"), counts=10**6)
        self.how = how

    def open(self) -> Any:
        self.how()
        return super().open()


def test_columns_are_opened_for_what_is_large_alone(store: Store) -> None:
    with working(store, Opening(lambda: time.sleep(100 * LIMIT_S))) as ask:
        began = time.monotonic()
        for text in (LIGHT, LARGE):
            assert ask(text)[0]["engine"] == "store"
        assert time.monotonic() - began < LIMIT_S
    with working(store, Opening(lambda: time.sleep(0.2))) as ask:
        header, body, _ = ask(COUNT)
        assert (header["engine"], header["worn"], body) == ("columns", False, b"columns")


def test_the_store_answers_where_they_cannot_be_opened(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "MOMENT_S", 0.004)
    with working(store, Opening(lambda: 1 / 0)) as ask:
        for text in (COUNT, SLOW, COUNT):
            assert ask(text)[0]["engine"] == "store"


@pytest.mark.parametrize(
    "plan",
    [
        lambda: None,
        lambda: broken(Unanswered(), b"x"),
        lambda: broken(RuntimeError("no")),
        lambda: 1 / 0,
    ],
    ids=["not-translated", "not-exact", "fails", "plan-fails"],
)
def test_the_store_answers_what_the_columns_should_have(
    store: Store, plan: Callable[[], Any]
) -> None:
    with working(store, Dummy(plan), always=True) as ask:
        header, body, _ = ask(COUNT, "csv")
        assert (header["engine"], body) == ("store", b"n\r\n3000\r\n")


def test_an_answer_that_breaks_off_says_so(store: Store) -> None:
    begun = b"x" * 100_000
    with working(store, Dummy(lambda: broken(RuntimeError("no"), begun)), always=True) as ask:
        header, body, error = ask(COUNT)
        assert (header["engine"], body) == ("columns", begun)
        assert error["slug"] == "query-failed"
    with working(store, Dummy(lambda: broken(RuntimeError("no"), begun))) as ask:
        header, body, error = ask(ENDLESS)
        assert (header["engine"], body) == ("columns", begun)
        assert error["slug"] == "query-failed"


@pytest.mark.parametrize("always", [True, False])
def test_more_rows_than_allowed_are_refused_whoever_answers(store: Store, always: bool) -> None:
    with working(store, Dummy(lambda: wrote(b"columns", rows=3)), always=always) as ask:
        _, _, error = ask(ENDLESS, max_rows=2)
        assert error["slug"] == "too-large"
    with working(store, Dummy(lambda: wrote(b"columns", rows=2)), always=always) as ask:
        header, body, error = ask(ENDLESS, max_rows=2)
        assert (header["engine"], body, error) == ("columns", b"columns", None)


def test_an_answer_of_columns_has_the_mark_and_the_packing_that_are_asked_for(
    store: Store,
) -> None:
    with working(store, Dummy(lambda: wrote(b"x" * 5000)), always=True) as ask:
        header, body, _ = ask(COUNT, "csv", encoding="gzip", byte_order_mark=True)
        assert header["encoding"] == "gzip"
        assert len(body) < 500
        assert ask(COUNT, "csv", byte_order_mark=True)[1].startswith(b"\xef\xbb\xbfx")


def test_an_empty_answer_of_columns_tells_what_there_is_not(store: Store) -> None:
    nothing = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
    with working(store, Dummy(lambda: wrote(nothing)), always=True) as ask:
        header, _, _ = ask("SELECT ?s { ?s <urn:x:none> ?o }")
        assert header["unknown"][0]["value"] == "urn:x:none"
    no = b'{"head":{},"boolean":false}'
    with working(store, Dummy(lambda: wrote(no, kind="ask")), always=True) as ask:
        assert ask("ASK { ?s <urn:x:none> ?o }")[0]["unknown"]


def test_a_worker_whose_columns_cannot_be_opened_answers_of_its_store(store: Store) -> None:
    dummy = Dummy(lambda: wrote(b"columns"))
    dummy.open = lambda: 1 / 0  # type: ignore[method-assign]
    for always in (True, False):
        with working(store, dummy, always) as ask:
            header, body, _ = ask(LARGE)
            assert header["engine"] == "store"
            assert b"value 2999" in body
