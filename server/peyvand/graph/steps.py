"""What changed from one version to another, step by step."""

from __future__ import annotations

from peyvand.errors import Damaged, NotFound
from peyvand.graph.checksums import intact
from peyvand.graph.patch import Patch, net, read_patch
from peyvand.graph.versions import PATCH, Version, Versions

# Beyond so many bytes of changes whatever is kept up by them is made anew sooner.
MOST_BYTES = 4 * 1024 * 1024


def change(
    versions: Versions, before: int, version: Version, most: int = MOST_BYTES
) -> Patch | None:
    """The net change from one version to a later one; None if it is too much, or not known.

    Args:
        versions: the home of both.
        before: the number of the one.
        version: the other.
        most: how many bytes of changes are read.
    """
    if before > version.number:
        return None
    try:
        steps = [versions.get(number) for number in range(before + 1, version.number + 1)]
        if sum(step.patch.stat().st_size for step in steps) > most:
            return None
        return net(read_patch(intact(step, PATCH)) for step in steps)
    except (OSError, Damaged, NotFound):
        return None
