"""The files of the version that a change makes, beside its store; all of the size of the change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peyvand.graph.dataset_counts import Counts
from peyvand.graph.dataset_description import describe
from peyvand.graph.history import changed_facts
from peyvand.graph.patch import Patch
from peyvand.graph.recorder import Recorder
from peyvand.graph.validate import Report
from peyvand.graph.versions import DESCRIPTION, PATCH, REPORT, REPORT_TEXT, Version, Versions
from peyvand.graph.written import keep_asked


def write_candidate(
    versions: Versions, folder: Path, before: Version, recorder: Recorder, asked: Patch, kind: str
) -> dict[str, Any]:
    """Write what a change makes of a version, but for its manifest.

    Args:
        versions: where the versions are.
        folder: the candidate's.
        before: the version that was changed.
        recorder: the change.
        asked: what the write asked for, without what followed from it.
        kind: what made it.

    Returns:
        What the manifest tells of the graph and of the change.
    """
    patch = recorder.patch
    (folder / PATCH).write_bytes(patch.text())
    try:
        counts = Counts.read(before.path / DESCRIPTION).then(recorder.store, patch)
    except (OSError, SyntaxError, ValueError):
        counts = Counts.of(recorder.store)
    (folder / DESCRIPTION).write_bytes(describe(recorder.store, counts))
    recorder.store.flush()
    return {
        **changed_facts(versions, before, recorder, patch, kind),
        "added": len(patch.added),
        "removed": len(patch.removed),
        **keep_asked(folder, asked, patch),
    }


def write_report(folder: Path, report: Report) -> None:
    """Write what the shapes and the rules say of a change."""
    (folder / REPORT).write_text(report.graph.serialize(format="turtle"), encoding="utf-8")
    (folder / REPORT_TEXT).write_text(report.text(), encoding="utf-8")
