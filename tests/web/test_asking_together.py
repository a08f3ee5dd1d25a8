"""Queries of a page that are asked at the same time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask
from pyoxigraph import Literal

from peyvand.errors import QueryFailed
from peyvand.query.messages import Question
from peyvand.settings import Settings
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.pages.components.site import Site


class Slow:
    """An endpoint that answers each query with its own text, when all places are taken."""

    def __init__(self, workers: int) -> None:
        self.settings = Settings(light_workers=workers)
        self.asked: list[str] = []
        self.cancelled: list[str] = []
        self.at_once = self.most = 0

    async def ask(self, question: Question, version: int | None = None) -> bytes:
        assert not question.hints
        self.asked.append(question.text)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            for _ in range(5):
                await asyncio.sleep(0)
            if question.text == "bad":
                raise QueryFailed("no")
            if question.text == "endless":
                await asyncio.sleep(600)
        except asyncio.CancelledError:
            self.cancelled.append(question.text)
            raise
        finally:
            self.at_once -= 1
        told = {"type": "literal", "value": f"{question.text} of {version}"}
        return json.dumps({"results": {"bindings": [{"x": told}]}}).encode()

    async def close(self) -> None:
        pass


@pytest.fixture
def slow() -> Slow:
    return Slow(4)


@pytest.fixture
def bridge(slow: Slow) -> Iterator[Bridge]:
    made = Bridge(lambda: cast(Any, slow))
    yield made
    made.close()


def test_answers_come_in_the_order_of_the_queries(bridge: Bridge, slow: Slow) -> None:
    texts = [str(number) for number in range(9)]
    answers = bridge.select_all(texts, 3)
    assert [rows[0]["x"]["value"] for rows in answers] == [f"{text} of 3" for text in texts]
    # Others find workers meanwhile.
    assert slow.most == 2
    assert bridge.select_all([]) == []


def test_what_is_asked_beside_a_query_that_fails_is_given_up(bridge: Bridge, slow: Slow) -> None:
    with pytest.raises(QueryFailed):
        bridge.select_all(["endless", "bad", "endless"])
    # The loop ends what it was told to before it takes up anything else.
    bridge.select("next")
    assert slow.cancelled == ["endless"] * slow.asked.count("endless")
    assert slow.at_once == 0


def test_a_page_asks_only_for_what_is_not_kept() -> None:
    asked: list[list[str]] = []

    def select_all(texts: list[str], version: int | None) -> list[list[dict[str, Any]]]:
        asked.append(list(texts))
        return [[{"x": {"type": "literal", "value": text}}] for text in texts]

    current = SimpleNamespace(number=1)
    versions = SimpleNamespace(current=lambda: current)
    bridge = SimpleNamespace(select_all=select_all, versions=versions, at_end=lambda ending: None)
    site = Site(cast(Any, bridge), cast(Any, SimpleNamespace(queries=())))
    app = Flask(__name__)
    app.extensions["peyvand"] = SimpleNamespace(settings=Settings())
    with app.test_request_context("/"):
        assert site.select("a") == [{"x": Literal("a")}]
        found = site.select_all(["b", "a", "b", "c"])
        assert [rows[0]["x"].value for rows in found] == ["b", "a", "b", "c"]
        assert site.select("c") == [{"x": Literal("c")}]
    assert asked == [["a"], ["b", "c"], []]
