"""Which versions are withheld: those that were not made under the list of what is withdrawn.

The manifest of a version tells under which list it was made. A version of another list than that
of the home is served to nobody, however it came there: by a copy, by a backup, or because the list
has just grown and it has not been made anew yet.
"""

from __future__ import annotations

import json
from pathlib import Path

from peyvand.errors import Withheld
from peyvand.graph.layout import MANIFEST
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import NOTHING, Docket, Withdrawals
from peyvand.wording import say

# What a manifest calls the digest of the list; without it, nothing was withdrawn.
UNDER = "withdrawals"
# The digests that manifests told, by their place and state.
_told: dict[tuple[str, int, int, int], str] = {}
_MOST_TOLD = 50_000


class HomeList:
    """The list of what is withdrawn from a home, as the journal has it now.

    Args:
        home: the folder of the versions.
    """

    def __init__(self, home: Path) -> None:
        self._journal = Journal(home)
        self._known: tuple[Docket, Withdrawals] | None = None

    @property
    def docket(self) -> Docket:
        """All requests and rulings."""
        return self._journal.docket()

    @property
    def withdrawals(self) -> Withdrawals:
        """What rulings withdraw."""
        docket = self.docket
        if self._known is None or self._known[0] is not docket:
            self._known = docket, docket.withdrawals
        return self._known[1]

    def covers(self, folder: Path) -> bool:
        """Whether the version in a folder was made under this list."""
        return made_under(folder) == self.withdrawals.digest

    def check(self, folder: Path) -> None:
        """Refuse a version that was made under another list.

        Raises:
            Withheld: it was.
        """
        if not self.covers(folder):
            raise Withheld(**say("withheld", number=int(folder.name)))


def made_under(folder: Path) -> str:
    """The digest of the list that the version in a folder was made under.

    What cannot be read was made under no list, and is told of by whoever reads more of it.
    """
    path = folder / MANIFEST
    try:
        state = path.stat()
        key = (str(path), state.st_ino, state.st_mtime_ns, state.st_size)
        if key not in _told:
            if len(_told) >= _MOST_TOLD:
                _told.clear()
            manifest = json.loads(path.read_text(encoding="utf-8"))
            _told[key] = str(manifest.get(UNDER, NOTHING))
        return _told[key]
    except (OSError, ValueError, AttributeError):
        return NOTHING
