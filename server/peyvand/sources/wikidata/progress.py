"""How far reading is: a bar on a terminal, elsewhere a line in the log every half minute."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from tqdm import tqdm

_LOG = logging.getLogger(__name__)
_EVERY_S = 30.0


class Progress:
    """Shows bytes read of the files' own bytes; silent unless ``shown``."""

    def __init__(self, total: int = 0, *, shown: bool = False) -> None:
        self._done, self._last, self._file = 0, time.monotonic(), Path()
        self._total, self._within, self._shown = total, 0, shown
        self._bar: tqdm[NoReturn] | None = None
        if shown and sys.stderr.isatty():
            self._bar = tqdm(total=total, unit="B", unit_scale=True, file=sys.stderr)

    def at(self, path: Path, position: int, place: int) -> None:
        """Say that ``position`` bytes of a file are read, up to a line or record."""
        if path is not self._file:
            self._done, self._within, self._file = self._done + self._within, 0, path
        moved, self._within = position - self._within, position
        if self._bar is not None:
            if moved:
                self._bar.update(moved)
        elif self._shown and place % 256 == 0 and time.monotonic() - self._last > _EVERY_S:
            self._last = time.monotonic()
            share = 100 * (self._done + self._within) / max(self._total, 1)
            _LOG.warning("%s: at %s, %.1f %% of all bytes", path, f"{place:,}", share)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()
