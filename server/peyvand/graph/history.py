"""Making versions from lines of N-Quads, and what their manifests tell."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from peyvand.graph.bulk import write_bulk
from peyvand.graph.licensing import kept_apart
from peyvand.graph.lines import lines_of as lines_of
from peyvand.graph.lines import tally_of
from peyvand.graph.opening import in_memory as in_memory
from peyvand.graph.opening import opened as opened
from peyvand.graph.patch import Patch, dump_lines
from peyvand.graph.recorder import Recorder
from peyvand.graph.stores import empty_graphs
from peyvand.graph.tally import Tally
from peyvand.graph.versions import DUMP, Version, Versions, now
from peyvand.graph.written import Origin, origin_of


def facts(folder: Path, store: Store, kind: str) -> dict[str, Any]:
    """The part of a manifest that every kind of version has."""
    with (folder / DUMP).open("rb") as lines:
        return facts_of(lines, store, kind)


def facts_of(lines: Iterable[bytes], store: Store, kind: str) -> dict[str, Any]:
    """The same, of a graph in a store and as lines."""
    tally = Tally.of(lines)
    return {
        "kind": kind,
        "quads": tally.count,
        "graphs": sum(1 for _ in store.named_graphs()),
        "empty_graphs": empty_graphs(store),
        "kept_apart": kept_apart(store),
        "graph_sum": tally.text,
        "built_at": now(),
    }


def changed_facts(
    versions: Versions, before: Version, recorder: Recorder, patch: Patch, kind: str
) -> dict[str, Any]:
    """The same after a change, brought up to date by it.

    Args:
        versions: where the versions are.
        before: the version that was changed.
        recorder: the change.
        patch: the same as lines.
        kind: what made it.
    """
    tally = tally_of(versions, before).then(patch)
    new, gone = recorder.graphs
    return {
        "kind": kind,
        "quads": tally.count,
        "graphs": before.manifest["graphs"] + len(new) - len(gone),
        "empty_graphs": changed_empty_graphs(before, recorder, patch),
        "kept_apart": kept_apart(recorder.store),
        "graph_sum": tally.text,
        "built_at": now(),
    }


def changed_empty_graphs(before: Version, recorder: Recorder, patch: Patch) -> list[str]:
    """The named graphs that hold nothing after a change, in order."""
    store, (new, _) = recorder.store, recorder.graphs
    names = {*before.empty_graphs, *(patch.graphs() - {""}), *(graph.value for graph in new)}
    return sorted(
        name
        for name in names
        if store.contains_named_graph(graph := NamedNode(name))
        and next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None
    )


def publish_store(store: Store) -> Versions:
    """A home with one version that holds a store's present content, removed at exit."""
    home = Path(tempfile.mkdtemp(prefix="peyvand-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    versions = Versions(home)
    publish_lines(versions, store, dump_lines(store), "copy", keep=1)
    return versions


def publish_lines(
    versions: Versions,
    store: Store,
    lines: Sequence[bytes],
    kind: str,
    keep: int,
    origin: Origin | None = None,
    **more: Any,
) -> Version:
    """Publish a graph as the next version, without validating it.

    Args:
        versions: where versions are kept.
        store: the graph.
        lines: the same as sorted lines.
        kind: what made it.
        keep: how many versions to keep whole.
        origin: what the graph stems from; if it is not known, all that differs from the version
            before counts as written to that.
        more: further facts for the manifest.
    """
    with versions.candidate() as folder:
        published = versions.all()
        before = published[-1] if published else None
        patch = write_bulk(folder, store, lines, before)
        if origin is None:
            origin = Origin() if before is None else origin_of(versions, before).then(patch)
        manifest = {
            **origin.facts,
            **facts(folder, store, kind),
            "added": len(patch.added if before else lines),
            "removed": len(patch.removed),
            **origin.write(folder),
            **more,
        }
        return versions.publish(folder, manifest, keep)
