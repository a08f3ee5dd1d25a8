"""Waiting for what must come: until it is there, and never for a time that would have to be enough.

The limit only ends a test that has failed; no machine is so slow that it decides anything.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

LIMIT_S = 300.0


def wait_until(true: Callable[[], object], what: str) -> None:
    """Wait until something is so; without that the test fails, with the words ``what``."""
    until = time.monotonic() + LIMIT_S
    while not true():
        assert time.monotonic() < until, f"it never came that {what}"
        time.sleep(0.02)


async def come(true: Callable[[], object], what: str) -> None:
    """``wait_until`` for those in an event loop."""
    until = time.monotonic() + LIMIT_S
    while not true():
        assert time.monotonic() < until, f"it never came that {what}"
        await asyncio.sleep(0.01)
