"""A machine that loses its power in a write: what was not forced to the disk may be gone.

The disk is that of the tests: every call is seen by which Python changes names or forces
something out, and what would be found there is put in place of the home.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from peyvand.query import writer
from tools.crash.home import Home, job

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from graph.disk import ENDS, end_at, put

# A write makes fewer calls that matter than this; beyond them it was acknowledged.
_CALLS = 60
# A home is made anew after so many points.
_RENEWED = 25


def cut(home: Home, chance: random.Random) -> None:
    """Make a write, cut it off at a random call, and look what is there."""
    home.begun += 1
    number = home.begun
    versions: list[int] = []

    def step() -> None:
        versions.append(writer.write(job(home.path, number)).version)

    end = end_at(home.path.parent, step, chance.randrange(_CALLS), chance.choice(ENDS))
    put(end.tree, home.path.parent)
    if end.acknowledged:
        home.acknowledge(number, versions[0])
    home.look()
    if home.counts.points % _RENEWED == 0:
        # All that is on the disk is read each time.
        home.finish()
        home.begin()
