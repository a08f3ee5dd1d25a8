"""Bring a home to its list: ``python -m peyvand.purging HOME``, as a server runs it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from peyvand.errors import PeyvandError
from peyvand.graph.versions import Versions
from peyvand.purging.applying import apply

# How long another run, or a write, is waited for.
_WAIT_S = 3600.0

if __name__ == "__main__":
    # It gives way to whoever waits for an answer.
    os.nice(5)
    try:
        apply(Versions(Path(sys.argv[1])), wait_s=_WAIT_S)
    except PeyvandError as error:
        sys.exit(f"peyvand: {error}")
