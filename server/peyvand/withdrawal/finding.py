"""A request by its number, and whether it may be ruled on."""

from __future__ import annotations

from peyvand.errors import Invalid, NotFound
from peyvand.withdrawal.model import Docket, Outcome, Request
from peyvand.wording import say


def found(docket: Docket, number: int) -> Request:
    """The request of a number.

    Raises:
        NotFound: there is none.
    """
    request = docket.request(number)
    if request is None:
        raise NotFound(**say("no-request", number=number))
    return request


def open_to_ruling(docket: Docket, number: int) -> Request:
    """The request of a number, which may be ruled on.

    Raises:
        NotFound: there is none.
        Invalid: it was ruled on already, otherwise than by a refusal.
    """
    request = found(docket, number)
    if docket.outcome(number) not in (None, Outcome.REFUSED):
        raise Invalid(**say("request-ruled", number=number))
    return request
