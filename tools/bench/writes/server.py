"""A server that is written to, and what can be seen of it from outside."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from ..peer import below, free_port

_START_S = 600


class Server:
    """``peyvand serve`` on a home, as it comes, with a token for everything."""

    def __init__(self, home):
        self.home, self.port = home, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._run = [sys.executable, "-m", "peyvand"]

    def __enter__(self):
        # The index of the first version is made as a build makes it: before anybody searches.
        index = [sys.executable, "-m", "peyvand.search", self.home, "1"]
        subprocess.run(index, check=True)
        add = [*self._run, "token", "add", "bench", "--home", self.home]
        subprocess.run([*add[:4], "revoke", *add[5:]], capture_output=True)
        said = subprocess.run(add, check=True, capture_output=True, text=True).stdout
        self.token = max(said.split(), key=len)
        log = (self.home / "log").open("w")
        serve = [*self._run, "serve", "--home", self.home, "--port", str(self.port)]
        self.process = subprocess.Popen(serve, stdout=log, stderr=log)
        began = time.monotonic()
        while True:
            try:
                self.get("/health")
                return self
            except OSError:
                if time.monotonic() - began > _START_S or self.process.poll() is not None:
                    raise RuntimeError((self.home / "log").read_text()[-400:]) from None
                time.sleep(0.1)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def cpu_s(self):
        """The time that processors gave it so far, and all that it started."""
        total = 0
        for process in below(self.process.pid):
            try:
                stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            # What has ended counts for whoever started it.
            total += sum(map(int, stat[11:15]))
        return total / os.sysconf("SC_CLK_TCK")

    def get(self, path):
        """The answer to GET."""
        with urllib.request.urlopen(self.address + path, timeout=300) as answer:
            return answer.read()

    def query(self, text):
        """The rows of a query."""
        path = "/sparql?" + urllib.parse.urlencode({"query": text, "format": "json"})
        return json.loads(self.get(path))["results"]["bindings"]

    def post(self, path, body, kind):
        """The answer to a write, and how long it took."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        request = urllib.request.Request(self.address + path, body, headers)
        began = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=600) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.code} {error.read()[:1000].decode()}") from None
        return json.loads(text) if text else {}, time.perf_counter() - began

    def update(self, text):
        """How long a SPARQL update takes."""
        return self.post("/sparql", text.encode(), "application/sparql-update")[1]

    def register(self, rows):
        """How long the entry of some agreements takes; all of them must be entered."""
        body = json.dumps(rows, ensure_ascii=False).encode()
        return self.post("/register?kind=agreement&accept-good=1", body, "application/json")


class Beside:
    """Something that goes on in a thread while a block runs."""

    def __init__(self):
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()


class Watch(Beside):
    """The most memory of their own that processes have which began after it, in megabytes."""

    def __init__(self, server, every_s=0.02):
        super().__init__()
        self._process, self._every_s = server.process.pid, every_s
        self._known = set(below(self._process))
        self.most_mb = 0.0

    def _go_on(self):
        while not self._ended.wait(self._every_s):
            for process in set(below(self._process)) - self._known:
                self.most_mb = max(self.most_mb, _own_mb(process))


def _own_mb(process):
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    lines = [line.split() for line in text.splitlines()[1:]]
    return sum(int(row[1]) for row in lines if row[0].startswith("Private_")) / 1024


class Reader(Beside):
    """Somebody who asks a light query again and again, and how long the slowest took."""

    def __init__(self, server, text, pause_s=0.02):
        super().__init__()
        self._server, self._text, self._pause_s = server, text, pause_s
        self.times = []

    @property
    def slowest_s(self):
        """The slowest answer so far."""
        return max(self.times, default=0.0)

    def _go_on(self):
        number = 0
        while not self._ended.wait(self._pause_s):
            number += 1
            began = time.perf_counter()
            # Never the same twice: no answer is kept.
            self._server.query(self._text.replace("?a", f"?a{number}"))
            self.times.append(time.perf_counter() - began)


def load():
    """The machine's load, and how many processors it has."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()}"
