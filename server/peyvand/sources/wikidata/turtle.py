"""Reading RDF of Wikidata as a stream of records; memory does not grow with the file."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from peyvand.sources.wikidata.draft import ItemDraft
from peyvand.sources.wikidata.forms import head_of, rdf_format
from peyvand.sources.wikidata.model import CityRecord
from peyvand.sources.wikidata.nodes import Nodes
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.properties import QID, STATEMENT, entity_of, guid_of
from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.statements import quads_of
from peyvand.sources.wikidata.streams import Limits, open_packed, pass_mark
from peyvand.sources.wikidata.triples import RawItem, role_of, simple_snak

# Of a file that may be long, so many items are held open; an entity's triples stand together.
_OPEN, SMALL = 5000, 64 * 2**20
_DATA = re.compile(r"https?://www\.wikidata\.org/wiki/Special:EntityData/(Q[1-9][0-9]{0,17})")


class _Items:
    """The items whose triples are being read."""

    def __init__(self, most: int | None, report: Report, path: Path) -> None:
        self.nodes = Nodes()
        self._sources: dict[str, set[str]] = {}
        self._open: OrderedDict[str, RawItem] = OrderedDict()
        self._most, self._report, self._path = most, report, path
        self._roles: dict[str, tuple[str, str]] = {}

    def take(self, quad: Quad) -> None:
        """A triple."""
        role, prop = self._roles.get(quad.predicate.value) or self._role(quad.predicate.value)
        if not role or isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
            return
        subject, value = quad.subject.value, quad.object
        if subject.startswith(STATEMENT):
            self._take_of_statement(guid_of(subject), role, prop, value)
        elif qid := entity_of(subject):
            if role == "same" and isinstance(value, NamedNode):
                self._sources.setdefault(entity_of(value.value), set()).add(qid)
            elif QID.fullmatch(qid):
                self._item(qid).take(role, prop, value)
        elif match := _DATA.fullmatch(subject):
            if role == "modified":
                self._item(match[1]).take(role, prop, value)
        elif role in ("node", "prv"):
            self.nodes.add(subject, prop if role == "node" else f"prv/{prop}", value.value)
        elif role == "pr":
            self._take_of_reference(subject, prop, value)

    def _role(self, predicate: str) -> tuple[str, str]:
        role = role_of(predicate)
        if role[0] or len(self._roles) < 100_000:
            self._roles[predicate] = role
        return role

    def _item(self, qid: str) -> RawItem:
        item = self._open.get(qid)
        if item is None:
            item = self._open[qid] = RawItem(ItemDraft(qid))
        else:
            self._open.move_to_end(qid)
        return item

    def _take_of_statement(
        self, guid: str, role: str, prop: str, value: NamedNode | BlankNode | Literal
    ) -> None:
        qid = guid.partition("$")[0].upper()
        if not QID.fullmatch(qid):
            return
        statement = self._item(qid).statement(guid)
        if role in ("ps", "psv"):
            statement.property = prop
            if role == "ps":
                statement.values.append(value)
            else:
                statement.value_nodes.append(value.value)
        elif role == "pq":
            statement.qualifiers.setdefault(prop, []).append(value)
        elif role == "pqv":
            statement.qualifier_nodes.setdefault(prop, []).append(value.value)
        elif role == "rank":
            statement.rank = value.value.rpartition("#")[2].removesuffix("Rank").lower()
        elif role == "derived":
            statement.references.append(value.value)
        elif role == "type":
            without, prop = role_of(value.value)
            if without == "wdno":
                statement.without.add(prop)

    def _take_of_reference(
        self, node: str, prop: str, value: NamedNode | BlankNode | Literal
    ) -> None:
        try:
            snak = simple_snak(prop, value)
        except ValueError as error:
            self._report.problem(self._path, "", "value", f"reference {node} {prop}: {error}")
            return
        self.nodes.add(node, f"pr/{prop}", f"{snak.kind}\t{snak.value}")

    def _complain(self, kind: str, words: str) -> None:
        self._report.problem(self._path, "", kind, words)

    def ready(self, everything: bool = False) -> Iterator[CityRecord]:
        """The items of which no more triples are awaited."""
        while self._open and (everything or (self._most and len(self._open) > self._most)):
            _, raw = self._open.popitem(last=False)
            # Documents carry the names of the items that they mention; those are no records.
            if raw.described or raw.statements or raw.direct:
                draft = raw.finished(self.nodes, self._complain)
                draft.redirected_from |= self._sources.get(draft.qid, set())
                yield draft.finished()


def read_rdf(
    path: Path, report: Report, *, limits: Limits, progress: Progress
) -> Iterator[CityRecord]:
    """The records of an RDF file; a broken triple is reported with its line and left out."""
    syntax = rdf_format(path, head_of(path, limits))
    stream, raw = open_packed(path, limits)
    with stream, raw:
        pass_mark(stream)
        items = _Items(None if path.stat().st_size < SMALL else _OPEN, report, path)
        for number, quad in enumerate(quads_of(path, stream, syntax, report, limits)):
            items.take(quad)
            if number % 1024 == 0:
                progress.at(path, raw.position(), number)
                yield from items.ready()
        yield from items.ready(everything=True)
        items.nodes.close()


def survey_rdf(path: Path, limits: Limits) -> tuple[dict[str, str], str]:
    """The redirects and the newest modification that an RDF file tells of.

    Errors are left to the reading of it.
    """
    stream, raw = open_packed(path, limits)
    redirects: dict[str, str] = {}
    newest = ""
    with stream, raw:
        pass_mark(stream)
        for quad in quads_of(
            path, stream, rdf_format(path, head_of(path, limits)), Report(), limits
        ):
            role, subject, value = role_of(quad.predicate.value)[0], quad.subject, quad.object
            if role == "modified" and isinstance(value, Literal):
                newest = max(newest, value.value)
            elif role == "same" and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
                redirects[entity_of(subject.value)] = entity_of(value.value)
    redirects.pop("", None)
    return redirects, newest
