"""What is made of a candidate before it is published, so that nobody waits for it afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from pyoxigraph import Store

from peyvand.graph.layout import MANIFEST
from peyvand.graph.version import Version


@dataclass(frozen=True)
class Coming(Version):
    """A candidate whose graph is whole, as the version that it will be if it is not refused.

    Args:
        held: the graph, as whoever made it holds it.
    """

    held: Store | None = field(default=None, compare=False)

    @cached_property
    def number(self) -> int:
        """The number that it will have."""
        return int(self.manifest["version"])


class Preparing(Protocol):
    """Makes what whoever asks a version first would wait for."""

    def begin(self, coming: Version) -> None:
        """Begin with what can be made beside the proof, as no other thread is running.

        Args:
            coming: the candidate, whose dump is written and whose graph is held.
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


def draft(folder: Path, number: int, told: dict[str, Any], held: Store) -> Coming:
    """A candidate with a manifest that says so much of it as is known before the proof.

    Args:
        folder: the candidate's.
        number: what it will have.
        told: what every manifest tells of a graph.
        held: the graph.
    """
    text = json.dumps({"version": number, **told}, ensure_ascii=False)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return Coming(folder, held)
