"""Lists that take long to make: who asks is told how far they are, and no wait ends in an error."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from peyvand.commands.bars import told_in
from peyvand.errors import BadRequest, QueryTimeout
from peyvand.web.pages.components import making
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.lists import made_lists
from waiting import wait_until

BROWSER = {"Accept": "text/html"}
# Each of them is a list of its own, which nobody has asked for before.
SCHEMES, EVENTS, PERSONS = (f"/browse/{kind}?lang=en" for kind in ("schemes", "events", "persons"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Has what a list is made of be asked by a function; gives what was asked."""
    monkeypatch.setattr(made_lists, "PATIENCE_S", 0.0)
    select = Site.select_apart
    found: list[str] = []

    def held(before: Callable[[], object]) -> list[str]:
        def answer(site: Site, query: str) -> Any:
            found.append(query)
            before()
            return select(site, query)

        monkeypatch.setattr(Site, "select_apart", answer)
        return found

    return held


def test_who_asks_meanwhile_is_told_how_far_a_list_is(
    client: FlaskClient, asked: Callable[..., list[str]]
) -> None:
    go_on = threading.Event()
    questions = asked(go_on.wait)
    for _ in range(2):
        page = client.get(SCHEMES, headers=BROWSER)
        assert page.status_code == 503
        assert page.headers["Cache-Control"] == "no-store"
        assert int(page.headers["Retry-After"]) > 0
        assert '<progress aria-label="Being made" max="2" value="0.0">' in page.text
        assert "data-until-made" in page.text
        assert f'href="{SCHEMES}"' in page.text
    told = client.get(SCHEMES).json
    assert told is not None
    assert (told["step"], told["steps"]) == (1, 2)
    assert "step 1 of 2" in told["detail"]
    go_on.set()
    wait_until(lambda: client.get(SCHEMES).status_code == 200, "the list is there")
    assert len(questions) == 1


def test_an_order_that_a_list_does_not_have_is_refused_before_it_is_made(
    client: FlaskClient, asked: Callable[..., list[str]]
) -> None:
    questions = asked(lambda: None)
    refused = client.get(f"{EVENTS}&sort=nothing")
    assert refused.status_code == BadRequest.status
    assert questions == []


def test_a_busy_server_is_asked_again_and_a_failure_is_told_once(
    client: FlaskClient, asked: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made_lists, "PATIENCE_S", 60.0)
    failures = [QueryTimeout("late")] * (2 * making.TRIES - 1)

    def fail() -> None:
        if failures:
            raise failures.pop()

    questions = asked(fail)
    assert client.get(PERSONS).status_code == QueryTimeout.status
    assert len(questions) == making.TRIES
    # The next begins anew, and its last try is answered.
    assert client.get(PERSONS).status_code == 200
    assert len(questions) == 2 * making.TRIES
    assert client.get(PERSONS).status_code == 200
    assert len(questions) == 2 * making.TRIES


def test_how_far_a_command_is_stands_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"

    def told() -> Any:
        return json.loads(path.read_text(encoding="utf-8"))

    bars = told_in(path, ("first", "second"))
    with bars("first", 1) as step:
        assert told() == {"step": 1, "steps": 2, "share": 0.0}
        step(1)
    with bars("second", 200) as step:
        assert told() == {"step": 2, "steps": 2, "share": 0.0}
        step(1)
        # Less than a twentieth is not worth a file.
        assert told()["share"] == 0.0
        step(99)
        assert told()["share"] == 0.5
        step(200)
        assert told()["share"] == 1.0
