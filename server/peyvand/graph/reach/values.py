"""What a change touches of dates, coordinates and distances."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pyoxigraph import Quad

from peyvand.graph.derive import DATES
from peyvand.graph.reach.model import PARTY, Change, Reach, View
from peyvand.vocabulary.iris import iri

_BOUNDS = (iri("pv:earliestDate"), iri("pv:latestDate"))
_POINT, _AXES = iri("pv:coordinates"), (iri("wgs:lat"), iri("wgs:long"))
_DISTANCE = (iri("pv:distanceInKilometres"),)


class Dates(Reach):
    """The keys are what has dates."""

    properties: ClassVar = {"dates": _BOUNDS}

    def keys(self, change: Change, view: View) -> set[Any]:
        """Whatever a date of changed."""
        return change.subjects(*DATES, *_BOUNDS)

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """Their dates."""
        for key in keys:
            for prop in DATES:
                yield from view.quads(key, prop)


class Coordinates(Reach):
    """The keys are places."""

    properties: ClassVar = {"coordinates": _AXES}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The places whose point changed."""
        return change.subjects(_POINT, *_AXES)

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """Their points."""
        for key in keys:
            yield from view.quads(key, _POINT)


class Distances(Reach):
    """The keys are agreements."""

    properties: ClassVar = {"distances": _DISTANCE}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The agreements of which a party changed, or the point of a party."""
        found = change.subjects(PARTY, *_DISTANCE)
        for place in change.subjects(_POINT):
            found.update(view.leading(PARTY, place))
        return found

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """Their parties, with the points of those."""
        for key in keys:
            for quad in view.quads(key, PARTY):
                yield quad
                yield from view.quads(quad.object, _POINT)
