"""What the rows of a criterion tell of each city: some tell it, of others it is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.affinity.criteria import CRITERIA
from peyvand.affinity.model import Evidence
from peyvand.features import languages
from peyvand.features.distance import kilometres
from peyvand.features.folding import fold
from peyvand.model import Answer, City
from peyvand.sources.coastline import rings
from peyvand.vocabulary.labels import LANGUAGES

if TYPE_CHECKING:
    from peyvand.partners.facts import Facts

Row = Mapping[str, NamedNode | BlankNode | Literal]
# Asks a query, and gives its rows.
Ask = Callable[[str], Iterable[Row]]
# A value, and what it is told by.
Told = list[tuple[float | None, Evidence]]
_Read = Iterator[tuple[str, tuple[float | None, Evidence]]]
# Tells of rows, under a threshold.
Reading = Callable[[Iterable[Row], float], _Read]
SEA = "by-the-sea"


def as_found(rows: Iterable[Row], threshold: float) -> _Read:
    """What a query has decided itself."""
    for row in rows:
        said, source, line = row.get("text"), row.get("source"), row.get("line")
        texts = ((said.language or "", said.value),) if isinstance(said, Literal) else ()
        evidence = Evidence(
            Answer(row["finding"].value),
            row.get("evidence"),
            texts,
            source.value if source else "",
            line.value if line else "",
        )
        yield row["other"].value, (float(row["value"].value), evidence)


def _far(rows: Iterable[Row], threshold: float) -> _Read:
    """How far apart they are."""
    for row in rows:
        here, there = _places(row)
        far = kilometres(here, there)
        assert far is not None
        yield row["other"].value, (far, Evidence(_answer("distance", far, threshold)))


def _sea(rows: Iterable[Row], threshold: float) -> _Read:
    """How far the one of them that is further from the sea is from it."""
    shores, places = rings(), [(row["other"].value, *_places(row)) for row in rows]
    if not (shores and places):
        return
    # Loaded by who asks for it: they are large.
    import numpy

    from peyvand.partners.coast import from_sea

    def far(cities: list[City]) -> list[float]:
        degrees = ((city.latitude, city.longitude) for city in cities)
        latitudes, longitudes = (
            numpy.array(part, dtype=float) for part in zip(*degrees, strict=True)
        )
        return [float(one) for one in from_sea(latitudes, longitudes, shores)]

    (inland, *_) = far([places[0][1]])
    # Where the one is too far, the others make no difference.
    beyond = inland > threshold and len(places) > 1
    others = [inland] * len(places) if beyond else far([there for *_, there in places])
    for (city, *_), other in zip(places, others, strict=True):
        value = max(inland, other)
        yield city, (value, Evidence(_answer(SEA, value, threshold)))


def kept_from_sea(facts: Facts, one: str) -> Reading:
    """A reading of places that does not measure anew how far from the sea they are.

    Args:
        facts: what is kept of the cities of the version.
        one: the city that others are beside.
    """

    def read(rows: Iterable[Row], threshold: float) -> _Read:
        here = facts.cities.get(one)
        for row in rows:
            there = facts.cities.get(row["other"].value)
            if here and there and here.from_sea is not None and there.from_sea is not None:
                value = max(here.from_sea, there.from_sea)
                yield row["other"].value, (value, Evidence(_answer(SEA, value, threshold)))

    return read


def _spoken(rows: Iterable[Row], threshold: float) -> _Read:
    """How many of a hundred speak a language in both countries, at least."""
    for row in rows:
        common = languages.shared(row["code"].value, row["otherCode"].value, 0)
        if common is None:
            continue
        best = max(common.values(), default=0.0)
        enough = {name: share for name, share in common.items() if share >= threshold}
        answer = _answer("country-languages", best, threshold)
        for name in enough or (None,):
            texts = tuple((tag, languages.language_name(name, tag)) for tag in LANGUAGES if name)
            term = Literal(name) if name else None
            yield row["other"].value, (best, Evidence(answer, term, texts))


def _called(rows: Iterable[Row], threshold: float) -> _Read:
    """Whether labels are equal when they are folded."""
    for row in rows:
        other = row["otherName"]
        same = fold(row["name"].value) == fold(other.value)
        answer = Answer.MET if same else Answer.NOT_MET
        yield row["other"].value, (float(same), Evidence(answer, other))


def _answer(criterion: str, value: float, threshold: float) -> Answer:
    return Answer.MET if CRITERIA[criterion].meets(value, threshold) else Answer.NOT_MET


def _places(row: Row) -> tuple[City, City]:
    here, there = (
        City("", latitude=float(row[north].value), longitude=float(row[east].value))
        for north, east in (("latitude", "longitude"), ("otherLatitude", "otherLongitude"))
    )
    return here, there


READERS: Mapping[str, Reading] = {
    "distance": _far,
    SEA: _sea,
    "country-languages": _spoken,
    "same-name": _called,
}
