"""Rows about what was said, resolved and missed at events, and about terms of office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from peyvand.register.actors import Actor, Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import Basis, ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS
from peyvand.register.rows import Entry
from peyvand.register.speech_fields import EVENTS, SPEAKING
from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES


def speech(cells: Cells) -> Entry | None:
    """The claims of a row about a statement; None if it is refused."""
    actors = Actors(cells)
    speaker = _one(cells, actors, "speaker", SPEAKING, "pv:Person")
    office = _one(cells, actors, "speaker_office", ("pv:Office",), "pv:Office")
    event = _one(cells, actors, "event", EVENTS, "pv:Event")
    addressed, followed = cells.things("to"), cells.things("follow_up")
    kind, content = cells.choice("kind"), cells.texts("content")
    basis = basis_of(cells, actors)
    if speaker and event:
        _present(cells, speaker, event)
    cells.wanted("kind", "speaker_office", "to")
    if cells.refused or not (basis and speaker and event):
        return None
    source = basis[0]
    claims = ClaimsOf(cells.by, cells.state, source, cells.texts("note"))
    slugs = [one.iri.value.rpartition("/")[2] for one in (event, speaker)]
    node = claims.numbered(f"statement/{'-'.join(slugs)}")
    names = _names("statement-name", speaker=speaker.labels, event=event.labels)
    claims.named(node, "pv:Statement", *names)
    claims.say(node, "pv:isMadeBy", Said((speaker.iri,), cells.row.cell("speaker")))
    claims.say(node, "pv:isMadeAt", Said((event.iri,), cells.row.cell("event")))
    if office:
        claims.say(node, "pv:isMadeAs", Said((office.iri,), cells.row.cell("speaker_office")))
    for found, printed in addressed:
        claims.say(node, "pv:isAddressedTo", Said((found.iri,), printed))
    if kind:
        claims.say(node, "pv:hasStatementKind", Said((kind[0].iri,), kind[1]))
    # Whoever issued the file passes on what the speaker says.
    spoken, reported = _spoken(source, speaker)
    claims.say(node, "pv:content", Said(content), basis=spoken, reported=reported)
    for found, printed in followed:
        claims.say(node, "pv:hasFollowUp", Said((found.iri,), printed))
    actors.introduce(claims)
    return entry_of(cells, node, in_both(*names), claims, basis[1])


def resolution(cells: Cells) -> Entry | None:
    """The claims of a row about a resolution; None if it is refused."""
    actors = Actors(cells)
    session = _one(cells, actors, "session", EVENTS, "pv:Event")
    body, state, content = cells.thing("body"), cells.choice("state"), cells.texts("content")
    voices = [
        (voice, printed)
        for printed in cells.row.values("voiced_by")
        if (voice := actors.find("voiced_by", printed, SPEAKING, "pv:Organisation"))
    ]
    followed = cells.things("follow_up")
    known = cells.state.nodes(session.iri, "pv:isSessionOf") if session else []
    if session and not known and not cells.has("body"):
        told = {"event": session.labels.get("en", ""), "event_fa": session.labels.get("fa", "")}
        cells.tell("body", "no-session", told)
    basis = basis_of(cells, actors)
    cells.wanted("voiced_by", "state")
    if cells.refused or not (basis and session):
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    node = claims.numbered(f"resolution/{session.iri.value.rpartition('/')[2]}")
    names = _names("resolution-name", event=session.labels)
    claims.named(node, "pv:Resolution", *names)
    claims.say(node, "pv:isResolutionOf", Said((session.iri,), cells.row.cell("session")))
    if body and body.iri not in known:
        claims.say(session.iri, "pv:isSessionOf", Said((body.iri,), cells.row.cell("body")))
    claims.say(node, "pv:content", Said(content))
    for voice, printed in voices:
        claims.say(node, "pv:isVoicedBy", Said((voice.iri,), printed))
    if state:
        claims.say(node, "pv:hasStatus", Said((state[0].iri,), state[1]))
    for found, printed in followed:
        claims.say(node, "pv:hasFollowUp", Said((found.iri,), printed))
    actors.introduce(claims)
    return entry_of(cells, node, in_both(*names), claims, basis[1])


def absence(cells: Cells) -> Entry | None:
    """The claims of a row about an absence; None if it is refused."""
    actors = Actors(cells)
    event = _one(cells, actors, "event", EVENTS, "pv:Event")
    who = _one(cells, actors, "who", ACTORS, "pv:Person")
    reason = cells.texts("reason")
    speaker = _one(cells, actors, "speaker", SPEAKING, "pv:Person")
    basis = basis_of(cells, actors)
    cells.wanted("reason")
    if cells.refused or not (basis and event and who):
        return None
    source = basis[0]
    claims = ClaimsOf(cells.by, cells.state, source, cells.texts("note"))
    slugs = [one.iri.value.rpartition("/")[2] for one in (event, who)]
    node = cells.state.free(f"absence/{'-'.join(slugs)}")
    names = _names("absence-name", who=who.labels, event=event.labels)
    claims.named(node, "pv:Absence", *names)
    spoken, reported = _spoken(source, speaker)
    for prop, said in (
        ("pv:isAbsenceFrom", Said((event.iri,), cells.row.cell("event"))),
        ("pv:isAbsenceOf", Said((who.iri,), cells.row.cell("who"))),
        ("pv:absenceReason", Said(reason)),
    ):
        if said.values:
            claims.say(node, prop, said, basis=spoken, reported=reported)
    actors.introduce(claims)
    return entry_of(cells, node, in_both(*names), claims, basis[1])


def term(cells: Cells) -> Entry | None:
    """The claims of a row about a term of office; None if it is refused."""
    actors = Actors(cells)
    person = _one(cells, actors, "person", ("pv:Person",), "pv:Person")
    office = _one(cells, actors, "term_office", ("pv:Office",), "pv:Office")
    date = cells.date("date")
    basis = basis_of(cells, actors)
    cells.wanted("date")
    if cells.refused or not (basis and person and office):
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    slugs = [one.iri.value.rpartition("/")[2] for one in (office, person)]
    node = claims.numbered(f"term/{'-'.join(slugs)}")
    names = _names("term-name", person=person.labels, office=office.labels)
    claims.named(node, "pv:TermOfOffice", *names)
    claims.say(node, "pv:isTermOf", Said((person.iri,), cells.row.cell("person")))
    claims.say(node, "pv:isTermIn", Said((office.iri,), cells.row.cell("term_office")))
    if date:
        claims.say(node, "pv:date", date.said())
    if office.iri not in cells.state.nodes(person.iri, "pv:holdsOffice"):
        claims.say(person.iri, "pv:holdsOffice", Said((office.iri,), cells.row.cell("term_office")))
    actors.introduce(claims)
    return entry_of(cells, node, in_both(*names), claims, basis[1])


def _one(
    cells: Cells, actors: Actors, column: str, classes: Sequence[str], made: str
) -> Actor | None:
    """Whom or what a field names, if it is filled in."""
    printed = cells.row.cell(column)
    return actors.find(column, printed, classes, made) if printed else None


def _present(cells: Cells, speaker: Actor, event: Actor) -> None:
    """Warn where the graph has it that the speaker was absent."""
    state = cells.state
    for node in state.having("pv:isAbsenceFrom", event.iri):
        if speaker.iri in state.nodes(node, "pv:isAbsenceOf"):
            told = {"name": speaker.labels.get("en", ""), "name_fa": speaker.labels.get("fa", "")}
            cells.warn("speaker", "speaker-absent", told)
            return


def _spoken(source: Basis, speaker: Actor | None) -> tuple[Basis, bool]:
    """What rests on somebody's words, and whether the source passes them on."""
    if not speaker or source.stated_by == (speaker.iri,):
        return source, False
    return Basis(source.stated_in, (speaker.iri,), source.stated_on), True


def _names(key: str, **labels: Mapping[str, str]) -> tuple[str, str]:
    """A name that is put together of those of others, in English and in Persian."""
    english, persian = (
        text(key, tag, "row").format(
            **{name: own.get(tag) or next(iter(own.values()), "") for name, own in labels.items()}
        )
        for tag in LANGUAGES
    )
    return english, persian
