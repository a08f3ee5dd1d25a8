"""Counts as of a day, of questions that name the list which they count.

What certainly was in force is counted, and what perhaps was stands beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from peyvand.clocks.force import InForce
from peyvand.clocks.looking import Look
from peyvand.clocks.model import Row, Term, Told
from peyvand.clocks.rows import Seen
from peyvand.sources.catalogue import NamedQuery, own
from peyvand.vocabulary.iris import iri

# The metadata of a question that can be counted so.
AS_OF = "as_of"
# What the columns of those that certainly count, and of those that perhaps do, are called.
_PERHAPS = "perhaps"


@dataclass(frozen=True)
class _Counting:
    """How a list is counted.

    Attributes:
        list: the query, each of whose rows has an ``agreement``.
        group: its variables that tell the rows of the answer.
        count: its variable of what is counted.
        by: its variable of what each is, which has a column for each of ``words``.
        words: those.
    """

    list: str
    group: Sequence[str]
    count: str
    by: str
    words: Sequence[str]


def counts(look: Look, query: NamedQuery, values: Mapping[str, NamedNode | Literal]) -> Seen | None:
    """The answer to a question that counts, as of a day; None if it names no list.

    Args:
        look: the graph and the clocks.
        query: the question.
        values: its parameters.
    """
    if AS_OF not in query.meta:
        return None
    counting = _Counting(**query.meta[AS_OF])
    rows = list(look.ask(own(counting.list).bound(**values)))
    told = look.agreements({row["agreement"].value for row in rows})
    groups: dict[tuple[Term | None, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row.get(name) for name in counting.group)].append(row)
    made = [
        {**_named(counting.group, group), **_counted(counting, some, told)}
        for group, some in groups.items()
    ]
    plural = f"{counting.count}s"
    made.sort(key=lambda row: [-int(row[plural].value), *map(str, row.values())])
    return Seen(
        (*counting.group, *counting.words, plural, _PERHAPS),
        tuple(made),
        Counter(one.in_force for one in told.values() if one.in_force),
        Counter(one.said for one in told.values() if one.said),
    )


def _named(names: Sequence[str], terms: Sequence[Term | None]) -> dict[str, Term]:
    return {name: term for name, term in zip(names, terms, strict=True) if term is not None}


def _counted(counting: _Counting, rows: Sequence[Row], told: Mapping[str, Told]) -> dict[str, Term]:
    certain: set[tuple[Term, str]] = set()
    perhaps: set[tuple[Term, str]] = set()
    for row in rows:
        one = told[row["agreement"].value]
        if one.stands:
            is_certain = one.in_force in (None, InForce.CERTAIN)
            what = row[counting.count], row[counting.by].value
            (certain if is_certain else perhaps).add(what)
    things = {thing for thing, _ in certain}
    numbers = {
        word: len({thing for thing, kind in certain if kind == word}) for word in counting.words
    }
    numbers[f"{counting.count}s"] = len(things)
    numbers[_PERHAPS] = len({thing for thing, _ in perhaps} - things)
    return {
        name: Literal(str(number), datatype=iri("xsd:integer")) for name, number in numbers.items()
    }
