"""What is missing of an agreement, each with the form in which it is entered, filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from peyvand.register.fields import EntryKind
from peyvand.texts import text
from peyvand.vocabulary.iris import ID
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Row


@dataclass(frozen=True)
class Form:
    """A form: its kind of entry, the field in which the agreement stands, and what else does."""

    kind: EntryKind
    field: str
    filled: Mapping[str, str]

    def address(self, agreement: str, language: str) -> str:
        """The form, filled in with an agreement."""
        given = {self.field: agreement.removeprefix(str(ID)), **self.filled, "lang": language}
        return f"{url_for('register.entry', kind=self.kind)}?{urlencode(given)}"


@dataclass(frozen=True)
class Gap:
    """Something that nobody recorded: what it is, and where it is entered.

    ``what`` is ``stage``, ``step``, ``date`` or ``activity``.
    """

    what: str
    label: str
    href: str


def _stage(name: str) -> Form:
    return Form(EntryKind.STAGE, "of", {"stage": name})


_ACTIVITY = Form(EntryKind.ACTIVITY, "agreement", {})
# In which form the evidence of each formal step is entered.
_STEPS = {
    "step-clear-goals": Form(EntryKind.STATEMENT, "about", {"says": "purpose"}),
    "step-commonalities": Form(EntryKind.STATEMENT, "about", {}),
    "step-department-support": Form(EntryKind.STATEMENT, "about", {"says": "stance"}),
    "step-legal-permits": _stage("stage-permits"),
    "step-memorandum-exchange": _stage("stage-signed"),
    "step-delegations": Form(EntryKind.ACTIVITY, "agreement", {"kind": "Visit"}),
}


def gaps(rows: Iterable[Row], reader: Reader, language: str) -> dict[str, list[Gap]]:
    """What is missing of each agreement, by its IRI.

    Args:
        rows: of ``web/desk/gaps``.
        reader: knows what concepts are called.
        language: of the page.
    """
    found: dict[str, list[Gap]] = {}
    for row in rows:
        agreement, what = row["agreement"].value, row["what"].value
        if "gap" in row:
            label = reader.label(row["gap"])[0]
            slug = row["gap"].value.rpartition("/")[2]
            form = _STEPS.get(slug, _ACTIVITY) if what == "step" else _stage(slug)
        else:
            label = text(f"gap-{what}", language)
            form = _stage("stage-signed") if what == "date" else _ACTIVITY
        href = form.address(agreement, language)
        found.setdefault(agreement, []).append(Gap(what, label, href))
    return found
