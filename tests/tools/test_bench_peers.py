"""The benchmark beside servers that hang, die, lie or do not come up: what was measured is kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.bench import __main__ as bench  # noqa: E402
from tools.bench.client import ask  # noqa: E402
from tools.bench.load import _by_threads, rate  # noqa: E402
from tools.bench.measure import deadline  # noqa: E402
from tools.bench.pages import Served, measure_pages, pages_table  # noqa: E402
from tools.bench.peer import CannotStart, Peer  # noqa: E402
from tools.bench.serving import Plan, measure  # noqa: E402
from tools.bench.table import report  # noqa: E402

# A server whose behaviour a query names.
_SERVER = """
import os, sys, time, urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hanging = False

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def do_GET(self):
        self.answer(self.path.partition("?")[2])

    def answer(self, form):
        asked = urllib.parse.parse_qs(form).get("query", [""])[0]
        if Handler.hanging or "hang" in asked:
            Handler.hanging = Handler.hanging or "for good" in asked
            time.sleep(60)
        if "die" in asked:
            os._exit(3)
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[{}]}}'
        if "lie" in asked:
            body = b"Incomplete results"
        if "refuse" in asked:
            self.send_error(500)
            return
        self.send_response(200)
        if "break" in asked:
            self.send_header("Content-Length", str(len(body) + 10))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if "trickle" in asked:
            for letter in body:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(0.2)
            return
        self.wfile.write(body)

    def log_message(self, *_):
        pass

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


class Fake(Peer):
    """A server that does what a query says."""

    name = "fake"
    program = _SERVER

    def command(self) -> list[str]:
        return [sys.executable, "-c", self.program, str(self.port)]


class Dying(Fake):
    name = "dying"
    program = "import sys; sys.exit('no licence')"


class Deaf(Fake):
    """It takes no heed of being asked to end, and never listens."""

    name = "deaf"
    program = "import time; time.sleep(600)"

    def __init__(self, work: Path, data: Path) -> None:
        super().__init__(work, data, start_s=0.2)


class Missing(Fake):
    name = "missing"

    def prepare(self) -> None:
        raise CannotStart("it is not here")


Found = dict[str, dict[str, Any]]


def measured(tmp_path: Path, kind: type[Fake] = Fake, **queries: str) -> tuple[Found, list[Found]]:
    """What is found in the end, and what was kept on the way."""
    kept: list[Found] = []
    plan = Plan(queries, parts=("queries", "rates"), budget_s=0, patience_s=1, seconds=1)
    measure(
        kind(tmp_path / kind.name, tmp_path), plan, lambda f: kept.append(json.loads(json.dumps(f)))
    )
    return kept[-1], kept


def test_what_a_server_answers_is_kept_whatever_it_does_next(tmp_path: Path) -> None:
    found, kept = measured(
        tmp_path, good="ASK {}", lie="# lie", refuse="# refuse", cut="# break", hang="# hang",
        trickle="# trickle", again="ASK {}", dead="# die", after="ASK {}",
    )  # fmt: skip
    times = found["times"]
    assert times["good"]["rows"] == times["again"]["rows"] == 1
    assert times["refuse"] == {"failed": "500"}
    assert times["lie"]["failed"].startswith("SyntaxError")
    assert times["cut"]["failed"].startswith("IncompleteRead")
    # One is silent, the other goes on and on; neither takes longer than the patience.
    assert times["hang"]["failed"].startswith("TimeoutError")
    assert times["trickle"]["failed"].startswith("TimeoutError")
    assert "failed" in times["dead"]
    assert times["after"]["failed"].startswith("ended with status 3")
    assert found["facts"]["in the end"].startswith("ended with status 3")
    # What came was written before the next was asked.
    assert list(kept[0]["times"]) == ["good"]
    assert [len(row["times"]) for row in kept[:3]] == [1, 2, 3]


def test_a_server_that_hangs_for_good_is_asked_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Fake.doubt, "__defaults__", (0.5,))
    found, _ = measured(
        tmp_path, one="ASK {}", hang="# hang for good", two="ASK {}", three="ASK {}"
    )
    assert found["times"]["one"]["rows"] == 1
    for name in ("two", "three"):
        assert found["times"][name] == {"failed": "no answer since hang"}
    assert found["facts"]["in the end"] == "no answer since hang"


