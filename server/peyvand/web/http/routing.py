"""What answers which path, told once: for the endpoint, for Flask, and for templates to link to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass

from werkzeug.routing import BaseConverter

from peyvand.web.http.messages import Reply, Request

Handler = Callable[[Request], Awaitable[Reply]]
READ = ("GET", "HEAD", "OPTIONS")


class Rest(BaseConverter):
    """``<rest:name>`` in a rule: whatever follows, slashes and nothing at all included."""

    regex = ".*?"
    part_isolating = False


@dataclass(frozen=True)
class Route:
    """What answers the paths of one rule.

    Args:
        name: what templates link to it by.
        rule: the path as Flask writes it, with one ``<rest:name>`` at most, after its first part.
        methods: those that it has.
        answer: answers a request with one of them.
    """

    name: str
    rule: str
    methods: tuple[str, ...]
    answer: Handler

    @property
    def ends(self) -> tuple[str, str]:
        """What its paths begin and end with, around whatever follows."""
        begin, _, end = self.rule.partition("<rest:name>")
        return begin, end


class Routes:
    """A table of routes.

    Werkzeug's own map finds the same, which a test holds; it takes 15 µs and more for a path, and
    a light query is asked for with each of thousands a second.

    Args:
        routes: the rows.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self._all = tuple(routes)
        self._at = {route.rule: route for route in self._all if "<" not in route.rule}
        self._below: dict[str, list[tuple[int, str, Route]]] = {}
        for route in self._all:
            if "<" in route.rule:
                begin, end = route.ends
                self._below.setdefault(begin, []).append((len(begin + end), end, route))
        for rows in self._below.values():
            # What says more goes first.
            rows.sort(key=lambda row: -row[0])

    def __iter__(self) -> Iterator[Route]:
        return iter(self._all)

    def find(self, path: str) -> Route | None:
        """The route of a path; None if it has none."""
        if found := self._at.get(path):
            return found
        for least, end, route in self._below.get(path[: path.find("/", 1) + 1], ()):
            if len(path) >= least and path.endswith(end):
                return route
        return None
