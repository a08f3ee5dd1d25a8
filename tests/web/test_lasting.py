"""Pages of the whole graph: the one before stands while the next is being made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, Quad, Store

from peyvand.errors import Damaged
from peyvand.graph.history import in_memory, publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.vocabulary.iris import LABEL, thing
from peyvand.web.app import create_app
from peyvand.web.pages import home
from peyvand.web.pages.components import lasting
from peyvand.web.pages.components.site import Site
from waiting import wait_until


class Slow:
    """Counts that can be held up, or fail, and tell the version that they are of."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()
        self.failing = False
        self.asked: list[int] = []

    def __call__(self, site: Site) -> dict[str, int]:
        self.asked.append(site.version)
        assert self.go_on.wait(60)
        if self.failing:
            raise Damaged("It fails.")
        return {"places": 1000 + site.version}


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr(home, "_counts", made)
    # A page that some answers are not there for yet is made again each time.
    answered = SimpleNamespace(of=lambda version: ())
    monkeypatch.setattr(home, "Answers", lambda bridge, questions: answered)
    monkeypatch.setattr(lasting, "_WAIT_S", 0.01)
    return made


@pytest.fixture
def client(slow: Slow) -> Iterator[FlaskClient]:
    app = create_app(Store())
    yield app.test_client()
    slow.go_on.set()
    app.extensions["peyvand"].close()


def write(client: FlaskClient) -> None:
    """A version that follows."""
    versions: Versions = client.application.extensions["peyvand"].versions
    store = in_memory(versions, versions.current())
    store.add(Quad(thing(f"city/{len(store)}"), LABEL, Literal("Tabriz")))
    publish_lines(versions, store, dump_lines(store), "copy", keep=9)


def shown(client: FlaskClient, path: str = "/?lang=en") -> int:
    text = client.get(path).text
    return next(number for number in range(9) if f"1,00{number}" in text)


def test_the_page_before_stands_until_the_next_is_made(client: FlaskClient, slow: Slow) -> None:
    first = client.get("/?lang=en")
    assert shown(client) == 1
    write(client)
    slow.go_on.clear()
    assert [shown(client) for _ in range(3)] == [1, 1, 1]
    # A page for another language has none before it.
    slow.go_on.set()
    assert shown(client, "/?lang=en&version=2") == 2
    wait_until(lambda: shown(client) == 2, "the page of the new version was made")
    # Once for each address, and again for who wants that very version.
    assert slow.asked == [1, 2, 2]
    assert client.get("/?lang=en").headers.get("Vary") == first.headers.get("Vary")


def test_where_the_next_cannot_be_made_the_one_before_stands(
    client: FlaskClient, slow: Slow
) -> None:
    assert shown(client) == 1
    write(client)
    slow.failing = True
    assert shown(client) == 1
    assert client.get("/?lang=fa").status_code == 503
    slow.failing = False
    wait_until(lambda: shown(client) == 2, "the page was made another time")


def test_few_pages_are_kept(
    client: FlaskClient, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasting, "_KEPT", 2)
    for number in (1, 2, 3, 3, 1):
        shown(client, f"/?lang=en&x={number}")
    assert len(slow.asked) == 4
