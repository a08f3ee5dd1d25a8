"""What the lines of a graph add up to is known after any change without the lines."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from peyvand.graph.patch import difference
from peyvand.graph.tally import Tally

LINES = st.frozensets(st.binary(min_size=1, max_size=3).map(lambda text: text + b" .\n"))


def test_the_sum_is_that_of_the_checksums_of_the_lines() -> None:
    lines = [b"a .\n", b"b .\n"]
    total = sum(int(hashlib.sha256(line).hexdigest(), 16) for line in lines) % 2**256
    tally = Tally.of(lines)
    assert (tally.count, tally.sum, tally.text) == (2, total, f"{total:064x}")
    assert Tally.of([]).text == "0" * 64
    assert Tally.of(reversed(lines)) == tally == Tally.read(2, tally.text)
    assert Tally.of([b"a .\n"]) != Tally.of([b"a.\n"])


@given(LINES, st.lists(LINES, max_size=4))
def test_a_change_brings_it_up_to_date(
    before: frozenset[bytes], after: list[frozenset[bytes]]
) -> None:
    tally = Tally.of(before)
    for lines in after:
        tally = tally.then(difference(before, lines))
        assert tally == Tally.of(lines)
        before = lines
