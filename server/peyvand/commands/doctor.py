"""The command ``peyvand doctor``: whether this machine and this home are fit."""

from __future__ import annotations

import argparse
import json
import os
import time

from peyvand.commands.arguments import Command
from peyvand.graph.versions import Versions
from peyvand.settings import Settings


def add_commands(command: Command) -> None:
    """Add the command to the command line."""
    sub = command(
        "doctor",
        _doctor,
        "look whether this machine and this home are fit",
        "It looks at programs, settings, memory, limits, the sandbox, the front end, fonts, the\n"
        "clock, the disk, the current version, and the engines and the source of the home. It\n"
        "changes nothing, and asks nobody but these engines. What is in the way of something is\n"
        "wrong, and ends it with 1; what is only to be known is a remark.\n\n"
        "examples:\n"
        "  peyvand doctor\n"
        "  peyvand doctor --json",
    )
    sub.add_argument("--json", action="store_true", help="print what is found as JSON")


def _doctor(options: argparse.Namespace) -> int:
    from peyvand.doctor import home, machine
    from peyvand.doctor.findings import State, as_json

    settings = Settings.from_environment(home=options.home)
    version, now = home.current(Versions(settings.home)), time.time()
    quads = int(version.manifest["quads"]) if version else 0
    found = [
        *machine.findings(settings, os.environ, quads),
        machine.clock(home.made_at(version), now),
        *home.findings(settings, now),
    ]
    if options.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        for one in found:
            print(f"{one.state:7} {one.name}: {one.told}")
            if one.hint:
                print(f"        → {one.hint}")
    return int(any(one.state is State.WRONG for one in found))
