"""Times and rates of one server."""

import concurrent.futures
import contextlib
import json
import re
import shutil
import statistics
import subprocess
import time
import urllib.error
import urllib.parse

from pyoxigraph import RdfFormat, parse

from .peers import ask

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def rows(body):
    """How many rows or triples an answer has."""
    text = body.decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        found = json.loads(text)
        if "results" in found:
            return len(found["results"]["bindings"])
        return 1
    return len({str(quad.triple) for quad in parse(body, format=RdfFormat.TURTLE)})


def latency(url, query, budget_s, most=30):
    """The median time in milliseconds after one warming run, how many rows, or why not."""
    try:
        began = time.perf_counter()
        count = rows(ask(url, query))
        once = time.perf_counter() - began
        times = []
        until = time.perf_counter() + budget_s
        while len(times) < most and (not times or time.perf_counter() < until):
            began = time.perf_counter()
            ask(url, query)
            times.append(time.perf_counter() - began)
            if once > 5:
                break
    except (OSError, ValueError, SyntaxError) as error:
        reason = error.code if isinstance(error, urllib.error.HTTPError) else type(error).__name__
        return {"failed": str(reason)}
    return {"ms": statistics.median(times) * 1000, "rows": count}


def rate(url, query, seconds, connections=4):
    """Answers a second at some connections, by wrk where it is, else by threads of our own."""
    address = f"{url}?{urllib.parse.urlencode({'query': query})}"
    if shutil.which("wrk"):
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
        accept = ["-H", "Accept: application/sparql-results+json"]
        text = subprocess.run([*command, *accept, address], capture_output=True, text=True).stdout
        found = re.search(r"Requests/sec:\s+([0-9.]+)", text)
        bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        return None if bad or not found else float(found[1])
    until = time.monotonic() + seconds

    def work(_):
        count = 0
        while time.monotonic() < until:
            ask(url, query)
            count += 1
        return count

    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(work, range(connections))) / seconds


def under_load(url, light, heavy_count=64, seconds=6):
    """The slowest light query in seconds while heavy ones run; None if one failed."""
    slowest = 0.0
    with concurrent.futures.ThreadPoolExecutor(heavy_count) as pool:
        jobs = [
            pool.submit(_try, url, RUNAWAY.replace("?n)", f"?n{n})")) for n in range(heavy_count)
        ]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                ask(url, light, 30)
            except OSError:
                slowest = float("inf")
                break
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.05)
        for job in jobs:
            job.cancel()
    return slowest


def _try(url, query):
    try:
        ask(url, query, 10)
    except OSError:
        return


def deadline(url, asked_s):
    """How long after the deadline a runaway ends, for a server that takes ``timeout``."""
    began = time.monotonic()
    with contextlib.suppress(OSError):
        ask(f"{url}?timeout={asked_s}", RUNAWAY, asked_s + 30)
    return time.monotonic() - began - asked_s
