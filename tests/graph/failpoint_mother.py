"""Forks steps to be stopped: run by ``test_failpoints``, which writes to it.

Each line of input is JSON: which step to take, in which home, and before which call to end. The
child ends there as if it had been killed. The mother itself never opens a store: the engine's
threads do not come along in a fork.
"""

import json
import os
import sys
from pathlib import Path

import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.graph import care
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.query import writer

CALLS = ("rename", "replace", "symlink", "link", "unlink", "rmdir", "mkdir", "fsync")
RUNS = ("fsync", "link", "unlink", "mkdir")
KEEP = 2


def no_shapes(*_):
    """The order of calls is the same whatever the shapes say."""
    return rdflib.Graph()


def store_of(count):
    """A graph of so many quads."""
    store = Store()
    for number in range(count):
        name = NamedNode(f"http://x.example/{number}")
        store.add(Quad(name, NamedNode("http://p.example/"), Literal(str(number))))
    return store


def publish(home, count):
    """Publish a graph of so many quads."""
    store = store_of(count)
    return publish_lines(Versions(Path(home)), store, dump_lines(store), "copy", KEEP).number


def write(home, number):
    """Write one quad."""
    request = {
        "do": "update",
        "text": f"INSERT DATA {{ <http://x.example/{number}> <http://p.example/> '{number}' }}",
        "using": [],
        "using_named": [],
        "home": home,
        "keep": KEEP,
        "by": "x",
        "rights": ["*"],
        "if_match": None,
        "dry_run": False,
        "max_term_bytes": 1000,
        "wait_s": 1,
    }
    return writer.write(request, None, 0)["version"]


def restore(home, file):
    """Bring back a backup."""
    return care.restore(Versions(Path(home)), Path(file), KEEP).number


def repair(home):
    """Go back to the newest version that is whole."""
    return care.repair(Versions(Path(home))).number


STEPS = {"publish": publish, "write": write, "restore": restore, "repair": repair}


def watch(before):
    """Tell of each call, with its name and arguments, before it is made."""
    for name in CALLS:
        setattr(os, name, watched(name, getattr(os, name), before))


def watched(name, real, before):
    """One of the calls, that is told of before it is made."""

    def wrapper(*args, **more):
        before(name, args)
        return real(*args, **more)

    return wrapper


class Disk:
    """What a loss of power would leave: files are safe as they were last forced to the disk."""

    def __init__(self):
        self.calls, self.unsafe, self._synced = [], [], {}

    def before(self, name, args):
        """Note a call, and whether all that a folder holds is safe when it is moved."""
        if name == "fsync":
            fact = os.fstat(args[0])
            self._synced[fact.st_ino] = fact.st_size, fact.st_mtime_ns
            self.calls.append([name, os.readlink(f"/proc/self/fd/{args[0]}")])
        elif name in ("rename", "replace"):
            source = Path(args[0])
            if not source.is_symlink():
                inside = [source, *source.rglob("*")] if source.is_dir() else [source]
                unsafe = [str(path) for path in inside if not self._is_safe(path)]
                self.unsafe.append([str(args[1]), unsafe])
            self.calls.append([name, str(args[1])])

    def _is_safe(self, path):
        fact = path.stat()
        return self._synced.get(fact.st_ino) == (fact.st_size, fact.st_mtime_ns)


def tell(answer):
    """Answer with one line."""
    os.write(1, json.dumps(answer).encode() + b"\n")


def child(step, arguments, stop):
    """Take a step, and end before the call of that number; without a number, note all calls."""
    disk, left, last = Disk(), stop, ""

    def before(name, args):
        nonlocal left, last
        if stop is None:
            disk.before(name, args)
            return
        # Of many calls in a row that fill, force out or empty one folder, the first and what
        # follows the last stand for all: a version is not half in its place in between.
        if name in RUNS and name == last:
            return
        last = name
        if not left:
            tell({"stopped": True})
            os._exit(0)
        left -= 1

    try:
        watch(before)
        done = STEPS[step](*arguments)
        answer = {"stopped": False, "number": done, "calls": disk.calls, "unsafe": disk.unsafe}
    except BaseException as error:
        answer = {"error": repr(error)}
    tell(answer)
    os._exit(0)


if __name__ == "__main__":
    writer.shapes = care.read_shapes = no_shapes
    for line in sys.stdin:
        process = os.fork()
        if not process:
            child(*json.loads(line))
        os.waitpid(process, 0)
