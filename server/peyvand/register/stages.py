"""A row about a stage that something has reached, read into the claims that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from peyvand.model import Term
from peyvand.register.actors import Actor, Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells, Dated
from peyvand.register.choices import Choice
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS
from peyvand.register.names import Found
from peyvand.register.pipelines import NOT_REACHED, judge, stage_of
from peyvand.register.rows import Entry
from peyvand.register.signatures import Signature, sign, signatures_of
from peyvand.register.state import State
from peyvand.register.tasks import Next, complete, say_next
from peyvand.vocabulary.iris import iri, thing

# The stage that needs a cause, and that alone may have one.
_ENDED, _SIGNED = thing("concept/stage-ended"), thing("concept/stage-signed")
# The outcome that leaves the file where it is.
_RETURNED = thing("concept/outcome-returned")
_APPROVALS = (thing("concept/stage-council-approval"), thing("concept/stage-permits"))
# Of an agreement, what says the same of it in short, where nobody has said it yet.
_PLAIN = {_SIGNED: "pv:signed", _ENDED: "pv:ended"}
_PARTIES = ("pv:hasParty", "pv:hasFurtherParty")


def stage(cells: Cells) -> Entry | None:
    """The claims of a row about a stage; None if it is refused."""
    found, date = cells.thing("of"), cells.date("date")
    reached = stage_of(cells, "stage", found)
    matter, outcome = cells.choice("matter"), cells.choice("outcome")
    cause = cells.choice("cause")
    actors = Actors(cells)
    bodies = _bodies(cells, actors)
    held = _session(cells, actors)
    signatures = _signatures(cells, actors, found, reached and reached[0])
    due = Next.of(cells, actors, found)
    failed = outcome is not None and outcome[0].iri in NOT_REACHED
    if reached and found and not failed:
        judge(cells, found, reached[0], date, matter and matter[0].iri)
    if reached:
        _ending(cells, reached[0], cause)
    basis = basis_of(cells, actors)
    _want(cells, reached and reached[0], outcome and outcome[0])
    if cells.refused or not (basis and found and reached):
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    event, names = say_stage(cells, claims, found, reached, date, cells.row.cell("of"))
    for body, text in bodies:
        claims.say(event, "pv:isApprovedBy", Said((body.iri,), text))
    for prop, choice in (
        ("pv:hasMatter", matter),
        ("pv:hasApprovalOutcome", outcome),
        ("pv:hasEndCause", cause),
    ):
        if choice:
            claims.say(event, prop, Said((choice[0].iri,), choice[1]))
    if held:
        claims.say(event, "pv:isDecidedIn", Said((held.iri,), cells.row.cell("session")))
    if reasons := cells.texts("reason"):
        claims.say(event, "pv:stageReason", Said(reasons))
    # What is sent back stays with whom it is, unless the row says who has it now.
    if due or not outcome or outcome[0].iri != _RETURNED:
        complete(cells, claims, found, reached[0], date)
    named = in_both(found.label("en"), found.label("fa"))
    sign(cells, claims, found.iri, named, signatures)
    if due:
        say_next(cells, claims, found, due)
    if not failed:
        _say_in_short(cells, claims, found, reached[0], date)
    actors.introduce(claims)
    return entry_of(cells, event, names, claims, basis[1])


def say_stage(
    cells: Cells,
    claims: ClaimsOf,
    found: Found,
    reached: tuple[Choice, str],
    date: Dated | None,
    printed: str = "",
) -> tuple[NamedNode, tuple[Literal, Literal]]:
    """Add that a thing has reached a stage.

    Args:
        cells: the row.
        claims: where it is added.
        found: the thing.
        reached: the stage, with the text that names it.
        date: when it was reached, if that is known.
        printed: the text that names the thing.

    Returns:
        The event, and what it is called.
    """
    choice, text = reached
    short = choice.name.partition("-")[2]
    event = claims.numbered(f"stage/{found.slug.rpartition('/')[2]}-{short}")
    english, persian = (f"{found.label(tag)}: {choice.label(tag)}" for tag in ("en", "fa"))
    claims.named(event, "pv:StageEvent", english, persian)
    claims.say(event, "pv:isStageOf", Said((found.iri,), printed))
    claims.say(event, "pv:reachedStage", Said((choice.iri,), text))
    if date:
        claims.say(event, "pv:date", date.said())
    return event, in_both(english, persian)


def _say_in_short(
    cells: Cells, claims: ClaimsOf, found: Found, reached: Choice, date: Dated | None
) -> None:
    """Say when an agreement was signed or ended of itself too, if nobody has said it yet."""
    prop = _PLAIN.get(reached.iri)
    if prop and date and not cells.state.values(found.iri, prop):
        claims.say(found.iri, prop, date.said())


def said_in_short(
    state: State, event: NamedNode, prop: NamedNode, known: Sequence[Term]
) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
    """What the register has said of an agreement with the date of its signing or end.

    Args:
        state: what the graph says.
        event: what a claim is about.
        prop: the property of the claim.
        known: what it says.

    Yields:
        The agreement, the property, and the claim of the register that says the same; nothing of a
        claim that is not the date of such an event.
    """
    if prop != iri("pv:date"):
        return
    for reached in state.nodes(event, "pv:reachedStage"):
        if short := _PLAIN.get(reached):
            for whose in state.nodes(event, "pv:isStageOf"):
                for node in state.claims(whose, short):
                    said = state.claim(node.value.rpartition("/")[2]) or {}
                    if set(said.get(iri("pv:reading").value, ())) == set(known):
                        yield whose, iri(short), node


def _bodies(cells: Cells, actors: Actors) -> list[tuple[Actor, str]]:
    found = []
    for text in cells.row.values("approved_by"):
        if actor := actors.find("approved_by", text, ACTORS, "pv:Organisation"):
            found.append((actor, text))
    return found


def _session(cells: Cells, actors: Actors) -> Actor | None:
    text = cells.row.cell("session")
    return actors.find("session", text, ("pv:Event",), "pv:Event") if text else None


def _signatures(
    cells: Cells, actors: Actors, found: Found | None, reached: Choice | None
) -> list[Signature]:
    """Who signed the agreement, of a stage that is its signing."""
    if not cells.has("signatures") or not found or not reached:
        return []
    if reached.iri != _SIGNED:
        cells.tell("signatures", "signatures-of-no-signing")
        return []
    state = cells.state
    parties = [one for prop in _PARTIES for one in state.nodes(found.iri, prop)]
    return signatures_of(cells, actors, [Found(one, state.labels(one), {}) for one in parties])


def _ending(cells: Cells, reached: Choice, cause: tuple[Choice, str] | None) -> None:
    """Tell an end without its cause, and a cause of what is no end."""
    if reached.iri == _ENDED and not cells.has("cause"):
        cells.tell("cause", "end-without-cause")
    elif reached.iri != _ENDED and cause:
        cells.tell("cause", "cause-of-no-end", {"value": cause[1]})


def _want(cells: Cells, reached: Choice | None, outcome: Choice | None) -> None:
    """Tell what a stage of its kind should have and does not."""
    names = ["date"]
    if outcome or (reached and reached.iri in _APPROVALS):
        names += ["approved_by", "outcome"]
    if outcome and outcome.iri in NOT_REACHED:
        names.append("reason")
    cells.wanted(*names)
