"""The pairs of places of the whole world as a map needs them: each two of them once.

Several agreements of the same two places are one line, which has the kinds and the sources of all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import pick
from peyvand.web.endpoint.threads import Binding
from peyvand.web.pages.components.geographic import Position, names_in, places_of
from peyvand.web.pages.network.network_files import SCOPES

ALL, DOCUMENTS, DATASETS = SCOPES


@dataclass(frozen=True)
class Spot:
    """A party of agreements.

    Attributes:
        path: what its IRI ends with, its kind and its name.
        names: by language.
        country: that of its country in the same way; None if it is not known.
        position: longitude and latitude in degrees; None if they are not known.
    """

    path: str
    names: Mapping[str, str]
    country: str | None
    position: Position | None


@dataclass
class Tie:
    """Two places that agreed on something: their numbers, the kinds, and who tells of it."""

    one: int
    other: int
    kinds: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Asked:
    """What is asked for of the world; what is empty is not asked.

    Attributes:
        country: the path of a country of one of the two places at least.
        source: one of ``SCOPES``.
        kind: of agreements, by the end of its IRI.
    """

    country: str = ""
    source: str = ALL
    kind: str = ""


@dataclass(frozen=True)
class World:
    """The places and the pairs of a version.

    Attributes:
        spots: in the order of their paths.
        ties: of two of them each.
        countries: the names of countries by language, by their paths.
    """

    spots: list[Spot]
    ties: list[Tie]
    countries: Mapping[str, Mapping[str, str]]

    def asked(self, asked: Asked) -> list[Tie]:
        """The pairs that are asked for."""
        return [
            tie
            for tie in self.ties
            if (asked.source == ALL or asked.source in tie.sources)
            and (not asked.kind or asked.kind in tie.kinds)
            and (
                not asked.country
                or asked.country in (self.spots[tie.one].country, self.spots[tie.other].country)
            )
        ]

    def is_placed(self, tie: Tie) -> bool:
        """Whether it is known where both places of a pair are."""
        return None not in (self.spots[tie.one].position, self.spots[tie.other].position)


def world(
    parties: list[Binding],
    countries: list[Binding],
    pairs: Iterable[Binding],
    datasets: set[str],
    kinds: Mapping[str, set[str]],
) -> World:
    """The world of a version.

    Args:
        parties: the answer to ``web/geojson/parties``.
        countries: that to ``web/geojson/countries``.
        pairs: that to ``web/geojson/pairs``.
        datasets: the agreements that datasets alone tell of, by their IRIs.
        kinds: the ends of the IRIs of the kinds of agreements, by the IRIs of these.
    """
    known = places_of(parties)
    spots = []
    for iri, (row, labels, position) in known.items():
        country = row.get("country", {}).get("value")
        spots.append(Spot(_path(iri), labels, country and _path(country), position))
    number = {iri: at for at, iri in enumerate(known)}
    ties: dict[tuple[int, int], Tie] = {}
    for pair in pairs:
        agreement = pair["agreement"]["value"]
        ends = [number.get(pair[end]["value"]) for end in ("one", "other")]
        if None in ends:
            continue
        one, other = sorted(end for end in ends if end is not None)
        tie = ties.setdefault((one, other), Tie(one, other))
        tie.sources.add(DATASETS if agreement in datasets else DOCUMENTS)
        tie.kinds |= kinds.get(agreement, set())
    called = {_path(iri): labels for iri, labels in names_in(countries, "country").items()}
    lying = {spot.country for spot in spots}
    return World(
        spots,
        [ties[key] for key in sorted(ties)],
        {path: called[path] for path in sorted(called) if path in lying},
    )


def partners(ties: Iterable[Tie]) -> Counter[int]:
    """With how many others each place is paired, by its number."""
    return Counter(end for tie in ties for end in (tie.one, tie.other))


def written(known: World, version: int, language: str, called: Mapping[str, str]) -> bytes:
    """The world as JSON, in columns, each pair by the numbers of its places.

    Args:
        known: what there is.
        version: of the graph.
        language: of names.
        called: what kinds are called.
    """
    countries = list(known.countries)
    kinds = sorted({kind for tie in known.ties for kind in tie.kinds})
    number = {name: at for at, name in enumerate(countries)}
    told: dict[str, Any] = {
        "version": version,
        "lang": language,
        "countries": {
            "id": countries,
            "name": [pick(known.countries[one], language)[0] for one in countries],
        },
        "kinds": {"id": kinds, "name": [called[one] for one in kinds]},
        "places": {
            "id": [spot.path for spot in known.spots],
            "name": [name_of(spot, language) for spot in known.spots],
            "country": [number.get(spot.country or "") for spot in known.spots],
            "longitude": [spot.position and spot.position[0] for spot in known.spots],
            "latitude": [spot.position and spot.position[1] for spot in known.spots],
        },
        "pairs": {
            "one": [tie.one for tie in known.ties],
            "other": [tie.other for tie in known.ties],
            "sources": [sorted(tie.sources) for tie in known.ties],
            "kinds": [[kinds.index(kind) for kind in sorted(tie.kinds)] for tie in known.ties],
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def name_of(spot: Spot, language: str) -> str:
    """What a place is called in a language, else in another; without any name by its path."""
    return (pick(spot.names, language)[0] if spot.names else "") or spot.path.rpartition("/")[2]


def _path(iri: str) -> str:
    return iri.removeprefix(str(ID))
