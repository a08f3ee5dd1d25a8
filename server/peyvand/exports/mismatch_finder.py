"""Mismatch Finder: where Wikidata and we differ, as the table that its editors review.

The limits are those of its user guide and of its checks on import: lengths, an identifier of the
item's own statement, and no Wikidata value without one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from enum import StrEnum

from peyvand.exports.edits import same_item
from peyvand.sources.wikidata.properties import PID, QID

LONGEST_VALUE = 1500
TYPES = ("statement", "qualifier")
_CALENDARS = ("", "Q1985727", "Q1985786")


class Problem(StrEnum):
    """Why Mismatch Finder would refuse a mismatch."""

    NO_STATEMENT = "no-statement"
    OTHER_ITEM = "other-item"
    HALF_STATEMENT = "half-statement"
    NO_OTHER_VALUE = "no-other-value"
    NO_DIFFERENCE = "no-difference"
    TOO_LONG = "too-long"
    NO_ADDRESS = "no-address"
    NO_CALENDAR = "no-calendar"
    NO_TYPE = "no-type"


@dataclass(frozen=True)
class Mismatch:
    """One value of Wikidata and the other one, in the columns of the Mismatch Finder.

    Without ``statement_guid`` Wikidata has no value, and ``wikidata_value`` is empty too.
    """

    item_id: str
    statement_guid: str
    property_id: str
    wikidata_value: str
    meta_wikidata_value: str
    external_value: str
    external_url: str
    type: str = "statement"

    @property
    def problem(self) -> Problem | None:
        """Why it would be refused; nothing if it would not."""
        if not QID.fullmatch(self.item_id) or not PID.fullmatch(self.property_id):
            return Problem.NO_STATEMENT
        if self.statement_guid and not same_item(self.statement_guid, self.item_id):
            return Problem.OTHER_ITEM
        if bool(self.statement_guid) != bool(self.wikidata_value):
            return Problem.HALF_STATEMENT
        if not self.external_value:
            return Problem.NO_OTHER_VALUE
        if self.wikidata_value == self.external_value:
            return Problem.NO_DIFFERENCE
        for value in (self.wikidata_value, self.external_value, self.external_url):
            if len(value) > LONGEST_VALUE:
                return Problem.TOO_LONG
        if self.external_url and not self.external_url.startswith(("https://", "http://")):
            return Problem.NO_ADDRESS
        if self.meta_wikidata_value not in _CALENDARS:
            return Problem.NO_CALENDAR
        return None if self.type in TYPES else Problem.NO_TYPE


def table(mismatches: Iterable[Mismatch]) -> tuple[str, list[tuple[Mismatch, Problem]]]:
    """The CSV of all that can be sent, and the others, each with the reason.

    A mismatch that is given twice is written once.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields(Mismatch)])
    refused = []
    for mismatch in dict.fromkeys(mismatches):
        if problem := mismatch.problem:
            refused.append((mismatch, problem))
        else:
            writer.writerow(astuple(mismatch))
    return text.getvalue(), refused
