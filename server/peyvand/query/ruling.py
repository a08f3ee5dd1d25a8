"""How a ruling comes into force: in the journal, in the graph, and in every version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from peyvand.query.writes import Rule, Write, WriteAnswer
from peyvand.tokens import EVERYTHING
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import Ruling


def rule(
    home: Path,
    ruling: Ruling,
    by: str,
    write: Callable[[Rule], WriteAnswer],
    *,
    withdraw: Callable[[Path], object] | None = None,
    dry_run: bool = False,
) -> WriteAnswer:
    """Enter a ruling.

    One that withdraws nothing is a write like others. One that withdraws something is tried as a
    write, so that shapes and rules are asked; then it stands in the journal, and from then on no
    version is served that was made without it, until it is made anew.

    Args:
        home: the folder of the versions.
        ruling: it, as ``ruling_of`` gave it.
        by: whose token it came with.
        write: makes a write.
        withdraw: has all versions of the home made anew; a server sees by itself that they must be.
        dry_run: whether it is only tried.

    Raises:
        PeyvandError: it is refused; nothing has changed.
    """
    tried = dry_run or bool(ruling.withdraws)
    asked = Rule(by=by, rights=(EVERYTHING,), dry_run=tried, ruling=ruling)
    answer = write(asked)
    if ruling.withdraws and not dry_run:
        Journal(home).rule(ruling)
        if withdraw is not None:
            withdraw(home)
    return answer


def enter(request: Write, home: Path) -> None:
    """Enter the ruling of a write in the journal, before its version is published.

    Should the process end in between, the next ruling takes it into the graph, and so does a build.

    Raises:
        PeyvandError: somebody else has ruled meanwhile.
    """
    if isinstance(request, Rule):
        Journal(home).rule(request.ruling)
