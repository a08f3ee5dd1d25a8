"""The queries under way, by the names that they are cancelled by."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any

from peyvand.errors import BadRequest, NotFound
from peyvand.wording import say

_NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Runs(dict[str, Any]):
    """By its name, what ``cancel`` is called of."""

    def __init__(self) -> None:
        super().__init__()
        self._asked, self._key = 0, secrets.token_bytes(32)

    def name(self, wanted: str | None) -> str:
        """The name of one more: the one that its client wants, or one that nobody can guess.

        Raises:
            BadRequest: the wanted name is none, or another has it.
        """
        if wanted is None:
            # As good as random to whoever does not know the key, and cheaper.
            self._asked += 1
            number = self._asked.to_bytes(8, "big")
            return hashlib.blake2b(number, digest_size=16, key=self._key).hexdigest()
        if not _NAME.fullmatch(wanted):
            raise BadRequest(**say("run-name"))
        if wanted in self:
            raise BadRequest(**say("run-taken"))
        return wanted

    def cancel(self, name: str) -> None:
        """Cancel one.

        Raises:
            NotFound: none has this name.
        """
        run = self.get(name)
        if run is None:
            raise NotFound(**say("unknown-run"))
        run.cancel()
