"""Tests whose needs are missing are skipped where that is allowed, and fail where it is not."""

from __future__ import annotations

import pytest

import needs


@pytest.mark.parametrize(
    ("demanded", "failure"),
    [
        ("", False),
        ("curl", False),
        ("curl browser", True),
        ("everything", True),
        ("nothing", False),
    ],
)
def test_what_is_missing(monkeypatch: pytest.MonkeyPatch, demanded: str, failure: bool) -> None:
    monkeypatch.setitem(needs.THINGS, "browser", (lambda: False, "get one"))
    monkeypatch.setitem(needs.THINGS, "curl", (lambda: True, "get it"))
    assert needs.missing(("curl",), "everything") is None
    found = needs.missing(("curl", "browser"), demanded)
    assert found is not None
    reason, failed = found
    assert "get one" in reason
    assert failed == failure


def test_a_need_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        needs.missing(("borwser",), "")
