"""A body's list of members in RDF, read into the rows that a table of it would have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from peyvand.register.rows import RawRow
from peyvand.vocabulary.iris import ID, LABEL, iri

_Term = NamedNode | BlankNode | Literal | Triple
_Values = dict[tuple[str, NamedNode], list[_Term]]
_MEMBER, _ITEM = iri("pv:isMemberOf"), iri("pv:hasWikidataItem")
# The columns of a row by the property of the claim that tells them.
_QUALIFIERS = {
    "name": iri("pv:asPrinted"),
    "field": iri("pv:hasMembershipField"),
    "since": iri("pv:memberSince"),
    "identifier": iri("pv:memberIdentifier"),
}
_ENTITY = "/entity/"


def rows_of(quads: Iterable[Quad]) -> tuple[RawRow, ...]:
    """The rows of the memberships that are claimed, and of those that are merely stated.

    Args:
        quads: of the list, as ``peyvand members export`` gives it, or ``pv:isMemberOf`` alone.
    """
    said: _Values = defaultdict(list)
    for quad in quads:
        if quad.object not in said[_key(quad.subject), quad.predicate]:
            said[_key(quad.subject), quad.predicate].append(quad.object)
    rows = set()
    for (subject, predicate), values in list(said.items()):
        if predicate == iri("pv:property") and _MEMBER in values:
            rows |= set(_claimed(subject, said))
    told = {(city, network) for city, network, *_ in rows}
    for (subject, predicate), values in list(said.items()):
        if predicate == _MEMBER:
            pairs = {(subject, _key(network)) for network in values} - told
            rows |= {(*pair, _label(pair[0], said), "", "", "") for pair in pairs}
    columns = ("city", "network", *_QUALIFIERS)
    return tuple(
        RawRow(number, dict(zip(columns, row, strict=True)) | _identified(row[0], said))
        for number, row in enumerate(sorted(rows), 1)
    )


def _claimed(claim: str, said: _Values) -> Iterable[tuple[str, ...]]:
    """The rows of a claim: one for each of its members, bodies and what it says of them."""
    cities, networks = (said.get((claim, iri(name)), []) for name in ("pv:about", "pv:reading"))
    told = [
        [_text(value) for value in said.get((claim, prop), [])] or [""]
        for prop in _QUALIFIERS.values()
    ]
    for city, network, name, *rest in product(map(_key, cities), map(_key, networks), *told):
        yield city, network, name or _label(city, said), *rest


def _identified(city: str, said: _Values) -> dict[str, str]:
    """What a member is known by: an item, and its name where its IRI is not one of ours."""
    items = [_key(item) for item in said.get((city, _ITEM), [])]
    if _ENTITY in city:
        items.append(city)
    found = {"item": items[0].rpartition("/")[2]} if items else {}
    return found if city.startswith(str(ID)) else {**found, "city": _label(city, said) or city}


def _label(thing: str, said: _Values) -> str:
    labels = {
        label.language or "": label.value
        for label in said.get((thing, LABEL), [])
        if isinstance(label, Literal)
    }
    return labels.get("en") or next(iter(labels.values()), "")


def _key(term: _Term) -> str:
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else str(term)


def _text(term: _Term) -> str:
    return _key(term).removeprefix(f"{ID}concept/")
