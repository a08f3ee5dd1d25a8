"""The set of items that have come by is a set, and stays small."""

from __future__ import annotations

import sys
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from peyvand.sources.wikidata.seen import Seen

NUMBERS = st.one_of(
    st.integers(0, 200), st.integers(0, 1 << 31), st.sampled_from((65535, 65536, 10**17))
)


@given(st.lists(NUMBERS))
def test_it_answers_as_a_set_does(numbers: list[int]) -> None:
    seen, known = Seen(), set[int]()
    for number in numbers:
        assert seen.add(number) == (number not in known)
        known.add(number)


def test_a_million_items_of_a_dump_take_little_room() -> None:
    seen = Seen()
    assert all(seen.add(number) for number in range(1_000_000))
    size = sum(map(sys.getsizeof, seen._pages.values()))
    assert size < 200_000
    assert not any(seen.add(number) for number in islice(range(1_000_000), 0, None, 999))
