"""What a disk holds after a step that came to no end: killed at some call, or without power.

Every call by which Python changes names or forces something to the disk is seen before it is
made. What would be found there is read at that moment, so that one run of a step gives all its
ends. Without power only that is sure which was forced to the disk: a file as it was at its last
fsync, and the names of a folder at the folder's. Of the other names any may be found or not.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

# Which names are found that were not forced to the disk, by how deep their folder lies: a home
# lies at 1, its versions at 2. Whoever is killed leaves everything as it was.
LOSSES: dict[str, Callable[[int], bool]] = {
    "all names lost": lambda depth: False,
    "no name lost": lambda depth: True,
    "names of versions lost": lambda depth: depth < 2,
    "names of homes lost": lambda depth: depth >= 2,
}
KILLED = "killed"
ENDS = (KILLED, *LOSSES)

# A folder, the target of a link, or the number of a file and what it holds.
Node = None | str | tuple[int, bytes]
# All that is under a folder, by its path there; folders before what is in them.
Tree = dict[str, Node]

# Of many calls in a row that fill, empty or force out one folder, the first stands for all:
# nothing that is made in it is in its place in between.
_KINDS = {
    "open": "fill", "os.link": "fill", "os.mkdir": "fill", "os.symlink": "fill",
    "os.remove": "empty", "os.rmdir": "empty", "os.rename": "move", "fsync": "force",
}  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

# Who is told of calls. A hook of the interpreter cannot be taken back, so there is one for good.
_told: Callable[[str, str], None] | None = None


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _told is None or event not in _KINDS:
        return
    path = arguments[1] if event in ("os.link", "os.symlink", "os.rename") else arguments[0]
    if isinstance(path, int) or str(path).endswith(".pyc"):
        return
    if event == "open" and not int(arguments[2]) & _WRITING:  # type: ignore[call-overload]
        return
    folder = arguments[-1]
    if event in ("os.remove", "os.rmdir") and isinstance(folder, int) and folder >= 0:
        path = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), str(path))
    _told(event, os.fspath(path))  # type: ignore[call-overload]


sys.addaudithook(_hook)


@dataclass(frozen=True)
class End:
    """A way in which a step can end.

    Args:
        call: the call that was not made any more; empty if the step was acknowledged.
        how: one of ``ENDS``.
        tree: what is found.
    """

    call: str
    how: str
    tree: Tree

    @property
    def acknowledged(self) -> bool:
        """Whether all calls were made."""
        return not self.call


def every_end(root: Path, step: Callable[[], object]) -> list[End]:
    """The ends that a step can have, those that leave the same only once; and the whole step."""
    ends: list[End] = []
    seen: set[tuple[bool, frozenset[tuple[str, Node]]]] = set()

    def look(disk: Disk, call: str, last: str) -> None:
        # What is found without power differs where names were changed or forced out.
        for how in ENDS if not call or _KINDS[last] in ("move", "force") else (KILLED,):
            tree = disk.found(how)
            # The engine's own log is no part of a store.
            state = not call, frozenset((p, n) for p, n in tree.items() if p[-4:] != "/LOG")
            if state not in seen:
                seen.add(state)
                ends.append(End(call, how, tree))

    with _watched(root, look):
        step()
    return ends


def end_at(root: Path, step: Callable[[], object], number: int, how: str) -> End:
    """The end of a step before the call of a number, or after all if there are fewer."""
    ends: list[End] = []
    count = 0

    def look(disk: Disk, call: str, last: str) -> None:
        nonlocal count
        if count == number or (not call and not ends):
            ends.append(End(call, how, disk.found(how)))
        count += 1

    with _watched(root, look):
        step()
    return ends[0]


def put(tree: Tree, target: Path) -> None:
    """Make a folder what was found, in place of what it is; files of several names stay so."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    made: dict[int, Path] = {}
    for name, node in tree.items():
        path = target / name
        if node is None:
            path.mkdir()
        elif isinstance(node, str):
            path.symlink_to(node)
        elif node[0] in made:
            path.hardlink_to(made[node[0]])
        else:
            path.write_bytes(node[1])
            made[node[0]] = path


