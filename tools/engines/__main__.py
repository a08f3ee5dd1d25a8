"""Run as ``python -m tools.engines`` with the number of kills; see ``--help``."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peyvand.errors import PeyvandError
from peyvand.graph.versions import Versions
from tools.crash.home import Home
from tools.engines.processes import Fuseki, Process
from tools.engines.served import Served
from tools.engines.trial import Trial, jar

# After so many kills a connection is cut, and a disk is filled.
_CUT_AFTER, _FILLED_AFTER = 3, 10
_DISK = "size=96m"


def main(arguments: list[str]) -> int:
    """Kill engines, cut them off and fill a disk while they are asked and fed, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tools.engines", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=50, help="how many")
    parser.add_argument("--kind", choices=["fuseki", "stand-in"], default="fuseki")
    parser.add_argument("--engines", type=int, default=3, help="how many there are")
    parser.add_argument("--readers", type=int, default=3, help="how many ask at once")
    parser.add_argument("--longest", type=float, default=4.0, help="between hits, in seconds")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers")
    options = parser.parse_args(arguments)
    server = jar()
    if options.kind == "fuseki" and server is None:
        parser.error("jena-fuseki-server is not at hand; name it by PEYVAND_FUSEKI_JAR")
    with tempfile.TemporaryDirectory(prefix="peyvand-engines-") as name:
        folder = Path(name)
        home = Home(folder / "home")
        processes: list[Process] = []
        for number in range(options.engines):
            place = folder / f"e{number}" / "data"
            place.mkdir(parents=True)
            if number == 0 and not _mount(place):
                print("no disk of its own can be had: none is filled", file=sys.stderr)
            one = f"e{number}"
            processes.append(
                Fuseki(one, place, server) if options.kind == "fuseki" else Process(one, place)
            )
        try:
            return _try(options, home, processes, folder)
        finally:
            _unmount(folder)


def _try(options: argparse.Namespace, home: Home, processes: list[Process], folder: Path) -> int:
    trial = Trial(home.path, processes, random.Random(options.seed))
    counts, begun = trial.counts, time.monotonic()
    own_disk = (folder / "e0/data").is_mount()
    try:
        trial.feed(60)
        served = Served(home.path, counts, wait_for=2, readers=options.readers)
        for number in range(1, options.kills + 1):
            trial.kill(_moment, options.longest)
            if number % _CUT_AFTER == 0:
                trial.cut(_moment, 2000)
            if own_disk and number % _FILLED_AFTER == 0:
                trial.fill(processes[0], _moment, options.longest)
            print(f"{number} kills: {counts}", file=sys.stderr, flush=True)
        served.end()
        log = (folder / "server.log").read_text(encoding="utf-8")
        counts.fed += log.count("(changes")
        counts.loaded += log.count("(loaded")
        trial.finish(120)
        counts.lost += _lost(home, served.acknowledged)
    finally:
        trial.end()
    told = {**vars(counts), "versions": home.versions.current().number}
    told["seconds"] = round(time.monotonic() - begun)
    print(json.dumps(told, indent=2))
    return int(bool(counts.wrong))


def _lost(home: Home, acknowledged: list[int]) -> int:
    """How many versions that were acknowledged are not there."""
    lost, versions = 0, Versions(home.path)
    for number in acknowledged:
        try:
            versions.get(number)
        except PeyvandError:
            lost += 1
    return lost + (versions.current().number < max(acknowledged, default=0))


def _moment() -> None:
    time.sleep(0.05)


def _mount(place: Path) -> bool:
    """Give a folder a small disk of its own; whether it has one."""
    words = ["mount", "-t", "tmpfs", "-o", _DISK, "tmpfs", str(place)]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def _unmount(folder: Path) -> None:
    if (place := folder / "e0/data").is_mount():
        subprocess.run(["umount", "--lazy", str(place)], check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