def test_a_server_that_does_not_come_up_is_a_row_with_its_reason(tmp_path: Path) -> None:
    for kind, reason in (
        (Dying, "no licence"),
        (Deaf, "no answer within 0.2 s"),
        (Missing, "not here"),
    ):
        found, _ = measured(tmp_path, kind, good="ASK {}")
        assert reason in found["facts"]["could not be started"]
        assert not found["times"]
        assert not (tmp_path / kind.name).exists()
        text = report("graph", {"fake": found})
        assert reason in text


def test_no_server_costs_another_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bench, "PEERS", [Missing, Fake, Dying])
    monkeypatch.setattr(bench, "questions", lambda size: {"q": "ASK {}", "dead": "# die"})
    monkeypatch.setattr(bench, "LIGHT", ())
    monkeypatch.setattr(bench, "ENGINE", ())
    monkeypatch.setattr(bench, "light", lambda size: ())
    monkeypatch.setattr(bench, "lines", lambda size: ["<http://a/> <http://b/> 1 .\n"])
    bench.main(["--sizes", "1000", "--only", "queries", "--budget", "0"])
    graph = json.loads((tmp_path / "var/bench/results.json").read_text())["1000 triples"]
    assert list(graph) == ["missing", "fake", "dying"]
    assert graph["fake"]["times"]["q"]["rows"] == 1
    assert "could not be started" in graph["missing"]["facts"]
    assert "no licence" in graph["dying"]["facts"]["could not be started"]
    assert (tmp_path / "var/bench/results.md").read_text() in capsys.readouterr().out
    # Who is asked can be told, and what of them.
    bench.main(["--sizes", "1000", "--only", "queries", "--peers", "missing"])
    assert list(json.loads((tmp_path / "var/bench/results.json").read_text())["1000 triples"]) == [
        "missing"
    ]
    with pytest.raises(SystemExit):
        bench.main(["--peers", "nobody"])
    with pytest.raises(SystemExit):
        bench.main(["--only", "nothing"])


def test_what_the_address_of_an_endpoint_asks_for_is_asked_with_every_query(tmp_path: Path) -> None:
    server = Fake(tmp_path / "fake", tmp_path)
    server.start()
    try:
        with pytest.raises(OSError, match="500"):
            ask(f"{server.url}?query=refuse", "ASK {}")
        assert set(rate(f"{server.url}?query=refuse", ["ASK {}"], 1)) == {"failed"}
        # One that was refused has no deadline.
        assert deadline(f"{server.url}?query=refuse&", 1) is None
    finally:
        server.stop()


def test_rates_are_told_by_both_generators_and_so_are_failures(tmp_path: Path) -> None:
    server = Fake(tmp_path / "fake", tmp_path)
    server.start()
    try:
        told = rate(server.url, ["ASK {}", "ASK { }"], 1, connections=2)
        assert told["per s"] > 0
        assert told["p99 ms"] >= told["p50 ms"] > 0
        own = _by_threads(server.url, ["/sparql?query=ASK"], 0.2, 2)
        assert own["per s"] > 0
        assert own["p99 ms"] >= own["p50 ms"] > 0
        for by in (
            lambda: rate(server.url, ["# refuse"], 1),
            lambda: _by_threads(server.url, ["/sparql?query=refuse"], 1, 2),
        ):
            assert set(by()) == {"failed"}
    finally:
        server.stop()


def test_pages_are_told_with_their_times_or_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows(program: str, *pages: str) -> dict[str, dict[str, Any]]:
        command = [sys.executable, "-c", program]
        monkeypatch.setattr(Served, "command", lambda self: [*command, str(self.port)])
        monkeypatch.setattr("tools.bench.pages.PAGES", pages)
        found: dict[str, dict[str, Any]] = {}
        measure_pages(tmp_path / "home", found.__setitem__, tmp_path / "work", settle_s=0)
        return found

    dead = rows(Dying.program, "/")
    assert "no licence" in dead["ready"]["failed"]
    assert "| `ready` | failed (ended with status" in pages_table(dead)
    found = rows(_SERVER, "/", "/?query=refuse", "/?query=die", "/again")
    assert set(found["/"]) == {"first ms", "again ms", "packed kB"}
    assert found["/?query=refuse"] == {"failed": "500"}
    assert "failed" in found["/?query=die"]
    assert found["/again"]["failed"].startswith("ended with status 3")
    good = {"first ms": 3.2, "again ms": 1.0, "packed kB": 2.3}
    assert "| `/x` | 3 ms | 1 ms | 2.3 kB |" in pages_table({"/x": good})