@contextmanager
def _watched(root: Path, look: Callable[[Disk, str, str], None]) -> Iterator[None]:
    """Look before each call that matters, and after the last."""
    global _told
    disk, own, real = Disk(root), threading.get_ident(), os.fsync
    group, last = ("", ""), "open"

    def before(event: str, path: str) -> None:
        nonlocal group, last
        global _told
        if threading.get_ident() != own:
            return
        now = _KINDS[event], os.path.dirname(path)
        if now != group or event == "os.rename":
            _told = None
            look(disk, f"{event} {path}", last)
            _told = before
        group, last = now, event

    def fsync(descriptor: int) -> None:
        before("fsync", os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)
        disk.forced(descriptor)

    _told, os.fsync = before, fsync  # type: ignore[assignment]
    try:
        yield
        _told = None
        look(disk, "", "fsync")
    finally:
        _told, os.fsync = None, real
        disk.close()


# A name in a folder: the number of what it names, the target if that is a link, whether a folder.
_Names = dict[str, tuple[int, str | None, bool]]


class Disk:
    """What of a folder is safe: in the beginning all of it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._contents: dict[int, bytes] = {}
        self._names: dict[int, _Names] = {}
        # What is held open keeps its number to itself, even when it is removed.
        self._held: list[int] = []
        for path in self._places().values():
            descriptor = os.open(path, os.O_RDONLY)
            self.forced(descriptor)
            os.close(descriptor)

    def forced(self, descriptor: int) -> None:
        """Take what a descriptor is of for safe, as it is now."""
        self._held.append(os.dup(descriptor))
        fact, path = os.fstat(descriptor), Path(f"/proc/self/fd/{descriptor}")
        if stat.S_ISDIR(fact.st_mode):
            self._names[fact.st_ino] = _names(path)
        else:
            self._contents[fact.st_ino] = path.read_bytes()

    def found(self, how: str) -> Tree:
        """What is found after one of the ``ENDS``."""
        places, tree = self._places(), Tree()
        self._fill(tree, "", self._root.stat().st_ino, 0, how, places)
        return tree

    def close(self) -> None:
        """Let go of what is held open."""
        for descriptor in self._held:
            os.close(descriptor)

    def _places(self) -> dict[int, Path]:
        """Where each folder and file is now."""
        found = {self._root.stat().st_ino: self._root}
        for folder, inner, files in os.walk(self._root):
            for path in (Path(folder, name) for name in (*inner, *files)):
                # The engine may be merging tables of a store that is being made.
                with suppress(FileNotFoundError):
                    if not path.is_symlink():
                        found[path.stat().st_ino] = path
        return found

    def _fill(
        self, tree: Tree, at: str, number: int, depth: int, how: str, places: dict[int, Path]
    ) -> None:
        if how == KILLED or LOSSES[how](depth):
            names = _names(places[number]) if number in places else {}
        else:
            names = self._names.get(number, {})
        for name, (inner, target, is_folder) in sorted(names.items()):
            path = f"{at}{name}"
            if target is not None:
                tree[path] = target
            elif is_folder:
                tree[path] = None
                self._fill(tree, f"{path}/", inner, depth + 1, how, places)
            else:
                tree[path] = inner, self._content(inner, places.get(inner), how)

    def _content(self, number: int, place: Path | None, how: str) -> bytes:
        if how != KILLED and number in self._contents:
            return self._contents[number]
        found = b""
        with suppress(FileNotFoundError):
            found = place.read_bytes() if place else b""
        # Of what was never forced to the disk, some is there.
        return found if how == KILLED else found[: len(found) // 2]


def _names(folder: Path) -> _Names:
    with os.scandir(folder) as entries:
        return {
            entry.name: (
                entry.inode(),
                os.readlink(entry.path) if entry.is_symlink() else None,
                entry.is_dir(follow_symlinks=False),
            )
            for entry in entries
        }
