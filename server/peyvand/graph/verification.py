"""What is wrong under a home folder: files that changed, graphs that are not what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Store

from peyvand.errors import Damaged, PeyvandError
from peyvand.graph.checksums import checksums, intact
from peyvand.graph.lines import lines_in, lines_of
from peyvand.graph.patch import read_patch
from peyvand.graph.tally import Tally
from peyvand.graph.version_columns import are_own
from peyvand.graph.versions import BULK, COLUMNS, DUMP, MANIFEST, PATCH, Version, Versions, sha256


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a version, and whether its graph can still be had."""

    number: int
    message: str
    readable: bool


def verify(versions: Versions) -> list[Finding]:
    """Everything that is wrong under a home folder.

    The checksums of all files are computed, and the sum of every graph is proven: that of a dump
    and of a store by reading it, that of a version of which only the change is kept by the sum
    of the version before.
    """
    text = "it was made under another list of what is withdrawn, and is not served"
    findings = [Finding(version.number, text, readable=True) for version in versions.withheld]
    before: Tally | None = None
    every = Versions(versions.home, all_lists=True)
    for version in every.all():
        examination = _Examination(every, version, before)
        findings += examination.findings()
        before = examination.tally
    try:
        versions.current()
    except PeyvandError as error:
        findings.append(Finding(0, str(error), readable=False))
    return findings


def examine(versions: Versions, version: Version) -> Iterator[Finding]:
    """Everything that is wrong with one version."""
    yield from _Examination(versions, version, None).findings()


class _Examination:
    """One version that is looked at.

    Args:
        versions: where it is.
        version: the version.
        before: what the lines of the version before add up to, as far as that is known.
    """

    def __init__(self, versions: Versions, version: Version, before: Tally | None) -> None:
        self._versions, self._version, self._before = versions, version, before
        # What its own lines add up to, once it has been looked at.
        self.tally: Tally | None = None

    def findings(self) -> Iterator[Finding]:
        """Everything that is wrong with it."""
        version = self._version
        try:
            told, quads = version.tally, version.manifest["quads"]
            sums = checksums(version)
        except (Damaged, OSError, ValueError) as error:
            text = f"its manifest or checksums cannot be read: {error}"
            yield self._finding(text, readable=False)
            return
        changed = list(changed_files(version, sums))
        try:
            self.tally = found = self._found()
        except Damaged as error:
            yield from changed
            # A file of another checksum is told already.
            if all(finding.readable for finding in changed):
                yield self._finding(error.message, readable=False)
            return
        # What is damaged can be made again.
        yield from (Finding(one.number, one.message, readable=True) for one in changed)
        if found.count != quads:
            text = f"it has {found.count} quads, and its manifest says {quads}"
            yield self._finding(text, readable=False)
        elif told is not None and found != told:
            yield self._finding("its graph is not the one that was written", readable=False)
        yield from self._of_store(found)
        yield from self._of_columns()

    def _found(self) -> Tally:
        """What its lines add up to, by its dump, by its change, or by what others keep."""
        version = self._version
        try:
            with intact(version, DUMP).open("rb") as lines:
                return Tally.of(lines)
        except Damaged:
            pass
        if self._before is not None:
            try:
                return self._before.then(read_patch(intact(version, PATCH)))
            except Damaged:
                pass
        return Tally.of(lines_of(self._versions, version))

    def _of_store(self, found: Tally) -> Iterator[Finding]:
        version = self._version
        if version.store.is_dir():
            try:
                same = Tally.of(lines_in(Store.read_only(str(version.store)))) == found
            except (OSError, RuntimeError) as error:
                yield self._finding(f"its store cannot be opened: {error}", readable=True)
            else:
                if not same:
                    yield self._finding("its store is not the graph of its lines", readable=True)
        elif version == self._versions.all()[-1]:
            yield self._finding("its store is missing", readable=True)

    def _of_columns(self) -> Iterator[Finding]:
        if not (self._version.path / COLUMNS).exists():
            return
        try:
            same = are_own(self._versions, self._version)
        except OSError as error:
            yield self._finding(f"its columns cannot be read: {error}", readable=True)
        else:
            if not same:
                yield self._finding("its columns are not the graph of its lines", readable=True)

    def _finding(self, text: str, readable: bool) -> Finding:
        return Finding(self._version.number, text, readable)


def changed_files(version: Version, sums: list[str]) -> Iterator[Finding]:
    """Which files of a version are not what was written."""
    for line in sums:
        expected, _, name = line.partition("  ")
        path = version.path / name
        if not path.is_file():
            if name not in BULK:
                yield Finding(version.number, f"{name} is missing", readable=name != MANIFEST)
        elif sha256(path) != expected:
            yield Finding(version.number, f"{name} is not what was written", readable=name != DUMP)
