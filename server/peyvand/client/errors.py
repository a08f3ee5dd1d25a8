"""What can go wrong between a client and a server, each with what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ClientError(Exception):
    """Anything that a call of a client may raise."""


class Unreachable(ClientError):
    """No server answers at the address, or it did not answer in time."""


class NotPeyvand(ClientError):
    """What answers at the address is no Peyvand server."""


class OtherVersion(ClientError):
    """The server is of another major version than this client."""


class UnreadableAnswer(ClientError):
    """An answer of another type than was asked for, or one that is not what its type says."""


class CutOff(ClientError):
    """An answer broke off before its end: what was read of it is not the whole."""


class Problem(ClientError):
    """The server refused, with problem details (RFC 9457).

    Attributes:
        status: the HTTP status.
        type: the IRI of the type of problem.
        title: what the type is called.
        detail: what is wrong.
        hint: what to do next; "" if nothing is said.
        members: everything that the details hold, such as ``line``, ``column``, ``near``.
        retry_after_s: how long the server asks to wait, in seconds; None if it does not.
    """

    def __init__(
        self, status: int, members: Mapping[str, Any], retry_after_s: float | None = None
    ) -> None:
        self.status, self.members, self.retry_after_s = status, dict(members), retry_after_s
        self.type = str(members.get("type", "about:blank"))
        self.title = str(members.get("title", ""))
        self.detail = str(members.get("detail", ""))
        self.hint = str(members.get("hint", ""))
        super().__init__(" ".join(part for part in (self.detail or self.title, self.hint) if part))

    @property
    def near(self) -> list[Any]:
        """What the server names as near to what was asked for."""
        return list(self.members.get("near", ()))
