"""Pages of large graphs are made before anybody asks for them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from peyvand.web import warming
from peyvand.web.warming import PATHS, Warming
from waiting import wait_until

LARGE = 10_000_000


class Home:
    """A home whose current version is what a test says."""

    def __init__(self, quads: int) -> None:
        self.number, self.quads = 1, quads

    def current(self) -> Any:
        return SimpleNamespace(number=self.number, manifest={"quads": self.quads})


@pytest.fixture(autouse=True)
def _unpaused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_PAUSE_S", 0.0)


def test_each_page_is_made_once_for_each_version_that_stands() -> None:
    home, asked = Home(LARGE), list[tuple[int, str]]()
    one: Any = home
    warm = Warming(one, lambda path: asked.append((home.number, path)), LARGE, stands_s=0.01)
    warm.start()
    wait_until(lambda: len(asked) >= len(PATHS), "the pages of the first version are made")
    home.number = 2
    wait_until(lambda: len(asked) >= 2 * len(PATHS), "and those of the second")
    warm.close()
    assert asked == [(number, path) for number in (1, 2) for path in PATHS]


def test_a_new_version_and_the_end_stop_what_is_made_of_the_old_one() -> None:
    home, asked = Home(LARGE), list[str]()
    one: Any = home

    def ask(path: str) -> None:
        asked.append(path)
        if len(asked) == 2:
            home.number = 2
        elif len(asked) == 3:
            warm.close()
            raise ValueError("a page that fails ends nothing")

    warm = Warming(one, ask, LARGE, stands_s=0.01)
    warm.start()
    wait_until(lambda: len(asked) == 3, "it goes on with the second version")
    warm._thread.join()
    assert asked == [*PATHS[:2], PATHS[0]]


def test_a_small_graph_and_no_version_are_left_alone() -> None:
    home, asked, looked = Home(1000), list[str](), list[int]()
    one: Any = home

    def current() -> Any:
        looked.append(home.number)
        return Home.current(home)

    one.current = current
    warm = Warming(one, asked.append, LARGE, stands_s=0.001)
    warm.start()
    wait_until(lambda: len(looked) > 2, "it has looked")
    warm.close()
    warm._thread.join()
    assert asked == []


def test_who_wants_none_has_none_made() -> None:
    warm = Warming(Home(LARGE), [].append, 0, stands_s=0.001)  # type: ignore[arg-type]
    warm.start()
    assert not warm._thread.is_alive()
