"""What is made of a candidate before it is published, so that nobody waits for it afterwards."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from peyvand.graph.layout import MANIFEST
from peyvand.graph.version import Version


class Coming(Version):
    """A candidate whose graph is whole, as the version that it will be if it is not refused."""

    @cached_property
    def number(self) -> int:
        """The number that it will have; 0 as long as its graph is not whole."""
        with suppress(OSError, ValueError, LookupError):
            return int(json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))["version"])
        return 0


class Preparing(Protocol):
    """Makes what whoever asks a version first would wait for."""

    def begin(self, coming: Version) -> None:
        """Begin with what can be made beside the proof: the store is there.

        Args:
            coming: the candidate.
        """

    def end(self, coming: Version) -> None:
        """Make the rest, and wait for what was begun: the candidate is to be published."""

    def close(self) -> None:
        """Go on with nothing: all is made, or the candidate was refused."""


class _Nothing:
    """Prepares nothing."""

    def begin(self, coming: Version) -> None:
        """Begin with nothing."""

    def end(self, coming: Version) -> None:
        """Make nothing."""

    def close(self) -> None:
        """Go on with nothing."""


NOTHING: Preparing = _Nothing()


def draft(folder: Path, number: int, told: dict[str, Any]) -> Coming:
    """A candidate with a manifest that says so much of it as is known before the proof.

    Args:
        folder: the candidate's.
        number: what it will have.
        told: what every manifest tells of a graph.
    """
    text = json.dumps({"version": number, **told}, ensure_ascii=False)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return Coming(folder)
