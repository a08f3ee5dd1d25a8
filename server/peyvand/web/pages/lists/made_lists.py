"""The lists of versions, each made where it is asked for first and kept for who comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pyoxigraph import NamedNode

from peyvand.vocabulary.iris import ID
from peyvand.web.http.flask_requests import current_request
from peyvand.web.pages.components import sheets
from peyvand.web.pages.components.choice import choice
from peyvand.web.pages.components.index_names import index_names
from peyvand.web.pages.components.making import (
    PATIENCE_OF_FILES_S,
    PATIENCE_S,
    Begin,
    Made,
    patiently,
)
from peyvand.web.pages.components.sections import Reader, Section
from peyvand.web.pages.components.site import Row, Site
from peyvand.web.pages.lists.gathering import gathered
from peyvand.web.pages.lists.listing import Asked, Facet, Listing

_KEPT = 12
# Claims have no labels, and are the most of all things.
_CLAIM = f"{ID}claim/"


class Lists:
    """The lists of the versions that are asked for most lately.

    Args:
        site: where questions are asked.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lists = Made[Listing](_KEPT)

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

        def make(begin: Begin) -> Listing:
            made = self._made(section, facets, self._answers(asked, begin))
            begin(len(asked) + 1)
            # Every page of the list has these.
            made.counted(Asked())
            return made

        version = self._site.version
        patience = PATIENCE_OF_FILES_S if sheets.asked_table() else PATIENCE_S
        steps = len(asked) + 1
        return self._lists.of((section.text, version), make, version, steps, patience)

    def _answers(self, asked: Sequence[str], begin: Begin) -> Iterator[Sequence[Row]]:
        for place, query in enumerate(asked, 1):
            begin(place)
            yield patiently(partial(self._site.select_apart, query))

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
