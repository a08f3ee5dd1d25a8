"""One server on one graph, measured part by part: whatever it does, what came before is kept."""

import os
import time
from dataclasses import dataclass

from .client import Client
from .load import rate
from .measure import beside_two, deadline, latency, reason, under_load
from .peers import Peyvand


@dataclass
class Plan:
    """What is asked of a server, and for how long.

    Args:
        queries: names and texts.
        light: names of those that are answered at once.
        varied: light queries of one kind, none like the other.
        heavy: names of others whose rate is measured.
        parts: ``queries``, ``rates`` and ``load``, or some of them.
        budget_s: for each latency.
        seconds: for each rate.
        patience_s: for one answer.
    """

    queries: dict[str, str]
    light: tuple[str, ...] = ()
    varied: tuple[str, ...] = ()
    heavy: tuple[str, ...] = ()
    parts: tuple[str, ...] = ("queries", "rates", "load")
    budget_s: float = 2.0
    seconds: int = 4
    patience_s: float = 35.0


def measure(peer, plan, keep):
    """Start a server, measure it and end it.

    Args:
        peer: the server.
        plan: what to ask.
        keep: called with what there is so far after each figure: ``facts`` by name, ``times``
            and ``rates`` by query; a figure that could not be had is ``failed`` with its reason.
    """
    found = {"facts": {"load before": _load()}, "times": {}, "rates": {}}
    facts = found["facts"]
    try:
        try:
            peer.start()
        except Exception as error:  # of programs that are not ours, anything may come
            facts["could not be started"] = str(error)[:300] or type(error).__name__
            return
        facts |= {"load s": round(peer.load_s, 1), "start s": round(peer.start_s, 2)}
        facts["disk MB"] = round(peer.disk_mb())
        for step in (_queries, _rates, _load_of_others, _facts):
            try:
                step(peer, plan, found, lambda: keep(found))
            except Exception as error:
                facts[f"{step.__name__.strip('_')} failed"] = reason(error)
    finally:
        peer.stop()
        facts["load after"] = _load()
        keep(found)


def _queries(peer, plan, found, keep):
    if "queries" not in plan.parts:
        return
    with Client(peer.url, plan.patience_s) as client:
        for name, text in plan.queries.items():
            if trouble := peer.trouble():
                found["times"][name] = {"failed": trouble}
                continue
            found["times"][name] = cell = latency(client, text, plan.budget_s)
            if "failed" in cell:
                client.close()
                peer.doubt(name)
            keep()


def _rates(peer, plan, found, keep):
    if "rates" not in plan.parts:
        return
    asked = {name: [plan.queries[name]] for name in (*plan.light, *plan.heavy)}
    if plan.varied:
        asked = {"light, each another": list(plan.varied)} | asked
    for name, texts in asked.items():
        # What was too slow once is not asked again and again.
        if "failed" in found["times"].get(name, {}):
            continue
        if trouble := peer.trouble():
            found["rates"][name] = {"failed": trouble}
            continue
        found["rates"][name] = cell = rate(peer.url, texts, plan.seconds)
        if "failed" in cell:
            peer.doubt(name)
        keep()


def _load_of_others(peer, plan, found, keep):
    if "load" not in plan.parts or not plan.varied or peer.trouble():
        return
    beside = beside_two(peer.url, plan.varied, plan.seconds)
    found["rates"]["light, each another, beside two heavy"] = beside
    keep()
    slowest = under_load(peer.url, plan.queries[plan.light[0]])
    told = "no answer" if slowest is None else round(slowest, 2)
    found["facts"]["light beside 64 heavy, slowest s"] = told


def _facts(peer, plan, found, keep):
    if trouble := peer.trouble():
        found["facts"]["in the end"] = trouble
        return
    found["facts"]["memory MB"] = round(peer.memory_mb())
    if isinstance(peer, Peyvand) and "load" in plan.parts:
        time.sleep(1)
        late = deadline(peer.url, 2)
        found["facts"]["late after the deadline, s"] = "refused" if late is None else round(late, 3)
    keep()


def _load():
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()}"
