"""The types and properties that reconciliation speaks of, and the identifiers of things there."""

from __future__ import annotations

from dataclasses import dataclass

from peyvand.features.folding import fold
from peyvand.search import Hit, Index
from peyvand.search.suggest import things
from peyvand.texts import text
from peyvand.vocabulary.iris import ID, PREFIXES, prefixed
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.vocabulary.terms import PV
from peyvand.web.http.messages import absolute


@dataclass(frozen=True)
class Type:
    """A type of things that a table may be about."""

    id: str
    kinds: tuple[str, ...]
    broader: str = ""

    def name(self, language: str) -> str:
        """What it is called in a language."""
        return text(self.id, language, "type")

    @property
    def names(self) -> list[str]:
        """What it is called in each language."""
        return [self.name(language) for language in LANGUAGES]

    def to_json(self, language: str, *, whole: bool = False) -> dict[str, object]:
        """The type as both versions of the protocol write it; ``whole`` with what is above it."""
        told: dict[str, object] = {"id": self.id, "name": self.name(language)}
        if whole and self.broader:
            told["broader"] = [TYPES[self.broader].to_json(language)]
        return told


TYPES = {
    type_.id: type_
    for type_ in (
        # A town and its municipality have one name, and of many places no source tells the level.
        Type("City", ("city", "area"), "SubnationalPlace"),
        Type("Region", ("region",), "SubnationalPlace"),
        Type("SubnationalPlace", ("area", "city", "region"), "Place"),
        Type("Country", ("country",), "Place"),
        Type("Agreement", ("agreement",)),
        Type("Organisation", ("organisation", "network")),
        Type("CityNetwork", ("network",), "Organisation"),
        Type("Document", ("document",)),
        Type("Concept", ("concept",)),
        Type("Person", ("person",)),
        Type("Event", ("event",)),
        Type("Place", ("place", "city", "area", "region", "country")),
    )
}
# The kinds of all types: what no type has is no candidate.
KINDS = tuple(dict.fromkeys(kind for type_ in TYPES.values() for kind in type_.kinds))
# The first type whose first kind it is: a network is told as one, not as an organisation.
TYPE_OF = {type_.kinds[0]: type_ for type_ in reversed(TYPES.values())}


# The properties of other vocabularies that name a thing here.
NAMING = {"label": PREFIXES["rdfs"] + "label", "altLabel": PREFIXES["skos"] + "altLabel"}


def local_name(text: str) -> str:
    """The identifier of a type or property, however its IRI is written."""
    for name, iri in NAMING.items():
        if text in (iri, prefixed(iri)):
            return name
    for start in ("pv:", str(PV), "skos:", PREFIXES["skos"]):
        text = text.removeprefix(start)
    return text


def property_iri(text: str) -> str:
    """The IRI of a property, by its identifier, its IRI or a name with one of our prefixes.

    Raises:
        BadRequest: it can be no IRI.
    """
    name = local_name(text)
    prefix, colon, rest = text.partition(":")
    if name in NAMING:
        return NAMING[name]
    if colon and prefix in PREFIXES:
        return absolute(PREFIXES[prefix] + rest, "id")
    return iri_of(text if colon else str(PV) + text)


def kinds_of(ids: list[str]) -> tuple[str, ...]:
    """The kinds of some types; those of all types if none of them is known."""
    known = [TYPES[name] for name in map(local_name, ids) if name in TYPES]
    return tuple(dict.fromkeys(kind for type_ in known for kind in type_.kinds)) or KINDS


def identifier(iri: str) -> str:
    """What the protocol calls a thing: the end of its IRI, or the whole of one that is not ours."""
    return iri.removeprefix(str(ID))


def iri_of(text: str) -> str:
    """The IRI that an identifier stands for.

    Raises:
        BadRequest: it can be no IRI.
    """
    return absolute(text if ":" in text.partition("/")[0] else str(ID) + text, "id")


def properties(index: Index) -> list[Hit]:
    """The properties of the vocabulary, in the order of their names."""
    rows = index.rows("SELECT iri FROM things WHERE kind = 'term' ORDER BY iri")
    start = str(PV)
    # Classes begin with a capital letter, properties do not.
    named = [i for (i,) in rows if i.startswith(start) and i[len(start) :][:1].islower()]
    return things(index, named)


def begins(prefix: str, *names: str) -> bool:
    """Whether a word in any of the names begins as somebody writes; an empty text fits all."""
    wanted = fold(prefix)
    folded = [" " + fold(name) for name in names]
    bare = prefix.strip().casefold()
    return any(" " + wanted in name for name in folded) or bare in (n.casefold() for n in names)
