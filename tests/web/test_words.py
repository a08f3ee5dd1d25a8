"""Which claims a conflict is between."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, NamedNode

from peyvand.vocabulary.iris import ID
from peyvand.web.pages.components.site import Row
from peyvand.web.pages.components.values import Term
from peyvand.web.pages.lists.words import between

TOTAL, CITY, OTHER = (NamedNode(f"{ID}{name}") for name in ("statistic/a", "city/b", "city/c"))
HELD, SAID, APART = (NamedNode(f"{ID}claim/{name}") for name in ("F1", "F2", "F3"))
RIVAL = NamedNode(f"{ID}claim/X1")
YES = Literal("true")
CLAIMS: list[Row] = [
    {"claim": HELD, "thing": TOTAL, "reading": Literal("140")},
    {"claim": APART, "thing": TOTAL, "reading": Literal("1398")},
    {"claim": SAID, "thing": CITY, "reading": OTHER},
]


@pytest.mark.parametrize(
    ("rows", "claims", "found"),
    [
        # What a row says of the total, and nothing else that is said of it.
        ([[TOTAL, Literal("140"), OTHER]], CLAIMS, [HELD]),
        # A row of other things, though it has the same value.
        ([[OTHER, Literal("140")]], CLAIMS, []),
        # What the check found beside it, whatever that is about.
        ([[CITY, RIVAL]], CLAIMS, [RIVAL]),
        # A claim that the conflict itself names, in no row.
        ([], [*CLAIMS, {"claim": SAID, "thing": SAID, "itself": YES}], [SAID]),
        ([[CITY, SAID], [CITY, OTHER]], CLAIMS, [SAID]),
    ],
)
def test_a_conflict_is_between_what_its_check_and_its_things_name(
    rows: Sequence[Sequence[Term]], claims: list[Row], found: list[NamedNode]
) -> None:
    assert between(rows, claims) == [claim.value for claim in found]
