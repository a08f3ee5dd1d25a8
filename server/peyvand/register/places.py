"""A row about a place, of the graph or new, read into the claims that it makes."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from peyvand.evidence.registers import BESIDE
from peyvand.register.actors import Actor, Actors, slug
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said
from peyvand.register.entries import entry_of
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.vocabulary.iris import LABEL, TYPE, iri

_NEW = ("name_en", "name_fa", "kind", "country")
_OTHER_NAME = iri("skos:altLabel")
# Of these a place has one value at a time.
_SINGLE = {
    "coordinates": "pv:coordinates",
    "population": "pv:population",
    "item": "pv:hasWikidataItem",
    "highest_office": "pv:hasHighestOffice",
}


def place(cells: Cells) -> Entry | None:
    """The claims of a row about a place; None if it is refused."""
    known, country = cells.thing("place"), cells.thing("country")
    if not cells.has("place"):
        _as_new(cells, country)
    kind, whole = cells.choice("kind"), cells.thing("part_of")
    values = {
        "coordinates": cells.point("coordinates"),
        "population": cells.number("population"),
        "item": cells.item("item"),
    }
    actors = Actors(cells)
    office = _actor(cells, actors, "highest_office", "pv:Office", "pv:Office")
    headed = _municipality(cells, actors, known, office)
    advantages = cells.choices("advantages")
    basis = basis_of(cells, actors)
    if cells.refused or not basis:
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    english, persian = cells.row.cell("name_en"), cells.row.cell("name_fa")
    if known:
        node, names = known.iri, [Literal(known.label(tag)) for tag in ("en", "fa")]
    else:
        node = cells.state.free(f"city/{slug(english)}")
        names = [Literal(english), Literal(persian)]
    if kind and not cells.state.is_a(node, (f"pv:{kind[0].name}",)):
        claims.say(node, TYPE, Said((kind[0].iri,), kind[1]))
    _name(cells, claims, node)
    if country and country.iri not in cells.state.values(node, "pv:inCountry"):
        claims.say(node, "pv:inCountry", Said((country.iri,), cells.row.cell("country")))
    if whole:
        claims.say(node, "pv:isPartOf", Said((whole.iri,), cells.row.cell("part_of")))
    for choice, text in advantages:
        claims.say(node, "pv:hasAdvantageIn", Said((choice.iri,), text))
    if office:
        values["highest_office"] = Said((office.iri,), cells.row.cell("highest_office"))
    for name, said in values.items():
        if said:
            _single(cells, claims, node, name, said)
    for head, body in headed:
        claims.say(head, "pv:isOfficeAt", Said((body,), cells.row.cell("municipality")))
    if not claims.quads:
        cells.tell("", "nothing-said")
        return None
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def _as_new(cells: Cells, country: Found | None) -> None:
    """Tell what a new place lacks, and the place of the graph that it may be."""
    if not any(cells.has(name) for name in _NEW[:2]):
        cells.tell("place", "place-unnamed")
        return
    for name in _NEW:
        if not cells.has(name):
            cells.tell(name, "required", cells.called(name))
    names = {cells.row.cell(name) for name in _NEW[:2]} - {""}
    alike = {one.iri: one for name in names for one in cells.find(name, ("pv:SubnationalPlace",))}
    for one in alike.values():
        countries = cells.state.values(one.iri, "pv:inCountry")
        if country is None or not countries or country.iri in countries:
            told = {"name": one.label("en"), "name_fa": one.label("fa")}
            cells.warn("place", "known-name", told, meant=one.told())


def _actor(cells: Cells, actors: Actors, name: str, cls: str, made: str) -> Actor | None:
    text = cells.row.cell(name)
    return actors.find(name, text, (cls,), made) if text else None


def _municipality(
    cells: Cells, actors: Actors, known: Found | None, office: Actor | None
) -> list[tuple[NamedNode, NamedNode]]:
    """The municipality of a place, with the offices that head it: the highest of the place."""
    body = _actor(cells, actors, "municipality", "pv:Organisation", "pv:Municipality")
    if not body:
        return []
    heads = cells.state.nodes(known.iri, "pv:hasHighestOffice") if known else []
    heads = [office.iri] if office else heads
    if not heads:
        cells.tell("municipality", "municipality-without-head", cells.called("highest_office"))
    return [
        (head, body.iri)
        for head in heads
        if body.iri not in cells.state.nodes(head, "pv:isOfficeAt")
    ]


def _name(cells: Cells, claims: ClaimsOf, node: NamedNode) -> None:
    """Add the names: labels in languages that have none, and others beside those there are."""
    labels = cells.state.labels(node)
    fresh = [
        Literal(text, language=tag)
        for tag in ("en", "fa")
        if (text := cells.row.cell(f"name_{tag}")) and tag not in labels
    ]
    if fresh:
        claims.say(node, LABEL, Said(tuple(fresh)))
    others = tuple(_others(cells, labels))
    unknown = tuple(one for one in others if one not in cells.state.values(node, _OTHER_NAME))
    if unknown:
        claims.say(node, _OTHER_NAME, Said(unknown))


def _others(cells: Cells, labels: dict[str, str]) -> Iterator[Literal]:
    for tag in ("en", "fa"):
        text = cells.row.cell(f"name_{tag}")
        if text and tag in labels and text != labels[tag]:
            yield Literal(text, language=tag)
    for literal in cells.texts("other_names"):
        if labels.get(literal.language or "") != literal.value:
            yield literal


def _single(cells: Cells, claims: ClaimsOf, node: NamedNode, name: str, said: Said) -> None:
    """Add a value of which a place has one: plain if it has none, else beside the other."""
    known = cells.state.values(node, _SINGLE[name])
    if known and said.values[0] not in known:
        labels = cells.state.labels(node)
        told = {"name": labels.get("en", node.value), "value": known[0].value}
        told |= cells.called(name) | {"name_fa": labels.get("fa", told["name"])}
        cells.warn(name, "value-known", told)
        said = Said(said.values, said.printed, rule=BESIDE)
    claims.say(node, _SINGLE[name], said)
