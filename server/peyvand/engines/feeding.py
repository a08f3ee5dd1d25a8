"""Having engines hold the current version: by its change where that is known, else by the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peyvand.disk import alone
from peyvand.engines.model import Engine, Held, engines, keep
from peyvand.engines.node import EngineFailed, Node, changing, has_blank
from peyvand.errors import Damaged, NotFound, PeyvandError
from peyvand.graph.checksums import intact
from peyvand.graph.lines import dump_of
from peyvand.graph.patch import Patch, read_patch
from peyvand.graph.tally import Tally
from peyvand.graph.versions import PATCH, Version, Versions

_LOCK = ".engines"
# A change of more lines than these is no quicker than a load, and some engines refuse it.
_MOST_CHANGED = 20_000
Connect = Callable[[Engine], Node]


@dataclass(frozen=True)
class Done:
    """What came of feeding an engine: the version that it holds, and how that came about."""

    name: str
    held: int
    how: str


def sync(versions: Versions, engine: Engine, connect: Connect = Node) -> Done:
    """Have an engine hold the current version.

    Args:
        versions: the home, whose list has the engine.
        engine: which.
        connect: makes what speaks with it.

    Returns:
        What was done: ``as it was``, ``changes`` or ``loaded``, with the reason for a load.

    Raises:
        EngineFailed: it cannot be fed; the server does not ask it.
        PeyvandError: there is no version, or another process feeds the engines.
    """
    with (
        alone(versions.home / _LOCK, f"feeds the engines of {versions.home}"),
        connect(engine) as node,
    ):
        current = versions.current()
        reason = _keep_up(versions, node, current)
        if not reason:
            return Done(engine.name, current.number, "as it was")
        if reason == "changes":
            return Done(engine.name, current.number, reason)
        _load(versions, node, current)
        return Done(engine.name, current.number, f"loaded: {reason}")


def check(versions: Versions, engine: Engine, connect: Connect = Node) -> str:
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


def _keep_up(versions: Versions, node: Node, current: Version) -> str:
    """Bring a node that holds a version of ours up to the current one by changes.

    Returns:
        Nothing if it was there; ``changes`` if it is now; else why it must be loaded.
    """
    held = node.held()
    if held is None:
        return "it held no version"
    if (version := _ours(versions, held)) is None:
        return f"it said that it held a version {held.number} that is not here"
    if (count := node.count()) != version.manifest["quads"]:
        return f"it held {count:,} statements, and version {held.number} has another number"
    if version.number == current.number:
        return ""
    steps = _steps(versions, version, current)
    if steps is None:
        return f"it held version {held.number}, and what changed since is no small change"
    for step, patch in steps:
        node.update(changing(patch.removed, patch.added, Held(step.number, step.graph_sum)))
    if node.count() != current.manifest["quads"]:
        return "it did not make the changes"
    return "changes"


def _steps(versions: Versions, start: Version, end: Version) -> list[tuple[Version, Patch]] | None:
    """The changes from one version to another; None if they are large, or cannot be sent."""
    steps, changed = [], 0
    for number in range(start.number + 1, end.number + 1):
        try:
            version = versions.get(number)
            patch = read_patch(intact(version, PATCH))
        except (NotFound, Damaged):
            return None
        changed += len(patch.added) + len(patch.removed)
        if changed > _MOST_CHANGED or any(map(has_blank, (*patch.added, *patch.removed))):
            return None
        steps.append((version, patch))
    return steps


def _load(versions: Versions, node: Node, version: Version) -> None:
    """Have a node hold a version and prove it; only then it is asked."""
    home, name = versions.home, node.engine.name
    before = node.engine
    loaded = node.load(dump_of(versions, version), Held(version.number, version.graph_sum))
    if wrong := _difference(versions, node, version):
        node.reject(before)
        raise EngineFailed(
            f"The engine {name} holds another graph than it was given: {wrong}.",
            "Look at its kind and its settings; docs/beyond.md tells what engines must keep.",
        )
    # Others may have come meanwhile.
    keep(home, [loaded if one.name == name else one for one in engines(home)])
    node.drop(before)


def _difference(versions: Versions, node: Node, version: Version) -> str:
    count, wanted = node.count(), int(version.manifest["quads"])
    if count != wanted:
        return f"it counts {count:,} statements instead of {wanted:,}"
    with dump_of(versions, version).open("rb") as lines:
        ours = Tally.of(line for line in lines if not has_blank(line))
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
