"""A part of the network: of documents or of datasets alone, and of what was signed until a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from peyvand.errors import NotFound
from peyvand.web.http.messages import Parameters
from peyvand.web.pages.components.geographic import Features
from peyvand.web.pages.components.making import PATIENCE_S, Begin, Made, patiently
from peyvand.web.pages.network.network_files import SCOPES, Attributes, node_of, part_of, told_of
from peyvand.wording import say

_KEPT = 32
_Read = tuple[dict[str, Attributes], Sequence[Attributes], set[str]]


@dataclass(frozen=True)
class Part:
    """What is asked for of the network.

    Attributes:
        scope: one of ``SCOPES``.
        until: the last year in which a pair was signed for certain; None for all pairs, whether
            or not it is known when they were signed.
    """

    scope: str = SCOPES[0]
    until: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole network."""
        return self == Part()

    def has(self, pair: Attributes, datasets: set[str]) -> bool:
        """Whether a pair belongs to it.

        Args:
            pair: its properties.
            datasets: the agreements that datasets alone tell of, by their IRIs.
        """
        source = "datasets" if pair["iri"] in datasets else "documents"
        if self.scope not in (SCOPES[0], source):
            return False
        year = year_of(pair)
        return self.until is None or (year is not None and year <= self.until)


@dataclass(frozen=True)
class Found:
    """A part of the network of a version.

    Attributes:
        figures: as ``network.glance`` gives them.
        undated: how many pairs of the scope nobody knows a year of signing of.
        dated: how many have one.
    """

    figures: Mapping[str, Any]
    undated: int
    dated: int


def year_of(pair: Attributes) -> int | None:
    """The first year in which a pair may have been signed, if that is known."""
    return int(pair["earliest"][:4]) if pair["earliest"] else None


def asked_part(parameters: Parameters) -> Part:
    """The part that a request asks for by ``scope`` and ``until``.

    Raises:
        NotFound: there is no such scope.
        BadRequest: the year is no number.
    """
    scope = parameters.one("scope") or SCOPES[0]
    if scope not in SCOPES:
        raise NotFound(**say("no-network-scope", name=scope[:40], known=", ".join(SCOPES)))
    return Part(scope, parameters.number("until") if parameters.one("until") else None)


class Parts:
    """The parts of the network that were asked for lately.

    Args:
        features: the cities and pairs of versions.
        datasets: gives the agreements of a version that datasets alone tell of.
    """

    def __init__(self, features: Features, datasets: Callable[[int], set[str]]) -> None:
        self._features, self._datasets = features, datasets
        self._made = Made[_Read](1)
        self.of = lru_cache(maxsize=_KEPT)(self._of)

    def read(self, version: int) -> None:
        """Have what parts are made of read.

        Raises:
            BeingMade: it takes long.
        """
        self._read(version)

    def within(self, version: int, part: Part) -> Part:
        """A part whose year is none where it is after the last that is known: it asks for all."""
        if part.until is None:
            return part
        years = self.years(version)
        return replace(part, until=None) if years and part.until > years[1] else part

    def years(self, version: int) -> tuple[int, int] | None:
        """The first and the last year in which a pair was signed; None if none is known."""
        _, pairs, _ = self._read(version)
        years = [year for pair in pairs if (year := year_of(pair)) is not None]
        return (min(years), max(years)) if years else None

    def _read(self, version: int) -> _Read:
        """The cities, the pairs, and the agreements that datasets alone tell of.

        Raises:
            BeingMade: it takes long to read them.
        """

        def make(begin: Begin) -> _Read:
            cities = map(told_of, patiently(partial(self._features.cities, version)))
            nodes = {told["properties"]["iri"]: node_of(told) for told in cities}
            begin(2)
            found = patiently(partial(self._features.pairs, version))
            pairs = [told_of(pair)["properties"] for pair in found]
            begin(3)
            return nodes, pairs, patiently(partial(self._datasets, version))

        return self._made.of(version, make, version, 3, PATIENCE_S)

    def _of(self, version: int, part: Part) -> Found:
        # Most servers never need the numerical libraries.
        from peyvand.network import Node, Tie, glance, network_of

        nodes, pairs, datasets = self._read(version)
        of_scope = [pair for pair in pairs if Part(part.scope).has(pair, datasets)]
        kept = [pair for pair in of_scope if part.has(pair, datasets)]
        ends = {
            pair[end]: nodes.get(pair[end]) or part_of(pair, end)
            for pair in kept
            for end in ("from", "to")
        }
        known = {
            iri: Node(
                iri,
                told["en"] or "",
                told["fa"] or "",
                told["country_en"] or "",
                told.get("latitude"),
                told.get("longitude"),
            )
            for iri, told in ends.items()
        }
        network = network_of((Tie((pair["from"], pair["to"])) for pair in kept), known)
        dated = sum(year_of(pair) is not None for pair in of_scope)
        return Found(
            glance(network) if kept else {},
            len(of_scope) - dated,
            dated,
        )
