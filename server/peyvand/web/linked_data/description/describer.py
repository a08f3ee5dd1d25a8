"""Asking for descriptions: bounded queries to an executor, put together."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from peyvand.errors import TooLarge, Withdrawn
from peyvand.graph.rdf11 import as_rdf11
from peyvand.query.answer import TooLong
from peyvand.query.executor import Executor
from peyvand.query.messages import Question
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID, LABEL, PREFIXES, TYPE, iri
from peyvand.web.linked_data.addresses import is_safe, term
from peyvand.web.linked_data.description.ending import withdrawn
from peyvand.web.linked_data.description.thing import ABOUT, HAS_PARTY, Description, Standing, Term
from peyvand.wording import say

_PLAIN = DefaultGraph()
# The IRI of a place that is known by its item alone.
_BY_ITEM = re.compile(re.escape(str(ID)) + "city/(q[1-9][0-9]*)")
_PV = PREFIXES["pv"]
# The parts of a description, in the order in which pages go through them. They stand in no file:
# each is asked for together with the others, counted alone, and gone through by pages.
_OWN = "{i} ?p ?o"
_ELSEWHERE = "GRAPH ?g {{ {i} ?p ?o }} FILTER NOT EXISTS {{ {i} ?p ?o }}"
# Inner queries keep the engine from planning a walk through every triple.
_AGREEMENTS = (
    f"{{{{ SELECT ?s {{{{ ?s {HAS_PARTY} {{i}} }}}} }}}} ?s ?p ?o "
    f"FILTER(?p = {TYPE} || ?p = {LABEL} || ?p = {HAS_PARTY})"
)
_CLAIMS = (
    f"{{{{ SELECT DISTINCT ?g ?s {{{{ GRAPH ?g {{{{ "
    f"?c {ABOUT} {{i}} . ?c <{_PV}isFoundAt>? ?s }}}} }}}} }}}} GRAPH ?g {{{{ ?s ?p ?o }}}}"
)
_PARTS = (_OWN, _ELSEWHERE, _AGREEMENTS, _CLAIMS)
# How many labels are asked for at a time, and the most bytes that one statement is taken to need.
_AT_ONCE = 400
_STATEMENT_BYTES = 4096
_SHORT = 32 * 1024


class Describer:
    """Asks an executor for descriptions.

    Args:
        executor: what evaluates; nothing is evaluated here.
        most: how many statements a page has at most; labels and blank nodes come on top.
        client: who asks, for fair shares.
    """

    def __init__(self, executor: Executor, most: int, client: str = "") -> None:
        self._executor, self._most, self._client = executor, most, client

    async def standing(self, thing: str, version: int | None = None) -> Standing:
        """Whether a thing is described anywhere in a version, and whether it was retired."""
        rows = await self._select(own("web/standing").bound(thing=term(thing)), version)
        if not rows and (item := _BY_ITEM.fullmatch(thing)):
            # An item that was decided to be one of our places has no IRI of its own.
            asked = own("web/things-of-item").bound(item=iri("wd:" + item[1].upper()))
            rows = [(*row, None) for row in await self._select(asked, version)]
        if not rows:
            return Standing(False)
        successors = sorted({by.value for _, by, _ in rows if isinstance(by, NamedNode)})
        deprecated = {value.value for value, _, _ in rows if isinstance(value, Literal)}
        retired = bool(deprecated & {"true", "1"}) or bool(successors)
        withdrawn = any(ruling is not None for _, _, ruling in rows)
        return Standing(True, retired, withdrawn, successors=tuple(successors))

    async def withdrawal(self, thing: str, version: int | None = None) -> Withdrawn:
        """The error that tells by which ruling a thing was withdrawn.

        Raises:
            PeyvandError: the graph cannot be asked.
        """
        text = own("web/withdrawal").bound(thing=term(thing))
        rows = await self._select(text, version)
        description = await self.describe(thing, version)
        return withdrawn(thing, rows, description)

    async def describe(self, thing: str, version: int | None = None, page: int = 1) -> Description:
        """The description of a thing, or a page of it; without statements if it is unknown.

        Raises:
            PeyvandError: the graph cannot be asked.
        """
        source = self._executor.version(version).number
        subject = term(thing)
        # One question for all parts: each is bounded, so the whole is.
        texts = [
            f"{{ SELECT ?g ?s ?p ?o {{ {part.format(i=subject)} }} LIMIT {self._most + 1} }}"
            for part in _PARTS
        ]
        text = f"SELECT ?g ?s ?p ?o {{ {' UNION '.join(texts)} }}"
        rows, pages = await self._select(text, source), 1
        if page > 1 or len(rows) > self._most:
            rows, pages = await self._page(subject, source, page)
        quads = [_quad(row, thing) for row in rows]
        quads += await self._closed(quads, subject, source)
        kept = tuple(dict.fromkeys(quads))
        labels = await self._labels(kept, source)
        return Description(thing, source, kept, labels, page, pages)

    async def _page(
        self, subject: NamedNode, source: int, page: int
    ) -> tuple[list[tuple[Term | None, ...]], int]:
        """A page of the parts one after the other, each in order, and how many pages there are."""
        sizes = [await self._size(part, subject, source) for part in _PARTS]
        begin, end = (page - 1) * self._most, page * self._most
        rows: list[tuple[Term | None, ...]] = []
        before = 0
        for part, size in zip(_PARTS, sizes, strict=True):
            first, last = max(begin - before, 0), min(end - before, size)
            if first < last:
                order = f"ORDER BY ?g ?s ?p ?o LIMIT {last - first} OFFSET {first}"
                text = f"SELECT ?g ?s ?p ?o {{ {part.format(i=subject)} }} {order}"
                rows += await self._select(text, source)
            before += size
        return rows, max(1, -(-before // self._most))

    async def _size(self, part: str, subject: NamedNode, source: int) -> int:
        text = f"SELECT (COUNT(*) AS ?n) {{ {part.format(i=subject)} }}"
        [[count]] = await self._select(text, source)
        assert isinstance(count, Literal)
        return int(count.value)

    async def _closed(self, quads: Sequence[Quad], subject: NamedNode, source: int) -> list[Quad]:
        """The statements of the blank nodes that others lead to."""
        closure: list[Quad] = []
        blank = own("web/blank-nodes").bound(thing=subject)
        names = {q.graph_name for q in quads if isinstance(q.object, BlankNode)}
        for name in sorted(names, key=str):
            graphs = (name.value,) if isinstance(name, NamedNode) else ()
            question = Question(blank, "ntriples", graphs, hints=False)
            text = await self._whole(question, source)
            below: dict[object, list[Quad]] = {}
            for triple in parse(text, format=RdfFormat.N_TRIPLES):
                quad = Quad(triple.subject, triple.predicate, as_rdf11(triple.object), name)
                below.setdefault(quad.subject, []).append(quad)
            # On a page stands only what its own statements lead to.
            wait = [q.object for q in quads if q.graph_name == name]
            while wait:
                reached = below.pop(wait.pop(), [])
                closure += reached
                wait += [q.object for q in reached if isinstance(q.object, BlankNode)]
        return closure

    async def _labels(self, quads: Sequence[Quad], source: int) -> tuple[Quad, ...]:
        """The labels of what statements mention, unless they tell them themselves."""
        told = {quad.subject for quad in quads if quad.predicate == LABEL}
        ends = {quad.object for quad in quads if isinstance(quad.object, NamedNode)} - told
        wanted = sorted((end for end in ends if is_safe(end.value)), key=str)
        batches = [wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE)]
        texts = [own("web/labels").bound(thing=batch) for batch in batches]
        answers = [await self._select(text, source) for text in texts]
        return tuple(Quad(s, LABEL, o) for rows in answers for s, o in rows)  # type: ignore[arg-type]

    async def _select(self, text: str, version: int | None) -> list[tuple[Term | None, ...]]:
        answer = await self._whole(Question(text, "json", hints=False), version)
        # A short text is read sooner than a thread takes it over.
        return _rows(answer) if len(answer) < _SHORT else await asyncio.to_thread(_rows, answer)

    async def _whole(self, question: Question, version: int | None) -> bytes:
        """An answer.

        Raises:
            TooLarge: it is longer than any page can be.
        """
        answer = await self._executor.query(question, client=self._client, version=version)
        try:
            return await answer.whole(len(_PARTS) * (self._most + 1) * _STATEMENT_BYTES)
        except TooLong:
            raise TooLarge(**say("description-large")) from None


def _rows(text: bytes) -> list[tuple[Term | None, ...]]:
    solutions = parse_query_results(text, format=QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(part and as_rdf11(part) for part in row) for row in solutions]


def _quad(row: Iterable[Term | None], thing: str) -> Quad:
    graph, subject, predicate, value = row
    return Quad(
        subject or NamedNode(thing),  # type: ignore[arg-type]
        predicate,  # type: ignore[arg-type]
        value,  # type: ignore[arg-type]
        graph or _PLAIN,  # type: ignore[arg-type]
    )
