"""What people decided about who is who: it wins over the model, and holds through chains.

``same`` joins two names of a thing into one cluster; ``different`` keeps two clusters apart. So
from a = b and b ≠ c follows a ≠ c, though nobody wrote it. The clusters are a function of the
rows alone: change the rows, then make them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from peyvand.linkage.classification import NONE, REVIEW, SAME, Link, Scored
from peyvand.linkage.outcomes import Code, Contradiction, Judgement, Reason
from peyvand.model import Verdict

DIFFERENT, UNSURE = Verdict.DIFFERENT, Verdict.UNSURE


class Verdicts:
    """What follows from all judgements together.

    Of several judgements on one pair the newest stands. ``contradictions`` tells, for every
    ``different`` whose two sides the others join, both it and what joins them.
    """

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        newest: dict[frozenset[str], Judgement] = {}
        for row in sorted(judgements, key=lambda row: row.on):
            newest[frozenset((row.left, row.right))] = row
        self.judgements = sorted(newest.values(), key=lambda row: (row.left, row.right))
        self._parent: dict[str, str] = {}
        self._reasons: dict[str, list[Judgement]] = {}
        for row in self.judgements:
            for name in (row.left, row.right):
                self._reasons.setdefault(name, []).append(row)
            if row.judgement == Verdict.SAME:
                self._join(row.left, row.right)
        self._apart: dict[frozenset[str], Judgement] = {}
        self.contradictions: list[Contradiction] = []
        self._contradicted: set[str] = set()
        for row in self.judgements:
            if row.judgement != DIFFERENT:
                continue
            left, right = self._root(row.left), self._root(row.right)
            if left == right:
                path = self._path(row.left, row.right)
                self.contradictions.append(Contradiction(row, tuple(path)))
                self._contradicted.add(left)
            self._apart.setdefault(frozenset((left, right)), row)

    def judge(self, left: str, right: str) -> Verdict | None:
        """What follows for a pair, or nothing where no judgement reaches it."""
        root, other_root = self._root(left), self._root(right)
        if root == other_root:
            return UNSURE if root in self._contradicted else Verdict.SAME
        if frozenset((root, other_root)) in self._apart:
            return DIFFERENT
        for row in self._reasons.get(left, ()):
            if row.judgement == UNSURE and {row.left, row.right} == {left, right}:
                return UNSURE
        return None

    def grounds(self, left: str, right: str) -> tuple[Judgement, ...]:
        """The judgements that the verdict on a pair follows from."""
        root, other_root = self._root(left), self._root(right)
        if root == other_root:
            return tuple(self._path(left, right))
        if row := self._apart.get(frozenset((root, other_root))):
            chain = [*self._path(left, row.left), *self._path(left, row.right), row]
            chain += [*self._path(right, row.left), *self._path(right, row.right)]
            return tuple(dict.fromkeys(chain))
        of_left = self._reasons.get(left, ())
        return tuple(row for row in of_left if right in (row.left, row.right))

    def same_as(self, name: str) -> list[str]:
        """All names that the judgements hold to be this one's, itself left out, in order."""
        root = self._root(name)
        return sorted(
            other for other in self._parent if other != name and self._root(other) == root
        )

    def _root(self, name: str) -> str:
        while (parent := self._parent.get(name, name)) != name:
            name = parent
        return name

    def _join(self, left: str, right: str) -> None:
        root, joined = sorted((self._root(left), self._root(right)))
        for name in (left, right):
            self._parent.setdefault(name, name)
        self._parent[joined] = root

    def _path(self, start: str, end: str) -> list[Judgement]:
        """The shortest chain of ``same`` from one name to another, or nothing."""
        ways: dict[str, list[Judgement]] = {start: []}
        queue = [start]
        while queue and end not in ways:
            name = queue.pop(0)
            for row in self._reasons.get(name, ()):
                beyond = row.right if row.left == name else row.left
                if row.judgement == Verdict.SAME and beyond not in ways:
                    ways[beyond] = [*ways[name], row]
                    queue.append(beyond)
        return ways.get(end, [])


def allowed(pairs: Iterable[Scored], verdicts: Verdicts) -> list[Scored]:
    """The pairs that no judgement refuses: the model chooses among these."""
    return [pair for pair in pairs if verdicts.judge(pair.left, pair.right) != DIFFERENT]


def apply(links: Sequence[Link], verdicts: Verdicts, items: Iterable[str]) -> list[Link]:
    """The links after people's judgements.

    Args:
        links: the model's, from pairs that are ``allowed``.
        verdicts: what people decided.
        items: the items that the records describe or a judgement names.

    Returns:
        One link for each of the given: decided ones hold with probability 1; a place that the
        model gave an item that people gave another place goes to review.
    """
    known = {*items, *(name for row in verdicts.judgements for name in (row.left, row.right))}
    lefts = {link.left for link in links}
    decided: dict[str, Link] = {}
    for link in links:
        named = [name for name in verdicts.same_as(link.left) if name in known - lefts]
        if named:
            direct = [name for name in named if len(verdicts._path(link.left, name)) == 1]
            item = (direct or named)[0]
            open_ = verdicts.judge(link.left, item) == UNSURE
            code = Code.CONTRADICTED if open_ else Code.DECIDED
            decided[link.left] = replace(
                link,
                right=item,
                decision=REVIEW if open_ else SAME,
                probability=link.probability if open_ else 1.0,
                reason=Reason(code, judgements=verdicts.grounds(link.left, item)),
                pair=link.pair if link.pair and link.pair.right == item else None,
            )
    taken = {link.right: link.left for link in decided.values() if link.decision == SAME}
    return [decided.get(link.left) or _after(link, verdicts, taken) for link in links]


def _after(link: Link, verdicts: Verdicts, taken: dict[str, str]) -> Link:
    if link.decision == NONE:
        rows = verdicts._reasons.get(link.left, ())
        refused = tuple(row for row in rows if row.judgement == DIFFERENT)
        if refused:
            return replace(link, reason=Reason(Code.REFUSED, judgements=refused))
        return link
    if verdicts.judge(link.left, link.right) == UNSURE:
        grounds = verdicts.grounds(link.left, link.right)
        reason = Reason(Code.LEFT_OPEN, judgements=grounds)
        return replace(link, decision=REVIEW, reason=reason)
    if link.decision == SAME and link.right in taken:
        reason = Reason(Code.GIVEN_AWAY, (taken[link.right],))
        return replace(link, decision=REVIEW, reason=reason)
    return link
