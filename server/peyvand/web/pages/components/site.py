"""What every page is made with: its language, its texts, and the answers of the graph."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import current_app, g, render_template, request, url_for

from peyvand.clocks import built_on, known_at, read_day
from peyvand.sources.catalogue import Catalogue
from peyvand.texts import counted, number, text, texts
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import LANGUAGES, pick
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http import prefix
from peyvand.web.http.flask_requests import current_request
from peyvand.web.linked_data.addresses import local
from peyvand.web.pages.components.answers import Row, Term, read, term
from peyvand.web.pages.components.dates import spoken
from peyvand.web.pages.components.kept_cities import KeptCities
from peyvand.web.pages.components.lasting import Lasting
from peyvand.web.pages.components.navigation import links

__all__ = ["Row", "Site", "Term", "local", "term", "text", "texts", "words"]

T = TypeVar("T")
# Which addresses are of pages: each has a language and a version.
_PAGED = ("/id/", "/conflicts/", "/graph/", "/ns", "/shapes", "/page/", "/problem/")
_CONFLICT = "/id/conflict/"
# Whose pages show the current version alone.
_CURRENT = (
    *("about", "api", "desk", "documentation", "editor", "files", "match", "ontology", "problems"),
    *("register", "requests"),
)
# The modules whose pages can show any version.
_VERSIONED = (
    *("affinity", "audits", "between", "browse", "comparison", "conflicts", "drawings", "figures"),
    *("monitor", "networks", "partners", "plans", "recognition", "screening", "speech", "things"),
    *("works", "world"),
)
# What an address tells of a version and of days, which the addresses on its page keep.
_KEPT_ON = ("version", "known", "on", "said", "candidates")
# How many answers are kept, and how many rows they may have together.
_KEPT, _MOST_ROWS = 2_000, 60_000


class Site:
    """What the pages ask the graph by.

    Args:
        bridge: the endpoint, whose workers answer queries.
        catalogue: the queries that are offered with pages.
    """

    def __init__(self, bridge: Bridge, catalogue: Catalogue) -> None:
        self.bridge, self.catalogue = bridge, catalogue
        self._answers: OrderedDict[tuple[int, str], list[Row]] = OrderedDict()
        self._rows = 0
        self._lock = threading.Lock()
        self._lasting = Lasting(bridge.at_end)
        # By its IRI what each query is called, which no graph says of those that are no examples.
        self.titles_of_queries = {
            f"{ID}query/{query.name}": {tag: query.title(tag) for tag in LANGUAGES}
            for query in catalogue.queries
        }
        # What versions say of all cities.
        self.cities = KeptCities(bridge, self._rows_of)

    @property
    def asked_version(self) -> int | None:
        """The version that the page is asked for by ``version``, or by the day ``known``.

        Returns:
            Its number; None for the current one.

        Raises:
            BadRequest: it is no number, or what was to be known is asked of no day.
            NotFound: nothing was known on that day.
        """
        parameters = current_request().parameters
        if number := parameters.number("version"):
            return number
        day = parameters.one("known")
        return known_at(self.bridge.versions.all(), read_day(day)).number if day else None

    @property
    def built(self) -> date:
        """The day on which the version was made that the page shows."""
        return built_on(self.bridge.versions.get(self.version)) or datetime.now(UTC).date()

    @property
    def version(self) -> int:
        """The number of the version that the page shows.

        Raises:
            NotFound: there is no such version.
        """
        if "peyvand_version" not in g:
            versions, chosen = self.bridge.versions, self.asked_version
            g.peyvand_version = (versions.get(chosen) if chosen else versions.current()).number
        return int(g.peyvand_version)

    @property
    def language(self) -> str:
        """The language of the page that is asked for: ``lang``, else by Accept-Language."""
        return current_request().language

    def select(self, query: str) -> list[Row]:
        """The rows of a SELECT query of our own on the version that the page shows.

        Answers are kept, those that are asked for most lately and are not too large.

        Raises:
            PeyvandError: the query fails.
        """
        (rows,) = self.select_all([query])
        return rows

    def select_all(self, queries: Sequence[str]) -> list[list[Row]]:
        """The rows of several SELECT queries, asked at the same time; see ``select``."""
        version = self.version
        found: dict[str, list[Row]] = {}
        with self._lock:
            for query in dict.fromkeys(queries):
                if (version, query) in self._answers:
                    self._answers.move_to_end((version, query))
                    found[query] = self._answers[version, query]
        asked = [query for query in dict.fromkeys(queries) if query not in found]
        for query, answer in zip(asked, self.bridge.select_all(asked, version), strict=True):
            found[query] = read(answer)
        with self._lock:
            for query in (one for one in asked if len(found[one]) <= _MOST_ROWS):
                self._answers[version, query] = found[query]
                self._rows += len(found[query])
            while len(self._answers) > _KEPT or (self._rows > _MOST_ROWS and self._answers):
                self._rows -= len(self._answers.popitem(last=False)[1])
        return [found[query] for query in queries]

    def select_apart(self, query: str) -> list[Row]:
        """The rows of a SELECT query on the version that the page shows, which are not kept.

        It is for answers that are long, and that whoever asks makes something of that is kept.

        Raises:
            PeyvandError: the query fails.
        """
        return self._rows_of(self.version, query)

    def _rows_of(self, version: int, query: str) -> list[Row]:
        """The rows of a query on a version, which are not kept."""
        return read(self.bridge.select(query, version))

    def lasting(self, view: Callable[..., T]) -> Callable[..., T]:
        """A view that takes long; just after a write it may be what the version before had.

        Whoever asks for a version gets that, however long it takes.
        """
        name = f"{view.__module__}.{view.__qualname__}"

        @wraps(view)
        def answer(**parts: str) -> T:
            if self.asked_version is not None:
                return view(**parts)
            under = str(request.environ.get(prefix.ENVIRON, ""))
            key = (name, request.url, self.language, under)
            page: T = self._lasting.of(key, self.version, lambda: view(**parts))
            return page

        return answer

    def render(self, template: str, **values: Any) -> str:
        """A page; see ``words`` for what every template is given."""
        return render_template(template, **{**words(self.language, self.version), **values})


def words(tag: str, version: int) -> dict[str, Any]:
    """What every template is given.

    ``lang`` and ``other`` are tags; ``t`` a text by its name; ``n`` a number in the language's
    digits, and ``c`` how many of something there are; ``pick`` the label to show of several;
    ``spoken`` a date in both calendars; ``local`` the path on this host of one of our IRIs, as
    ``href`` gives it; ``navigation`` and ``below`` the links of the header (see
    ``navigation.links``); ``arguments`` those of this page in the other language, ``pinned`` in
    this version; ``about`` the kind and name of the thing that the page is about.
    """
    other = LANGUAGES[1 - LANGUAGES.index(tag)]
    arguments = {**request.args.to_dict(), "lang": other}
    words_, below = links(lambda key: text(key, tag), lambda name: _href(name, tag))
    return {
        "lang": tag,
        "other": other,
        "t": lambda key: text(key, tag),
        "w": lambda key: text(key, tag),
        "n": lambda value: number(value, tag),
        "c": lambda key, count: counted(key, count, tag),
        "local": href,
        "pick": lambda labels: pick(labels, tag)[0],
        "spoken": lambda date: spoken(date, tag),
        "version": version,
        "navigation": words_,
        "below": below,
        "arguments": arguments,
        "about": _about(),
        "pinned": {**request.args.to_dict(), "lang": tag, "version": version},
        "font": built("vazirmatn-regular.woff2"),
        "suggests": built("search.js"),
        "public_url": current_app.extensions["peyvand"].settings.public_url.rstrip("/"),
        "is_pinned": bool(request.args.get("version") or request.args.get("known")),
        "kept": "".join(f"&{urlencode({name: value})}" for name, value in _kept().items()),
        "can_pin": _module(request.endpoint or "") not in _CURRENT,
    }


def _about() -> str | None:
    """The thing that the page is about, by kind and name; None if it is about no one thing.

    A term of the vocabulary and a named graph are none: nobody asks for their removal.
    """
    about = request.path.removeprefix("/page/")
    return None if request.endpoint != "things.thing" or about.startswith("graph/") else about


def stay(endpoint: str, values: dict[str, Any]) -> None:
    """Keep the version and the days that a page is asked for in the addresses of others.

    It is for ``url_defaults``.

    Args:
        endpoint: of the address that is being made.
        values: its arguments.
    """
    if _module(endpoint) in _VERSIONED:
        for name, value in _kept().items():
            values.setdefault(name, value)


def _module(name: str) -> str:
    """The part of a route's name that tells the module of its page."""
    return name.partition(".")[0]


