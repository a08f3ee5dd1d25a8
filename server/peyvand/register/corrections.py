"""A row that corrects a claim of the register: a new claim that replaces it, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from peyvand.model import Term
from peyvand.register.activity_fields import ACTIVITY_KINDS
from peyvand.register.actors import Actors
from peyvand.register.agreement_fields import AGREEMENT_KINDS
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import Basis, ClaimsOf, Said
from peyvand.register.days import day_of
from peyvand.register.entries import entry_of
from peyvand.register.field import FieldKind
from peyvand.register.fields import (
    PLACE_KINDS,
    STATEMENTS,
    EntryKind,
    field,
)
from peyvand.register.rows import Entry, RawRow
from peyvand.register.scalars import amount, flag
from peyvand.register.stages import said_in_short
from peyvand.vocabulary.iris import ID, LABEL, TYPE, iri, thing

# As which field of which entry a property is read.
_FIELDS: Mapping[str, tuple[EntryKind, str]] = {
    "pv:hasParty": (EntryKind.AGREEMENT, "parties"),
    "pv:hasFurtherParty": (EntryKind.AGREEMENT, "other_parties"),
    "pv:hasInstrument": (EntryKind.AGREEMENT, "instrument"),
    "pv:hasOfficiality": (EntryKind.AGREEMENT, "official"),
    "pv:signed": (EntryKind.AGREEMENT, "date"),
    "pv:ended": (EntryKind.AGREEMENT, "ended"),
    "pv:approved": (EntryKind.AGREEMENT, "date"),
    "pv:isApprovedBy": (EntryKind.ACTIVITY, "participants"),
    "pv:purpose": (EntryKind.AGREEMENT, "purpose"),
    "pv:coversArea": (EntryKind.AGREEMENT, "areas"),
    "pv:hasAffinityCriterion": (EntryKind.AGREEMENT, "grounds"),
    "pv:affinityBasis": (EntryKind.STATEMENT, "statement"),
    "pv:renews": (EntryKind.AGREEMENT, "renews"),
    "pv:isStageOf": (EntryKind.STAGE, "of"),
    "pv:reachedStage": (EntryKind.STAGE, "stage"),
    "pv:hasMatter": (EntryKind.STAGE, "matter"),
    "pv:hasApprovalOutcome": (EntryKind.STAGE, "outcome"),
    "pv:isDecidedIn": (EntryKind.STAGE, "session"),
    "pv:hasEndCause": (EntryKind.STAGE, "cause"),
    "pv:stageReason": (EntryKind.STAGE, "reason"),
    "pv:isTaskOf": (EntryKind.TASK, "of"),
    "pv:awaitsStage": (EntryKind.TASK, "awaits"),
    "pv:isAssignedTo": (EntryKind.TASK, "holder"),
    "pv:isDueOn": (EntryKind.TASK, "due"),
    "pv:isCompletedOn": (EntryKind.TASK, "completed"),
    "pv:meetsCriterion": (EntryKind.CRITERION, "meets"),
    "pv:failsCriterion": (EntryKind.CRITERION, "fails"),
    "pv:isAccessionOf": (EntryKind.ACCESSION, "city"),
    "pv:isAccessionTo": (EntryKind.ACCESSION, "network"),
    "pv:hasMembershipField": (EntryKind.ACCESSION, "field"),
    "pv:isMemberOf": (EntryKind.MEMBERSHIP, "network"),
    "pv:content": (EntryKind.PROPOSAL, "content"),
    "pv:isProposedFor": (EntryKind.PROPOSAL, "of"),
    "pv:isProposedBy": (EntryKind.PROPOSAL, "by"),
    "pv:hasProposedParty": (EntryKind.PARTNERSHIP, "cities"),
    "pv:lookAtCities": (EntryKind.PARTNERSHIP, "look_at_cities"),
    "pv:lookAtCountries": (EntryKind.PARTNERSHIP, "look_at_countries"),
    "pv:weight": (EntryKind.INDICATOR, "amount"),
    "pv:signsFor": (EntryKind.AGREEMENT, "parties"),
    "pv:isSignedBy": (EntryKind.STATEMENT, "speaker"),
    "pv:signsAs": (EntryKind.PLACE, "highest_office"),
    "pv:holdsOffice": (EntryKind.PLACE, "highest_office"),
    "pv:inCountry": (EntryKind.PLACE, "country"),
    "pv:isPartOf": (EntryKind.PLACE, "part_of"),
    "pv:coordinates": (EntryKind.PLACE, "coordinates"),
    "pv:population": (EntryKind.PLACE, "population"),
    "pv:hasWikidataItem": (EntryKind.PLACE, "item"),
    "pv:hasHighestOffice": (EntryKind.PLACE, "highest_office"),
    "pv:isOfficeAt": (EntryKind.PLACE, "municipality"),
    "pv:hasAdvantageIn": (EntryKind.PLACE, "advantages"),
    "skos:altLabel": (EntryKind.PLACE, "other_names"),
    "pv:isHeldUnder": (EntryKind.ACTIVITY, "agreement"),
    "pv:isEditionOf": (EntryKind.ACTIVITY, "edition_of"),
    "pv:ordinal": (EntryKind.ACTIVITY, "ordinal"),
    "pv:tookPlaceIn": (EntryKind.ACTIVITY, "place"),
    "pv:date": (EntryKind.ACTIVITY, "date"),
    "pv:hasOrganiser": (EntryKind.ACTIVITY, "organisers"),
    "pv:hasParticipant": (EntryKind.ACTIVITY, "participants"),
    "pv:numberOfParticipants": (EntryKind.ACTIVITY, "number"),
    "pv:hasStatus": (EntryKind.ACTIVITY, "status"),
    "pv:coversSector": (EntryKind.ACTIVITY, "sectors"),
    "pv:drawsOnSource": (EntryKind.ACTIVITY, "sources"),
    "pv:servesGoal": (EntryKind.ACTIVITY, "goals"),
    "pv:isOpenToOthers": (EntryKind.ACTIVITY, "open"),
    "pv:hasResult": (EntryKind.ACTIVITY, "result"),
    "pv:isEvidencedBy": (EntryKind.ACTIVITY, "evidence"),
    "pv:isAttendedBy": (EntryKind.STATEMENT, "speaker"),
    "pv:attendsAs": (EntryKind.PLACE, "highest_office"),
    "pv:isIndicatorOf": (EntryKind.INDICATOR, "indicator_of"),
    "pv:hasIndicatorKind": (EntryKind.INDICATOR, "kind"),
    "pv:value": (EntryKind.INDICATOR, "amount"),
    "pv:hasUnit": (EntryKind.INDICATOR, "unit"),
    "pv:hinders": (EntryKind.OBSTACLE, "hinders"),
    "pv:answersObstacle": (EntryKind.SOLUTION, "answers"),
    "pv:checklistVersion": (EntryKind.CHECKLIST, "version"),
    "pv:isItemOf": (EntryKind.ITEM, "checklist"),
    "pv:hasChecklistGround": (EntryKind.ITEM, "grounds"),
    "pv:isDecisionAbout": (EntryKind.DECISION, "of"),
    "pv:isDecisionOn": (EntryKind.DECISION, "item"),
    "pv:hasItemOutcome": (EntryKind.DECISION, "outcome"),
    "pv:isTakenBy": (EntryKind.DECISION, "by"),
    "pv:reason": (EntryKind.DECISION, "reason"),
    "pv:isScreenedBy": (EntryKind.ITEM, "checklist"),
    "pv:hasLimit": (EntryKind.AGREEMENT, "limits"),
    "pv:isPlanOf": (EntryKind.PLAN, "of"),
    "pv:isGoalOf": (EntryKind.GOAL, "of"),
    "pv:articleNumber": (EntryKind.GOAL, "article"),
    "pv:isPutForwardBy": (EntryKind.NEED, "of"),
    "pv:isOpenFrom": (EntryKind.NEED, "open_from"),
    "pv:isOpenUntil": (EntryKind.NEED, "open_until"),
    "pv:hasContactOffice": (EntryKind.NEED, "contact"),
    "pv:hasDisputeWith": (EntryKind.DISPUTE, "other"),
    "pv:isMadeBy": (EntryKind.SPEECH, "speaker"),
    "pv:isMadeAs": (EntryKind.SPEECH, "speaker_office"),
    "pv:isMadeAt": (EntryKind.SPEECH, "event"),
    "pv:isAddressedTo": (EntryKind.SPEECH, "to"),
    "pv:hasStatementKind": (EntryKind.SPEECH, "kind"),
    "pv:hasFollowUp": (EntryKind.SPEECH, "follow_up"),
    "pv:isSessionOf": (EntryKind.ACTIVITY, "session_of"),
    "pv:hasChair": (EntryKind.ACTIVITY, "chair"),
    "pv:isResolutionOf": (EntryKind.RESOLUTION, "session"),
    "pv:isVoicedBy": (EntryKind.RESOLUTION, "voiced_by"),
    "pv:isAbsenceFrom": (EntryKind.ABSENCE, "event"),
    "pv:isAbsenceOf": (EntryKind.ABSENCE, "who"),
    "pv:absenceReason": (EntryKind.ABSENCE, "reason"),
    "pv:isTermOf": (EntryKind.TERM, "person"),
    "pv:isTermIn": (EntryKind.TERM, "term_office"),
    "pv:isCallOf": (EntryKind.GRANT, "programme"),
    "pv:budgetYear": (EntryKind.GRANT, "year"),
    "pv:amount": (EntryKind.GRANT, "amount"),
    "pv:hasCurrency": (EntryKind.GRANT, "currency"),
    "pv:numberOfProjects": (EntryKind.GRANT, "projects"),
    "pv:funds": (EntryKind.GRANT, "funded"),
    "pv:hasGrantee": (EntryKind.GRANT, "towns"),
    **dict.fromkeys(STATEMENTS, (EntryKind.STATEMENT, "statement")),
}
# Classes are read as the kinds of the entry that has them.
_KINDS = {
    EntryKind.AGREEMENT: ("pv:Agreement", *AGREEMENT_KINDS),
    EntryKind.PLACE: PLACE_KINDS,
    EntryKind.ACTIVITY: ACTIVITY_KINDS,
}
_Claim = Mapping[str, list[Term]]


def correction(cells: Cells) -> Entry | None:
    """The claim of a row that corrects another; None if it is refused."""
    actors = Actors(cells)
    slug, older = older_claim(cells)
    basis = basis_of(cells, actors)
    if older is None or basis is None:
        return None
    about, prop = node_of(older, "pv:about"), node_of(older, "pv:property")
    known = tuple(older.get(iri("pv:reading").value, ()))
    said = _value(cells, actors, prop, known)
    if said and set(said.values) == set(known):
        cells.tell("value", "same-value", {"value": slug})
    reasons = cells.texts("reason")
    if cells.refused or said is None:
        return None
    said = replace(said, rule=node_of(older, "pv:isReadBy"))
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    spoken = _spoken(older, basis[0])
    corrected = [(about, prop, thing(f"claim/{slug}"))]
    # What was said of an agreement with its signing or end is corrected with it.
    corrected += said_in_short(cells.state, about, prop, known)
    for node, which, former in corrected:
        claims.say(
            node,
            which,
            said,
            basis=spoken,
            reported=spoken is not None,
            replaces=former,
            reasons=reasons,
        )
    actors.introduce(claims)
    labels = cells.state.labels(about)
    english = labels.get("en", about.value)
    names = [Literal(english), Literal(labels.get("fa", english))]
    return entry_of(cells, about, names, claims, basis[1])


def older_claim(cells: Cells) -> tuple[str, _Claim | None]:
    """The claim that is corrected or taken back: one of the register that nothing replaces yet."""
    text = cells.row.cell("claim")
    slug = text.removeprefix(str(ID)).removeprefix("claim/")
    if not text:
        return slug, None
    # Nobody writes a claim that is no part of an IRI.
    older = cells.state.claim(slug) if slug.replace("-", "").isalnum() and slug.isascii() else None
    if older is None:
        cells.tell("claim", "unknown-claim", {"value": text})
    elif newer := cells.state.replacement(slug):
        name = newer.value.removeprefix(f"{ID}claim/")
        cells.tell("claim", "replaced-claim", {"value": slug, "name": name}, meant=name)
    return slug, older


def node_of(claim: _Claim, prop: str) -> NamedNode:
    """What a claim has for a property that every claim has."""
    (value,) = claim[iri(prop).value]
    assert isinstance(value, NamedNode)
    return value


def _spoken(older: _Claim, source: Basis) -> Basis | None:
    """Who said it and when, of a claim whose source passes on the words of another."""
    if iri("pv:isReportedBy").value not in older:
        return None
    speakers = tuple(one for one in older[iri("pv:isStatedBy").value] if isinstance(one, NamedNode))
    return Basis(source.stated_in, speakers, older[iri("pv:statedOn").value][0].value)


def _value(cells: Cells, actors: Actors, prop: NamedNode, known: tuple[Term, ...]) -> Said | None:
    """The new value, read as the field is that the property is entered in."""
    if prop == LABEL:
        return _label(cells, known)
    kind, name = _field_of(prop, known)
    cell = cells.row.cell("value")
    if not cell:
        return None
    inner = Cells(kind, RawRow(cells.row.number, {name: cell}), cells.names, cells.state, cells.by)
    said = _read(inner, name, cells, actors)
    cells.problems += [replace(problem, column="value") for problem in inner.problems]
    return None if inner.refused else said


def _field_of(prop: NamedNode, known: tuple[Term, ...]) -> tuple[EntryKind, str]:
    if prop == TYPE:
        for kind, classes in _KINDS.items():
            if any(iri(one) in known for one in classes):
                return kind, "kind"
    for curie, found in _FIELDS.items():
        if iri(curie) == prop:
            return found
    return EntryKind.STATEMENT, "about"


def _read(inner: Cells, name: str, cells: Cells, actors: Actors) -> Said | None:
    one, printed = field(inner.kind, name), inner.row.cell(name)
    values: tuple[Term, ...] = ()
    match one.kind:
        case FieldKind.DATE:
            date = inner.date(name)
            return date.said() if date else None
        case FieldKind.DAY:
            day = day_of(inner, name)
            return day.said() if day else None
        case FieldKind.NUMBER:
            return inner.number(name)
        case FieldKind.COORDINATES:
            return inner.point(name)
        case FieldKind.ITEM:
            return inner.item(name)
        case FieldKind.TEXT:
            return Said(inner.texts(name))
        case FieldKind.AMOUNT:
            return amount(inner, name)
        case FieldKind.FLAG:
            return flag(inner, name)
        case FieldKind.CHOICE | FieldKind.CHOICE_OR_TEXT:
            values = tuple(choice.iri for choice, _ in inner.choices(name))
        case FieldKind.ACTOR:
            made_as = one.classes[0] if len(one.classes) == 1 else "pv:Person"
            found = [
                actors.find("value", text, one.classes, made_as) for text in inner.row.values(name)
            ]
            values = tuple(actor.iri for actor in found if actor)
        case _:
            values = tuple(found.iri for found, _ in inner.things(name))
    return Said(values, printed) if values else None


def _label(cells: Cells, known: tuple[Term, ...]) -> Said | None:
    """Names in place of those of their languages; one in a language that is not given stays."""
    parts = [part.strip() for part in cells.row.cell("value").split("/") if part.strip()]
    named = {
        one.language: one for one in known if isinstance(one, Literal) and one.language is not None
    }
    inner = Cells(
        EntryKind.STATEMENT,
        RawRow(cells.row.number, {"statement": "; ".join(parts)}),
        *(cells.names, cells.state, cells.by),
    )
    given = {one.language: one for one in inner.texts("statement") if one.language is not None}
    return Said(tuple((named | given).values())) if given else None
