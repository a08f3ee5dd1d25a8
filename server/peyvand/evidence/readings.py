"""Which readings stand in the default graph: the plain answer to a plain question.

Every chosen reading stands there, so that rival claims stand side by side, unless a decision
prefers one claim to another. A claim without a chosen reading stays in its own graph only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Quad

from peyvand.errors import BuildRefused
from peyvand.model import Claim
from peyvand.sources.source import Preference

DEFAULT = DefaultGraph()


def plain_readings(claims: Iterable[Claim], preferences: Iterable[Preference]) -> Iterator[Quad]:
    """The default graph's triples that come from claims.

    Raises:
        BuildRefused: a preference names a claim that does not exist, or the two claims are not
            about the same property of the same thing.
    """
    claims = list(claims)
    by_slug = {claim.slug: claim for claim in claims}
    overruled: set[str] = set()
    for preference in preferences:
        winner = _known(by_slug, preference.preferred)
        for slug in preference.overruled:
            loser = _known(by_slug, slug)
            if (winner.about, winner.property) != (loser.about, loser.property):
                raise BuildRefused(
                    f"readings.csv: {preference.preferred} and {slug} are not rivals: they are "
                    "not about one property of one thing.",
                    "Name two claims with the same subject and property.",
                )
            overruled.add(slug)
    for claim in claims:
        if claim.slug not in overruled:
            for reading in claim.readings:
                yield Quad(claim.about, claim.property, reading, DEFAULT)


def newest(claims: Iterable[Claim]) -> list[Preference]:
    """For single-valued facts of a dataset with several snapshots: the newest snapshot's claim.

    Args:
        claims: claims that each hold one value of a property that has one value at a time.

    Returns:
        One preference for each thing and property with rivals. The order is total (date, then
        identifier), so that rebuilding chooses the same one.
    """
    groups: dict[tuple[object, object], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.about, claim.property), []).append(claim)
    preferences = []
    for group in groups.values():
        ranked = sorted(group, key=lambda claim: (claim.stated_on, claim.slug), reverse=True)
        if len(ranked) > 1:
            preferences.append(Preference(ranked[0].slug, tuple(c.slug for c in ranked[1:])))
    return preferences


def _known(by_slug: dict[str, Claim], slug: str) -> Claim:
    if slug not in by_slug:
        raise BuildRefused(
            f"readings.csv: there is no claim {slug}.", "Correct the identifier of the claim."
        )
    return by_slug[slug]
