"""What answers which path, told once: for the endpoint, for Flask, and for templates to link to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from werkzeug.routing import BaseConverter

from peyvand.web.http.messages import Reply, Request

# What answers in the event loop, for ASGI and Flask alike.
Handler = Callable[[Request], Awaitable[Reply]]
# What Flask calls in a thread, with what its rule found in the path.
View = Callable[..., Any]
Answer = TypeVar("Answer", Handler, View)
READ = ("GET", "HEAD", "OPTIONS")
# Of a page: what Flask itself tells of it by OPTIONS is enough.
GET = ("GET", "HEAD")


class Rest(BaseConverter):
    """``<rest:name>`` in a rule: whatever follows, slashes and nothing at all included."""

    regex = ".*?"
    part_isolating = False


@dataclass(frozen=True)
class Route(Generic[Answer]):
    """What answers the paths of one rule.

    Args:
        name: what templates link to it by; a page's is that of its module, a dot, and its own.
        rule: the path as Flask writes it; of a handler with one ``<rest:name>`` at most, after
            its first part.
        methods: those that it has.
        answer: answers a request with one of them.
        strict_slashes: whether a path with one more slash at its end is another path.
        elsewhere: of a handler, the methods of the same path that a page answers.
    """

    name: str
    rule: str
    methods: tuple[str, ...]
    answer: Answer
    strict_slashes: bool = True
    elsewhere: tuple[str, ...] = ()

    @property
    def allowed(self) -> tuple[str, ...]:
        """Every method that its paths have, whoever answers it."""
        return (*self.elsewhere, *self.methods)

    @property
    def ends(self) -> tuple[str, str]:
        """What its paths begin and end with, around whatever follows."""
        begin, _, end = self.rule.partition("<rest:name>")
        return begin, end


class Routes:
    """A table of routes whose answers are made in the event loop.

    Werkzeug's own map finds the same, which a test holds; it takes 15 µs and more for a path, and
    a light query is asked for with each of thousands a second.

    Args:
        routes: the rows.
    """

    def __init__(self, routes: Iterable[Route[Handler]]) -> None:
        self._all = tuple(routes)
        self._at = {route.rule: route for route in self._all if "<" not in route.rule}
        self._below: dict[str, list[tuple[int, str, Route[Handler]]]] = {}
        for route in self._all:
            if "<" in route.rule:
                begin, end = route.ends
                self._below.setdefault(begin, []).append((len(begin + end), end, route))
        for rows in self._below.values():
            # What says more goes first.
            rows.sort(key=lambda row: -row[0])

    def __iter__(self) -> Iterator[Route[Handler]]:
        return iter(self._all)

    def find(self, path: str) -> Route[Handler] | None:
        """The route of a path; None if it has none."""
        if found := self._at.get(path):
            return found
        for least, end, route in self._below.get(path[: path.find("/", 1) + 1], ()):
            if len(path) >= least and path.endswith(end):
                return route
        return None
