"""Rows about what was said, resolved and missed at events, and about terms of office."""

from __future__ import annotations

from collections.abc import Mapping

from peyvand.register.actors import Actor, Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import Basis, Said
from peyvand.register.drafts import Draft
from peyvand.register.fields import ACTORS
from peyvand.register.rows import Entry
from peyvand.register.speech_fields import EVENTS, SPEAKING
from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES


def speech(cells: Cells) -> Entry | None:
    """The claims of a row about a statement; None if it is refused."""
    actors = Actors(cells)
    speaker = actors.one("speaker", SPEAKING, "pv:Person")
    office = actors.one("speaker_office", ("pv:Office",), "pv:Office")
    event = actors.one("event", EVENTS, "pv:Event")
    addressed, followed = cells.things("to"), cells.things("follow_up")
    kind, content = cells.choice("kind"), cells.texts("content")
    basis = basis_of(cells, actors)
    if speaker and event:
        _present(cells, speaker, event)
    cells.wanted("kind", "speaker_office", "to")
    if cells.refused or not (basis and speaker and event):
        return None
    slugs = [one.iri.value.rpartition("/")[2] for one in (event, speaker)]
    names = _names("statement-name", speaker=speaker.labels, event=event.labels)
    node = f"statement/{'-'.join(slugs)}"
    draft = Draft(cells, actors, basis, "pv:Statement", node, names, numbered=True)
    draft.one("pv:isMadeBy", speaker, "speaker")
    draft.one("pv:isMadeAt", event, "event")
    draft.one("pv:isMadeAs", office, "speaker_office")
    draft.each("pv:isAddressedTo", addressed)
    draft.each("pv:hasStatementKind", [kind])
    # Whoever issued the file passes on what the speaker says.
    spoken, reported = _spoken(basis[0], speaker)
    draft.claims.say(draft.node, "pv:content", Said(content), basis=spoken, reported=reported)
    draft.each("pv:hasFollowUp", followed)
    return draft.entry()


def resolution(cells: Cells) -> Entry | None:
    """The claims of a row about a resolution; None if it is refused."""
    actors = Actors(cells)
    session = actors.one("session", EVENTS, "pv:Event")
    body, state, content = cells.thing("body"), cells.choice("state"), cells.texts("content")
    voices = actors.each("voiced_by", SPEAKING, "pv:Organisation")
    followed = cells.things("follow_up")
    known = cells.state.nodes(session.iri, "pv:isSessionOf") if session else []
    if session and not known and not cells.has("body"):
        told = {"event": session.labels.get("en", ""), "event_fa": session.labels.get("fa", "")}
        cells.tell("body", "no-session", told)
    basis = basis_of(cells, actors)
    cells.wanted("voiced_by", "state")
    if cells.refused or not (basis and session):
        return None
    node = f"resolution/{session.iri.value.rpartition('/')[2]}"
    names = _names("resolution-name", event=session.labels)
    draft = Draft(cells, actors, basis, "pv:Resolution", node, names, numbered=True)
    draft.one("pv:isResolutionOf", session, "session")
    if body and body.iri not in known:
        said = Said((body.iri,), cells.row.cell("body"))
        draft.claims.say(session.iri, "pv:isSessionOf", said)
    draft.texts("pv:content", content)
    draft.each("pv:isVoicedBy", voices)
    draft.each("pv:hasStatus", [state])
    draft.each("pv:hasFollowUp", followed)
    return draft.entry()


def absence(cells: Cells) -> Entry | None:
    """The claims of a row about an absence; None if it is refused."""
    actors = Actors(cells)
    event = actors.one("event", EVENTS, "pv:Event")
    who = actors.one("who", ACTORS, "pv:Person")
    reason = cells.texts("reason")
    speaker = actors.one("speaker", SPEAKING, "pv:Person")
    basis = basis_of(cells, actors)
    cells.wanted("reason")
    if cells.refused or not (basis and event and who):
        return None
    slugs = [one.iri.value.rpartition("/")[2] for one in (event, who)]
    names = _names("absence-name", who=who.labels, event=event.labels)
    draft = Draft(cells, actors, basis, "pv:Absence", f"absence/{'-'.join(slugs)}", names)
    spoken, reported = _spoken(basis[0], speaker)
    for prop, said in (
        ("pv:isAbsenceFrom", Said((event.iri,), cells.row.cell("event"))),
        ("pv:isAbsenceOf", Said((who.iri,), cells.row.cell("who"))),
        ("pv:absenceReason", Said(reason)),
    ):
        if said.values:
            draft.claims.say(draft.node, prop, said, basis=spoken, reported=reported)
    return draft.entry()


def term(cells: Cells) -> Entry | None:
    """The claims of a row about a term of office; None if it is refused."""
    actors = Actors(cells)
    person = actors.one("person", ("pv:Person",), "pv:Person")
    office = actors.one("term_office", ("pv:Office",), "pv:Office")
    date = cells.date("date")
    basis = basis_of(cells, actors)
    cells.wanted("date")
    if cells.refused or not (basis and person and office):
        return None
    slugs = [one.iri.value.rpartition("/")[2] for one in (office, person)]
    names = _names("term-name", person=person.labels, office=office.labels)
    node = f"term/{'-'.join(slugs)}"
    draft = Draft(cells, actors, basis, "pv:TermOfOffice", node, names, numbered=True)
    draft.one("pv:isTermOf", person, "person")
    draft.one("pv:isTermIn", office, "term_office")
    draft.day("pv:date", date)
    if office.iri not in cells.state.nodes(person.iri, "pv:holdsOffice"):
        said = Said((office.iri,), cells.row.cell("term_office"))
        draft.claims.say(person.iri, "pv:holdsOffice", said)
    return draft.entry()


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
