"""What a machine has: programs, memory, limits, the sandbox, fonts, the clock."""

from __future__ import annotations

import locale
import os
import platform
import resource
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import peyvand
from peyvand import __version__
from peyvand.doctor.findings import Finding, judged, size, well
from peyvand.query.sandbox import confine
from peyvand.settings import PREFIX, Settings
from peyvand.sources.coastline import LAND

_PACKAGES = ("pyoxigraph", "rdflib", "pyshacl", "owlready2", "duckdb", "flask", "uvicorn")
_OPTIONAL = {"pyarrow": "Parquet", "polars": "tables for Polars", "pyjelly": "Jelly"}
_BUILT = Path(peyvand.__file__).parent / "web" / "static" / "built"
_FONTS = ("vazirmatn-regular.woff2", "Vazirmatn-Regular.ttf")
# Variables of the environment that are no settings, or the beginnings of their names.
_OTHERS = ("SOURCE_TOKEN", "INHERITED_SOCKET", "ENGINE_", "TESTS_NEED", "HYPOTHESIS", "WITHOUT_")
_OTHERS_TOO = ("TOKEN", "URL", "FUSEKI_JAR")
# What the store takes of memory, in bytes a statement, as measured (docs/deployment.md).
_A_QUAD = 400
_MOST_PROCESSES = 64


def findings(settings: Settings, environment: Mapping[str, str], quads: int) -> Iterator[Finding]:
    """What is found of the machine.

    Args:
        settings: the operator's.
        environment: the variables of the process.
        quads: how many statements the current version has.
    """
    yield _programs()
    yield _optional()
    yield _variables(environment)
    yield _memory(settings, quads)
    yield from _limits(settings)
    yield _sandbox()
    yield from _front_end()
    yield _encoding()
    yield _port(settings)


def clock(newest: float | None, now: float) -> Finding:
    """Whether the clock goes on from the newest version.

    Args:
        newest: when that was made, in seconds since 1970; None if there is none.
        now: the time by the clock, in the same.
    """
    told = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    if newest is None or newest <= now:
        return well("clock", told)
    hint = "Set the clock: dates of versions and what is in force today follow it."
    return judged("clock", False, f"{told}, before the newest version was made", hint)


def _programs() -> Finding:
    named, missing = [f"peyvand {__version__}", f"Python {platform.python_version()}"], []
    for package in _PACKAGES:
        try:
            named.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        return judged("programs", False, f"missing: {', '.join(missing)}", "Run: make setup")
    return well("programs", ", ".join(named))


def _optional() -> Finding:
    missing = []
    for package, purpose in _OPTIONAL.items():
        try:
            version(package)
        except PackageNotFoundError:
            missing.append(f"{package} ({purpose})")
    told = f"missing: {', '.join(missing)}" if missing else "all are here"
    return judged("optional", not missing, told, "Install them if you want these.", wrong=False)


def _variables(environment: Mapping[str, str]) -> Finding:
    known = {PREFIX + field.name.upper() for field in fields(Settings)}
    known |= {PREFIX + name for name in _OTHERS_TOO}
    odd = sorted(
        name
        for name in environment
        if name.startswith(PREFIX)
        and name not in known
        and not name.removeprefix(PREFIX).startswith(_OTHERS)
    )
    told = f"no settings: {', '.join(odd)}" if odd else "all are known"
    return judged("settings", not odd, told, "Look them up in docs/settings.md.")


def _memory(settings: Settings, quads: int) -> Finding:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    most = min([pages, *_of_group()])
    graph = quads * _A_QUAD if quads <= settings.memory_quads else 0
    workers = settings.workers * settings.worker_memory_mb * 1_000_000
    told = f"{size(most)}; the graph takes about {size(graph)}, workers up to {size(workers)}"
    hint = "Lower PEYVAND_WORKERS, PEYVAND_WORKER_MEMORY_MB or PEYVAND_MEMORY_QUADS."
    if graph > most:
        return judged("memory", False, told, hint)
    return judged("memory", graph + workers <= most, told, hint, wrong=False)


def _of_group() -> Iterator[int]:
    """What the control group lets processes have of memory, in bytes, where there is a limit."""
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            text = Path(path).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if text.isdigit():
            yield int(text)


def _limits(settings: Settings) -> Iterator[Finding]:
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * settings.max_connections + 1000
    enough = files == resource.RLIM_INFINITY or files >= wanted
    told = (
        f"{'no limit' if files == resource.RLIM_INFINITY else f'{files:,}'}; {wanted:,} are wanted"
    )
    yield judged("open files", enough, told, "Raise the limit (ulimit -Hn, or LimitNOFILE=).")
    _, processes = resource.getrlimit(resource.RLIMIT_NPROC)
    few = processes != resource.RLIM_INFINITY and processes < _MOST_PROCESSES
    told = "no limit" if processes == resource.RLIM_INFINITY else f"{processes:,}"
    yield judged("processes", not few, told, "Raise the limit (ulimit -Hu, or TasksMax=).")


def _sandbox() -> Finding:
    """Whether a process that is confined as a worker is can open no way out."""
    child = os.fork()
    if not child:
        try:
            os.close(2)
            confine(512)
            with socket.socket():
                os._exit(1)
        except OSError:
            os._exit(0)
        finally:
            os._exit(2)
    _, status = os.waitpid(child, 0)
    held = os.waitstatus_to_exitcode(status) == 0
    told = (
        "workers can open no connection" if held else "no seccomp: workers could open connections"
    )
    hint = "The guard of the text still holds; see to it that the machine keeps them in, too."
    return judged("sandbox", held, told, hint, wrong=False)


def _front_end() -> Iterator[Finding]:
    there = (_BUILT / "editor.js").is_file()
    told = "the query editor is here" if there else "there is no query editor"
    yield judged("front end", there, told, "Run: make front", wrong=False)
    missing = [name for name in (*_FONTS, LAND.name) if not (_BUILT / name).is_file()]
    told = (
        f"missing: {', '.join(missing)}"
        if missing
        else "the Persian font and the coastline are here"
    )
    yield judged("fonts", not missing, told, "Run: make front", wrong=False)


def _encoding() -> Finding:
    names = {sys.getfilesystemencoding(), locale.getpreferredencoding(False)}
    right = {name.lower().replace("-", "") for name in names} == {"utf8"}
    hint = "Set LC_ALL=C.UTF-8, so that files with Persian names are found."
    return judged("encoding", right, ", ".join(sorted(names)), hint, wrong=False)


def _port(settings: Settings) -> Finding:
    address = f"{settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind((settings.host, settings.port))
    except OSError as error:
        told = f"{address}: {error.strerror or error}"
        hint = "A server may be running there already; else set PEYVAND_HOST or PEYVAND_PORT."
        return judged("address", False, told, hint, wrong=False)
    return well("address", f"{address} is free")


def room(folder: Path) -> int:
    """How much room there is on the disk of a folder, which need not be there, in bytes."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
