"""Bars that show how far a long part of a command is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tqdm import tqdm

# By how much a part has to go on before it is told again.
_SHARE = 0.05


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


def told_in(
    path: Path, parts: Sequence[str]
) -> Callable[[str, int], AbstractContextManager[Callable[[int], object]]]:
    """Bars that also stand in a file, for who cannot see the terminal.

    Args:
        path: the file, of JSON: ``step`` is the number of the part under way, ``steps`` how many
            there are, and ``share`` how much of the part is done, from 0 to 1.
        parts: the names of the parts, in their order.
    """

    @contextmanager
    def both(name: str, steps: int) -> Iterator[Callable[[int], object]]:
        done, written = 0, -1.0

        def step(more: int) -> None:
            nonlocal done, written
            done += more
            share = min(1.0, done / max(1, steps))
            if share - written >= _SHARE:
                written = share
                told = {"step": parts.index(name) + 1, "steps": len(parts), "share": share}
                # Whoever reads it meanwhile reads all of it.
                new = path.with_suffix(".new")
                new.write_text(json.dumps(told), encoding="utf-8")
                new.replace(path)

        with progress(name, steps) as bar:
            step(0)

            def both_told(more: int) -> None:
                bar(more)
                step(more)

            yield both_told

    return both
