"""What a claim takes from other claims: the date of the work it cites, and its parallels.

Both need all claims of all documents, so they are filled in once those are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode

from peyvand.model import Claim
from peyvand.sources.dates import bounds
from peyvand.sources.tables import read_table
from peyvand.vocabulary.iris import iri, thing

PARALLEL_COLUMNS = ("left", "right", "kind")
KINDS = ("same-wording", "same-speech")
_ISSUED = iri("dcterms:issued")


def cited(claims: Iterable[Claim]) -> list[Claim]:
    """Claims, with what rests on a cited work said by the work, when the work was issued.

    The voice of the document passes it on (``reported_by``). A row that names a date of its own
    keeps it. Somebody whose words a work passes on spoke no later than it was issued: a row that
    names a speaker and no date keeps the speaker, and gets the time up to the end of that date. A
    work whose date is undecided gives the set from the first to the last day that its candidates
    allow.
    """
    claims = list(claims)
    dates = _dates_of_works(claims)
    said = []
    for claim in claims:
        if claim.cites and claim.cites in dates and claim.dated_by is not None:
            tell = _passed_on if claim.reported_by else _said_by
            claim = tell(claim, claim.cites, *dates[claim.cites])
        said.append(claim)
    return said


def _said_by(claim: Claim, work: NamedNode, issued: str, rule: NamedNode) -> Claim:
    """A claim as words of the work that it cites."""
    return replace(
        claim,
        stated_by=(work,),
        stated_on=issued,
        dated_by=rule,
        reported_by=claim.stated_by,
        reported_on=claim.stated_on,
    )


def _passed_on(claim: Claim, _: NamedNode, issued: str, rule: NamedNode) -> Claim:
    """A claim as words of its own speaker, which the work that it cites passes on."""
    last = bounds(issued)[1]
    return replace(claim, stated_on=f"../{last}", dated_by=rule) if last else claim


def _dates_of_works(claims: Iterable[Claim]) -> dict[NamedNode, tuple[str, NamedNode]]:
    dates: dict[NamedNode, tuple[str, NamedNode]] = {}
    for claim in claims:
        if claim.property == _ISSUED and claim.about not in dates:
            texts = [term.value for term in claim.readings or claim.candidates]
            dates[claim.about] = (_one_of(texts), claim.read_by)
    return dates


def _one_of(texts: list[str]) -> str:
    """One EDTF expression for a date of which any of several is possible."""
    if len(texts) == 1:
        return texts[0]
    days = [day for text in texts for day in bounds(text) if day]
    return f"[{min(days)}..{max(days)}]"


def read_parallels(path: Path, claims: Iterable[Claim]) -> list[Claim]:
    """Claims, with those of the same wording or of the same speech linked both ways.

    Args:
        path: the table of pairs; ``kind`` is one of ``KINDS``.
        claims: all claims of the documents.

    Raises:
        SourceError: a row names a claim that does not exist, itself, or another kind.
    """
    by_slug = {claim.slug: claim for claim in claims}
    others: dict[tuple[str, str], list[NamedNode]] = defaultdict(list)
    for row in read_table(path, PARALLEL_COLUMNS):
        left, right = row["left"], row["right"]
        for slug in (left, right):
            if slug not in by_slug:
                raise row.error(f"there is no claim {slug}.", "Correct its identifier.")
        if row["kind"] not in KINDS or left == right:
            words = f"Name two claims, and one of {', '.join(KINDS)}."
            raise row.error(f"{left} and {right} are no parallel of a kind.", words)
        others[left, row["kind"]].append(thing(f"claim/{right}"))
        others[right, row["kind"]].append(thing(f"claim/{left}"))
    return [
        replace(
            claim,
            same_wording=tuple(others[slug, "same-wording"]),
            same_speech=tuple(others[slug, "same-speech"]),
        )
        for slug, claim in by_slug.items()
    ]
