"""Calendars of what is held and what is due, of a city, a country, an agreement, or of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from flask import Response
from pyoxigraph import NamedNode

from peyvand.digits import digits
from peyvand.sources.catalogue import own
from peyvand.texts import text
from peyvand.vocabulary.iris import ID
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.linked_data.addresses import local
from peyvand.web.pages.components.dates import spoken
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Row, Site
from peyvand.web.pages.components.standing import standing
from peyvand.web.pages.following.following import KINDS
from peyvand.web.pages.following.icalendar_files import MEDIA_TYPE, Item, calendar, span_of

# What the state of an activity is in a calendar; what is put off has no day that is certain.
_STATUSES = {
    "status-held": "CONFIRMED",
    "status-planned": "TENTATIVE",
    "status-postponed": "TENTATIVE",
    "status-cancelled": "CANCELLED",
}
_COLUMNS = ("kind", "date", "status", "place", "agreement", "thing", "stage", "holder")


def routes(site: Site) -> list[Route[View]]:
    """``/calendar.ics`` and ``/calendar/KIND/NAME.ics``."""
    kinds = ", ".join(KINDS)

    def every() -> Response:
        events = site.select(own("web/calendars/events").text)
        tasks = site.select(own("web/calendars/tasks").text)
        return _answer(site, None, events, tasks)

    def of(kind: str, slug: str) -> Response:
        name = standing(site, kind, slug)
        this = NamedNode(name.iri)
        events = site.select(own("web/calendars/events-of").bound(this=this))
        tasks = site.select(own("web/calendars/tasks-of").bound(this=this))
        return _answer(site, this, events, tasks)

    return [
        Route("calendars.every", "/calendar.ics", READ, every),
        Route("calendars.of", f"/calendar/<any({kinds}):kind>/<slug>.ics", READ, of),
    ]


def _answer(site: Site, this: NamedNode | None, events: list[Row], tasks: list[Row]) -> Response:
    language = site.language
    made = _Made(site, language)
    made.learn([*events, *tasks], this)
    items = [*made.events(events), *made.tasks(tasks)]
    name = text("calendar-name", language)
    if this is not None:
        name = f"{made.label(this)} – {name}"
    asked, version = current_request(), site.bridge.versions.get(site.version)
    body = calendar(
        items,
        name=name,
        about=made.about(len(items)),
        source=asked.address and f"{asked.address}?lang={language}",
        language=language,
        stamp=datetime.fromisoformat(version.manifest["built_at"]),
    )
    response = Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Content-Language"] = language
    response.headers["Peyvand-Version"] = str(version.number)
    return conditional(response)


class _Made:
    """The rows of answers as items of a calendar.

    Args:
        site: where labels are asked for.
        language: of the texts.
    """

    def __init__(self, site: Site, language: str) -> None:
        self._reader, self._language = Reader(site, language), language
        self._left_out = 0

    def learn(self, rows: Iterable[Row], this: NamedNode | None) -> None:
        """Ask for the labels of all that rows mention."""
        things = [term for row in rows for term in row.values()]
        self._reader.learn([*things, *([this] if this else [])])

    def label(self, thing: Any) -> str:
        """What something is called."""
        said, _ = self._reader.label(thing)
        return said or thing.value.removeprefix(str(ID))

    def about(self, count: int) -> str:
        """What the calendar holds, and how much has no day that it could stand at."""
        said = text("calendar-about", self._language)
        return digits(said.format(count=count, left_out=self._left_out), self._language)

    def events(self, rows: Iterable[Row]) -> Iterator[Item]:
        """The meetings and activities that have a date."""
        for entry in _gathered(rows, "event"):
            states = (one.value.rpartition("/")[2] for one in entry["status"])
            status = next((_STATUSES[one] for one in states if one in _STATUSES), "")
            told = [*entry["kind"], *entry["status"], *entry["agreement"]]
            yield from self._item(entry, "event", told, entry["kind"], status)

    def tasks(self, rows: Iterable[Row]) -> Iterator[Item]:
        """What is due on a day."""
        for entry in _gathered(rows, "task"):
            told = [*entry["thing"], *entry["stage"], *entry["holder"]]
            yield from self._item(entry, "task", told, (), "", text("calendar-due", self._language))

    def _item(
        self,
        entry: dict[str, list[Any]],
        key: str,
        told: Iterable[Any],
        kinds: Iterable[Any],
        status: str,
        *categories: str,
    ) -> Iterator[Item]:
        (this,) = entry[key]
        dates = [date.value for date in entry["date"]]
        spans = [span for date in dates if (span := span_of(date))]
        if not spans:
            self._left_out += 1
            return
        words = [spoken(date, self._language) for date in dates]
        lines = [*words, *map(self.label, dict.fromkeys(told))]
        name = self.label(this)
        yield Item(
            iri=this.value,
            # Where sources tell several days, the first of them; all of them are told in words.
            span=min(spans, key=lambda span: (span.first, span.last)),
            summary=f"{categories[0]}: {name}" if categories else name,
            description="\n".join(lines),
            url=urljoin(current_request().origin, local(this.value)),
            place=", ".join(map(self.label, entry["place"])),
            status=status,
            categories=[*categories, *map(self.label, kinds)],
        )


def _gathered(rows: Iterable[Row], key: str) -> Iterator[dict[str, list[Any]]]:
    """An entry for each thing, with all that its rows say of it."""
    entries: dict[str, dict[str, dict[Any, None]]] = {}
    for row in rows:
        empty: dict[str, dict[Any, None]] = {name: {} for name in (key, *_COLUMNS)}
        entry = entries.setdefault(row[key].value, empty)
        for name, term in row.items():
            entry[name][term] = None
    for entry in entries.values():
        yield {name: list(terms) for name, terms in entry.items()}
