"""Making a version of what was fetched of it, and proving that it is the same graph."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from peyvand.graph.layout import (
    ASKED,
    CANDIDATE,
    DESCRIPTION,
    DUMP,
    MANIFEST,
    PATCH,
    REPORT,
    REPORT_TEXT,
    STORE,
    WRITES,
)
from peyvand.graph.patch import quads, read_patch
from peyvand.graph.stores import fill, settled, with_empty
from peyvand.graph.tally import Tally
from peyvand.graph.versions import Version, Versions
from peyvand.graph.withheld import UNDER
from peyvand.graph.working import share
from peyvand.replication.sources import Source, SourceFailed
from peyvand.withdrawal.model import NOTHING

# What a replica takes of a version beside its graph; the source may have lost the last two.
_FILES = (PATCH, MANIFEST, DESCRIPTION, REPORT, REPORT_TEXT, ASKED, WRITES)
_LOST = (WRITES,)


@dataclass(frozen=True)
class Fetched:
    """The files of a version that were fetched, by their names, and its manifest."""

    number: int
    manifest: Mapping[str, Any]
    files: Mapping[str, Path]

    @property
    def tally(self) -> Tally:
        """What its lines add up to."""
        return Tally.read(int(self.manifest["quads"]), str(self.manifest["graph_sum"]))


def fetch(
    source: Source,
    number: int,
    under: str,
    folder: Path,
    *,
    patch: bool = False,
    names: Sequence[str] = _FILES,
) -> Fetched:
    """Fetch the files of a version.

    Args:
        source: what is followed.
        number: of the version.
        under: the digest of the list of withdrawals that it must be made under.
        folder: where what is fetched is kept.
        patch: whether its change is needed rather than its whole graph.
        names: of the files that are wanted, the manifest among them.

    Raises:
        SourceFailed: a file cannot be had, or is not what its checksum says.
    """
    sums = source.sums(number)
    files = {}
    for name in names:
        if name not in sums:
            continue
        if (path := source.fetch(number, name, sums[name], folder)) is not None:
            files[name] = path
        elif name not in _LOST:
            raise _wrong(number, f"{name} is listed, and is not there")
    if MANIFEST not in files or (patch and PATCH not in files):
        raise _wrong(number, f"it lacks {PATCH if MANIFEST in files else MANIFEST}")
    try:
        manifest = json.loads(files[MANIFEST].read_text(encoding="utf-8"))
        found = Fetched(number, manifest, files)
        _ = found.tally
        told = manifest["version"], str(manifest.get(UNDER, NOTHING))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _wrong(number, f"its manifest cannot be read ({error})") from error
    if told[0] != number:
        raise _wrong(number, f"its manifest is that of version {told[0]}")
    if told[1] != under:
        raise SourceFailed(
            f"Version {number} of the source was made under another list of what is withdrawn.",
            "The source makes its versions anew; it is tried again the next time.",
        )
    return found


def place(
    versions: Versions, source: Source, fetched: Fetched, before: Version | None, fetching: Path
) -> Path:
    """Make the folder of a version of what was fetched; whoever calls holds the lock of the home.

    Args:
        versions: the replica.
        source: gives the whole graph where there is no version before.
        fetched: the files.
        before: the version that it changes; None to have its whole graph.
        fetching: where what is fetched is kept.

    Returns:
        The folder, which is removed by whoever comes next unless it is published.

    Raises:
        SourceFailed: the graph is not the one that the manifest tells of.
    """
    folder = versions.folder / CANDIDATE
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, path in fetched.files.items():
        # Without the version before nobody can do anything with the change.
        if name != PATCH or (versions.folder / f"{fetched.number - 1:06d}").is_dir():
            shutil.copyfile(path, folder / name)
    target = folder / STORE
    if before is None:
        source.dump(fetched.number, folder / DUMP, fetching)
        with (folder / DUMP).open("rb") as lines:
            _same(fetched, Tally.of(lines))
        store = settled(fill(Store(str(target)), folder / DUMP))
    else:
        store = _changed(before, fetched, target)
    for graph in list(store.named_graphs()):
        if next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None:
            store.remove_graph(graph)
    with_empty(store, (NamedNode(n).value for n in fetched.manifest.get("empty_graphs", ())))
    store.flush()
    return folder


def _changed(before: Version, fetched: Fetched, target: Path) -> Store:
    """The store of the version before with the change, each line of which must be one."""
    patch = read_patch(fetched.files[PATCH])
    share(before.store, target)
    store = Store(str(target))
    if any(quad not in store for quad in quads(patch.removed)) or any(
        quad in store for quad in quads(patch.added)
    ):
        raise _wrong(fetched.number, "its change is not one of the version before it here")
    assert before.tally is not None
    _same(fetched, before.tally.then(patch))
    patch.apply(store)
    return store


def _same(fetched: Fetched, found: Tally) -> None:
    if found != fetched.tally:
        raise _wrong(fetched.number, "its graph does not add up to the sum in its manifest")


def _wrong(number: int, reason: str) -> SourceFailed:
    return SourceFailed(
        f"Version {number} of the source was not taken: {reason}.",
        "The replica serves what it has. Look at the source with: peyvand verify",
    )
