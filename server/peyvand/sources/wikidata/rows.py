"""City records from the rows of query results, in the long or the wide shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from peyvand.sources.wikidata.columns import LONG, Columns, columns_of
from peyvand.sources.wikidata.draft import (
    ItemDraft,
    StatementDraft,
    item_snak,
    quantity_snak,
    rank_of,
)
from peyvand.sources.wikidata.model import NONE, STRING, TIME, UNKNOWN, CityRecord, Snak
from peyvand.sources.wikidata.properties import (
    COORDINATES,
    COUNTRY,
    DATES,
    END_CAUSE,
    GENID,
    KEPT,
    KIND,
    PID,
    POINT_IN_TIME,
    POPULATION,
    QID,
    QUANTITIES,
    REGION,
    TWIN,
    entity_of,
    guid_of,
    item_of,
)
from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.results import BLANK, IRI, LITERAL, Cell, TableRow
from peyvand.sources.wikidata.times import edtf_of
from peyvand.sources.wikidata.triples import role_of, simple_snak, wkt_snak

_ITEM_VALUED = frozenset((TWIN, COUNTRY, KIND, REGION, END_CAUSE))
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_TIMES = ("http://www.w3.org/2001/XMLSchema#dateTime", "http://www.w3.org/2001/XMLSchema#date")


class Rows:
    """Gathers rows, in any order, into items; an item may have many rows."""

    def __init__(self, path: Path | str, report: Report) -> None:
        self.redirects: dict[str, str] = {}
        self._items: dict[str, ItemDraft] = {}
        self._path, self._report = path, report
        self._columns: Columns | None = None
        self._names: frozenset[str] = frozenset()

    def take(self, rows: Iterable[TableRow]) -> None:
        """Read rows; what is broken in one is reported and left out."""
        for row in rows:
            self._report.counts["rows"] += 1
            try:
                if row.cells.keys() >= LONG:
                    self._take_long(row)
                else:
                    self._take_wide(row)
            except ValueError as error:
                self._report.problem(self._path, row.place, "value", str(error))

    def records(self) -> Iterator[CityRecord]:
        """The items that were described."""
        for old, new in self.redirects.items():
            if new in self._items:
                self._items[new].redirected_from.add(old)
        for draft in self._items.values():
            yield draft.finished()

    def _item(self, cell: Cell | None) -> ItemDraft:
        qid = _entity(cell.value) if cell else ""
        if not QID.fullmatch(qid):
            raise ValueError(f"the row names no item ({cell.value[:40] if cell else ''!r})")
        return self._items.setdefault(qid, ItemDraft(qid))

    def _take_long(self, row: TableRow) -> None:
        cells = row.cells
        stated = cells["property"].value
        role = role_of(stated)[0]
        value = cells.get("value")
        if role == "same" or stated == "redirect":
            source, target = _entity(cells["item"].value), _entity(value.value if value else "")
            if not (QID.fullmatch(source) and QID.fullmatch(target)):
                raise ValueError("a redirect that does not lead from an item to an item")
            self.redirects[source] = target
            return
        item = self._item(cells.get("item"))
        if role in ("label", "alias", "description"):
            if value:
                tag = value.language or _text(cells, "language") or "und"
                _name(item, role, tag, value.value)
            return
        prop = _property(stated)
        if prop not in KEPT:
            return
        statement = cells.get("statement")
        guid = guid_of(statement.value) if statement else ""
        value_text = value.value if value else ""
        if not guid and not value_text:
            raise ValueError(f"a row of {prop} with neither statement nor value")
        draft = item.statement(prop, guid or f"{prop} {value_text}", guid)
        if "rank" in cells:
            draft.rank = _rank(cells["rank"].value)
        if value:
            self._take_value(draft, prop, value, cells)
        for kind in ("qualifier", "reference"):
            found = cells.get(f"{kind}Value")
            pid = _property(_text(cells, "qualifier" if kind == "qualifier" else f"{kind}Property"))
            if found and pid:
                snak = self._snak(pid, found, cells, kind)
                if kind == "qualifier":
                    draft.qualifiers.add(snak)
                else:
                    draft.references.setdefault(_text(cells, kind) or "only", set()).add(snak)

    def _take_value(
        self, draft: StatementDraft, prop: str, value: Cell, cells: dict[str, Cell]
    ) -> None:
        role, other = role_of(value.value)
        if role == "wdno":
            if other == prop:
                draft.value = Snak(prop, NONE)
            else:
                draft.qualifiers.add(Snak(other, NONE))
            return
        draft.value = self._snak(prop, value, cells, "")

    def _snak(self, prop: str, cell: Cell, cells: dict[str, Cell], prefix: str) -> Snak:
        names = (f"{prefix}Precision", f"{prefix}Datatype", f"{prefix}Language")
        width, datatype, tag = (_text(cells, n if prefix else n[0].lower() + n[1:]) for n in names)
        if cell.kind not in (IRI, BLANK):
            cell = cell._replace(
                datatype=cell.datatype or datatype,
                language=cell.language or (tag if prefix or cell.kind != LITERAL else ""),
            )
        return self._value(prop, cell, width)

    def _value(self, prop: str, cell: Cell, width: str) -> Snak:
        if cell.kind == BLANK or cell.value.startswith(GENID):
            return Snak(prop, UNKNOWN)
        if cell.kind == IRI:
            return simple_snak(prop, NamedNode(cell.value))
        if cell.datatype in _TIMES or (not cell.datatype and prop in DATES):
            precision = int(float(width)) if width else None
            if precision is None:
                self._report.counts["dates without precision"] += 1
            # A source of plain years, such as a spreadsheet's, is read too.
            text = cell.value if len(cell.value) > 4 else f"{cell.value}-00-00"
            return Snak(prop, TIME, edtf_of(text, precision, astronomical=True))
        if cell.datatype == _WKT or prop == COORDINATES:
            return wkt_snak(prop, cell.value, float(width) if width else None)
        if prop in QUANTITIES:
            return quantity_snak(prop, cell.value)
        entity = _entity(cell.value)
        untyped = not cell.datatype and not cell.language
        if prop in _ITEM_VALUED or (untyped and entity):
            return item_snak(prop, entity or cell.value)
        if cell.language:
            return simple_snak(prop, Literal(cell.value, language=cell.language))
        if cell.datatype:
            return simple_snak(prop, Literal(cell.value, datatype=NamedNode(cell.datatype)))
        return Snak(prop, STRING, cell.value)

    def _take_wide(self, row: TableRow) -> None:
        # Variables that are unbound in the first rows may come later, so the header can grow.
        if not row.cells.keys() <= self._names:
            self._names |= row.cells.keys()
            self._columns = columns_of(sorted(self._names))
        columns = self._columns
        if columns is None:
            raise ValueError("no column names the item (item, city, place, qid)")
        cells = row.cells
        item = self._item(cells.get(columns.item))
        for name, (kind, tag) in columns.names.items():
            cell = cells.get(name)
            # The label service gives the QID where it has no label.
            if cell and cell.value != item.qid:
                _name(
                    item,
                    kind.removesuffix("es") if kind == "aliases" else kind[:-1],
                    tag or cell.language or "und",
                    cell.value,
                )
        for prop, name in columns.values.items():
            if cell := cells.get(name):
                self._take_column(item, columns, prop, name, cell, cells)

    def _take_column(
        self,
        item: ItemDraft,
        columns: Columns,
        prop: str,
        name: str,
        cell: Cell,
        cells: dict[str, Cell],
    ) -> None:
        snak = self._value(prop, cell, _text(cells, columns.precision.get(name, "")))
        if prop == POPULATION:
            dated = self._dated(columns, columns.population_date, POINT_IN_TIME, cells)
            draft = item.statement(prop, f"{snak} {dated}")
            draft.value = snak
            draft.qualifiers |= dated
            return
        guid = ""
        if prop == TWIN:
            guid = guid_of(_text(cells, columns.statement))
        draft = item.statement(prop, guid or str(snak), guid)
        draft.value = snak
        if prop != TWIN:
            return
        if rank := _text(cells, columns.rank):
            draft.rank = _rank(rank)
        for pid, column in columns.qualifiers.items():
            draft.qualifiers |= self._dated(columns, column, pid, cells)
        found: set[Snak] = set()
        for pid, column in columns.references.items():
            found |= self._dated(columns, column, pid, cells)
        if found:
            key = _text(cells, columns.reference) or str(sorted(found))
            draft.references.setdefault(key, set()).update(found)

    def _dated(self, columns: Columns, column: str, prop: str, cells: dict[str, Cell]) -> set[Snak]:
        cell = cells.get(column)
        if cell is None:
            return set()
        return {self._value(prop, cell, _text(cells, columns.precision.get(column, "")))}


def _entity(text: str) -> str:
    bare = text.removeprefix("wd:")
    return item_of(text) or entity_of(text) or (bare if PID.fullmatch(bare) else "")


def _property(text: str) -> str:
    return role_of(text)[1] or _entity(text)


def _rank(text: str) -> str:
    return rank_of(text.rpartition("#")[2].rpartition(":")[2].removesuffix("Rank").lower())


def _text(cells: dict[str, Cell], name: str) -> str:
    cell = cells.get(name)
    return cell.value if cell else ""


def _name(item: ItemDraft, kind: str, tag: str, text: str) -> None:
    if kind == "alias":
        item.aliases.setdefault(tag, set()).update(t for t in text.split("|") if t)
    elif kind == "description":
        item.descriptions[tag] = text
    else:
        item.labels[tag] = text
