"""What runs in a process of its own: making the inputs, and the ways without ``peyvand merge``.

python -m tools.scale.work dump FILE LINES
python -m tools.scale.work pair FOLDER NAMES RECORDS
python -m tools.scale.work exact|folded|scored FOLDER ANSWERS.json
"""

import json
import sys
from pathlib import Path

from .dump import write_dump
from .places import real_places, write_pair

JOINS = {
    "exact": "equal name that one item only has",
    "folded": "equal folded name or alias within 20 km",
    "scored": "name and country scored, as OpenRefine does",
}


def _join(kind, folder):
    from peyvand.sources.lists import read_list
    from peyvand.sources.records import read_records
    from tools.linkage.peers import equal_names, plain_join, scored

    places = read_list(folder / "list.csv").cities
    records = read_records(folder / "records.jsonl").cities
    ways = {"exact": equal_names, "folded": plain_join, "scored": scored}
    return ways[kind](places, records)


def main(arguments):
    """Do one of the jobs."""
    kind, target = arguments[0], Path(arguments[1])
    if kind == "dump":
        print(json.dumps(write_dump(target, int(arguments[2]))))
    elif kind == "pair":
        from peyvand.sources.geonames import read_geonames

        real = real_places(read_geonames(500))
        print(json.dumps(write_pair(target, real, int(arguments[2]), int(arguments[3]))))
    else:
        found = _join(kind, target)
        Path(arguments[2]).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
