"""The day that somebody asks about, in either calendar."""

from __future__ import annotations

import re
from datetime import date

from peyvand.errors import BadRequest
from peyvand.register.dates import read_date, suggestion
from peyvand.wording import say

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> date:
    """A day as people write it.

    Args:
        text: ``2005-06-30``, ``30 June 2005``, ``1384-04-09`` or «۹ تیر ۱۳۸۴».

    Raises:
        BadRequest: it is none, such as a month or a day that no calendar has.
    """
    try:
        edtf = read_date(text).edtf
    except ValueError:
        edtf = ""
    if not _DAY.fullmatch(edtf):
        words = say("not-a-day", value=text[:100])
        if meant := suggestion(text):
            nearer = say("perhaps-a-day", meant=meant)
            words["hint"], words["hint_fa"] = nearer["hint"], nearer["hint_fa"]
        raise BadRequest(**words)
    return date.fromisoformat(edtf)
