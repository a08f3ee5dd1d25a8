"""Homes that follow another home: replicas, to which nothing is written but what is followed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from peyvand.errors import NotFound, PeyvandError, ReadOnly
from peyvand.wording import say

FILE = "replica.json"


@dataclass(frozen=True)
class Following:
    """What a home follows.

    Attributes:
        source: the address of a server, or the folder of a home.
        looked_at: when it was last seen to be there, in UTC as 2026-03-21T10:00:00Z; empty before.
        version: the version that the source had then; 0 before.
        failed: why it could not be followed when that was last tried; empty if it could.
    """

    source: str
    looked_at: str = ""
    version: int = 0
    failed: str = ""


def followed(home: Path) -> Following | None:
    """What a home follows; None if it is written to itself.

    Raises:
        PeyvandError: that cannot be read.
    """
    path = home / FILE
    try:
        return Following(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError) as error:
        raise PeyvandError(
            f"{path} cannot be read: {error}.",
            "Name the source again with: peyvand replicate --from SOURCE",
        ) from error


def follow(home: Path, following: Following) -> None:
    """Keep what a home follows; it is there whole, or as it was."""
    home.mkdir(parents=True, exist_ok=True)
    made = home / f".{FILE}"
    made.write_text(json.dumps(asdict(following), ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(made, home / FILE)


def end_following(home: Path) -> None:
    """Let a home be written to, with the versions that it has."""
    (home / FILE).unlink(missing_ok=True)


def refuse_writes(home: Path) -> None:
    """Refuse to write to a home that follows another.

    Raises:
        ReadOnly: it does.
    """
    if (following := followed(home)) is not None:
        raise ReadOnly(**say("replica", source=following.source))


def no_version(home: Path, number: int) -> NotFound:
    """What is told of a version that a home has not: of a replica also where it is to be had."""
    following = followed(home)
    if following is None or not 0 < number <= following.version or "://" not in following.source:
        return NotFound(**say("no-version", number=number))
    return NotFound(**say("version-not-taken", number=number, source=following.source))
