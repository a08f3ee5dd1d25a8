"""What was known on a day: the newest version of the graph that had been built by then."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any, Protocol, TypeVar

from peyvand.errors import NotFound
from peyvand.wording import say


class Dated(Protocol):
    """A version, as far as it tells when it was built."""

    @property
    def manifest(self) -> dict[str, Any]:
        """The facts about it."""


V = TypeVar("V", bound=Dated)


def known_at(versions: Iterable[V], day: date) -> V:
    """The newest version built by the end of a day, in universal time.

    Args:
        versions: those that there are, oldest first.
        day: the day.

    Raises:
        NotFound: none was built by then: nothing was known.
    """
    first = None
    for version in reversed(list(versions)):
        if built := built_on(version):
            if built <= day:
                return version
            first = built
    raise NotFound(**say("nothing-known", day=day, first=first or "–"))


def built_on(version: Dated) -> date | None:
    """The day on which a version was built, in universal time; None if it does not tell."""
    with suppress(ValueError):
        return date.fromisoformat(str(version.manifest.get("built_at", ""))[:10])
    return None
