"""Places that may be one, and that nobody has decided about.

Two rules find them. A candidate that a decision left open (``pv:hasWikidataCandidate``) is a place
of its own as long as it is the item of another one. And two places of one country and one name,
but for words such as *city* or *municipality*, lie no farther apart than a city is wide: a town
and its municipality, which the pairs of Wikidata take for one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.features.distance import kilometres
from peyvand.features.folding import fold
from peyvand.features.levels import level_of
from peyvand.features.names import bare
from peyvand.model import City
from peyvand.vocabulary.iris import ID, LABEL, TYPE, graph, iri, thing

DEFAULT = DefaultGraph()
GRAPH = graph("derived-possibly-same")
NEAR_KM = 10
_SAME_AS = iri("pv:isPossiblySameAs")
# The kinds of unit that are not a city under its name, by the words of names and by our classes.
_OTHER_LEVELS = frozenset(("county", "region", "district", "area"))
OTHER_CLASSES = tuple(iri(f"pv:{name}") for name in ("County", "District", "Region"))
Pair = tuple[NamedNode, NamedNode]


@dataclass
class Place:
    """A place as it is compared: its names, countries, point, and what it is said to be."""

    names: list[str] = field(default_factory=list)
    countries: set[NamedNode] = field(default_factory=set)
    point: City = field(default_factory=lambda: City(""))
    level: str = ""


@dataclass(frozen=True)
class Likeness:
    """Why two places may be one: the decision that left it open, or the name and the distance."""

    name: str
    km: float | None = None
    decision: NamedNode | None = None

    def notes(self) -> Iterator[Literal]:
        """The reason in both languages."""
        if self.decision:
            yield Literal("a decision left it open whether the two are one", language="en")
            yield Literal("تصمیمی باز گذاشته است که آیا این دو یکی‌اند", language="fa")
        if self.km is not None:
            english = f"both are called {self.name} in one country, {self.km:.1f} km apart"
            persian = f"هر دو {self.name} نام دارند، در یک کشور و {self.km:.1f} کیلومتر دور از هم"
            yield Literal(english, language="en")
            yield Literal(persian, language="fa")


def possibly_same(
    places: Mapping[NamedNode, Place],
    candidates: Mapping[Pair, NamedNode],
    different: Iterable[frozenset[NamedNode]],
) -> dict[Pair, Likeness]:
    """The pairs of places that may be one, with the reason.

    Args:
        places: the places.
        candidates: pairs that a decision left open, with it.
        different: pairs that were decided to be two.
    """
    found = {
        tuple(sorted(pair, key=str)): Likeness("", None, by) for pair, by in candidates.items()
    }
    apart = set(different)
    blocks: dict[tuple[str, NamedNode], list[NamedNode]] = defaultdict(list)
    for node in sorted(places, key=str):
        place = places[node]
        for name in dict.fromkeys(bare(folded) for n in place.names if (folded := fold(n))):
            for country in place.countries:
                blocks[name, country].append(node)
    for (name, _), nodes in blocks.items():
        for pair in combinations(nodes, 2):
            one, other = (places[node] for node in pair)
            km = kilometres(one.point, other.point)
            near = km is not None and km <= NEAR_KM and one.level == other.level
            # A letter or two are what is left of a number, not a name.
            if near and len(name) > 2 and pair not in found and frozenset(pair) not in apart:
                found[pair] = Likeness(_shown(one, other), km)
    return found  # type: ignore[return-value]


def _shown(one: Place, other: Place) -> str:
    """The shorter of the names that the two are shown by."""
    return min((*one.names[:1], *other.names[:1]), key=len)


def read_places(store: Store) -> dict[NamedNode, Place]:
    """The places of the default graph that may be party of an agreement."""
    quads = store.quads_for_pattern
    places = {q.object: Place() for q in quads(None, iri("pv:hasParty"), None, DEFAULT)}
    for quad in quads(None, LABEL, None, DEFAULT):
        if quad.subject in places and isinstance(quad.object, Literal):
            places[quad.subject].names.append(quad.object.value)
    for quad in quads(None, iri("pv:inCountry"), None, DEFAULT):
        if quad.subject in places:
            places[quad.subject].countries.add(quad.object)  # type: ignore[arg-type]
    for cls in OTHER_CLASSES:
        for quad in quads(None, TYPE, cls, DEFAULT):
            if quad.subject in places:
                places[quad.subject].level = cls.value
    latitudes, longitudes = _degrees(store, "wgs:lat"), _degrees(store, "wgs:long")
    for node in latitudes.keys() & longitudes.keys() & places.keys():
        point = City("", latitude=latitudes[node], longitude=longitudes[node])
        places[node].point = point  # type: ignore[index]
    for place in places.values():
        place.names.sort(key=lambda name: (len(name), name))
        said = next(filter(None, map(level_of, place.names)), "")
        if not place.level and said in _OTHER_LEVELS:
            place.level = said
    return places  # type: ignore[return-value]


def _degrees(store: Store, axis: str) -> dict[object, float]:
    """A coordinate of each place; of several the least."""
    found: dict[object, float] = {}
    for quad in store.quads_for_pattern(None, iri(axis), None, DEFAULT):
        # What is no number is refused by its shape.
        with suppress(ValueError):
            value = float(quad.object.value)  # type: ignore[union-attr]
            found[quad.subject] = min(value, found.get(quad.subject, value))
    return found


def _decided(store: Store) -> tuple[dict[Pair, NamedNode], list[frozenset[NamedNode]]]:
    """The pairs of places of which decisions leave open whether they are one, and the others."""
    quads = store.quads_for_pattern
    of_item: dict[object, list[NamedNode]] = defaultdict(list)
    for quad in quads(None, iri("pv:hasWikidataItem"), None, DEFAULT):
        of_item[quad.object].append(quad.subject)  # type: ignore[arg-type]
    candidates: dict[tuple[Any, ...], Any] = {}
    different = []
    for quad in quads(None, iri("pv:judgement"), None, DEFAULT):
        decision, judgement = quad.subject, quad.object
        about = (q.object for q in quads(decision, iri("pv:about"), None, DEFAULT))
        chosen = (q.object for q in quads(decision, iri("pv:chooses"), None, DEFAULT))
        for left, item in product(about, chosen):
            for other in of_item.get(item, ()):
                if left != other and judgement == Literal("unsure"):
                    pair = tuple(sorted((left, other), key=str))
                    by = candidates.get(pair, decision)
                    candidates[pair] = min(by, decision, key=str)
                elif left != other and judgement == Literal("different"):
                    different.append(frozenset((left, other)))
    return candidates, different  # type: ignore[return-value]


def likenesses(store: Store) -> dict[Pair, Likeness]:
    """The places of a store that may be one."""
    places = read_places(store)
    candidates, different = _decided(store)
    known = {pair: by for pair, by in candidates.items() if places.keys() >= set(pair)}
    return possibly_same(places, known, different)


def same_quads(found: Mapping[Pair, Likeness]) -> Iterator[Quad]:
    """``pv:isPossiblySameAs``, both ways."""
    for one, other in found:
        yield Quad(one, _SAME_AS, other, DEFAULT)
        yield Quad(other, _SAME_AS, one, DEFAULT)


def reason_quads(found: Mapping[Pair, Likeness]) -> Iterator[Quad]:
    """A ``pv:Comparison`` for each two places, with the reason, in the graph of what is derived."""
    for pair, likeness in found.items():
        one, other = (node.value.removeprefix(f"{ID}") for node in pair)
        node = thing(f"comparison/{one.replace('/', '-')}-{other.replace('/', '-')}")
        yield Quad(node, TYPE, iri("pv:Comparison"), GRAPH)
        yield Quad(node, iri("pv:hasOutcome"), thing("concept/undecided"), GRAPH)
        yield Quad(node, LABEL, Literal(f"{one}, {other}: one or two", language="en"), GRAPH)
        yield Quad(node, LABEL, Literal(f"{one}، {other}: یکی یا دو", language="fa"), GRAPH)
        for place in pair:
            yield Quad(node, iri("pv:compares"), place, GRAPH)
        for note in likeness.notes():
            yield Quad(node, iri("pv:note"), note, GRAPH)
        if likeness.decision:
            yield Quad(node, iri("prov:wasDerivedFrom"), likeness.decision, GRAPH)
