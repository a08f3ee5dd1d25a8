"""Fetching from a SPARQL query service by its address: politely, and again where it fails.

One request at a time with a pause between, a user agent that says who asks, waiting as long as a
``Retry-After`` says, longer waits after each failure, and answers kept on disk so that a run that
was broken off asks nothing twice.
"""

from __future__ import annotations

import email.utils
import hashlib
import http.client
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from peyvand import __version__
from peyvand.errors import PeyvandError
from peyvand.sources.wikidata.forms import Form
from peyvand.sources.wikidata.model import CityRecord
from peyvand.sources.wikidata.properties import entity_of
from peyvand.sources.wikidata.queries import items_page, records_of
from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.results import TableRow, rows_of
from peyvand.sources.wikidata.rows import Rows

USER_AGENT = f"Peyvand/{__version__} (https://w3id.org/peyvand/; sister-city graph) Python-urllib"
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_JSON = "application/sparql-results+json"


class ServiceFailed(PeyvandError):
    """A query service did not give an answer that can be used."""

    status = 502
    slug = "service-failed"


@dataclass
class QueryService:
    """A SPARQL endpoint with Wikidata's model, such as https://query.wikidata.org/sparql."""

    url: str
    cache: Path | None = None
    user_agent: str = USER_AGENT
    pause_s: float = 1.0
    timeout_s: float = 70.0
    retries: int = 5
    longest_wait_s: float = 300.0
    most_bytes: int = 256 * 2**20
    sleep: Callable[[float], None] = time.sleep
    report: Report = field(default_factory=Report)

    def __post_init__(self) -> None:
        if urllib.parse.urlsplit(self.url).scheme not in ("http", "https"):
            raise ServiceFailed(
                f"{self.url} is not the address of a query service.",
                "Give one that begins with https://, such as https://query.wikidata.org/sparql.",
            )

    def select(self, query: str) -> list[TableRow]:
        """The rows that answer a SELECT query; from the cache if it was asked before.

        Raises:
            ServiceFailed: no whole answer came after all tries.
        """
        kept = self._kept(query)
        if kept and kept.is_file():
            self.report.counts["answers from the cache"] += 1
            return list(rows_of(kept.read_bytes(), Form.RESULTS_JSON, kept, self.report))
        failure = ""
        for attempt in range(self.retries + 1):
            self.report.counts["requests"] += 1
            wait = min(self.pause_s * 2 ** (attempt + 1), self.longest_wait_s)
            try:
                content = self._ask(query)
            except urllib.error.HTTPError as error:
                with error:
                    failure = f"it answers {error.code} {error.reason}"
                    if error.code not in _AGAIN:
                        raise ServiceFailed(
                            f"{self.url}: {failure}.",
                            "Check the address; 403 may mean that the service wants a user agent "
                            "with your contact in it.",
                        ) from None
                    wait = max(wait, self._asked_to_wait(error))
            except (OSError, http.client.HTTPException) as error:
                failure = f"it cannot be reached ({error})"
            else:
                local = Report()
                rows = list(rows_of(content, Form.RESULTS_JSON, self.url, local))
                if not local.broken:
                    self._keep(kept, content)
                    self.sleep(self.pause_s)
                    return rows
                failure = f"its answer is broken ({local.problems[0].message})"
            if attempt < self.retries:
                self.report.counts["requests made again"] += 1
                self.sleep(wait)
        raise ServiceFailed(
            f"{self.url}: {failure}, after {self.retries + 1} tries.",
            "Try later, or with smaller pages; what was answered is in the cache.",
        )

    def _ask(self, query: str) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            self.url,
            data=urllib.parse.urlencode({"query": query}).encode(),
            headers={
                "Accept": _JSON,
                "Content-Type": "application/x-www-form-urlencoded",
                "User-Agent": self.user_agent,
            },
        )
        with urllib.request.urlopen(request, timeout=self.timeout_s) as answer:  # noqa: S310
            content: bytes = answer.read(self.most_bytes + 1)
            # A body shorter than announced is silently given when a size is asked for.
            announced = answer.headers.get("Content-Length", "")
        if len(content) > self.most_bytes:
            raise ServiceFailed(
                f"{self.url}: the answer is longer than {self.most_bytes:,} bytes.",
                "Ask for smaller pages.",
            )
        if announced.isdecimal() and len(content) < int(announced):
            raise OSError("the answer was cut")
        return content

    def _asked_to_wait(self, error: urllib.error.HTTPError) -> float:
        text = str(error.headers.get("Retry-After", "")).strip()
        if text.isdecimal():
            seconds = float(text)
        else:
            try:
                moment = email.utils.parsedate_to_datetime(text)
            except (TypeError, ValueError):
                return 0.0
            seconds = moment.timestamp() - time.time()
        if seconds > self.longest_wait_s:
            raise ServiceFailed(
                f"{self.url} asks to wait {seconds:.0f} s.",
                "Run it again then; what was answered is in the cache.",
            )
        return max(seconds, 0.0)

    def _kept(self, query: str) -> Path | None:
        if self.cache is None:
            return None
        name = hashlib.sha256(f"{self.url}\n{query}".encode()).hexdigest()
        return self.cache / f"{name}.srj"

    def _keep(self, path: Path | None, content: bytes) -> None:
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(content)
        part.replace(path)


def twinned_items(service: QueryService, page: int = 5000) -> Iterator[str]:
    """All items that state a twin, a page at a time."""
    after = ""
    while True:
        rows = service.select(items_page(after, page))
        found = [entity_of(row.cells["item"].value) for row in rows if "item" in row.cells]
        yield from found
        if len(found) < page:
            return
        after = found[-1]


def fetch(
    service: QueryService, items: Iterable[str] | None = None, batch: int = 50
) -> Iterator[CityRecord]:
    """The records of the given items, or of all that state a twin.

    An item that redirects is answered by the one that it leads to.
    """
    waiting: list[str] = []
    given: set[str] = set()
    for qid in items if items is not None else twinned_items(service):
        if qid not in given:
            given.add(qid)
            waiting.append(qid)
        if len(waiting) == batch:
            yield from _batch(service, waiting, given)
            waiting = []
    yield from _batch(service, waiting, given)


def _batch(service: QueryService, qids: list[str], given: set[str]) -> Iterator[CityRecord]:
    redirects: dict[str, str] = {}
    while qids:
        rows = Rows(service.url, service.report)
        rows.take(service.select(records_of(qids)))
        redirects |= rows.redirects
        rows.redirects |= redirects
        # Items without any row are not known there; those that only redirect lead on.
        found = list(rows.records())
        yield from found
        known = {record.qid for record in found} | rows.redirects.keys()
        service.report.counts["items not found"] += len(set(qids) - known)
        qids = sorted(set(rows.redirects.values()) - given)
        given |= set(qids)
