"""The merge itself as one of the ways that are measured."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Sequence
from functools import cache

from peyvand.linkage.batch.engine import shipped_numbers, train
from peyvand.linkage.batch.run import Merge, merge
from peyvand.linkage.blocking import variants
from peyvand.linkage.classification import REVIEW, SAME
from peyvand.linkage.gazetteer import Gazetteer, needs_help
from peyvand.linkage.model import Numbers
from peyvand.linkage.towns import known_towns
from peyvand.model import City
from peyvand.sources.geonames import read_geonames

from .peers import Found


@cache
def _known() -> tuple[City, ...]:
    return tuple(read_geonames(500))


# The gazetteer of the names so far, which are those of all lists once ``prepare`` has read them.
_asked_for: tuple[frozenset[tuple[str, str, int]], Gazetteer] | None = None


def prepare(places: Iterable[City]) -> None:
    """Have one gazetteer serve the lists of all these places: to fold its names takes longest."""
    _asked(places)


def _asked(places: Iterable[City]) -> Gazetteer:
    global _asked_for
    named = frozenset(
        told
        for place in places
        for name in (*place.names, *place.aliases)
        for told in ((name, place.country, 0), ("", "", place.population or 0))
    )
    if _asked_for is None or not named <= _asked_for[0]:
        named |= _asked_for[0] if _asked_for else frozenset()
        wanted = [City("", (n,), country, population=p) for n, country, p in sorted(named)]
        _asked_for = named, Gazetteer(_known(), wanted)
    return _asked_for[1]


def _completed(places: Sequence[City], known: Gazetteer | None) -> list[City]:
    return [known.complete(place) if known and needs_help(place) else place for place in places]


def merged(
    places: Sequence[City], records: Sequence[City], numbers: Numbers | None = None
) -> Merge:
    """A merge with the gazetteer, as the command does it, without what Splink prints."""
    known = _asked(places)
    with contextlib.redirect_stdout(io.StringIO()):
        return merge(
            _completed(places, known),
            records,
            numbers=numbers or shipped_numbers(),
            wider=lambda _: known,
            towns=known_towns(),
        )


def learned(places: Sequence[City], records: Sequence[City]) -> Numbers:
    """The numbers of the model from these files alone, without answers."""
    with contextlib.redirect_stdout(io.StringIO()):
        return train(_completed(places, _asked(places)), variants(records))


def found(done: Merge) -> tuple[Found, list[str]]:
    """The items given, and the rows left to a person."""
    given = {link.left: link.right for link in done.links if link.decision == SAME}
    return given, [link.left for link in done.links if link.decision == REVIEW]
