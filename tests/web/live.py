"""A real server in a process of its own, and a plain client for it.

That the command itself starts, answers and stops is tested in test_pages.py; here its process and
those that it starts are forked from one that has loaded all they need, for that takes longer than
most tests.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import multiprocessing.forkserver
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store

from peyvand.cli import main
from peyvand.graph.build import Graph
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.version_columns import make_columns
from peyvand.graph.versions import Versions
from peyvand.query import fork_server_handle
from peyvand.search import index_of
from peyvand.tokens import Role, Tokens
from peyvand.web.app import create_app
from waiting import LIMIT_S, wait_until
from web.nursery import Nursery

LOADED = multiprocessing.get_context("forkserver")
LOADED.set_forkserver_preload(["web.loaded"])
# Beside its fork servers, a server here has what forks them.
NURSERIES = 1
FORM = "application/x-www-form-urlencoded"
NEW = "https://w3id.org/peyvand/graph/"
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://x.example/شهر> rdfs:label "Shahr"@en, "شهر"@fa .
<http://x.example/a> rdfs:label "A"@en .
<http://x.example/one> { <http://x.example/a> rdfs:seeAlso <http://x.example/1> }
<http://x.example/two> { <http://x.example/a> rdfs:seeAlso <http://x.example/2> }
<https://w3id.org/peyvand/graph/notes> { <http://x.example/a> rdfs:seeAlso <http://x.example/3> }
"""


@dataclass
class Got:
    """An answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    """A running server."""

    process: ForkServerProcess
    port: int
    home: Path
    log: Path
    secrets: dict[str, str] = field(default_factory=dict)
    # How many processes are there when nothing is asked, once somebody has counted them.
    complement: int = 0

    @property
    def versions(self) -> Versions:
        return Versions(self.home)

    @cached_property
    def token(self) -> str:
        """The secret of a token for everything, which is made when it is first asked for.

        Where nobody has one, a server does not load what writing needs before the first write.
        """
        return Tokens(self.home).add("test")

    def ask(
        self,
        method: str = "GET",
        path: str = "/sparql",
        *,
        query: Mapping[str, Any] | list[tuple[str, str]] | str = "",
        body: bytes | str | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
        timeout: float = 60,
    ) -> Got:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        sent = dict(headers or {})
        if isinstance(body, Mapping):
            body = urlencode(body)
            sent.setdefault("Content-Type", FORM)
        if isinstance(body, str):
            body = body.encode()
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        address = path
        if query:
            address += "?" + (query if isinstance(query, str) else urlencode(query))
        try:
            connection.request(method, address, body, sent)
            response = connection.getresponse()
            return Got(response.status, response.headers, response.read())
        finally:
            connection.close()

    def select(self, text: str, **more: Any) -> list[str]:
        """The rows of a query as lines of CSV, without the head."""
        got = self.ask(query={"query": text, "format": "csv", **more})
        assert got.status == 200, got.text
        return got.text.splitlines()[1:]

    def update(self, text: str, token: str | None = None, **more: str) -> Got:
        """Send an update."""
        return self.ask("POST", body={"update": text, **more}, token=token or self.token)

    def processes(self) -> list[int]:
        """The process numbers of the server and of everything below it."""
        found = [self.process.pid]
        for parent in found:
            path = Path(f"/proc/{parent}/task/{parent}/children")
            if path.exists():
                found += [int(number) for number in path.read_text().split()]
        return found

    def cpu_s(self) -> float:
        """The processor time that all its living processes have taken, in seconds."""
        ticks = 0
        for process in self.processes():
            try:
                stat = Path(f"/proc/{process}/stat").read_text()
            except OSError:
                continue
            ticks += sum(int(part) for part in stat.rpartition(")")[2].split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")


def wait_until_quiet(server: Server, count: int = 99) -> None:
    """Wait until the server rests: no processor time, and no more processes than before."""

    def quiet() -> bool:
        before = server.cpu_s()
        time.sleep(0.1)
        # The clock counts hundredths of a second: one at the most.
        return server.cpu_s() - before < 0.015 and len(server.processes()) <= count

    wait_until(quiet, f"no more than {count} processes are there, and at rest")


def wait_until_at_work(server: Server) -> None:
    """Wait until the server has taken a processor for a while, as only a long query does."""
    before = server.cpu_s()
    wait_until(lambda: server.cpu_s() > before + 0.5, "the server is at work")


def small_store(data: str = DATA) -> Store:
    store = Store()
    store.load(data.encode(), format=RdfFormat.TRIG)
    return store


def publish(home: Path, store: Store) -> None:
    """Make a home with one version of a store."""
    publish_lines(Versions(home), store, dump_lines(store), "copy", keep=5)


def publish_documents(home: Path, graph: Graph, once: Any) -> None:
    """Make a home with the graph of the documents, its columns and the index of its names."""

    def make(folder: Path) -> Path:
        publish(folder, graph.store)
        versions = Versions(folder)
        index_of(versions, versions.current()).close()
        make_columns(versions, versions.current())
        return folder

    shutil.copytree(once("published", make), home, symlinks=True, dirs_exist_ok=True)


@contextmanager
def application(home: Path, graph: Graph, once: Any) -> Iterator[Flask]:
    """The application over a home of the documents' own."""
    publish_documents(home, graph, once)
    app = create_app(Versions(home))
    try:
        yield app
    finally:
        app.extensions["peyvand"].close()


