"""A row about an activity, of the graph or new, read into the claims that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from peyvand.register.activity_checks import check_result
from peyvand.register.actors import Actor, Actors, slug
from peyvand.register.attendances import Attended, attend, attendances
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells, Dated
from peyvand.register.choices import Choice
from peyvand.register.claims import Basis, ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS
from peyvand.register.indicators import Measure, evidence, measured, measures
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.register.scalars import flag
from peyvand.vocabulary.iris import LABEL, TYPE, iri

# What an activity should have; a row without them is written, and its sender is told.
_WANTED = ("agreement", "status", "date", "place", "participants", "areas", "result")
_NAMES = ("name_en", "name_fa")
# By the field: what its things, choices and documents are to the activity.
_THINGS = {
    "agreement": "pv:isHeldUnder",
    "edition_of": "pv:isEditionOf",
    "place": "pv:tookPlaceIn",
    "organisers": "pv:hasOrganiser",
    "session_of": "pv:isSessionOf",
    "goals": "pv:servesGoal",
}
_CHOICES = {
    "status": "pv:hasStatus",
    "areas": "pv:coversArea",
    "sectors": "pv:coversSector",
    "sources": "pv:drawsOnSource",
    "result": "pv:hasResult",
}


@dataclass(frozen=True)
class _Read:
    """What stands in the cells of an activity."""

    known: Found | None
    kind: tuple[Choice, str] | None
    date: Dated | None
    things: dict[str, list[tuple[Found, str]]]
    choices: dict[str, list[tuple[Choice, str]]]
    plain: dict[str, Said | None]
    attended: list[Attended]
    participants: list[tuple[Actor, str]]
    chair: list[tuple[Actor, str]]
    measures: list[Measure]
    documents: list[tuple[Actor, str]]


def activity(cells: Cells) -> Entry | None:
    """The claims of a row about an activity; None if it is refused."""
    actors = Actors(cells)
    read = _read(cells, actors)
    basis = basis_of(cells, actors)
    _name(cells, read.known)
    if basis:
        speakers = _speakers(cells, basis[0], actors)
        result = next((choice for choice, _ in read.choices["result"]), None)
        # Who says it besides, a rule looks at.
        if not (read.known and result and result.iri in _results(cells, read.known)):
            name = result.name if result else ""
            check_result(cells, name, _agreements(cells, read), speakers)
    if not read.known:
        cells.wanted(*(name for name in _WANTED if not _is_told(cells, name)))
    if cells.refused or not basis:
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    node, names = _begin(cells, claims, read)
    _say(cells, claims, node, read)
    attend(claims, node, names, read.attended)
    for measure in read.measures:
        measured(claims, node, names, measure)
    if not claims.quads:
        cells.tell("", "nothing-said")
        return None
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def _read(cells: Cells, actors: Actors) -> _Read:
    return _Read(
        known=cells.thing("activity"),
        kind=cells.choice("kind"),
        date=cells.date("date"),
        things={name: cells.things(name) for name in _THINGS},
        choices={name: cells.choices(name) for name in _CHOICES},
        plain={
            "pv:isOpenToOthers": flag(cells, "open"),
            "pv:numberOfParticipants": cells.number("number"),
            "pv:ordinal": cells.number("ordinal"),
        },
        attended=attendances(cells, actors),
        participants=list(_people(cells, actors, "participants", ACTORS)),
        chair=list(_people(cells, actors, "chair", ("pv:Person",))),
        measures=measures(cells),
        documents=evidence(cells, actors),
    )


def _people(
    cells: Cells, actors: Actors, column: str, classes: Sequence[str]
) -> Iterator[tuple[Actor, str]]:
    for text in cells.row.values(column):
        if actor := actors.find(column, text, classes, "pv:Person"):
            yield actor, text


def _name(cells: Cells, known: Found | None) -> None:
    """Tell what a new activity lacks for a name, and a name that one of the graph has already."""
    for name in _NAMES:
        if not known and not cells.has("activity") and not cells.has(name):
            cells.tell(name, "required", cells.called(name))
        elif known and cells.has(name):
            cells.tell(
                name, "known-and-new", {"name": known.label("en"), "name_fa": known.label("fa")}
            )


def _is_told(cells: Cells, name: str) -> bool:
    """Whether a field is told in another way: who took part, and what came of it."""
    others = {"participants": "attendances"}
    return name in others and cells.has(others[name])


def _results(cells: Cells, known: Found) -> list[NamedNode]:
    return cells.state.nodes(known.iri, "pv:hasResult")


def _agreements(cells: Cells, read: _Read) -> list[NamedNode]:
    """Those that the activity is held under, by the row and by the graph."""
    known = cells.state.nodes(read.known.iri, "pv:isHeldUnder") if read.known else []
    return [*(found.iri for found, _ in read.things["agreement"]), *known]


def _speakers(cells: Cells, basis: Basis, actors: Actors) -> list[Found]:
    """Who says what the row says, some of whom come to be with it."""
    new = {node: actor.labels for node, actor in actors.new.items()}
    labels = {node: new.get(node) or cells.state.labels(node) for node in basis.stated_by}
    return [Found(node, named, {}) for node, named in labels.items()]


def _begin(
    cells: Cells, claims: ClaimsOf, read: _Read
) -> tuple[NamedNode, tuple[Literal, Literal]]:
    """The activity, which comes to be with its names unless the graph has it."""
    if read.known:
        node = read.known.iri
        if read.kind and not cells.state.is_a(node, (f"pv:{read.kind[0].name}",)):
            claims.say(node, TYPE, Said((read.kind[0].iri,), read.kind[1]))
        return node, in_both(read.known.label("en"), read.known.label("fa"))
    names = in_both(cells.row.cell("name_en"), cells.row.cell("name_fa"))
    node = cells.state.free(f"event/{slug(names[0].value)}")
    said = Said((read.kind[0].iri,), read.kind[1]) if read.kind else Said((iri("pv:Event"),))
    claims.say(node, TYPE, said)
    claims.say(node, LABEL, Said(names))
    return node, names


def _say(cells: Cells, claims: ClaimsOf, node: NamedNode, read: _Read) -> None:
    """Add what the row says of the activity itself."""
    for name, prop in _THINGS.items():
        for found, text in read.things[name]:
            claims.say(node, prop, Said((found.iri,), text))
    for name, prop in _CHOICES.items():
        for choice, text in read.choices[name]:
            claims.say(node, prop, Said((choice.iri,), text))
    if read.date:
        claims.say(node, "pv:date", read.date.said())
    for prop, said in read.plain.items():
        if said:
            claims.say(node, prop, said)
    if outcomes := cells.texts("outcome"):
        claims.say(node, "pv:outcome", Said(outcomes))
    for prop, actors in (
        ("pv:hasChair", read.chair),
        ("pv:hasParticipant", read.participants),
        ("pv:isEvidencedBy", read.documents),
    ):
        for actor, text in actors:
            claims.say(node, prop, Said((actor.iri,), text))
