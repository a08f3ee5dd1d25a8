"""The figures of versions, kept beside them when they are first asked for.

They outlast the versions, so that figures can be followed over time.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peyvand.monitor.board import YEARS, Board
from peyvand.monitor.model import SCOPES, Figure

FOLDER = "monitor"
# How many versions' figures are kept, and how many groups of one figure.
_MOST, _MOST_GROUPS = 500, 40
# Of how many versions what was asked is kept.
_MOST_ASKED = 4


@dataclass(frozen=True)
class Past:
    """The figures of a version.

    Attributes:
        version: its number.
        day: on which they were counted.
        counts: by scope, figure and group, the name of an empty one being that of the whole.
    """

    version: int
    day: str
    counts: Mapping[str, Mapping[str, Mapping[str, int]]]

    def count(self, scope: str, figure: str, slug: str) -> int | None:
        """How many a group had; None if nobody counted, or if it was none of the largest."""
        counts = self.counts.get(scope, {}).get(figure)
        return None if counts is None else counts.get(slug, 0)


def keep(home: Path, version: int, mark: str, board: Board) -> None:
    """Keep the figures of a version, unless there are some.

    Those that were asked otherwise than everybody's are not kept, nor where the folder cannot be
    written to: whoever may read alone sees figures all the same.

    Args:
        home: the folder of the versions.
        version: its number.
        mark: what tells its graph from others.
        board: its figures.
    """
    if board.years != YEARS or board.scopes != SCOPES:
        return
    folder = home / FOLDER
    path = folder / f"{version:06d}-{mark[:12]}.json"
    if path.exists():
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
            json.dump({"version": version, "day": str(board.day), "counts": _counts(board)}, file)
        os.replace(file.name, path)
        others = set(folder.glob(f"{version:06d}-*.json")) - {path}
        for old in (*others, *sorted(folder.glob("[0-9]*.json"))[:-_MOST]):
            old.unlink(missing_ok=True)


@dataclass(frozen=True)
class KeptFile:
    """A file beside a version of what was asked of it, for that takes long.

    Args:
        home: the folder of the versions.
        name: what the names of such files begin with.
        version: the number of the one that is asked.
        mark: what tells its graph from others.
    """

    home: Path
    name: str
    version: int
    mark: str

    def read(self, take: Callable[[Any], None]) -> None:
        """Take what is kept, if anything is that can be taken: else it is asked again.

        Args:
            take: is given what was kept, and may raise whatever comes of another form of it.
        """
        with suppress(OSError, ValueError, TypeError, LookupError, AttributeError):
            take(json.loads(self._path.read_text(encoding="utf-8")))

    def write(self, told: Any) -> None:
        """Keep something, for JSON, unless one may not write; those of the last versions stay."""
        folder = self._path.parent
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", dir=folder, delete=False, encoding="utf-8"
            ) as file:
                # At once: part by part takes three times as long.
                file.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
            os.replace(file.name, self._path)
            for old in sorted(folder.glob(f"{self.name}*.json"))[:-_MOST_ASKED]:
                old.unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        return self.home / FOLDER / f"{self.name}{self.version:06d}-{self.mark[:12]}.json"


def kept(home: Path, last: int) -> list[Past]:
    """The figures that are kept of versions up to one, in their order.

    Args:
        home: the folder of the versions.
        last: the number of the last version.
    """
    found = []
    for path in sorted((home / FOLDER).glob("[0-9]*.json")):
        # What cannot be read is left out: it can be counted again.
        with suppress(OSError, ValueError, KeyError, TypeError):
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            past = Past(int(told["version"]), str(told["day"]), told["counts"])
            if past.version <= last:
                found.append(past)
    return found


def _counts(board: Board) -> dict[str, dict[str, dict[str, int]]]:
    return {
        scope: {name: _of(figure) for name, figure in figures.items()}
        for scope, figures in board.figures.items()
    }


def _of(figure: Figure) -> dict[str, int]:
    if not figure.by:
        return {"": figure.total}
    largest = sorted(figure.groups, key=lambda group: -group.count)[:_MOST_GROUPS]
    return {group.slug: group.count for group in figure.groups if group in largest}
