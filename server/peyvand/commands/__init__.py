"""Commands of ``peyvand``, a module a subject; ``cli`` puts them together."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no cycles of objects meanwhile.

    Of the millions that some commands hold none is in a cycle, and looking takes a good part of
    their time.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
