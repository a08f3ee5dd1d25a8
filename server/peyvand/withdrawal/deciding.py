"""What may be asked, and what may be ruled: the rules that hold before anything is entered."""

from __future__ import annotations

from collections.abc import Iterable

from peyvand.errors import BadRequest, Invalid, TooLarge
from peyvand.withdrawal.finding import open_to_ruling
from peyvand.withdrawal.journal import now
from peyvand.withdrawal.model import (
    MOST_BY,
    MOST_CONTACT,
    MOST_GROUND,
    MOST_REASON,
    Docket,
    Kind,
    Outcome,
    Ruling,
)
from peyvand.wording import say


def kind_of(name: str) -> Kind:
    """What is asked for, by its name.

    Raises:
        BadRequest: it is none.
    """
    try:
        return Kind(name.strip())
    except ValueError:
        known = ", ".join(Kind)
        raise BadRequest(**say("request-kind", name=name[:40], known=known)) from None


def outcome_of(name: str) -> Outcome:
    """What is ruled, by its name.

    Raises:
        BadRequest: it is none.
    """
    try:
        return Outcome(name.strip())
    except ValueError:
        known = ", ".join(Outcome)
        raise BadRequest(**say("ruling-outcome", name=name[:40], known=known)) from None


def check_words(ground: str, contact: str) -> None:
    """See that the words of an asker may be kept.

    Raises:
        BadRequest: no ground is given.
        TooLarge: one of them is too long.
    """
    if not ground.strip():
        raise BadRequest(**say("request-ground"))
    _bound("ground", ground, MOST_GROUND)
    _bound("contact", contact, MOST_CONTACT)


def ruling_of(
    docket: Docket,
    number: int,
    outcome: Outcome,
    by: str,
    reason: str,
    what: Iterable[str] = (),
    corrected_by: str = "",
) -> Ruling:
    """A ruling, as it may be entered.

    Args:
        docket: what was asked and ruled before.
        number: of the request.
        outcome: what came of it.
        by: who ruled.
        reason: why.
        what: the IRIs that go; a granted removal without any is of what it is about.
        corrected_by: the IRI of the claim that says it rightly.

    Raises:
        NotFound: there is no such request.
        Invalid: it says too little, or what does not go together.
        TooLarge: a text is too long.
    """
    request = open_to_ruling(docket, number)
    if not reason.strip():
        raise Invalid(**say("ruling-reason"))
    if not by.strip():
        raise Invalid(**say("ruling-by"))
    _bound("reason", reason, MOST_REASON)
    _bound("by", by, MOST_BY)
    withdraws = tuple(dict.fromkeys(what))
    if withdraws and outcome is Outcome.REFUSED:
        raise Invalid(**say("ruling-withdraws"))
    if bool(corrected_by) != (outcome is Outcome.CORRECTED):
        raise Invalid(**say("ruling-corrected"))
    if outcome is Outcome.GRANTED and request.kind is Kind.REMOVAL and not withdraws:
        withdraws = (request.about,)
    turn = 1 + len(docket.ruled(number))
    words = by.strip(), now(), reason.strip()
    return Ruling(number, outcome, *words, withdraws, corrected_by, turn)


def _bound(field: str, text: str, most: int) -> None:
    if len(text) > most:
        raise TooLarge(**say("request-words", field=field, limit=most))
