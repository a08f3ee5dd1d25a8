"""Outcomes in words: each reason by its code, as files and terminals show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from peyvand.linkage.outcomes import Code, Contradiction, Judgement, Reason
from peyvand.linkage.slips import Slip
from peyvand.model import City, Verdict

# So many rows of a mistake are named.
_MOST_NAMED = 10
_SIGNS = {Verdict.SAME: "=", Verdict.DIFFERENT: "≠", Verdict.UNSURE: "?"}
# What a reason is called where many of its kind are counted.
_TITLES: dict[Code, str] = {
    Code.NO_RECORD: "no record has this name near this place",
    Code.RIVALS: "about as likely",
    Code.CLAIMED: "also claimed by another row of the list",
    Code.IDENTIFIERS_DIFFER: "their identifiers differ",
    Code.KINDS_DIFFER: "their administrative kinds differ",
    Code.COUNTRIES_DIFFER: "their countries differ",
    Code.UNEQUAL_UNLOCATED: "the names are not equal and there are no coordinates to compare",
    Code.NAME_ALONE: "the name alone agrees",
    Code.NAME_AND_COUNTRY: "only name and country agree",
    Code.FAR_APART: "the name agrees but they lie far apart",
    Code.APART_AND_UNLIKE: ("the name agrees but they lie apart and the populations do not agree"),
    Code.UNEQUAL_APART: "the names are not equal and they do not lie close together",
    Code.BORROWED_NAME: "the name is one that the gazetteer gives, not the list",
    Code.OTHER_LEVEL: "the same place at another level",
    Code.NAMESAKE_COUNTED: "the place is that of one item, the population that of a namesake",
    Code.PART_OF_NAME: "a part of the name agrees, but not the population",
    Code.IMPROBABLE: "the probability is too low to settle it",
    Code.SHARED_IDENTIFIER: "both hold one identifier",
    Code.UNDESCRIBED_ITEM: "the list names an item that no record describes",
    Code.SEVERAL_ITEMS: "its identifiers belong to several items",
    Code.SHARED_BUT_FAR: "both hold one identifier, but they lie far apart",
    Code.DECIDED: "decided",
    Code.REFUSED: "decided",
    Code.LEFT_OPEN: "decided to be open",
    Code.GIVEN_AWAY: "decided to be another row of the list",
    Code.CONTRADICTED: "decisions contradict each other",
}
# The same of one place, where it names more than the title does.
_SENTENCES: dict[Code, str] = {
    Code.RIVALS: "about as likely: {names}",
    Code.CLAIMED: "also claimed by {names} of the list",
    Code.OTHER_LEVEL: "the same place at another level: {names}",
    Code.NAMESAKE_COUNTED: "the population is not that of this place but of a namesake: {names}",
    Code.IDENTIFIERS_DIFFER: "their identifiers differ: {names}",
    Code.NAME_ALONE: "the name alone agrees: no coordinates and no country to compare",
    Code.NAME_AND_COUNTRY: "only name and country agree: no coordinates to compare",
    Code.SHARED_IDENTIFIER: "both hold {names}",
    Code.UNDESCRIBED_ITEM: "the list names {names}, which no record describes",
    Code.SEVERAL_ITEMS: "its identifiers belong to several items: {names}",
    Code.SHARED_BUT_FAR: "both hold {names}, but they lie {km:.0f} km apart",
    Code.DECIDED: "decided: {judgements}",
    Code.REFUSED: "decided: {judgements}",
    Code.LEFT_OPEN: "decided to be open: {judgements}",
    Code.GIVEN_AWAY: "decided to be {names} of the list",
    Code.CONTRADICTED: "decisions contradict each other: decided: {judgements}",
}
_SLIPS: dict[Slip, str] = {
    Slip.EXCHANGED: "the list has latitude and longitude exchanged",
    Slip.LONGITUDE: "the list has the longitude on the other side of Greenwich",
    Slip.LATITUDE: "the list has the latitude on the other side of the equator",
}


def title(code: Code) -> str:
    """What a reason is called where all places that have it are counted."""
    return _TITLES[code]


def reason_text(reason: Reason | None) -> str:
    """A reason in one sentence; nothing where there is none to tell."""
    if reason is None:
        return ""
    return _SENTENCES.get(reason.code, _TITLES[reason.code]).format(
        names=", ".join(reason.names),
        km=reason.km,
        judgements=judgements_text(reason.judgements),
    )


def slip_text(slip: Slip) -> str:
    """What a list wrote wrongly of the coordinates of a row, which are mended of it."""
    return _SLIPS[slip]


def slips_notes(places: Iterable[City]) -> list[str]:
    """What the list has to be corrected in: which rows have coordinates that were mended."""
    rows: dict[Slip, list[str]] = defaultdict(list)
    for place in places:
        if place.slip:
            rows[Slip(place.slip)].append(place.identifier)
    return [
        f"{slip_text(slip)} in {len(named):,} of its rows, compared here without this mistake; "
        f"correct them: {', '.join(named[:_MOST_NAMED])}{', …' * (len(named) > _MOST_NAMED)}"
        for slip, named in sorted(rows.items())
    ]


def judgement_text(judgement: Judgement) -> str:
    """A judgement in one line: what was said of which pair, by whom, when and why."""
    reason = f": {judgement.why}" if judgement.why else ""
    pair = f"{judgement.left} {_SIGNS[judgement.judgement]} {judgement.right}"
    return f"{pair} ({judgement.by}, {judgement.on}{reason})"


def judgements_text(judgements: Iterable[Judgement]) -> str:
    """Several judgements that something follows from together."""
    return " and ".join(map(judgement_text, judgements))


def contradiction_text(contradiction: Contradiction) -> str:
    """Which judgement is contradicted by which others."""
    joined_by = judgements_text(contradiction.joined_by)
    return f"{judgement_text(contradiction.judgement)} contradicts {joined_by}"
