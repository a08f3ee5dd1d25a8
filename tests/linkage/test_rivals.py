"""When another candidate leaves the choice of the best one open."""

from __future__ import annotations

import pytest

from peyvand.linkage.rivals import ANY_MARGIN, Standing, is_rival

BEST = Standing(30.0, name_rank=1)


@pytest.mark.parametrize(
    ("other", "margin", "rival"),
    [
        (Standing(24.1), 6.0, True),
        (Standing(24.0), 6.0, False),
        (Standing(31.0), 6.0, True),
        (Standing(-100.0), ANY_MARGIN, True),
        # What is another thing is none at any weight.
        (Standing(31.0, excluded=True), ANY_MARGIN, False),
        # Of which only the name is known, the name alone decides.
        (Standing(-100.0, name_rank=0, name_only=True), 6.0, True),
        (Standing(31.0, name_rank=1, name_only=True), 6.0, False),
        (Standing(31.0, name_rank=2, name_only=True), ANY_MARGIN, False),
    ],
)
def test_a_rival_is_near_and_not_another_thing(other: Standing, margin: float, rival: bool) -> None:
    assert is_rival(other, BEST, margin) == rival


def test_of_equal_names_the_one_that_is_only_a_name_is_no_rival() -> None:
    bare = Standing(31.0, name_only=True)
    for best in (Standing(30.0), Standing(30.0, name_rank=0)):
        assert not is_rival(bare, best, ANY_MARGIN)
    assert is_rival(bare, BEST, 6.0)


def test_what_excludes_both_excludes_neither() -> None:
    assert is_rival(Standing(30.0, excluded=True), Standing(30.0, excluded=True), 6.0)
