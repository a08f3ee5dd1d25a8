"""The merge itself as one of the ways that are measured."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from functools import cache

from peyvand.linkage.batch.engine import shipped_numbers, train
from peyvand.linkage.batch.run import Merge, merge
from peyvand.linkage.blocking import variants
from peyvand.linkage.classification import REVIEW, SAME
from peyvand.linkage.gazetteer import Gazetteer, needs_help
from peyvand.linkage.model import Numbers
from peyvand.model import City
from peyvand.sources.geonames import read_geonames

from .peers import Found


@cache
def _known() -> tuple[City, ...]:
    return tuple(read_geonames(500))


def _completed(places: Sequence[City]) -> list[City]:
    incomplete = [place for place in places if needs_help(place)]
    if not incomplete:
        return list(places)
    gazetteer = Gazetteer(_known(), incomplete)
    return [gazetteer.complete(place) if needs_help(place) else place for place in places]


def merged(
    places: Sequence[City], records: Sequence[City], numbers: Numbers | None = None
) -> Merge:
    """A merge with the gazetteer, as the command does it, without what Splink prints."""
    with contextlib.redirect_stdout(io.StringIO()):
        return merge(_completed(places), records, numbers=numbers or shipped_numbers())


def learned(places: Sequence[City], records: Sequence[City]) -> Numbers:
    """The numbers of the model from these files alone, without answers."""
    with contextlib.redirect_stdout(io.StringIO()):
        return train(_completed(places), variants(records))


def found(done: Merge) -> tuple[Found, list[str]]:
    """The items given, and the rows left to a person."""
    given = {link.left: link.right for link in done.links if link.decision == SAME}
    return given, [link.left for link in done.links if link.decision == REVIEW]
