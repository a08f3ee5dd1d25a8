"""``python -m tools.mutation MODULE [--sample N | --all] [--seed N]``: which wrong changes pass."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

from tools.mutation.operators import mutants
from tools.mutation.report import Row, read, write
from tools.mutation.run import SOURCES, outcomes, sample

ROOT = Path(__file__).resolve().parents[2]
MAP = Path(__file__).with_name("modules.toml")


def main() -> int:
    """Run the mutants of a module, tell the survivors, and write them down."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("module", help="such as query/guard; 'list' names all of the map")
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument("--sample", type=int, default=40, help="how many, by chance (default: 40)")
    amount.add_argument("--all", action="store_true", help="every mutant")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (default: 1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--line", type=int, help="only the mutants of one line")
    chosen = parser.parse_args()
    known: dict[str, Any] = tomllib.loads(MAP.read_text(encoding="utf-8"))
    if chosen.module not in known:
        print("\n".join(known))
        return 0 if chosen.module == "list" else 2
    entry = known[chosen.module]
    every = mutants(ROOT / SOURCES / f"{chosen.module}.py", chosen.module)
    if chosen.line:
        every = [one for one in every if one.line == chosen.line]
    drawn = sample(every, None if chosen.all else chosen.sample, chosen.seed)
    print(f"{chosen.module}: {len(drawn)} of {len(every)} mutants", flush=True)
    survivors: list[dict[str, Any]] = []
    for number, outcome in enumerate(outcomes(ROOT, drawn, entry["tests"], chosen.jobs), 1):
        word = "killed" if outcome.killed else "SURVIVED"
        print(f"{number}/{len(drawn)} line {outcome.mutant.line}: {word}", flush=True)
        if not outcome.killed:
            print("\n".join(f"    {line}" for line in outcome.change), flush=True)
            change = [line[0] + " " + line[1:].strip() for line in outcome.change]
            survivors.append({"line": outcome.mutant.line, "change": change})
    row = Row(
        len(every),
        len(drawn),
        chosen.seed,
        len(drawn) - len(survivors),
        sorted(survivors, key=lambda one: (one["line"], one["change"])),
    )
    print(f"{row.killed} of {row.drawn} killed; {len(row.equivalent(entry))} survivors are known")
    if not chosen.line:
        write(ROOT, {**read(ROOT), chosen.module: row}, known)
    return 0


if __name__ == "__main__":
    sys.exit(main())
