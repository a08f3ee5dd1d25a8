"""Times of one server, and what its answers hold."""

import contextlib
import hashlib
import json
import statistics
import threading
import time

from pyoxigraph import BlankNode, RdfFormat, parse

from .client import Client, Refused, ask
from .load import rate
from .peer import FAILURES

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_TEXT = "http://www.w3.org/2001/XMLSchema#string"
_NUMBERS = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}"
    for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)


def summary(body):
    """How many rows or triples an answer has, and a digest of them.

    The digest is that of the rows as a multiset, with numbers by value and blank nodes alike, so
    that servers which say the same have the same.

    Returns:
        ``rows`` and ``digest``.

    Raises:
        ValueError, SyntaxError: it is neither JSON results nor Turtle.
    """
    text = body.decode("utf-8", "replace")
    if not text.strip():
        raise ValueError("an empty answer")
    if text.lstrip().startswith("{"):
        found = json.loads(text)
        if "results" not in found:
            return {"rows": 1, "digest": _digest([str(found["boolean"])])}
        rows = [
            "\t".join(f"{name}={_term(value)}" for name, value in sorted(row.items()))
            for row in found["results"]["bindings"]
        ]
        return {"rows": len(rows), "digest": _digest(rows)}
    triples = {
        " ".join(str(_node(term)) for term in quad.triple)
        for quad in parse(body, format=RdfFormat.TURTLE)
    }
    return {"rows": len(triples), "digest": _digest(triples)}


def _digest(rows):
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:16]


def _node(term):
    return "_" if isinstance(term, BlankNode) else term


def _term(value):
    if value["type"] == "bnode":
        return "_"
    if value.get("datatype") in _NUMBERS:
        return f"{float(value['value']):.6g}"
    # As SPARQL 1.1 and 1.0 write them; a text's own datatype is said by some alone.
    kind, language = value["type"].removeprefix("typed-"), value.get("xml:lang", "").lower()
    datatype = value.get("datatype", _TEXT)
    return f"{kind} {value['value']} {language} {'' if datatype == _TEXT else datatype}"


def reason(error):
    """Why there was no answer, in a word or two."""
    return str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"[:200]


def latency(client, query, budget_s, most=30):
    """The median time in milliseconds after one warming run, and what came; or why not.

    Args:
        client: asks one server.
        query: its text.
        budget_s: how long to go on asking.
        most: how often at most.

    Returns:
        ``ms``, ``rows`` and ``digest``, or ``failed`` with the reason.
    """
    try:
        began = time.perf_counter()
        told = summary(client.ask(query))
        once = time.perf_counter() - began
        times = []
        until = time.perf_counter() + budget_s
        while len(times) < most and (not times or time.perf_counter() < until):
            began = time.perf_counter()
            client.ask(query)
            times.append(time.perf_counter() - began)
            if once > 5:
                break
    except FAILURES as error:
        return {"failed": reason(error)}
    return {"ms": statistics.median(times) * 1000, **told}


def under_load(url, light, heavy=64, seconds=6):
    """The slowest light query in seconds while heavy ones run; None if one was not answered."""
    slowest = 0.0
    with _runaways(url, heavy):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                ask(url, light, 30)
            except FAILURES:
                return None
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.05)
    return slowest


def beside_two(url, light, seconds):
    """Four clients with light queries while two heavy ones run all the time; see ``rate``."""
    with _runaways(url, 2, again=True):
        time.sleep(1)
        return rate(url, light, seconds)


@contextlib.contextmanager
def _runaways(url, count, *, again=False):
    """Clients with queries that never end by themselves; nobody waits for them in the end."""
    ended = threading.Event()

    def work(number):
        query = RUNAWAY.replace("?n)", f"?n{number})")
        with Client(url, 10) as client:
            while not ended.is_set():
                with contextlib.suppress(*FAILURES):
                    client.ask(query)
                if not again:
                    return

    threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()


def deadline(url, asked_s):
    """How long after the deadline a runaway ends, for a server that takes ``timeout``.

    Returns:
        Seconds; None if it ended sooner, as one that is refused does.
    """
    began = time.monotonic()
    with contextlib.suppress(*FAILURES):
        ask(f"{url}?timeout={asked_s}", RUNAWAY, asked_s + 30)
    late = time.monotonic() - began - asked_s
    return late if late >= 0 else None
