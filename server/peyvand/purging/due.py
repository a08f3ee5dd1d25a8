"""Whether versions of a home have to be made anew, which a server asks all the time."""

from __future__ import annotations

from peyvand.graph.versions import Versions
from peyvand.purging.originals import Originals


def is_due(versions: Versions) -> bool:
    """Whether there is anything to make anew, or left over from that."""
    return Originals(versions).are_there or bool(versions.withheld)
