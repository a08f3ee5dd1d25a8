"""Answers as of a day: rows with what the clocks tell of the agreements that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from pyoxigraph import Literal, NamedNode

from peyvand.clocks.force import InForce
from peyvand.clocks.looking import Look
from peyvand.clocks.model import Row, Said, Term, Told
from peyvand.errors import BadRequest
from peyvand.vocabulary.iris import ID
from peyvand.wording import say

# The columns that the answers get.
IN_FORCE, SAID = "inForce", "saidThen"
_AGREEMENT, _CLAIM = f"{ID}agreement/", f"{ID}claim/"
# Of several agreements between two places, the one of which most is known tells.
_RANKS = (InForce.CERTAIN, InForce.POSSIBLE, InForce.UNKNOWN, InForce.NO)


@dataclass(frozen=True)
class Seen:
    """An answer as of a day.

    Attributes:
        columns: its own and those that are added.
        rows: those that stand, with what is told of them.
        in_force: how many of the agreements in it are what, those that do not stand included.
        said: the same of what was said: claims, where there are any, or agreements.
        apart: how many rows are about no agreement, and are left out.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, Term], ...]
    in_force: Mapping[InForce, int] = field(default_factory=dict)
    said: Mapping[Said, int] = field(default_factory=dict)
    apart: int = 0


def of_all(told: Mapping[str, Told]) -> Seen:
    """What is told of some agreements, without rows: how many are what."""
    return Seen(
        (),
        (),
        Counter(one.in_force for one in told.values() if one.in_force),
        Counter(one.said for one in told.values() if one.said),
    )


def seen(look: Look, columns: Sequence[str], rows: Iterable[Row]) -> Seen:
    """An answer as the clocks of a look let it be seen.

    A row is about the agreement that it names, or those between two places that it names. What was
    said is asked of the claim that a row names, if it names one.

    Args:
        look: the graph and the clocks.
        columns: of the answer.
        rows: of the answer.

    Raises:
        BadRequest: no row tells what it is about, so that nothing can be said.
    """
    listed = [dict(row) for row in rows]
    things = [_things(row, columns) for row in listed]
    claims = [_of(names, _CLAIM) if look.clocks.said else [] for names in things]
    pacts = _agreements(look, things, claims)
    if listed and not any(pacts) and (look.clocks.on or not any(claims)):
        raise BadRequest(**say("no-agreements-told"))
    told = look.agreements({name for those in pacts for name in those})
    of_claims = look.claims({name for those in claims for name in those})
    kept, apart = [], 0
    for row, those, said in zip(listed, pacts, claims, strict=True):
        if not those and (look.clocks.on or not said):
            apart += 1
            continue
        best = _best(told[name] for name in those) if those else Told()
        if said:
            best = replace(best, said=_best(of_claims[name] for name in said).said)
        if best.stands:
            kept.append({**row, **_cells(best)})
    clocks = look.clocks
    added = [name for name, day in ((IN_FORCE, clocks.on), (SAID, clocks.said)) if day]
    spoken = of_claims or told
    return Seen(
        (*columns, *added),
        tuple(kept),
        Counter(one.in_force for one in told.values() if one.in_force),
        Counter(one.said for one in spoken.values() if one.said),
        apart,
    )


def _agreements(
    look: Look, things: Sequence[list[str]], claims: Sequence[list[str]]
) -> list[Collection[str]]:
    """The agreements that each row is about: those that it names, or those of its places."""
    named = [_of(names, _AGREEMENT) for names in things]
    pending = [
        names
        for names, those, said in zip(things, named, claims, strict=True)
        if not those and (look.clocks.on or not said)
    ]
    bound = look.between({name for names in pending for name in names}) if pending else {}
    return [
        those or _shared([bound[name] for name in names if name in bound])
        for names, those in zip(things, named, strict=True)
    ]


def _things(row: Row, columns: Sequence[str]) -> list[str]:
    values = (row.get(name) for name in columns)
    return [value.value for value in values if isinstance(value, NamedNode)]


def _of(names: Sequence[str], kind: str) -> list[str]:
    return [name for name in names if name.startswith(kind)]


def _shared(agreements: Sequence[set[str]]) -> Collection[str]:
    """The agreements between the first two places of a row that have any."""
    return next((both for one, other in combinations(agreements, 2) if (both := one & other)), ())


def _best(told: Iterable[Told]) -> Told:
    """What is told of the one of which most is known."""

    def rank(one: Told) -> tuple[bool, int]:
        return not one.stands, _RANKS.index(one.in_force) if one.in_force else 0

    return min(told, key=rank)


def _cells(told: Told) -> dict[str, Term]:
    cells = {IN_FORCE: told.in_force, SAID: told.said}
    return {name: Literal(word.value) for name, word in cells.items() if word}
