"""Bars that show how far a long part of a command is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def progress(name: str, steps: int) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal, and nothing elsewhere."""
    with tqdm(
        total=steps,
        desc=name,
        leave=False,
        disable=not sys.stderr.isatty(),
        bar_format="{desc:14} {bar} {elapsed}",
        file=sys.stderr,
    ) as bar:
        yield bar.update
