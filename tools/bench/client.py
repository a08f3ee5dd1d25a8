"""Asking a server over one connection, with a limit on the whole of each answer."""

import http.client
import socket
import time
import urllib.parse

DEADLINE_S = 30
ACCEPT = "application/sparql-results+json, text/turtle"


class Refused(OSError):
    """An answer with another status than 200."""


class _Bounded(socket.socket):
    """A socket that is read until a moment, however slowly something trickles in."""

    until = float("inf")

    def recv_into(self, *arguments):
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self.settimeout(min(left, 3600))
        return super().recv_into(*arguments)


class Client:
    """One client with a connection that is kept.

    Args:
        url: the endpoint; what its address asks for is sent with each query.
        timeout_s: the longest that one answer may take, all told.
    """

    def __init__(self, url, timeout_s=DEADLINE_S + 5):
        parts = urllib.parse.urlsplit(url)
        self._place = (parts.hostname, parts.port)
        self._path, self._more = parts.path, urllib.parse.parse_qsl(parts.query)
        self.timeout_s = timeout_s
        self._connection = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def ask(self, query, timeout_s=None, accept=ACCEPT):
        """The body of the answer to a query.

        Raises:
            OSError: there is none, or not in time.
        """
        body = urllib.parse.urlencode([*self._more, ("query", query)])
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", self._path, body, headers, timeout_s)

    def send(self, method, path, body=None, headers=None, timeout_s=None):
        """The body of the answer to any request; see ``ask``."""
        until = time.monotonic() + (timeout_s or self.timeout_s)
        kept = self._connection is not None
        try:
            return self._once(method, path, body, headers or {}, until)
        except (ConnectionError, http.client.HTTPException):
            if not kept:
                raise
        # The server has given up a connection that was idle.
        return self._once(method, path, body, headers or {}, until)

    def close(self):
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _once(self, method, path, body, headers, until):
        try:
            if self._connection is None:
                self._connect(until)
            self._connection.sock.until = until
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            found = answer.read()
        except BaseException:
            self.close()
            raise
        if answer.will_close:
            self.close()
        if answer.status != 200:
            raise Refused(answer.status)
        return found

    def _connect(self, until):
        link = _Bounded(socket.AF_INET, socket.SOCK_STREAM)
        try:
            link.settimeout(max(0.001, until - time.monotonic()))
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link.connect(self._place)
        except BaseException:
            link.close()
            raise
        self._connection = http.client.HTTPConnection(*self._place)
        self._connection.sock = link


def ask(url, query, timeout_s=DEADLINE_S + 5, accept=ACCEPT):
    """The body of the answer to a query, over a connection of its own; see ``Client.ask``."""
    with Client(url, timeout_s) as client:
        return client.ask(query, accept=accept)
