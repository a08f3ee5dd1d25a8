"""Times of the pages of a home: each asked first, when nothing of it is kept, and then again."""

import gzip
import os
import statistics
import sys
import time
from pathlib import Path

from .client import Client
from .measure import reason
from .peer import FAILURES, Peer

PAGES = (
    "/", "/map.svg", "/page/city/istanbul", "/page/city/tabriz", "/page/agreement/tabriz-wuhan",
    "/page/document/001", "/page/document/wikidata-2016-09", "/page/country/united-states",
    "/page/claim/F001-322", "/browse/cities", "/browse/agreements", "/network", "/monitor",
    "/dumps", "/audit", "/page/ns",
)  # fmt: skip
_AGAIN = 5
_PATIENCE_S = 60


class Served(Peer):
    """``peyvand serve`` on a home that is there already.

    Args:
        work: a folder for its log.
        home: the folder of the versions.
    """

    name = "Peyvand"

    def __init__(self, work: Path, home: Path):
        super().__init__(work, home, 120)

    def command(self):
        return [sys.executable, "-m", "peyvand", "serve", "--home", str(self.data)]

    def environment(self):
        paths = os.pathsep.join(path for path in sys.path if path)
        return {**os.environ, "PEYVAND_PORT": str(self.port), "PYTHONPATH": paths}


def measure_pages(home, put, work=Path("var/bench/pages"), settle_s=20):
    """Ask the pages of a home.

    Args:
        home: the folder of the versions.
        put: called with each page and what was found: ``first ms``, ``again ms`` and ``packed kB``,
            or ``failed`` with the reason; ``ready`` stands for the start of the server.
        work: a folder for the server's log.
        settle_s: how long to wait after its start, for the version to be in memory.
    """
    server = Served(work.absolute(), Path(home).absolute())
    try:
        try:
            server.start()
        except Exception as error:  # whatever it is, it is told beside the pages
            put("ready", {"failed": str(error)[:300]})
            return
        put("ready", {"first ms": server.start_s * 1000})
        time.sleep(settle_s)
        with Client(server.url, _PATIENCE_S) as client:
            for page in PAGES:
                trouble = server.trouble()
                cell = {"failed": trouble} if trouble else _page(client, page)
                put(page, cell)
                if "failed" in cell:
                    server.doubt(page)
    finally:
        server.stop()


def _page(client, page):
    headers = {"Accept": "text/html, */*;q=0.8", "Accept-Encoding": "gzip"}
    times = []
    try:
        for _ in range(1 + _AGAIN):
            began = time.perf_counter()
            body = client.send("GET", page, headers=headers)
            times.append((time.perf_counter() - began) * 1000)
    except FAILURES as error:
        return {"failed": reason(error)}
    packed = body if body[:2] == b"\x1f\x8b" else gzip.compress(body, 6)
    return {
        "first ms": times[0],
        "again ms": statistics.median(times[1:]),
        "packed kB": len(packed) / 1000,
    }


def pages_table(found):
    """What ``measure_pages`` found, in Markdown."""
    text = ["## Pages\n", "| page | first | again | packed |", "|---|---|---|---|"]
    for page, cell in found.items():
        shown = [
            f"{cell[name]:.{digits}f} {name.rpartition(' ')[2]}" if name in cell else ""
            for name, digits in (("first ms", 0), ("again ms", 0), ("packed kB", 1))
        ]
        shown[0] = shown[0] or f"failed ({cell['failed']})"
        text.append(f"| `{page}` | " + " | ".join(shown) + " |")
    return "\n".join(text) + "\n"
