"""The documents beside Wikidata, read from the graph: the four-way report on its own content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from peyvand.comparison.fourway import (
    CONFLICT,
    CONFLICTS,
    HERE,
    NO_ITEM,
    NO_PERSIAN,
    ONE_SIDED,
    OTHER_COUNTRY,
    OTHER_DATE,
    OTHER_END,
    OTHER_LEVEL,
    SAME,
    THERE,
    UNDECIDED,
    Finding,
    Row,
    compare_dates,
    countries_differ,
)
from peyvand.comparison.report_graph import Labels
from peyvand.features.folding import fold
from peyvand.features.levels import level_of
from peyvand.features.names import bare, key
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID, iri

# How the register names an agreement of the documents.
_ENGLISH = re.compile(r"^Agreement of ")
Pair = frozenset[str]


def compare(store: Store) -> list[Row]:
    """Every agreement and city of the documents beside Wikidata, and what Wikidata has of them.

    The pairs of the world that have nothing to do with a city of the documents are left out.
    """
    agreements = _levels(list(_agreements(store)))
    return [*_undecided(store, list(agreements)), *_cities(store)]


def _levels(rows: list[Row]) -> Iterator[Row]:
    """Where one side names a city and the other a unit of its name, both rows say so.

    The pair is then in conflict and not missing: Nicosia beside Nicosia Municipality.
    """
    theirs: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if row.outcome == THERE:
            theirs.setdefault(_plain(row.name.split(" – ")), row)
    ours = {_plain(_ENGLISH.sub("", row.name).split(" and ")): row for row in rows if row.here}
    for row in rows:
        if row.outcome == THERE:
            mine = ours.get(_plain(row.name.split(" – ")))
            if mine and level_of(mine.name) != level_of(row.name):
                finding = Finding(OTHER_LEVEL, mine.name, row.name)
                row = replace(row, findings=(*row.findings, finding))
        other = theirs.get(_plain(_ENGLISH.sub("", row.name).split(" and ")))
        if row.outcome == HERE and other and level_of(other.name) != level_of(row.name):
            finding = Finding(OTHER_LEVEL, row.name, other.name)
            row = replace(
                row,
                outcome=CONFLICT,
                there=other.there,
                findings=(*row.findings, finding),
                evidence_there=other.evidence_there,
            )
        yield row


def _undecided(store: Store, rows: list[Row]) -> Iterator[Row]:
    """Where a partner there may be the one here, and nobody has decided, both rows say so."""
    alike = _grouped(store, "comparison/possibly-same", "other")
    parties = {row: _parties(store, row.here or row.there) for row in rows}
    ours = {parties[row]: row.here for row in rows if row.here}
    found: dict[str, list[Finding]] = defaultdict(list)
    for row in rows:
        for one in parties[row] if row.outcome == THERE else ():
            for other in sorted(alike.get(one, ())):
                if mine := ours.get(parties[row] - {one} | {other}):
                    values = other.removeprefix(ID), one.removeprefix(ID)
                    for name in (mine, row.there):
                        found[name].append(Finding(UNDECIDED, *values))
    for row in rows:
        more = found.get(row.here or row.there, ())
        yield replace(row, findings=(*row.findings, *more)) if more else row


def _parties(store: Store, agreement: str) -> Pair:
    quads = store.quads_for_pattern(NamedNode(agreement), iri("pv:hasParty"), None, DefaultGraph())
    return frozenset(_text(quad.object) for quad in quads)


def _plain(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted(key(bare(fold(name))) for name in names))


def _agreements(store: Store) -> Iterator[Row]:
    items, points = {}, {}
    for row in _rows(store, "comparison/cities"):
        items[row["city"]] = row.get("item", "")
        if "lat" in row:
            points[row["city"]] = (float(row["lat"]), float(row["long"]))
    stated: dict[Pair, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(store, "comparison/twins"):
        stated[frozenset((row["one"], row["other"]))].append(row)
    dates = {
        "start": _grouped(store, "comparison/signed", "date"),
        "end": _grouped(store, "comparison/ended", "date"),
    }
    evidence = _grouped(store, "comparison/evidence", "claim")
    ours: dict[str, dict[str, str]] = {}
    parties: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, "comparison/agreements"):
        ours[row["a"]] = row
        parties[row["a"]].add(row["city"])
    for name in sorted(ours):
        cities = sorted(parties[name])
        pairs = [frozenset(pair) for pair in combinations(cities, 2)]
        said = [row for pair in pairs for row in stated.get(pair, ())]
        findings = list(_seen(cities, items, said))
        for column, other in (("start", OTHER_DATE), ("end", OTHER_END)):
            theirs = {row[column] for row in said if column in row}
            findings += compare_dates(dates[column].get(name, ()), theirs, other)
        conflict = any(finding.kind in CONFLICTS for finding in findings)
        yield Row(
            "agreement",
            (CONFLICT if conflict else SAME) if said else HERE,
            ours[name]["en"],
            ours[name]["fa"],
            here=name,
            there=" ".join(sorted({row["one"] for row in said})),
            findings=tuple(findings),
            evidence_here=tuple(sorted(evidence.get(name, ()))),
            evidence_there=tuple(sorted({row["claim"] for row in said})),
            points=tuple(points[city] for city in cities if city in points),
        )
    yield from _theirs(store, points)


def _seen(
    cities: list[str], items: dict[str, str], said: list[dict[str, str]]
) -> Iterator[Finding]:
    without = [city for city in cities if not items.get(city)]
    if without:
        yield Finding(NO_ITEM, ", ".join(city.removeprefix(ID) for city in without))
    directed = {row["one"] for row in said if row.get("directed") != "false"}
    if len(directed) == 1 and len(cities) == 2 and not without:
        (side,) = directed
        silent = next(city for city in cities if city != side)
        yield Finding(ONE_SIDED, silent.removeprefix(ID), side.removeprefix(ID))


def _theirs(store: Store, points: dict[str, tuple[float, float]]) -> Iterator[Row]:
    persian = {row["city"] for row in _rows(store, "comparison/named-in-persian")}
    claims: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(store, "comparison/agreements-of-wikidata"):
        claims[row["a"]].append(row)
    for name in sorted(claims):
        rows = claims[name]
        first = rows[0]
        places = [points[first["ours"]]] if first["ours"] in points else []
        if "lat" in first:
            places.append((float(first["lat"]), float(first["long"])))
        elif first["city"] in points:
            places.append(points[first["city"]])
        sides = {row["side"] for row in rows if "side" in row}
        findings = []
        if len(sides) == 1:
            (side,) = sides
            silent = first["city"] if side == first["ours"] else first["ours"]
            findings.append(Finding(ONE_SIDED, silent.removeprefix(ID), side.removeprefix(ID)))
        if first["city"] not in persian:
            findings.append(Finding(NO_PERSIAN, "", first["city"].removeprefix(ID)))
        yield Row(
            "agreement",
            THERE,
            first["label"],
            there=name,
            findings=tuple(findings),
            evidence_there=tuple(sorted({row["claim"] for row in rows})),
            points=tuple(places),
        )


def _cities(store: Store) -> Iterator[Row]:
    countries: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(store, "comparison/countries"):
        countries[row["city"]].append(row)
    for row in sorted(_rows(store, "comparison/cities"), key=lambda row: row["city"]):
        item = row.get("item", "")
        said = countries[row["city"]]
        other = sorted(
            {(statement["label"], statement["said"]) for statement in said
             if countries_differ(statement["label"], statement["said"])}
        )  # fmt: skip
        findings = tuple(Finding(OTHER_COUNTRY, here, there) for here, there in other)
        outcome = (CONFLICT if findings else SAME) if item else HERE
        if not item:
            findings = (Finding(NO_ITEM, row["city"].removeprefix(ID)),)
        yield Row(
            "city",
            outcome,
            row["en"],
            row["fa"],
            here=row["city"],
            there=item,
            findings=findings,
            evidence_there=tuple(sorted({statement["claim"] for statement in said})),
            points=((float(row["lat"]), float(row["long"])),) if "lat" in row else (),
        )


def labels_of_outcomes(store: Store) -> Labels:
    """What the outcomes of a comparison and its findings are called in a graph."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(store, "comparison/outcomes"):
        labels[row["concept"].removeprefix(f"{ID}concept/")][row["tag"]] = row["label"]
    return labels


def items_of(store: Store, agreement: str) -> tuple[list[str], list[str]]:
    """The Wikidata items (``Q60``) of an agreement's parties, and the dates it was signed."""
    node = NamedNode(agreement)
    items, dates = set(), set()
    for quad in store.quads_for_pattern(node, iri("pv:hasParty"), None, DefaultGraph()):
        links = store.quads_for_pattern(quad.object, iri("pv:hasWikidataItem"), None, None)  # type: ignore[arg-type]
        items |= {_text(link.object).rpartition("/")[2] for link in links}
    for quad in store.quads_for_pattern(node, iri("pv:signed"), None, DefaultGraph()):
        dates.add(_text(quad.object))
    return sorted(items), sorted(dates)


def _grouped(store: Store, query: str, column: str) -> dict[str, set[str]]:
    values: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, query):
        values[row["a"]].add(row[column])
    return values


def _rows(store: Store, name: str) -> list[dict[str, str]]:
    """The rows of one of our queries, each variable that is bound as text."""
    solutions = store.query(own(name).text)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [
        {name: _text(row[name]) for name in names if row[name] is not None} for row in solutions
    ]


def _text(term: object) -> str:
    assert isinstance(term, NamedNode | BlankNode | Literal)
    return term.value
