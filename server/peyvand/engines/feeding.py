"""Having an engine hold the current version: by its changes where they are known and few, else by
the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from peyvand.engines.kinds import connect as connected
from peyvand.engines.model import Engine, Held, change
from peyvand.engines.node import Node
from peyvand.engines.speaking import EngineFailed
from peyvand.engines.statements import has_blank
from peyvand.errors import Damaged, NotFound, PeyvandError
from peyvand.graph.checksums import intact
from peyvand.graph.lines import dump_of, tally_of
from peyvand.graph.patch import Patch, read_patch
from peyvand.graph.tally import Tally
from peyvand.graph.versions import PATCH, Version, Versions

Connect = Callable[[Engine], Node]


@dataclass(frozen=True)
class Done:
    """What came of feeding an engine: the version that it holds, and how that came about."""

    name: str
    held: int
    how: str


@dataclass(frozen=True)
class _Reload:
    """Why an engine is loaded whole, and whether what it holds is not what it says."""

    reason: str
    wrong: bool = False


def sync(
    versions: Versions, engine: Engine, connect: Connect = connected, *, closely: bool = True
) -> Done:
    """Have an engine hold the current version; one at a time for an engine.

    Args:
        versions: the home, whose list has the engine.
        engine: which.
        connect: makes what speaks with it.
        closely: whether the statements of one that says it holds the version are counted.

    Returns:
        What was done: ``as it was``, ``changes`` or ``loaded``, with the reason for a load.

    Raises:
        EngineFailed: it cannot be fed; the server does not ask it.
        PeyvandError: there is no version.
    """
    with connect(engine) as node:
        current = versions.current()
        done = _keep_up(versions, node, current, closely)
        if isinstance(done, _Reload):
            if done.wrong:
                # Fuseki is loaded beside it, and until then it would be asked.
                node.unmark()
            _load(versions, node, current)
            return Done(engine.name, current.number, f"loaded: {done.reason}")
        if done and _compacted(versions, node, current):
            done += ", compacted"
        return Done(engine.name, current.number, done or "as it was")


def check(versions: Versions, engine: Engine, connect: Connect = connected) -> str:
    """Whether what an engine holds is the graph of the version that it says.

    Returns:
        What is wrong; nothing if all is as it should be.

    Raises:
        EngineFailed: it cannot be asked.
    """
    with connect(engine) as node:
        held = node.held()
        if held is None:
            return "it holds no version"
        if (version := _ours(versions, held)) is None:
            return f"it says that it holds a version {held.number} that is not here"
        return _difference(versions, node, version)


def _keep_up(versions: Versions, node: Node, current: Version, closely: bool) -> str | _Reload:
    """Bring a node that holds a version of ours up to the current one by changes.

    Returns:
        Nothing if it was there; ``changes`` if it is now; else why it must be loaded.
    """
    held = node.held()
    if held is None:
        return _Reload("it held no version")
    if (version := _ours(versions, held)) is None:
        return _Reload(f"it said that it held a version {held.number} that is not here", wrong=True)
    if version.number == current.number and not closely:
        return ""
    if node.count() != version.manifest["quads"]:
        reason = f"it held another number of statements than version {held.number}"
        return _Reload(reason, wrong=True)
    if version.number == current.number:
        return ""
    steps = _steps(versions, node, version, current)
    if steps is None:
        return _Reload(f"it held version {held.number}, and what changed since is no small change")
    for step, patch in steps:
        after = Held(step.number, step.graph_sum)
        node.change(patch, held, after)
        held = after
    if node.held() != held or node.count() != current.manifest["quads"]:
        return _Reload("it did not make the changes", wrong=True)
    return "changes"


def _steps(
    versions: Versions, node: Node, start: Version, end: Version
) -> list[tuple[Version, Patch]] | None:
    """The changes from one version to another; None if they are large, or cannot be sent."""
    steps, changed = [], 0
    for number in range(start.number + 1, end.number + 1):
        try:
            version = versions.get(number)
            patch = read_patch(intact(version, PATCH))
        except (NotFound, Damaged):
            return None
        lines = (*patch.added, *patch.removed)
        changed += len(lines)
        if changed > node.most_changed or (not node.keeps_labels and any(map(has_blank, lines))):
            return None
        steps.append((version, patch))
    return steps


def _compacted(versions: Versions, node: Node, version: Version) -> bool:
    """Have the files of an engine written anew, if it has had many changes; whether they were.

    That they were not is no harm: it is tried again after the next change.
    """
    if not node.is_due(version.number):
        return False
    try:
        node.compact()
    except EngineFailed:
        return False
    _replace(versions, replace(node.engine, compacted=version.number))
    return True


def _load(versions: Versions, node: Node, version: Version) -> None:
    """Have a node hold a version and prove it; only then it is asked."""
    before = node.engine
    loaded = node.load(dump_of(versions, version), Held(version.number, version.graph_sum))
    if wrong := _difference(versions, node, version):
        node.reject(before)
        raise EngineFailed(
            f"The engine {before.name} holds another graph than it was given: {wrong}.",
            "Look at its kind and its settings; docs/beyond.md tells what engines must keep.",
        )
    _replace(versions, loaded)
    node.drop(before)


def _replace(versions: Versions, engine: Engine) -> None:
    """Put an engine in the list in the place of the one of its name."""
    change(
        versions.home, lambda every: [engine if one.name == engine.name else one for one in every]
    )


def _difference(versions: Versions, node: Node, version: Version) -> str:
    count, wanted = node.count(), int(version.manifest["quads"])
    if count != wanted:
        return f"it counts {count:,} statements instead of {wanted:,}"
    if node.keeps_labels:
        ours = tally_of(versions, version)
    else:
        with dump_of(versions, version).open("rb") as lines:
            ours = Tally.of(filter(node.proves, lines))
    if node.tally() != ours:
        return "its statements do not add up to the sum of the version"
    return ""


def _ours(versions: Versions, held: Held) -> Version | None:
    """The version here that an engine says it holds, if it is the same."""
    try:
        version = versions.get(held.number)
    except PeyvandError:
        return None
    return version if version.graph_sum == held.sum else None
