"""Random queries on random graphs, on columns and store."""

import random
import tempfile
from collections import Counter
from pathlib import Path

from pyoxigraph import Store

from peyvand.columns.facts import BASE
from peyvand.columns.making import made_of
from peyvand.columns.opened import opened
from tools.columns.data import quads
from tools.columns.differ import difference
from tools.columns.queries import Maker

# How many queries are asked of one graph.
_OF_ONE = 20


def differences(queries, seed):
    """How many queries have which outcome, and those that differ, each with how."""
    chance = random.Random(seed)
    counts, found = Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        while counts.total() - counts["invalid"] < queries:
            path = Path(folder) / BASE
            path.unlink(missing_ok=True)
            store = Store()
            size, specials = chance.choice([30, 60, 120]), chance.choice([0, 0, 0.02])
            store.extend(quads(chance, size=size, specials=specials))
            made_of(store, path)
            columns = opened(path.parent)
            for _ in range(_OF_ONE):
                query = Maker(chance).query()
                outcome = _outcome(query, columns, store)
                counts[outcome if outcome in ("invalid", "outside") else
                       "different" if outcome else "same"] += 1  # fmt: skip
                if outcome not in ("", "invalid", "outside"):
                    found.append((query, outcome))
            columns.close()
    return counts, found


def _outcome(query, columns, store):
    try:
        store.query(query)
    except (SyntaxError, ValueError):
        return "invalid"
    return difference(query, columns, store)
