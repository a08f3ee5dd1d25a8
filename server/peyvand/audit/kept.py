"""What an audit asks of a version, kept beside it: of the whole world it takes long to answer."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from peyvand.audit.auditing import audit
from peyvand.audit.counted import BY, Group, grouped
from peyvand.audit.model import Audited
from peyvand.audit.ruled import Ruled
from peyvand.audit.totals import Ask
from peyvand.clocks import Look
from peyvand.graph.profiles import Profile
from peyvand.monitor import Answers
from peyvand.monitor.kept import KeptFile

_NAME, _ANSWERS = "audit-", "audited-"


class Kept:
    """The totals of a version beside counts, from a file as far as they were asked before.

    Args:
        home: the folder of the versions.
        version: the number of the one that is asked.
        mark: what tells its graph from others.
        ask: answers a query on it.
        profiles: of bodies, whose rulings stand beside the totals.
    """

    def __init__(
        self, home: Path, version: int, mark: str, ask: Ask, profiles: Collection[Profile]
    ) -> None:
        self._file = KeptFile(home, _NAME, version, mark)
        self._ask = ask
        self._ruled = Ruled(home, version, mark, ask, profiles)
        self._answers = Answers(home, version, mark, ask, _ANSWERS)
        self._lock = threading.Lock()
        self._groups: dict[str, tuple[Group, ...]] = {}
        self._file.read(self._read)

    def audit(self, look: Look | None = None) -> list[Audited]:
        """Every total beside its counts, as ``audit`` tells them; what is asked anew is kept.

        Args:
            look: the graph as it is seen by the clocks, if a day is asked about.
        """
        with self._lock:
            known = len(self._groups)
            found = audit(self._answers, self._ruled.rulings, look, grouping=self._listed)
            self._answers.keep()
            if known != len(self._groups):
                self._keep()
            return found

    def _listed(self, query: str) -> tuple[Group, ...]:
        if query not in self._groups:
            self._groups[query] = grouped(self._ask, query)
        return self._groups[query]

    def _read(self, told: Mapping[str, Any]) -> None:
        names: list[str] = told["agreements"]
        self._groups = {
            query: tuple(
                Group(dict(zip(BY, key, strict=True)), frozenset(names[at] for at in places))
                for key, places in listed
            )
            for query, listed in told["groups"].items()
        }

    def _keep(self) -> None:
        """Keep what was found, unless one may not write."""
        listed = [group.agreements for groups in self._groups.values() for group in groups]
        names = sorted(set[str]().union(*listed))
        number = {name: at for at, name in enumerate(names)}
        told = {
            "agreements": names,
            "groups": {
                query: [
                    ([*group.values.values()], sorted(number[name] for name in group.agreements))
                    for group in groups
                ]
                for query, groups in self._groups.items()
            },
        }
        self._file.write(told)