def _href(name: str, tag: str) -> str:
    """The address of a part of the site, in the language and the version that are asked for."""
    kept = _kept() if _module(name) not in _CURRENT else {}
    return url_for(name, lang=tag, **kept)  # type: ignore[arg-type]


def _kept() -> dict[str, str]:
    """The version and the days that the address of the page names; a page asks it for each link."""
    about, kept = g.get("peyvand_kept", (None, {}))
    if about is not request.args:
        kept = {name: request.args[name] for name in _KEPT_ON if request.args.get(name)}
        g.peyvand_kept = (request.args, kept)
    return dict(kept)


def href(iri: str) -> str:
    """The address that an IRI leads to: on this host for ours, and as the page was asked for.

    A language, a version or a day that the address of the page names is kept. A conflict has a
    page with the words of its sources.
    """
    path = local(iri)
    if path.startswith(_CONFLICT):
        path = f"/conflicts/{path.removeprefix(_CONFLICT)}"
    if not path.startswith(_PAGED):
        return path
    kept = {name: request.args[name] for name in ("lang",) if name in request.args} | _kept()
    if not kept:
        return path
    path, sharp, part = path.partition("#")
    return f"{path}?{urlencode(kept)}{sharp}{part}"


def built(name: str) -> bool:
    """Whether a script was bundled; without it the pages work as plain forms."""
    return (Path(str(current_app.static_folder)) / "built" / name).is_file()
