"""nginx, as deploy/ has it before three replicas, loses no request when one of them ends."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from needs import needs
from waiting import LIMIT_S, wait_until

DEPLOY = Path(__file__).parents[2] / "deploy"
WHOLE = """daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
access_log off;
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{part}
}}
"""


class Replica(ThreadingHTTPServer):
    """What answers with its name; told to, it breaks off in place of that, or is busy."""

    daemon_threads = True

    def __init__(self, name: str) -> None:
        self.name, self.behaves, self.asked = name, "well", 0
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Replica

    def do_GET(self) -> None:
        self.server.asked += 1
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.behaves == "breaks off":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        body = self.server.name.encode()
        self.send_response(503 if self.server.behaves == "busy" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *told: object) -> None:
        """Say nothing."""


class Front:
    """nginx and three replicas behind it."""

    def __init__(self, folder: Path) -> None:
        self.replicas = [Replica(name) for name in ("one", "two", "three")]
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        part = (DEPLOY / "nginx-replicas.conf").read_text(encoding="utf-8")
        part = part.replace("listen 8080;", f"listen 127.0.0.1:{self.port};")
        for number, replica in enumerate(self.replicas, 1):
            part = part.replace(f"127.0.0.1:800{number} ", f"127.0.0.1:{replica.server_port} ")
        assert not re.search(r":80\d\d\b", part)
        path = folder / "nginx.conf"
        path.write_text(WHOLE.format(folder=folder, part=part), encoding="utf-8")
        words = ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(path)]
        checked = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        self.process = subprocess.Popen(words)
        wait_until(self._listens, "nginx listens")

    def ask(self, method: str = "GET") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT_S)
        with closing(connection):
            connection.request(method, "/sparql", b"query" if method == "POST" else None)
            got = connection.getresponse()
            return got.status, got.read().decode()

    def named(self, name: str) -> Replica:
        (found,) = (one for one in self.replicas if one.name == name)
        return found

    def _listens(self) -> bool:
        with closing(socket.socket()) as one:
            return one.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()
        for one in self.replicas:
            one.shutdown()
            one.server_close()


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    made = Front(tmp_path)
    yield made
    made.end()


@needs("nginx")
def test_a_client_stays_with_one_replica_and_another_takes_its_place(front: Front) -> None:
    answers = {front.ask() for _ in range(6)}
    assert len(answers) == 1
    ((status, first),) = answers
    assert status == 200
    # Busy, or gone in the middle of a request: the next one is asked, for what is posted too.
    front.named(first).behaves = "busy"
    second = front.ask("POST")[1]
    assert second != first
    front.named(second).behaves = "breaks off"
    third = {front.ask(method) for method in ("POST", "GET", "POST")}
    assert {status for status, _ in third} == {200}
    assert {name for _, name in third}.isdisjoint({first, second})
    # What is not there at all is passed over as well.
    front.named(second).shutdown()
    front.named(second).server_close()
    assert {front.ask(method)[0] for method in ("GET", "POST") for _ in range(3)} == {200}
