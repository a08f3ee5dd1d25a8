"""What the rules share: names that the query does not have, and questions about the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, pairwise

from peyvand.query.rewriting.lexing import Token, Unknown, tokens
from peyvand.query.rewriting.reader import Reader
from peyvand.query.rewriting.tree import Choice, Code, Group, Item, Select

# So many letters of groups are written more than once, and no more.
_MOST_REPEATED = 200_000


@dataclass
class Context:
    """What the rules share.

    Args:
        taken: names that variables and blank nodes of the query have.
        ask: answers an ASK query whose groups begin with ``{`` in the dataset of the query;
            None where the data may change before the group is matched.
    """

    taken: set[str]
    ask: Callable[[str], bool] | None = None
    hidden: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self._repeated = 0

    def fresh(self) -> str:
        """A name that neither a variable nor a blank node of the query has."""
        while (name := f"pv{next(self._numbers)}") in self.taken:
            pass
        return name

    def hide(self) -> str:
        """A fresh name of a variable that no ``*`` may show."""
        name = self.fresh()
        self.hidden.add(name)
        return name

    def renamed(self, group: Group, old: str, new: str) -> Group:
        """The group with a variable under another name."""
        renamed = [
            Token("variable", f"?{new}", token.space) if token.variable == old else token
            for token in tokens(self.repeated(group))
        ]
        return Reader(renamed, self.fresh).group()

    def copied(self, group: Group) -> Group:
        """The group once more."""
        return Reader(tokens(self.repeated(group)), self.fresh).group()

    def repeated(self, group: Group) -> str:
        """The text of a group that is written once more.

        Raises:
            Unknown: nested repetitions grow beyond all bounds.
        """
        text = str(group)
        self._repeated += len(text)
        if self._repeated > _MOST_REPEATED:
            raise Unknown
        return text


def uncover(item: Item | Group, touched: set[str], hidden: set[str]) -> None:
    """Write out every ``SELECT *`` and ``COUNT(DISTINCT *)`` over variables that rules brought in.

    Args:
        item: what is changed.
        touched: variables that rules brought in.
        hidden: those of them that are not shown.

    Raises:
        Unknown: nothing is left to show.
    """
    for part in item.items if isinstance(item, Group) else item.groups():
        uncover(part, touched, hidden)
    if not isinstance(item, Select) or not item.where.seen & touched:
        return
    shown = item.seen if item.chosen is None else item.where.seen
    names = [Choice(name) for name in sorted(shown - hidden)]
    everything = any(_counts_all_distinct(code) for code in item.codes())
    if not names and (everything or item.chosen is None):
        raise Unknown
    if item.chosen is None:
        item.chosen = names
    elif everything:
        item.where = Group([Select("", list(names), [], item.where)])


def _counts_all_distinct(code: Code) -> bool:
    words = [part.word if isinstance(part, Token) else "" for part in code.parts]
    return any(pair == ("DISTINCT", "*") for pair in pairwise(words))
