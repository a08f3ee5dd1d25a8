"""Many answers at once: how many a second, and how long the slowest of a hundred takes."""

import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse

from .client import ACCEPT, Client
from .peer import FAILURES

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_LATENCY = re.compile(r"^\s+(50|99)%\s+([0-9.]+)(us|ms|s|m)$", re.MULTILINE)
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")
# Asks one address after the other.
_SCRIPT = """local paths = {}
for line in io.lines(%r) do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
"""


def rate(url, queries, seconds, connections=4):
    """Answers at some connections that are kept, by wrk where it is, else by threads of our own.

    Args:
        url: the endpoint.
        queries: what is asked, in turn.
        seconds: for how long.
        connections: how many clients, each of which asks when it has its answer.

    Returns:
        ``per s``, and ``p50 ms`` and ``p99 ms`` of single answers; or ``failed`` with the reason.
    """
    parts = urllib.parse.urlsplit(url)
    more = urllib.parse.parse_qsl(parts.query)
    paths = [
        f"{parts.path}?{urllib.parse.urlencode([*more, ('query', query)])}" for query in queries
    ]
    by = _by_wrk if shutil.which("wrk") else _by_threads
    return by(url, paths, seconds, connections)


def _by_wrk(url, paths, seconds, connections):
    parts = urllib.parse.urlsplit(url)
    with tempfile.TemporaryDirectory() as folder:
        listed, script = f"{folder}/paths", f"{folder}/ask.lua"
        with open(listed, "w", encoding="ascii") as file:
            file.write("\n".join(paths))
        with open(script, "w", encoding="ascii") as file:
            file.write(_SCRIPT % listed)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        options = ["--timeout", "30s", "-H", f"Accept: {ACCEPT}", "-s", script]
        try:
            text = subprocess.run(
                [*command, *options, f"{parts.scheme}://{parts.netloc}"],
                capture_output=True, text=True, timeout=seconds + 60,
            ).stdout  # fmt: skip
        except subprocess.TimeoutExpired:
            return {"failed": "no end"}
    found, bad = _RATE.search(text), _BAD.search(text)
    if bad or not found:
        return {"failed": bad[0].strip() if bad else text.strip()[-200:]}
    if not float(found[1]):
        return {"failed": f"no answer within {seconds} s"}
    times = {f"p{share} ms": float(n) * _UNITS[unit] for share, n, unit in _LATENCY.findall(text)}
    return {"per s": float(found[1]), **times}


def _by_threads(url, paths, seconds, connections):
    times, failed = [], []
    until = time.monotonic() + seconds

    def work(number):
        with Client(url) as client:
            at = number
            while time.monotonic() < until and not failed:
                began = time.perf_counter()
                try:
                    client.send("GET", paths[at % len(paths)], headers={"Accept": ACCEPT})
                except FAILURES as error:
                    failed.append(f"{type(error).__name__}: {error}"[:200])
                    return
                times.append(time.perf_counter() - began)
                at += connections

    threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 60)
    if failed or len(times) < 2:
        return {"failed": failed[0] if failed else "no answer"}
    shares = statistics.quantiles(times, n=100)
    return {"per s": len(times) / seconds, "p50 ms": shares[49] * 1000, "p99 ms": shares[98] * 1000}
