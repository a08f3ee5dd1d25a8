"""How often one client may ask: limits that an operator sets, counted in bounded memory.

What is left is told in the fields RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-
headers-10): a policy is a quota ``q`` in a window of ``w`` seconds, of which ``r`` requests are
left for the next ``t`` seconds.
"""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from peyvand.errors import PeyvandError, TooMany
from peyvand.settings import Settings
from peyvand.web.endpoint.authorization import Rights
from peyvand.web.http.messages import Request
from peyvand.wording import say

_DAY_S = 86_400
# Clients that are counted at the same time, some 200 bytes each; whoever was longest not seen is
# forgotten first, which favours that client and no other.
MOST_CLIENTS = 100_000
# A network of this length is given to one household or machine (RFC 6177); each has 2⁶⁴ addresses.
_IPV6_PREFIX = 64


@dataclass(frozen=True)
class _Policy:
    """So many requests in a window, which begins with a client's first request."""

    name: str
    quota: int
    window_s: int


class Limits:
    """What each client has asked for, by its token or else by its address.

    Args:
        settings: the operator's limits.
        rights: whose tokens there are.
        clock: tells seconds that only grow.
    """

    def __init__(
        self, settings: Settings, rights: Rights, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rights, self._clock = rights, clock
        window = settings.rate_window_s
        self._of_addresses = _policies(
            _Policy("client", settings.rate_limit, window),
            _Policy("client-day", settings.daily_quota, _DAY_S),
        )
        self._of_tokens = _policies(
            _Policy("token", settings.token_rate_limit, window),
            _Policy("token-day", settings.token_daily_quota, _DAY_S),
        )
        # By client, when each window ends and how many requests are left in it.
        self._counts: OrderedDict[tuple[str, str], list[tuple[float, int]]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, request: Request) -> dict[str, str]:
        """Count a request.

        Returns:
            The headers that tell its client what is left; none where there is no limit.

        Raises:
            TooMany: nothing is left; it is not counted.
        """
        if not (self._of_addresses or self._of_tokens) or request.method == "OPTIONS":
            return {}
        holder = self._holder(request)
        policies = self._of_addresses if holder is None else self._of_tokens
        if not policies:
            return {}
        who = ("client", _network(request.client)) if holder is None else ("token", holder)
        with self._lock:
            now = self._clock()
            known = self._counts.pop(who, [(now, 0)] * len(policies))
            counts = [
                (end, left) if end > now else (now + policy.window_s, policy.quota)
                for policy, (end, left) in zip(policies, known, strict=True)
            ]
            spent = [at for at, (_, left) in enumerate(counts) if left == 0]
            if not spent:
                counts = [(end, left - 1) for end, left in counts]
            self._counts[who] = counts
            if len(self._counts) > MOST_CLIENTS:
                self._counts.popitem(last=False)
        waits = [math.ceil(end - now) for end, _ in counts]
        told = _told(policies, counts, waits)
        if spent:
            longest = max(spent, key=waits.__getitem__)
            raise _refusal(policies[longest], waits[longest], told)
        return told

    def __len__(self) -> int:
        """How many clients are counted."""
        return len(self._counts)

    def _holder(self, request: Request) -> str | None:
        """Whose known token a request carries; None if it carries none."""
        if "authorization" not in request.headers:
            return None
        try:
            return self._rights.of(request).name
        except PeyvandError:
            # Whoever guesses tokens is counted by address.
            return None


def _policies(*policies: _Policy) -> tuple[_Policy, ...]:
    """Those that limit anything."""
    return tuple(policy for policy in policies if policy.quota)


def _network(client: str) -> str:
    """What is counted as one client; all whose address is none are one."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return ""
    if address.version == 6:
        if address.ipv4_mapped is None:
            network = ipaddress.ip_network((int(address), _IPV6_PREFIX), strict=False)
            return str(network)
        address = address.ipv4_mapped
    return str(address)


def _told(
    policies: tuple[_Policy, ...], counts: list[tuple[float, int]], waits: list[int]
) -> dict[str, str]:
    """The fields, lists of structured fields (RFC 9651)."""
    return {
        "RateLimit-Policy": ", ".join(f'"{p.name}";q={p.quota};w={p.window_s}' for p in policies),
        "RateLimit": ", ".join(
            f'"{policy.name}";r={left};t={wait}'
            for policy, (_, left), wait in zip(policies, counts, waits, strict=True)
        ),
    }


def _refusal(policy: _Policy, wait_s: int, told: dict[str, str]) -> TooMany:
    texts = say("rate-limit", quota=policy.quota, window=policy.window_s, seconds=wait_s)
    error = TooMany(**texts)
    error.headers = {**told, "Retry-After": str(wait_s)}
    error.members = {"violated-policies": [policy.name]}
    return error
