"""Calendars as files (iCalendar, RFC 5545), made by the ``icalendar`` library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from peyvand.sources.dates import bounds

if TYPE_CHECKING:
    from icalendar import Event, vText

MEDIA_TYPE = "text/calendar"
# What is known no better than this many days says nothing to whoever looks at a calendar.
_LONGEST = timedelta(days=366)
# How often a program that subscribes need ask again.
_REFRESH = timedelta(hours=12)
# What a text of a calendar cannot hold (3.3.11); lines end in it, however they are written.
_LINES, _FORBIDDEN = re.compile("\r\n?"), re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Span:
    """The first and the last day of something, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Item:
    """Something in a calendar.

    Attributes:
        iri: what names it, here as everywhere.
        span: its days.
        summary: what it is called.
        description: what else is told of it.
        url: where more is told.
        place: where it is; "" if that is not known.
        status: TENTATIVE, CONFIRMED or CANCELLED; "" if that is not known.
        categories: what kinds of thing it is.
    """

    iri: str
    span: Span
    summary: str
    description: str
    url: str
    place: str = ""
    status: str = ""
    categories: Sequence[str] = ()


def span_of(text: str) -> Span | None:
    """The days that an EDTF date may mean, if they are no more than a year; else None."""
    try:
        first, last = bounds(text)
    except ValueError:
        return None
    if first is None or last is None or last - first > _LONGEST or last == date.max:
        return None
    return Span(first, last)


def calendar(
    items: Iterable[Item], *, name: str, about: str, source: str, language: str, stamp: datetime
) -> bytes:
    """A calendar.

    Args:
        items: what stands in it.
        name: what it is called.
        about: what it holds, and what it does not.
        source: its address; "" if that is not known.
        language: of its texts.
        stamp: when what it tells became so.
    """
    # Imported where it is needed: a server starts without it.
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", f"-//Peyvand//Peyvand//{language.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    # RFC 7986 has names for these; most programs go by the older ones.
    for standard, older, text in (
        ("name", "x-wr-calname", name),
        ("description", "x-wr-caldesc", about),
    ):
        made.add(standard, _text(text, language), encode=False)
        made.add(older, _text(text), encode=False)
    made.add("refresh-interval", _REFRESH, {"value": "DURATION"})
    if source:
        made.add("source", source, {"value": "URI"})
    for item in items:
        made.add_component(_event(item, language, stamp))
    written: bytes = made.to_ical()
    return written


def _event(item: Item, language: str, stamp: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", item.iri)
    event.add("dtstamp", stamp)
    event.add("dtstart", item.span.first)
    # The end of a whole day is the day after it.
    event.add("dtend", item.span.last + timedelta(days=1))
    event.add("summary", _text(item.summary, language), encode=False)
    event.add("description", _text(item.description, language), encode=False)
    if item.place:
        event.add("location", _text(item.place, language), encode=False)
    if item.status:
        event.add("status", item.status)
    if item.categories:
        event.add("categories", [_text(one) for one in item.categories])
    # Of a month or a year nobody is busy all the time.
    event.add("transp", "TRANSPARENT" if item.span.first < item.span.last else "OPAQUE")
    event.add("url", item.url)
    return event


def _text(text: str, language: str = "") -> vText:
    """A text as a value: of properties that it does not know the library escapes nothing."""
    from icalendar import vText

    value = vText(_FORBIDDEN.sub("\ufffd", _LINES.sub("\n", text)))
    if language:
        value.params["LANGUAGE"] = language
    return value
