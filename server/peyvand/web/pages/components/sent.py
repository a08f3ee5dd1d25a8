"""What is sent to a page by a form or as JSON: names and values, in bounds."""

from __future__ import annotations

import json

from flask import request

from peyvand.errors import BadRequest, TooLarge, UnsupportedMediaType
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import FORM, Parameters
from peyvand.wording import say

_JSON = "application/json"
# No form of these pages is longer; what is written may take three bytes for one.
_MOST, _SETTING = 96 * 1024, "—"


def sent() -> tuple[Parameters, bool]:
    """The fields of a form, or the members of an object; and whether data is answered, no page.

    Raises:
        TooLarge: it is too long.
        UnsupportedMediaType: it is neither.
        BadRequest: it cannot be read.
    """
    asked = current_request()
    media = asked.media_type
    if media not in (FORM, _JSON):
        kind = media[:60] or "none"
        raise UnsupportedMediaType(**say("body-type", kind=kind, allowed=f"{FORM}, {_JSON}"))
    body = request.stream.read(_MOST + 1)
    if len(body) > _MOST:
        raise TooLarge(**say("body-size", limit=_MOST, setting=_SETTING))
    if media == FORM:
        return Parameters.parse(body), not asked.wants_page
    return _members(body), True


def _members(body: bytes) -> Parameters:
    """The members of an object, each a text or a list of them.

    Raises:
        BadRequest: it is no such object.
    """
    try:
        told = json.loads(body)
        pairs = [
            (name, one)
            for name, value in told.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        if not all(isinstance(one, str) and "\0" not in one for _, one in pairs):
            raise TypeError("its members are texts, or lists of texts")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadRequest(**say("body-broken", reason=error)) from error
    return Parameters(pairs)
