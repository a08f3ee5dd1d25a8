"""What may be begun at once is a light query of the current version, and nothing more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from peyvand.web.endpoint.at_once import Answering, AtOnce
from peyvand.web.http.messages import Request


def begun(**more: Any) -> Any:
    """What is begun of a request that was read as ``more`` says."""
    plain = {"version": None, "timeout": None, "fingerprint": "f", "base": ""}
    read = SimpleNamespace(**plain | more, facts=SimpleNamespace(doubtful=more.get("doubtful")))
    read.question = SimpleNamespace(base=read.base)
    executor: Any = SimpleNamespace(queries=None, at_once=lambda *asked: "run")
    sparql: Any = SimpleNamespace(known=lambda request: read)
    limits: Any = SimpleNamespace(take=lambda request: {})
    return AtOnce(executor, sparql, limits, "").begin(Request("GET", "/sparql"), lambda: None)


def test_a_plain_query_is_begun() -> None:
    found = begun()
    assert isinstance(found, Answering)
    assert found.is_under_way


@pytest.mark.parametrize(
    "more",
    [{"version": 2}, {"timeout": 1.0}, {"fingerprint": ""}, {"base": "x:"}, {"doubtful": True}],
    ids=lambda more: next(iter(more)),
)
def test_what_asks_for_more_goes_the_long_way(more: dict[str, Any]) -> None:
    assert begun(**more) is None
