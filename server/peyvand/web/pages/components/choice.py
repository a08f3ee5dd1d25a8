"""One of several words that an address may say; another is refused, with those that may be."""

from __future__ import annotations

from collections.abc import Collection

from peyvand.errors import BadRequest
from peyvand.web.http.messages import Request
from peyvand.wording import say


def choice(asked: Request, name: str, choices: Collection[str], default: str = "") -> str:
    """The word that the address of a page says of something.

    Args:
        asked: the request.
        name: what it is given under.
        choices: the words that may be.
        default: what is meant where nothing is said.

    Raises:
        BadRequest: another word is given; the hint has the choices.
    """
    given = asked.parameters.one(name) or default
    if given != default and given not in choices:
        words = say("no-choice", given=given[:100], name=name, choices=", ".join(choices))
        raise BadRequest(**words)
    return given
