"""What may go the short way of ``web/http/short_way.py``: light queries by GET.

It makes the same answer that ``routes.py`` and ``sparql.py`` make, which a test holds; and whatever
is more than a whole answer of the current version, it leaves to them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from peyvand.errors import PeyvandError
from peyvand.graph.version import Version
from peyvand.query.cache import Entry
from peyvand.query.executor import Executor
from peyvand.query.queries import Begun, Queries
from peyvand.web.endpoint.limits import Limits
from peyvand.web.endpoint.sparql import KEPT, QueryRequest, Sparql
from peyvand.web.http import negotiation
from peyvand.web.http.headers import COMMON
from peyvand.web.http.messages import Request

# Headers by which more is asked than a query and its format.
_MORE = ("if-none-match", "peyvand-query", "range")


class Answering:
    """A request that was counted, and of which a query has begun if a worker was free.

    Args:
        queries: what evaluates it.
        query: what was asked for.
        left: the headers that tell its client what is left of its limit.
        links: the value of the header Link.
    """

    def __init__(
        self, queries: Queries, query: QueryRequest, left: dict[str, str], links: str
    ) -> None:
        self._queries, self._query = queries, query
        self.left, self._links = left, links
        self.begun: Begun | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether the query has begun."""
        return self.begun is not None

    def answer(self) -> bytes | None:
        """The answer, head and body; None if something is to be told beside it, or it failed."""
        assert self.begun is not None
        entry = self._queries.taken(self.begun)
        if entry is None:
            return None
        return self.written(entry, self.begun.asked.version, self.begun.name)

    def written(self, entry: Entry, version: Version, name: str) -> bytes:
        """An answer as it goes out.

        Args:
            entry: it.
            version: the one that gave it.
            name: of the query.
        """
        about = self._query.about(version)
        kind = (entry.content_type, entry.encoding, entry.engine, version.number)
        own = f"etag: {about['ETag']}\r\npeyvand-query: {name}\r\n"
        length = f"content-length: {len(entry.body)}\r\n\r\n"
        if self.left:
            own += "".join([f"{key.lower()}: {value}\r\n" for key, value in self.left.items()])
        return _head(*kind, self._links) + (own + length).encode("latin-1") + entry.body

    def give_up(self) -> None:
        """End what is under way."""
        if self.begun is not None:
            self._queries.give_up(self.begun)


class AtOnce:
    """Begins to answer requests.

    Args:
        executor: what evaluates queries.
        sparql: reads requests.
        limits: counts who asks.
        links: what every answer leads to, the value of the header Link.
    """

    def __init__(self, executor: Executor, sparql: Sparql, limits: Limits, links: str) -> None:
        self._executor, self._sparql, self._limits = executor, sparql, limits
        self._links = links

    def suits(self, request: Request) -> bool:
        """Whether requests with such headers may be begun here."""
        headers, coding = request.headers, request.headers.get("accept-encoding")
        asks_more = request.prefix or any(name in headers for name in _MORE)
        return request.method == "GET" and not (asks_more or negotiation.refuses_plain(coding))

    def begin(self, request: Request, come: Callable[[], None]) -> bytes | Answering | None:
        """Begin to answer a request.

        Args:
            request: one whose headers suit.
            come: called once, when there is word of what has begun.

        Returns:
            The answer, if it was kept; what was counted, and may have begun; or None if the
            request has to go the long way, where it is told why it is refused.
        """
        try:
            query = self._sparql.known(request)
            special = query.question.base or query.version or query.timeout
            if special or not query.fingerprint or query.facts.doubtful:
                return None
            left = self._limits.take(request)
            found = Answering(self._executor.queries, query, left, self._links)
            begun = self._executor.at_once(query.question, query.facts, request.client, come)
        except PeyvandError:
            return None
        if isinstance(begun, Entry):
            if begun.unknown:
                return found
            return found.written(
                begun, self._executor.current(), self._executor.queries.runs.name(None)
            )
        found.begun = begun
        return found


@lru_cache(256)
def _head(content_type: str, encoding: str | None, engine: str, version: int, links: str) -> bytes:
    """The beginning of every answer of a kind."""
    headers = {
        **COMMON,
        "Content-Type": content_type,
        "Peyvand-Engine": engine,
        "Peyvand-Version": str(version),
        "Cache-Control": KEPT,
        "Link": links,
    }
    if encoding:
        headers["Content-Encoding"] = encoding
    lines = "".join(f"{name.lower()}: {value}\r\n" for name, value in headers.items())
    return b"HTTP/1.1 200 OK\r\n" + lines.encode("latin-1")
