from __future__ import annotations

import os
import pty
import sys
from collections.abc import Iterator

import pytest

from peyvand.commands.keys import key


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The end of a terminal at which a person types; its other end is the standard input."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r") as read, os.fdopen(ours, "wb"):
        monkeypatch.setattr(sys, "stdin", read)
        yield ours


def test_one_key_is_an_answer(terminal: int, capsys: pytest.CaptureFixture[str]) -> None:
    os.write(terminal, b"n")
    assert key("? ") == "n"
    assert capsys.readouterr().out == "? n\n"
