"""What a version says of cities, in a file beside it, so that nobody reads the graph for it twice.

The file of a version that follows another one with a file is made of that and of what changed in
between; any other of the whole graph. A home that cannot be written to does without.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from peyvand.graph.opening import opened
from peyvand.graph.steps import change
from peyvand.graph.versions import PARTNERS, Version, Versions
from peyvand.partners.facts import City, Facts, asking, read_facts, renewed
from peyvand.sources.coastline import LAND

_FORMAT = 2
# How many versions back a file is looked for.
_BACK = 50


def facts_of(versions: Versions, version: Version) -> Facts:
    """What a version says of cities; kept beside it if it was not.

    Raises:
        Damaged: the graph of the version cannot be had.
    """
    if facts := _kept(version):
        return facts
    store = opened(versions, version)
    facts = None
    if (former := _former(versions, version)) is not None:
        before, told = former
        patch = change(versions, before, version)
        facts = renewed(told, store, patch) if patch is not None else None
    facts = facts or read_facts(asking(store))
    _keep(version, facts)
    return facts


def _marks(version: Version) -> dict[str, Any]:
    """What must hold of a file for it to be of use."""
    # A folder's number can come again after a restore; its checksum cannot with another graph.
    return {"format": _FORMAT, "graph_sum": version.graph_sum, "coast": LAND.is_file()}


def _kept(version: Version) -> Facts | None:
    try:
        told = json.loads((version.path / PARTNERS).read_text(encoding="utf-8"))
        if any(told[name] != mark for name, mark in _marks(version).items()):
            return None
        iris = list(told["cities"])
        return Facts(
            {iri: City(**city) for iri, city in told["cities"].items()},
            {(iris[one], iris[other]) for one, other in told["linked"]},
            told["codes"],
            told["things"],
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        # What cannot be read is made again.
        return None


def _former(versions: Versions, version: Version) -> tuple[int, Facts] | None:
    """The last of some versions before one that has a file, with what it says."""
    before = (each for each in reversed(versions.all()) if each.number < version.number)
    for each in islice(before, _BACK):
        if facts := _kept(each):
            return each.number, facts
    return None


def _keep(version: Version, facts: Facts) -> None:
    number = {iri: at for at, iri in enumerate(facts.cities)}
    told = {
        **_marks(version),
        "cities": {iri: vars(city) for iri, city in facts.cities.items()},
        "linked": sorted((number[one], number[other]) for one, other in facts.linked),
        "codes": facts.codes,
        "things": facts.things,
    }
    if not version.store.is_dir():
        # Of an old version that lost what can be made again, nothing is kept.
        return
    with suppress(OSError):
        handle, name = tempfile.mkstemp(prefix=".partners-", dir=version.path)
        path = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                # At once: part by part takes three times as long.
                file.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
            path.chmod(0o644)
            path.replace(version.path / PARTNERS)
            if not version.is_unchanged:
                # It was made anew meanwhile, without what was withdrawn.
                (version.path / PARTNERS).unlink()
        finally:
            path.unlink(missing_ok=True)
