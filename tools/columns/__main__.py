"""``python -m tools.columns``: hold the columns against the store, by generated and W3C's queries.

differ   random queries on random graphs; ends with 1 where an answer differs
suite    the evaluation tests of W3C's suites in a folder, of those that the columns answer
"""

import argparse
import sys
from pathlib import Path

from tools.columns.generated import differences
from tools.columns.suite import outcomes


def main():
    parser = argparse.ArgumentParser(prog="python -m tools.columns", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    differ = commands.add_parser("differ")
    differ.add_argument("--queries", type=int, default=5000, help="how many that are no errors")
    differ.add_argument("--seed", type=int, default=1)
    suite = commands.add_parser("suite")
    suite.add_argument("folder", type=Path, help="with manifests, at any depth")
    options = parser.parse_args()
    if options.command == "differ":
        counts, found = differences(options.queries, options.seed)
    else:
        counts, found = outcomes(options.folder)
    for query, difference in found:
        print(query, difference, "", sep="\n")
    print(", ".join(f"{number} {name}" for name, number in sorted(counts.items())))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
