"""When a call is sent again, and what an error of the connection means."""

from __future__ import annotations

from dataclasses import dataclass

import httpx2 as httpx

from peyvand.client.calls import Answer, retry_after_s
from peyvand.client.errors import ClientError, CutOff, Unreachable

_BUSY = frozenset({429, 503})


@dataclass(frozen=True)
class Retries:
    """How often a call is sent again.

    Attributes:
        most: how many times at most, after the first.
        longest_s: the longest pause, in seconds; a server that asks for more is not waited for.
        first_s: the first pause where the server asks for none, in seconds; each next one is twice
            as long.
    """

    most: int = 3
    longest_s: float = 30.0
    first_s: float = 0.5

    def pause_s(self, sent: int, answer: Answer | None = None) -> float | None:
        """How long to wait before sending again, in seconds; None if that is the end of it.

        Args:
            sent: how often it was sent.
            answer: what came of the last time; None if nothing did.
        """
        if sent > self.most or (answer is not None and answer.status not in _BUSY):
            return None
        asked = retry_after_s(answer) if answer is not None else None
        pause = self.first_s * 2 ** (sent - 1) if asked is None else asked
        return pause if pause <= self.longest_s else None


def told(error: httpx.HTTPError, origin: str, *, begun: bool = False) -> ClientError:
    """What an error of the connection means.

    Args:
        error: it.
        origin: the address of the server.
        begun: whether the answer had begun.
    """
    if begun or isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return CutOff(
            f"The answer of {origin} broke off: {error}. What was read of it is not the whole; ask "
            "again, or ask for less with LIMIT and OFFSET."
        )
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(
            f"{origin} did not answer in time. Give the client a longer timeout_s, or the query a "
            "shorter one."
        )
    return Unreachable(
        f"Nothing answers at {origin}: {error}. Check the address, and whether it runs."
    )