def with_index(app: Flask) -> FlaskClient:
    """A client of an application, once the index of names is made: the first search begins it."""
    client = app.test_client()
    wait_until(lambda: client.get("/suggest?q=a").status_code == 200, "the index is made")
    return client


def wait_for_index(server: Server) -> None:
    """Have the index of names made, which the first search begins."""
    wait_until(lambda: server.ask(path="/suggest?q=a").status == 200, "the index is made")


@contextmanager
def running(home: Path, program: Sequence[str] = (), **settings: Any) -> Iterator[Server]:
    """A server on a home that holds a version, with settings such as ``queue=2``.

    It has no columns unless they are asked for: to make those of each version takes longer than
    most tests. What is served is the package that is tested, or that of a program of another
    environment.
    """
    environment = {**os.environ, "PEYVAND_PORT": "0", "PEYVAND_HOME": str(home)}
    for name, value in {"columns": "off", **settings}.items():
        environment["PEYVAND_" + name.upper()] = str(value)
    tokens = Tokens(home)
    for known in tokens.all():
        tokens.revoke(known.name)
    log = home / "server.log"
    log.write_text("")
    _load()
    process = LOADED.Process(
        target=_serve, args=(environment, log, program, dict(Flask.jinja_options))
    )
    process.start()
    while not (found := re.search(r" on http://\S+:(\d+)\n", log.read_text(encoding="utf-8"))):
        process.join(0.01)
        assert process.is_alive(), log.read_text(encoding="utf-8")
    server = Server(process, int(found[1]), home, log)
    try:
        yield server
    finally:
        process.terminate()
        process.join(LIMIT_S)
        process.kill()
        process.join()


def _load() -> None:
    """Start the process that servers are forked from, if it is not there.

    It imports what it loads before it knows where the tests stand.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        multiprocessing.forkserver.ensure_running()


def _serve(
    environment: dict[str, str], log: Path, program: Sequence[str], templates: dict[str, Any]
) -> None:
    """Be the process of ``peyvand serve``, and write all that it says to a file."""
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    if program:
        os.execv(program[0], [*program, "serve"])
    Flask.jinja_options = templates
    fork_server_handle.begin = Nursery().begin
    sys.exit(main(["serve"]))


class Fields(HTMLParser):
    """The fields of a form with their values, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and found.get("name") and found.get("type") == "hidden":
            self.sent.append((found["name"], found["value"]))


@contextmanager
def with_registers(home: Path, graph: Graph, once: Any) -> Iterator[Server]:
    """A server of the documents with tokens that enter what is about Arak and about Isfahan."""
    publish_documents(home, graph, once)
    with running(home) as started:
        for name in ("arak", "isfahan"):
            about = (f"city/{name}",)
            started.secrets[name] = Tokens(home).add(name, role=Role.ENTER, about=about)
        wait_for_index(started)
        yield started
