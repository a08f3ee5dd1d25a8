"""What a snapshot was asked, and what follows from a pair that it does not hold."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from peyvand.evidence.coverage import Asked, absent_from, both_state, first_and_last
from peyvand.vocabulary.iris import thing

A, B, C, D = (thing(f"city/{name}") for name in "abcd")
OLD, NEW = thing("document/old"), thing("document/new")
NOBODY = frozenset[NamedNode]()
PAIR = frozenset((A, B))


def of(*cities: NamedNode) -> frozenset[NamedNode]:
    return frozenset(cities)


def asked(coverage: str, stating: str = "", standing: str = "") -> Asked:
    """A snapshot in which the cities of these letters state a pair, and further ones stand."""
    first = {thing(f"city/{name}") for name in stating}
    return Asked("2020", coverage, first, first | {thing(f"city/{name}") for name in standing})


@pytest.mark.parametrize(
    ("stated", "snapshot", "absent"),
    [
        # A states the pair elsewhere; it was asked here, and states others.
        (of(A), asked("stating", "ac"), True),
        # It was not asked: that it stands in a pair of another tells nothing.
        (of(A), asked("stating", "cd", "ab"), False),
        # Both state it elsewhere: one of them alone might have been asked in vain.
        (PAIR, asked("stating", "ac"), False),
        (PAIR, asked("stating", "ab"), True),
        # Who states it is not known: either might.
        (NOBODY, asked("stating", "a"), False),
        (NOBODY, asked("stating", "ab"), True),
        # Items were found by name: the other one may be missing for that alone.
        (of(A), asked("found", "ac"), False),
        (of(A), asked("found", "ac", "b"), True),
        (of(A), asked("found", "c", "ab"), False),
        # Whichever of the two states it, both stand in the list.
        (of(A), asked("listed", "", "ab"), True),
        (of(A), asked("listed", "", "ac"), False),
        (of(A), asked("item", "a"), True),
        (of(A), asked("item", "c"), False),
        (of(A), asked("sample", "ab"), False),
        (of(A), asked("", "ab"), False),
    ],
)
def test_only_what_was_asked_is_absent(
    stated: frozenset[NamedNode], snapshot: Asked, absent: bool
) -> None:
    snapshots = {OLD: asked("stating", "ab"), NEW: snapshot}
    assert list(absent_from({OLD: stated}, PAIR, snapshots)) == ([NEW] if absent else [])


def test_what_documents_alone_have_is_absent_where_both_were_asked() -> None:
    snapshots = {OLD: asked("stating", "ac"), NEW: asked("stating", "ab")}
    assert list(absent_from({}, PAIR, snapshots)) == [NEW]


@pytest.mark.parametrize(
    ("stated", "snapshot", "both"),
    [
        ({NEW: PAIR}, asked("sample", "ab"), True),
        ({NEW: of(A)}, asked("stating", "ab"), False),
        # The silent one was not asked, or it is not known that it was.
        ({NEW: of(A)}, asked("stating", "a"), None),
        ({NEW: of(A)}, asked("sample", "ab"), None),
        ({NEW: NOBODY}, asked("listed", "", "ab"), None),
        ({}, asked("stating", "ab"), None),
        # What one snapshot has from both sides is so, whatever another has.
        ({NEW: of(A), OLD: PAIR}, asked("stating", "ab"), True),
    ],
)
def test_both_state_a_pair_if_one_snapshot_has_it_from_both(
    stated: dict[NamedNode, frozenset[NamedNode]], snapshot: Asked, both: bool | None
) -> None:
    assert both_state(stated, PAIR, {NEW: snapshot, OLD: asked("sample", "ab")}) is both


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ({"a": "2016-09", "b": "2019-08", "c": "2022-01-09"}, "a", "c"),
        ({"a": "2016-09"}, "a", "a"),
        # In a year that is not told nearer, either may be the earlier.
        ({"a": "2022", "b": "2022-01-09"}, "ab", "ab"),
        ({"a": "2016-09", "b": "2016-09-07", "c": "2014"}, "c", "ab"),
        ({"a": "2017/2018", "b": "2017-07-28", "c": "2019-08"}, "ab", "c"),
        # Of an open end nothing is known.
        ({"a": "2016/..", "b": "2019"}, "ab", "ab"),
    ],
)
def test_the_first_and_the_last_of_some_dates(dates: dict[str, str], first: str, last: str) -> None:
    names = {thing(f"document/{name}"): date for name, date in dates.items()}
    found = [
        "".join(sorted(node.value[-1] for node in some)) for some in first_and_last(names, names)
    ]
    assert found == [first, last]
