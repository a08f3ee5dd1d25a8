"""What an entry rests on: a file, by its number, date and office, or a published source."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.digits import digits
from peyvand.register.actors import Actor, Actors, slug
from peyvand.register.cells import Cells, Dated
from peyvand.register.claims import Basis, Said, in_both
from peyvand.register.fields import ACTORS
from peyvand.sources.numerals import western
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, iri, thing

_FILE = ("source_number", "source_date", "source_office")
# Who speaks in a document, and when, as far as the graph knows.
_SPEAKERS = ("dcterms:creator", "dcterms:publisher", "pv:isIssuedBy")
_DATES = ("dcterms:issued", "pv:snapshotDate", "pv:inferredDate")


def basis_of(cells: Cells, actors: Actors) -> tuple[Basis, list[Quad]] | None:
    """What a row rests on, with what is said of a file that is new; None if that is not told."""
    if cells.has("source"):
        if cells.has("source_number") or cells.has("source_sha256"):
            cells.tell("source", "two-sources")
            return None
        basis = _published(cells, actors)
        return (basis, []) if basis else None
    if not any(cells.has(name) for name in (*_FILE, "source_sha256", "source_url")):
        cells.tell("source_number", "no-source")
        return None
    for name in _FILE:
        if not cells.has(name):
            cells.tell(name, "required", cells.called(name))
    date, digest = cells.date("source_date"), cells.digest("source_sha256")
    office, number = _office(cells, actors), cells.row.cell("source_number")
    return _file(cells, number, date, office, digest) if number and date and office else None


def _office(cells: Cells, actors: Actors) -> Actor | None:
    return actors.one("source_office", ACTORS[1:], "pv:Organisation")


def _published(cells: Cells, actors: Actors) -> Basis | None:
    """A published source: a document of the graph, or a new one by its title in both languages."""
    state, text = cells.state, cells.row.cell("source")
    found = actors.find("source", text, ("pv:Document",), "pv:Document")
    date, office = cells.date("source_date"), _office(cells, actors)
    address = cells.address("source_url")
    if not found:
        return None
    if state.has_own_graph(found.iri):
        told = {"name": found.labels.get("en", text), "name_fa": found.labels.get("fa", text)}
        cells.tell("source", "source-kept", told)
        return None
    if found.new:
        if date:
            actors.facts.append((found.iri, "dcterms:issued", date.said()))
        if office:
            said = Said((office.iri,), cells.row.cell("source_office"))
            actors.facts.append((found.iri, "dcterms:publisher", said))
        if address:
            actors.facts.append((found.iri, "schema:url", address))
    speakers = [office.iri] if office else _values(cells, found.iri, _SPEAKERS)
    known = (
        [date.read.edtf]
        if date
        else [value.value for prop in _DATES for value in state.values(found.iri, prop)]
    )
    # A date that nobody knows is some day before this one.
    stated_on = known[0] if known else f"/{cells.by.now.date()}"
    return Basis(found.iri, tuple(speakers) or (found.iri,), stated_on)


def _values(cells: Cells, node: NamedNode, props: tuple[str, ...]) -> list[NamedNode]:
    return [value for prop in props for value in cells.state.nodes(node, prop)]


def _file(
    cells: Cells, number: str, date: Dated, office: Actor, digest: str
) -> tuple[Basis, list[Quad]]:
    """A file: the one of the register with these facts, or a new one."""
    day, graph = date.read.edtf, cells.by.graph
    english = f"File {number} of {office.labels.get('en', '')}, {day}"
    shown = digits(date.read.hijri, "fa") or day
    persian = f"پروندهٔ {number} {office.labels.get('fa', '')}، {shown}"
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (TYPE, iri("pv:RegisterFile")),
        (iri("dcterms:identifier"), Literal(number)),
        (iri("dcterms:issued"), Literal(day, datatype=EDTF)),
        (iri("pv:isIssuedBy"), office.iri),
        *((LABEL, label) for label in in_both(english, persian)),
    ]
    if digest:
        facts.append((iri("pv:scanDigest"), Literal(digest)))
    wanted = f"register-file/{cells.by.name}-{slug(western(number))}"
    node, count = thing(wanted), 1
    while cells.state.taken(node) and not _same(cells, node, facts):
        count += 1
        node = thing(f"{wanted}-{count}")
    known = cells.state.taken(node)
    quads = [] if known else [Quad(node, prop, value, graph) for prop, value in facts]
    return Basis(node, (office.iri,), day), quads


def _same(
    cells: Cells, node: NamedNode, facts: list[tuple[NamedNode, NamedNode | Literal]]
) -> bool:
    """Whether a file has all these facts; its labels follow from the others."""
    return all(value in cells.state.values(node, prop) for prop, value in facts if prop != LABEL)
