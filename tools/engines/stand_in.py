"""Run as ``python tools/engines/stand_in.py FOLDER PORT``: an engine over loopback that keeps its
statements on disk and answers queries at ``/query`` and updates at ``/update``, for tests.
"""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize


class Server(ThreadingHTTPServer):
    """The engine: its store, and where it is asked."""

    daemon_threads = True

    def __init__(self, folder: str, port: int) -> None:
        self.store = Store(folder)
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return
        try:
            if self.path == "/update":
                self.server.store.update(body.decode())
                self._answer(204, "", b"")
                return
            (text,) = parse_qs(body.decode())["query"]
            found = self.server.store.query(text)
        except (SyntaxError, OSError, RuntimeError) as error:
            self._answer(500, "text/plain", str(error).encode())
            return
        if isinstance(found, QueryTriples):
            lines = serialize(found, format=RdfFormat.N_TRIPLES) or b""
            self._answer(200, "application/n-triples", lines)
        else:
            rows = found.serialize(format=QueryResultsFormat.JSON) or b""
            self._answer(200, "application/sparql-results+json", rows)

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    Server(sys.argv[1], int(sys.argv[2])).serve_forever()
