"""Mismatch Finder: where Wikidata and we differ, as the table that its editors review.

The limits are those of its user guide and of its checks on import: lengths, an identifier of the
item's own statement, and no Wikidata value without one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

from peyvand.errors import PeyvandError
from peyvand.exports.edits import same_item
from peyvand.sources.wikidata.properties import PID, QID

LONGEST_VALUE = 1500
LONGEST_DESCRIPTION, LONGEST_SOURCE = 350, 100
TYPES = ("statement", "qualifier")
_CALENDARS = ("", "Q1985727", "Q1985786")


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
    def problem(self) -> str:
        """Why it would be refused; nothing if it would not."""
        if not QID.fullmatch(self.item_id) or not PID.fullmatch(self.property_id):
            return "no item or no property"
        if self.statement_guid and not same_item(self.statement_guid, self.item_id):
            return "the statement is not one of the item"
        if bool(self.statement_guid) != bool(self.wikidata_value):
            return "a statement without a value, or a value without its statement"
        if not self.external_value:
            return "no other value"
        if self.wikidata_value == self.external_value:
            return "both values are the same"
        for value in (self.wikidata_value, self.external_value, self.external_url):
            if len(value) > LONGEST_VALUE:
                return f"a value is longer than {LONGEST_VALUE} characters"
        if self.external_url and not self.external_url.startswith(("https://", "http://")):
            return "the address is not one of the web"
        if self.meta_wikidata_value not in _CALENDARS:
            return "no calendar of Wikidata"
        return "" if self.type in TYPES else f"the type is not one of {', '.join(TYPES)}"


def table(mismatches: Iterable[Mismatch]) -> tuple[str, list[tuple[Mismatch, str]]]:
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


def check_upload(source: str, description: str = "") -> None:
    """Hold the texts that go with an upload against their limits.

    Raises:
        PeyvandError: a text is too long, or the source has no name.
    """
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise PeyvandError(
            f"The name of the source has {len(source)} characters.",
            f"Give one to {LONGEST_SOURCE}.",
        )
    if len(description) > LONGEST_DESCRIPTION:
        raise PeyvandError(
            f"The description has {len(description)} characters.",
            f"Give at most {LONGEST_DESCRIPTION}.",
        )
