"""What a home has: its version, room for another, tokens that only their owner reads, engines."""

from __future__ import annotations

import calendar
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from peyvand.disk import alone
from peyvand.doctor.findings import Finding, State, judged, size, well
from peyvand.doctor.machine import room
from peyvand.engines.kinds import connect as connected
from peyvand.engines.model import FILE as ENGINES
from peyvand.engines.model import Engine, engines
from peyvand.engines.node import Node
from peyvand.errors import NoVersion, PeyvandError
from peyvand.graph.following import followed
from peyvand.graph.versions import COLUMNS, Version, Versions
from peyvand.settings import Settings
from peyvand.tokens import FILE as TOKENS

# A source that was not seen for so long is lost, in seconds.
_LONG_S = 3600.0
_MEGABYTE = 1024 * 1024
Connect = Callable[[Engine], Node]


def current(versions: Versions) -> Version | None:
    """The current version of a home; None if there is none that can be read."""
    try:
        version = versions.current()
        return version if "quads" in version.manifest else None
    except PeyvandError:
        return None


def made_at(version: Version | None) -> float | None:
    """When a version was made, in seconds since 1970."""
    text = version.manifest.get("built_at", "") if version else ""
    try:
        return float(calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")))
    except (TypeError, ValueError):
        return None


def findings(settings: Settings, now: float, connect: Connect = connected) -> Iterator[Finding]:
    """What is found of the home.

    Args:
        settings: the operator's, with the home.
        now: the time, in seconds since 1970.
        connect: makes what speaks with an engine.
    """
    versions = Versions(settings.home)
    version = current(versions)
    yield _version(versions)
    yield _writable(settings.home)
    yield _disk(settings, version)
    if version is not None and settings.columns != "off":
        there = (version.path / COLUMNS).exists()
        told = "are there" if there else "are not there: large queries take longer"
        yield judged("columns", there, told, "The server makes them when it starts.", wrong=False)
    yield from _tokens(settings.home)
    yield from _replica(settings.home, now)
    yield from _engines(versions, settings, connect)


def _version(versions: Versions) -> Finding:
    try:
        version = versions.current()
        count = int(version.manifest["quads"])
    except NoVersion:
        told = f"{versions.home} has none"
        return judged("version", False, told, "Make one with: peyvand build", wrong=False)
    except PeyvandError as error:
        return Finding("version", State.WRONG, error.message, error.hint or "Run: peyvand verify")
    return well("version", f"{version.number}, {count:,} statements")


def _writable(home: Path) -> Finding:
    folder = home
    while not folder.exists():
        folder = folder.parent
    hint = "Let the user that runs Peyvand write there, or set PEYVAND_HOME."
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return judged("home", False, f"{home} cannot be written", hint)
    return well("home", str(home))


def _disk(settings: Settings, version: Version | None) -> Finding:
    free = room(settings.home)
    last = (
        sum(one.stat().st_size for one in version.path.rglob("*") if one.is_file())
        if version
        else 0
    )
    # A build has the new version beside the old one, and its dump beside its store.
    wanted = 2 * last + settings.spool_mb * _MEGABYTE
    told = f"{size(free)} free; a version takes {size(last)}, answers on their way up to "
    told += f"{settings.spool_mb} MB"
    hint = "Make room, or lower PEYVAND_KEEP_VERSIONS or PEYVAND_SPOOL_MB."
    return judged("disk", free >= wanted, told, hint, wrong=free < last)


def _tokens(home: Path) -> Iterator[Finding]:
    path = home / TOKENS
    if path.is_file():
        others = stat.S_IMODE(path.stat().st_mode) & 0o077
        told = "others may read it" if others else "only their owner reads them"
        yield judged("tokens", not others, told, f"Run: chmod 600 {path}")


def _replica(home: Path, now: float) -> Iterator[Finding]:
    try:
        following = followed(home)
    except PeyvandError as error:
        yield Finding("source", State.WRONG, error.message, error.hint)
        return
    if following is None:
        return
    hint = "Let it go on with: peyvand replicate --every 10"
    if following.failed:
        yield judged("source", False, following.failed, hint)
        return
    try:
        seen = calendar.timegm(time.strptime(following.looked_at, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        yield judged("source", False, f"{following.source} was never seen", hint)
        return
    told = f"{following.source} had version {following.version} at {following.looked_at}"
    yield judged("source", now - seen <= _LONG_S, told, hint)


def _engines(versions: Versions, settings: Settings, connect: Connect) -> Iterator[Finding]:
    try:
        every = engines(versions.home)
    except PeyvandError as error:
        yield Finding("engines", State.WRONG, error.message, error.hint)
        return
    if not every:
        if settings.embedded != "only" or settings.wait_for:
            told = f"{ENGINES} has none, and PEYVAND_EMBEDDED or PEYVAND_WAIT_FOR counts on them"
            yield judged("engines", False, told, "Add one with: peyvand engines add NAME URL")
        return
    if settings.wait_for > len(every):
        told = f"{len(every)}, and a write waits for {settings.wait_for}"
        yield judged("engines", False, told, "Lower PEYVAND_WAIT_FOR, or add others.")
    try:
        with alone(versions.home / ".engines", "feeds the engines"):
            hint = "Let it go on with: peyvand engines sync --every 5"
            yield judged("feeding", False, "nothing feeds the engines", hint, wrong=False)
    except PeyvandError:
        yield well("feeding", "a process feeds the engines")
    except OSError as error:
        yield judged("feeding", False, f"it cannot be told: {error.strerror}", "", wrong=False)
    for engine in every:
        yield from _engine(versions, engine, connect)


def _engine(versions: Versions, engine: Engine, connect: Connect) -> Iterator[Finding]:
    name, version = f"engine {engine.name}", current(versions)
    try:
        with connect(engine) as node:
            held = node.held()
            lacking = node.lacks() if held else ()
    except PeyvandError as error:
        yield Finding(name, State.WRONG, error.message, "Start it, or: peyvand engines remove NAME")
        return
    here = version is not None and held is not None and held.number == version.number
    told = f"holds version {held.number}" if held else "holds no version"
    yield judged(name, here, told, f"Run: peyvand engines sync {engine.name}", wrong=held is None)
    for lack in lacking:
        told = f"{lack.name}: {lack.reason}"
        hint = "It is not asked." if lack.needed else "What it refuses is answered here."
        yield judged(name, False, told, hint, wrong=lack.needed)
