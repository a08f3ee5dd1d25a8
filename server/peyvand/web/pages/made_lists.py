"""The lists of versions, each made where it is asked for first and kept for who comes next."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode

from peyvand.errors import Overloaded, QueryTimeout
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import TRANSLITERATED
from peyvand.web.http.flask_requests import current_request
from peyvand.web.pages import sheets
from peyvand.web.pages.choice import choice
from peyvand.web.pages.current_index import current_index
from peyvand.web.pages.gathering import gathered
from peyvand.web.pages.listing import Asked, Facet, Listing
from peyvand.web.pages.making import Making
from peyvand.web.pages.sections import Reader, Section
from peyvand.web.pages.site import Row, Site

_KEPT = 12
# How long a page is waited for before it tells how far the list is, and how long a file, which can
# tell nothing; in seconds. What stands between people and a server gives up after 30 or more.
_PATIENCE_S, _PATIENCE_OF_FILES_S = 10.0, 25.0
# How often a part of a list is asked for where the server is too busy to answer it in time.
_TRIES = 3
# Claims have no labels, and are the most of all things.
_CLAIM = f"{ID}claim/"
_NAMES = "SELECT iri, label_en, label_fa, transliteration FROM things"
Key = tuple[str, int]


class Lists:
    """The lists of the versions that are asked for most lately.

    Args:
        site: where questions are asked.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._held: OrderedDict[Key, Listing] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Key, Making[Listing]] = {}

    def of(
        self,
        section: Section,
        facets: Sequence[Facet],
        rows: Sequence[Row] | None = None,
        parts: Sequence[Section] = (),
    ) -> Listing:
        """A list of the version that the page shows, made where it is asked for first.

        Args:
            section: its question.
            facets: by which its rows are told apart.
            rows: its rows, where they are not those of the question; it is not kept then.
            parts: questions whose answers together are that of its own, for one that is too long
                to be read at once.

        Raises:
            BadRequest: the request asks for an order that the list does not have.
            BeingMade: it takes long to make.
        """
        order_of(section)
        if rows is not None:
            return self._made(section, facets, [rows])
        asked = [part.query("") for part in parts or (section,)]

        def make(begin: Callable[[int], None]) -> Listing:
            made = self._made(section, facets, self._answers(asked, begin))
            begin(len(asked) + 1)
            # Every page of the list has these.
            made.counted(Asked())
            return made

        key, version = (section.text, self._site.version), self._site.version
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            making = self._making.get(key)
            if making is None:
                making = self._making[key] = Making(make, version, len(asked) + 1)
        patience = _PATIENCE_OF_FILES_S if sheets.asked_table() else _PATIENCE_S
        try:
            made = making.result(patience)
        finally:
            # A failure is told once; who comes next begins anew.
            if making.is_over:
                with self._lock:
                    if self._making.get(key) is making:
                        del self._making[key]
        with self._lock:
            self._held[key] = made
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return made

    def _answers(
        self, asked: Sequence[str], begin: Callable[[int], None]
    ) -> Iterator[Sequence[Row]]:
        for place, query in enumerate(asked, 1):
            begin(place)
            yield self._answer(query)

    def _answer(self, query: str) -> Sequence[Row]:
        for _ in range(_TRIES - 1):
            try:
                return self._site.select_apart(query)
            except (QueryTimeout, Overloaded):
                continue
        return self._site.select_apart(query)

    def _made(
        self, section: Section, facets: Sequence[Facet], answers: Iterable[Sequence[Row]]
    ) -> Listing:
        reader = Reader(self._site, self._site.language)
        made = gathered(section, answers)
        return Listing(
            section, made.shape, made.entries, facets, self._labels(reader, made.entries)
        )

    def _labels(
        self, reader: Reader, entries: Sequence[Mapping[str, Sequence[Any]]]
    ) -> Callable[[str], Mapping[str, str]]:
        """The labels of what a list mentions: those of the index of names, if it is there."""
        known = index_names(self._site)
        terms = {term for entry in entries for cell in entry.values() for term in cell}
        left = [
            term
            for term in terms
            if isinstance(term, NamedNode)
            and term.value not in known
            and not term.value.startswith(_CLAIM)
        ]
        reader.learn(left)
        for term in left:
            known[term.value] = {
                tag: label for tag in ("en", "fa") if (label := reader.label_in(term, tag))
            } | dict(reader.labels(term))
        return lambda iri: known.get(iri, {})


def index_names(site: Site) -> dict[str, dict[str, str]]:
    """What things are called by language, as the index of names has it; nothing if there is none.

    Args:
        site: of the page, whose version is asked.
    """
    try:
        index = current_index(site.asked_version)
    except Overloaded:
        index = None
    # Just after a write it may be that of the version before, which knows other names.
    found = index.rows(_NAMES) if index and index.version == site.version else []
    tags = ("en", "fa", TRANSLITERATED)
    return {
        iri: {tag: name for tag, name in zip(tags, names, strict=True) if name}
        for iri, *names in found
    }


def order_of(section: Section, sort: str = "") -> str:
    """The order that the request asks for a list in, as an address has it: ``-`` turns it round.

    Args:
        section: of the list.
        sort: the order if none is asked for.

    Raises:
        BadRequest: it has no column of the name that it is to be sorted by.
    """
    columns = section.columns
    return choice(current_request(), "sort", (*columns, *(f"-{name}" for name in columns)), sort)
