"""By what a thing is followed: its calendar and the feed of its changes."""

from __future__ import annotations

from flask import url_for

from peyvand.texts import text
from peyvand.web.linked_data.addresses import Name
from peyvand.web.pages.following.atom_files import MEDIA_TYPE as ATOM
from peyvand.web.pages.following.icalendar_files import MEDIA_TYPE as CALENDAR

# The kinds of things that have a calendar and a feed of their own.
KINDS = ("city", "region", "country", "agreement")


def alternates(name: Name, label: str, language: str) -> list[tuple[str, str, str]]:
    """The calendar and the feed of a thing: the media type, the name and the address of each.

    Args:
        name: of the thing.
        label: what it is called.
        language: of the page.
    """
    if name.kind not in KINDS:
        return []
    return [
        (
            kind,
            f"{text(key, language)} {label}",
            url_for(route, kind=name.kind, slug=name.slug, lang=language),
        )
        for kind, key, route in (
            (CALENDAR, "calendar-of", "calendars.of"),
            (ATOM, "feed-of", "feeds.of"),
        )
    ]
