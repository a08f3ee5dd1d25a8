"""What an audit asks of a version is asked once, and kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from audit.samples import asking
from peyvand.audit import Audited, Kept, audit, ruled, rulings
from peyvand.clocks import Clocks, Look
from peyvand.graph.profiles import shipped

MARK = "1234567890abcdef"
Keeping = Callable[..., Kept]


@pytest.fixture
def asked() -> list[str]:
    """The queries that the graph was asked."""
    return []


@pytest.fixture
def keeping(small_store: Store, asked: list[str], tmp_path: Path) -> Keeping:
    answer = asking(small_store)

    def ask(query: str) -> list[dict[str, Any]]:
        asked.append(query)
        return answer(query)

    # What two profiles say is as good as what all do.
    profiles = [shipped()[name] for name in ("clair", "official")]
    return lambda mark=MARK, home=tmp_path: Kept(home, 7, mark, ask, profiles)


@pytest.fixture(scope="module")
def small(small_store: Store) -> list[Audited]:
    ask = asking(small_store)
    return audit(ask, rulings(ask, [shipped()[name] for name in ("clair", "official")]))


def test_it_tells_what_an_audit_tells_and_asks_once(
    keeping: Keeping, asked: list[str], small: list[Audited]
) -> None:
    first = keeping()
    assert first.audit() == small
    assert asked
    asked.clear()
    assert first.audit() == small
    assert keeping().audit() == small
    assert asked == []


def test_of_a_day_the_dates_alone_are_asked_beside_it(
    keeping: Keeping, asked: list[str], small_store: Store
) -> None:
    keeping().audit()
    asked.clear()
    ask = asking(small_store)
    look = Look(ask, Clocks(on=date(2005, 6, 30)), date(2026, 11, 30))
    profiles = [shipped()[name] for name in ("clair", "official")]
    assert keeping().audit(look) == audit(ask, rulings(ask, profiles), look)
    assert asked == []


def test_another_graph_of_the_number_is_asked_anew(
    keeping: Keeping, asked: list[str], small: list[Audited]
) -> None:
    keeping().audit()
    asked.clear()
    assert keeping(mark=MARK[::-1]).audit() == small
    assert asked


def test_rulings_by_other_rules_are_asked_anew(
    keeping: Keeping, asked: list[str], small: list[Audited], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping().audit()
    asked.clear()
    monkeypatch.setattr(ruled, "rules", lambda: "other rules")
    assert keeping().audit() == small
    assert any("pv:hasHighestOffice" in query for query in asked)
    asked.clear()
    keeping().audit()
    assert asked == []


@pytest.mark.parametrize(
    "damaged", ["", "{}", "[]", '{"agreements": [], "groups": {"q": [[[], [1]]]}}']
)
def test_what_cannot_be_read_is_asked_again(
    keeping: Keeping, asked: list[str], small: list[Audited], tmp_path: Path, damaged: str
) -> None:
    keeping().audit()
    asked.clear()
    (file,) = (tmp_path / "monitor").glob("audit-*.json")
    file.write_text(damaged, encoding="utf-8")
    assert keeping().audit() == small
    assert asked


def test_a_home_that_cannot_be_written_to_does_without(
    keeping: Keeping, small: list[Audited], tmp_path: Path
) -> None:
    home = tmp_path / "file"
    home.write_text("", encoding="utf-8")
    assert keeping(home=home).audit() == small


def test_of_four_versions_it_is_kept(keeping: Keeping, tmp_path: Path) -> None:
    folder = tmp_path / "monitor"
    folder.mkdir()
    for number in range(1, 6):
        (folder / f"audit-{number:06d}-{MARK[:12]}.json").write_text("{}", encoding="utf-8")
    keeping().audit()
    numbers = [int(file.name.split("-")[1]) for file in sorted(folder.glob("audit-*.json"))]
    assert numbers == [3, 4, 5, 7]
