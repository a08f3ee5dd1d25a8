"""Answers of questions of the catalogue as tables, on pages of what does not agree."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from peyvand.web.pages.components import rows, sheets
from peyvand.web.pages.components.answer_files import sheet
from peyvand.web.pages.components.ordering import in_order
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, Term, href, term
from peyvand.web.pages.components.values import Shown

_MOST, _KEPT = 300, 64


@dataclass(frozen=True)
class Table:
    """A question's answer for a page."""

    name: str
    title: str
    description: str
    query: str
    csv: str
    columns: list[rows.Column]
    rows: list[list[list[Shown]]]
    left_out: int
    silent: list[str]


class CheckTables:
    """The answers of the versions that are asked for most lately.

    Args:
        site: where questions are asked.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known = {query.name: query for query in site.catalogue.queries}

        @lru_cache(maxsize=_KEPT)
        def asked(version: int, text: str) -> dict[str, Any]:
            answer: dict[str, Any] = json.loads(site.bridge.ask(text, version=version))
            return answer

        self._asked = asked

    def rows(self, name: str) -> list[Sequence[Term]]:
        """The rows of a question's answer; none if there is no question of that name."""
        if name not in self._known:
            return []
        answer = self._asked(self._site.version, self._known[name].bound())
        return [list(map(term, row.values())) for row in answer["results"]["bindings"]]

    def of(self, name: str) -> Table | None:
        """A question's answer, which is the file of the request if that asks for it.

        Args:
            name: of the question.

        Returns:
            None if there is no question of that name.
        """
        if name not in self._known:
            return None
        query, version, tag = self._known[name], self._site.version, self._site.language
        text = query.bound()
        answer = self._asked(version, text)
        heads = rows.columns(answer["head"]["vars"], tag)
        reader = Reader(self._site, tag)
        found = in_order(query.text, answer["results"]["bindings"], reader)
        if sheets.asked_table() == name:
            sheets.give(sheets.answer(sheet(found, heads, reader), name, tag, version))
        used, silent = rows.told(heads, found)
        reader.learn(one for row in found[:_MOST] for one in rows.terms(row))
        return Table(
            name,
            query.title(tag),
            query.description(tag),
            text,
            sheets.address(name, tag, version),
            used,
            [rows.cells(row, used, tag, href, reader.label) for row in found[:_MOST]],
            max(0, len(found) - _MOST),
            [column.heading for column in silent],
        )
