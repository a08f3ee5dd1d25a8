"""Run as ``python -m tools.crash`` with the number of points; see ``--help``."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from tools.crash.home import Home
from tools.crash.power import cut
from tools.crash.servers import kill_server
from tools.crash.writers import Writers

# Of so many points one is of a server, and so many of a machine that loses its power.
_OF_SERVERS, _OF_POWER = 40, 4


def main(arguments: list[str]) -> int:
    """End processes, look what is there, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tools.crash", description=__doc__)
    parser.add_argument("points", type=int, nargs="?", default=2000, help="how many ends")
    parser.add_argument("--seconds", type=float, default=3600.0, help="stop after so long")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers")
    options = parser.parse_args(arguments)
    chance, until = random.Random(options.seed), time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory(prefix="peyvand-crash-") as name:
        homes = {kind: Home(Path(name) / kind / "home") for kind in ("writer", "server", "power")}
        writers = Writers(homes["writer"])
        for point in range(options.points):
            if time.monotonic() > until:
                break
            if point % _OF_SERVERS == 0:
                kill_server(homes["server"], chance)
            elif point % _OF_POWER == 0:
                cut(homes["power"], chance)
            else:
                writers.kill_one(chance)
            if point % 100 == 99:
                print(f"{point + 1} points", file=sys.stderr, flush=True)
        writers.close()
        for home in homes.values():
            home.finish()
    told = {kind: vars(home.counts) for kind, home in homes.items()}
    print(json.dumps(told, indent=2))
    return int(any(home.counts.failed for home in homes.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
