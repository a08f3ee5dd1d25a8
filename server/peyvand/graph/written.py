"""What was written to a graph since it was built: what the next build must keep.

A version stems from a build, or from a dump that was brought into an empty home, and from what
was written since. Going back to a version goes back to both: so a build after it has the sources
of the day, and what had been written to the version that was gone back to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peyvand.errors import Damaged, NotFound
from peyvand.graph.checksums import intact
from peyvand.graph.derive import said
from peyvand.graph.patch import Patch, as_lines, difference, quads, read_patch
from peyvand.graph.versions import ASKED, PATCH, WRITES, Version, Versions
from peyvand.vocabulary.iris import graph
from peyvand.wording import say

# What a manifest says of the build that a graph stems from.
_OF_BUILDS = ("program", "inputs", "world")
_DERIVED = f" <{graph('derived-').value}".encode()


@dataclass(frozen=True)
class Origin:
    """What a graph stems from.

    Args:
        facts: the part of the manifest that tells which build; none if it was a dump.
        writes: what was written since.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    writes: Patch = field(default_factory=Patch)

    def then(self, patch: Patch) -> Origin:
        """The origin of what a write makes of the graph."""
        return Origin(self.facts, self.writes.then(patch))

    def write(self, folder: Path) -> dict[str, int]:
        """Keep the writes with a candidate, and tell the manifest how many lines they have."""
        if self.writes:
            (folder / WRITES).write_bytes(self.writes.text())
        return {"writes": len(self.writes.added) + len(self.writes.removed)}

    def kept(self, given: Callable[[], list[bytes]], built: Callable[[], list[bytes]]) -> Patch:
        """What a build must do to what the sources say, before it derives what follows.

        Args:
            given: gives the lines of the graph before.
            built: gives the lines of what the sources say.
        """
        if "inputs" in self.facts:
            # A dump that was taken as the next version is written whole, with what was derived.
            return Patch(_said(self.writes.added), self.writes.removed)
        # Of a dump nobody knows what was written to it: all of it stays.
        lines = built()
        return difference(lines, Patch(_said(given()), self.writes.removed).lines(lines))


def _said(lines: Sequence[bytes]) -> tuple[bytes, ...]:
    """The lines that are not derived of others of them."""
    # Most writes hold nothing that is derived.
    if not any(_DERIVED in line for line in lines):
        return tuple(lines)
    return as_lines(said(quads(lines)))


def keep_asked(folder: Path, asked: Patch, patch: Patch) -> dict[str, int]:
    """Keep what a write asked for with a candidate, where its change is more than that.

    Args:
        folder: the candidate's.
        asked: what the write asked for, which alone a build applies again.
        patch: the whole change, with what followed from it.

    Returns:
        What the manifest tells of it.
    """
    if asked == patch:
        return {}
    (folder / ASKED).write_bytes(asked.text())
    return {"asked": len(asked.added) + len(asked.removed)}


def asked_by(version: Version) -> Patch:
    """What the write asked for that made a version.

    Raises:
        Damaged: it cannot be told any more.
    """
    return read_patch(intact(version, ASKED if "asked" in version.manifest else PATCH))


def origin_of(versions: Versions, version: Version) -> Origin:
    """What the graph of a version stems from.

    Raises:
        Damaged: what was written cannot be told any more.
    """
    return Origin(origin_facts(version), _writes(versions, version))


def origin_facts(version: Version) -> dict[str, Any]:
    """What a version's manifest says of the build that its graph stems from."""
    return {key: version.manifest[key] for key in _OF_BUILDS if key in version.manifest}


def _writes(versions: Versions, version: Version) -> Patch:
    """What was written: what a build kept, and what the writes since then asked for."""
    since = Patch()
    while True:
        manifest, path = version.manifest, version.path / WRITES
        if path.is_file():
            return read_patch(intact(version, WRITES)).then(since)
        kind = manifest.get("kind", "build")
        if manifest.get("writes") == 0 or kind == "copy" or version.number == 1:
            return since
        if kind == "build" and not manifest.get("writes_kept"):
            return since
        try:
            if kind == "rollback":
                version = versions.get(manifest["of"])
                continue
            if kind != "build":
                since = asked_by(version).then(since)
            version = versions.get(version.number - 1)
        except NotFound as error:
            reason = f"{WRITES} is missing"
            raise Damaged(**say("damaged-version", number=version.number, reason=reason)) from error
