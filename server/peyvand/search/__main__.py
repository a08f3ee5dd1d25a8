"""Make the index of a version, in a process of its own: ``python -m peyvand.search HOME N``."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from peyvand.graph.versions import Versions
from peyvand.search.making import index_of

if __name__ == "__main__":
    # Requests that need no index are answered meanwhile.
    os.nice(5)
    # Of the many objects that it holds none is in a cycle.
    gc.disable()
    home = Versions(Path(sys.argv[1]))
    index_of(home, home.get(int(sys.argv[2]))).close()
