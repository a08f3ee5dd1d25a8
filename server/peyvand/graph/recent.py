"""What the versions lately changed of some things, as their patches tell it.

Both the versions that are looked at and what is read of their patches are bounded. A version whose
patch is too long, or that has none since all of the graph was made anew, is told of as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Quad

from peyvand.errors import Damaged
from peyvand.graph.patch import Patch, quads, read_patch
from peyvand.graph.versions import Version, Versions
from peyvand.vocabulary.iris import iri

_VERSIONS = 100
# How long one patch, and all of them together, may be.
_PATCH_BYTES, _ALL_BYTES = 4_000_000, 16_000_000
# How many lines of a patch may be about the things.
_LINES = 5_000
# The subject, the property and, if it is no literal, the object of a line.
_LINE = re.compile(rb"(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>)?")
_ABOUT = f"<{iri('pv:about').value}>".encode()
# What points to a thing by one of these is told of with it: it may be gone from the graph.
_PARTS = frozenset(
    f"<{iri(name).value}>".encode()
    for name in ("pv:hasParty", "pv:isStageOf", "pv:isHeldUnder", "pv:isTaskOf", "pv:isSignatureOf")
)


@dataclass(frozen=True)
class Changed:
    """What a version changed.

    Attributes:
        version: it.
        added: what it adds that is said of the things, claims about them with all that these say.
        removed: the same of what it removes.
        is_whole: whether all of the graph was made anew, or too much of it to be looked through.
    """

    version: Version
    added: tuple[Quad, ...] = ()
    removed: tuple[Quad, ...] = ()
    is_whole: bool = False


def recent(versions: Versions, things: Iterable[str]) -> Iterator[Changed]:
    """The last versions that changed what is said of some things, the newest first.

    Args:
        versions: where they are.
        things: the IRIs; what newly belongs to them, or did, is told of too.
    """
    names, left = {f"<{name}>".encode() for name in things}, _ALL_BYTES
    for version in reversed(versions.all()[-_VERSIONS:]):
        size = version.patch.stat().st_size if version.patch.is_file() else None
        if size is None or size > min(_PATCH_BYTES, left):
            yield Changed(version, is_whole=True)
            continue
        left -= size
        try:
            added, removed = _lines(read_patch(version.patch), names)
        except Damaged:
            yield Changed(version, is_whole=True)
            continue
        if len(added) + len(removed) > _LINES:
            yield Changed(version, is_whole=True)
        elif added or removed:
            yield Changed(version, tuple(quads(added)), tuple(quads(removed)))


def _lines(patch: Patch, names: Collection[bytes]) -> tuple[list[bytes], list[bytes]]:
    """The lines that a patch adds and removes of some things."""
    sides = [
        [(line, match) for line in lines if (match := _LINE.match(line))]
        for lines in (patch.added, patch.removed)
    ]
    known = set(names)
    # What belongs to what belongs to a thing is two steps away.
    for _ in range(2):
        known |= {m[1] for side in sides for _, m in side if m[2] in _PARTS and m[3] in known}
    known |= {m[1] for side in sides for _, m in side if m[2] == _ABOUT and m[3] in known}
    added, removed = ([line for line, m in side if m[1] in known] for side in sides)
    return added, removed
