"""What an entry rests on: a file, by its number, date and office, or a published source."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.digits import digits
from peyvand.register.actors import Actor, Actors, slug
from peyvand.register.cells import Cells, Dated
from peyvand.register.claims import Basis, in_both
from peyvand.register.fields import ACTORS
from peyvand.sources.numerals import western
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, iri, thing

_FILE = ("source_number", "source_date", "source_office")


def basis_of(cells: Cells, actors: Actors) -> tuple[Basis, list[Quad]] | None:
    """What a row rests on, with what is said of a file that is new; None if that is not told."""
    given = [name for name in (*_FILE, "source_sha256") if cells.has(name)]
    if given and cells.has("source"):
        cells.tell("source", "two-sources")
        return None
    if cells.has("source"):
        return _published(cells)
    if not given:
        cells.tell("source_number", "no-source")
        return None
    for name in _FILE:
        if not cells.has(name):
            cells.tell(name, "required", cells.called(name))
    date, digest = cells.date("source_date"), cells.digest("source_sha256")
    text = cells.row.cell("source_office")
    office = actors.find("source_office", text, ACTORS[1:], "pv:Organisation") if text else None
    number = cells.row.cell("source_number")
    return _file(cells, number, date, office, digest) if number and date and office else None


def _published(cells: Cells) -> tuple[Basis, list[Quad]] | None:
    """A document of the graph, and who speaks in it when, as far as the graph knows."""
    found = cells.thing("source")
    if not found:
        return None
    state, document = cells.state, found.iri
    speakers = [
        node
        for prop in ("dcterms:creator", "dcterms:publisher", "pv:isIssuedBy")
        for node in state.nodes(document, prop)
    ]
    dates = [
        value.value
        for prop in ("dcterms:issued", "pv:snapshotDate", "pv:inferredDate")
        for value in state.values(document, prop)
    ]
    # A date that nobody knows is some day before this one.
    stated_on = dates[0] if dates else f"/{cells.by.now.date()}"
    return Basis(document, tuple(speakers) or (document,), stated_on), []


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
