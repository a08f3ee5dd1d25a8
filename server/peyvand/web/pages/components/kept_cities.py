"""What versions say of cities, for the pages that look at all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from peyvand.web.endpoint.threads import Bridge

if TYPE_CHECKING:
    from peyvand.partners.facts import Facts, Row
    from peyvand.partners.reading import Known

# How many versions' cities are kept: some thousands each.
_KEPT = 2


class KeptCities:
    """The cities and links of the versions that were asked about lately.

    Args:
        bridge: the endpoint.
        ask: answers a query of ours on a version, by its number.
    """

    def __init__(self, bridge: Bridge, ask: Callable[[int, str], Iterable[Row]]) -> None:
        self._bridge, self._ask = bridge, ask
        self._facts: dict[int, Facts] = {}
        self._known: dict[int, Known] = {}
        self._lock = threading.RLock()

    def facts(self, version: int) -> Facts:
        """What a version says of cities, read when it is first asked about."""
        # The numerical libraries are loaded by whoever asks first, not by every server.
        from peyvand.partners.facts import read_facts
        from peyvand.partners.kept import facts_of

        with self._lock:
            if version not in self._facts:
                versions = self._bridge.versions
                there = versions.get(version)
                # An old version is made again by those who answer its queries.
                facts = (
                    facts_of(versions, there)
                    if there.store.is_dir()
                    else read_facts(partial(self._ask, version))
                )
                self._facts[version] = facts
                for old in [*self._facts][:-_KEPT]:
                    del self._facts[old]
                    self._known.pop(old, None)
            return self._facts[version]

    def known(self, version: int) -> Known:
        """The same, as arrays."""
        from peyvand.partners.reading import known_of

        with self._lock:
            facts = self.facts(version)
            if version not in self._known:
                self._known[version] = known_of(facts)
            return self._known[version]
