"""Tables of the world in a folder, and what is found in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from peyvand.sources.snapshots import Snapshot
from peyvand.sources.world.found import DEFAULT, Found
from peyvand.vocabulary.iris import LABEL, iri, thing

DATES = {
    "wikidata-2016-09": "2016-09",
    "wikidata-2017-07-28": "2017-07-28",
    "wikidata-2019-08": "2019-08",
    "wikidata-2022-01-09": "2022-01-09",
    "whosonfirst-2026": "2023-09-29/2026-03-29",
    "natural-earth-4": "2017-11",
    "natural-earth-5": "2022-05",
    "geonames-2026": "2026",
    "cldr-48": "2025-10",
    "list-2024": "2024-10-01",
}
A, B = thing("city/q1"), thing("city/q2")
NEW = {"Q1": A, "Q2": B}
IRAN, IRAQ = thing("country/iran"), thing("country/iraq")
COUNTRIES = {"IR": IRAN, "IQ": IRAQ}


@pytest.fixture
def found() -> Found:
    return Found(
        {
            name: Snapshot(name, date, thing(f"document/{name}"), thing("organisation/maker"))
            for name, date in DATES.items()
        }
    )


def table(folder: Path, name: str, *lines: str) -> Path:
    """A table of these lines in a folder, which is returned."""
    (folder / f"{name}.csv").write_text("\n".join((*lines, "")), encoding="utf-8")
    return folder


def values(found: Found, subject: NamedNode, prop: str, where: object = DEFAULT) -> set[str]:
    """What stands in a graph, as text."""
    return {
        value.value
        for quad in found.quads
        if isinstance(value := quad.object, NamedNode | Literal)
        and quad == Quad(subject, iri(prop), value, where)  # type: ignore[arg-type]
    }


def labels(found: Found, subject: NamedNode) -> dict[str, str]:
    """The plain labels of a thing by language; a language with two of them fails."""
    told = {
        quad.object
        for quad in found.quads
        if (quad.subject, quad.predicate, quad.graph_name) == (subject, LABEL, DEFAULT)
    }
    by_language = {label.language: label.value for label in told}  # type: ignore[union-attr]
    assert len(by_language) == len(told)
    return by_language  # type: ignore[return-value]
