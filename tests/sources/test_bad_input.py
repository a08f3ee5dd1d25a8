"""A wrong line anywhere stops the build, and says which file, which line, and what to do."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from peyvand.errors import BuildRefused, PeyvandError, SourceError
from peyvand.graph.build import make_graph

CLAIMS = "data/documents/001.csv"


def change(path: Path, identifier: str, **cells: str) -> int:
    """Change cells of the first row whose id is given; the row's line is returned."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    number = next(i for i, row in enumerate(rows) if row["id"] == identifier)
    rows[number].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return number + 2


@pytest.mark.parametrize(
    ("identifier", "cells", "words"),
    [
        ("F001-322", {"property": "pv:sined"}, "no property pv:sined; did you mean pv:signed"),
        ("F001-322", {"property": "xx:signed"}, "unknown prefix"),
        ("F001-322", {"value": "2000-13-40"}, "not an EDTF date"),
        ("F001-322", {"value": "2023-02-29"}, "not an EDTF date that exists"),
        ("F001-465", {"value": "sh:1373-12-31"}, "Solar Hijri"),
        ("F001-322", {"value": "", "candidates": ""}, "neither a value nor candidates"),
        ("F001-286", {"subject": "city/xiann"}, "did you mean city/xian"),
        ("F001-286", {"value": "country/chinna"}, "did you mean country/china"),
        ("F001-286", {"value": "China"}, "takes a thing"),
        ("F001-286", {"certainty": "sure"}, "Write certain, likely or ambiguous"),
        ("F001-286", {"line": "x"}, "not a whole number"),
        ("F001-286", {"line": "٥"}, "not a whole number"),
        ("F001-286", {"start": "9", "end": "9"}, "empty or reversed"),
        ("F001-286", {"read_by": "reading-rule/none"}, "no reading-rule is registered"),
        ("F001-286", {"stated_by": "person/nobody"}, "no person is registered"),
        ("F001-286", {"id": "F001-285", "part": ""}, "given already on line"),
        ("F001-461", {"value": "۱۴۰"}, "not an xsd:integer"),
        ("F001-461", {"value": "140.5"}, "not an xsd:integer"),
    ],
)
def test_a_wrong_cell_is_reported_with_file_and_line(
    copy: Path, identifier: str, cells: dict[str, str], words: str
) -> None:
    line = change(copy / CLAIMS, identifier, **cells)
    with pytest.raises(SourceError) as caught:
        make_graph(copy, world=False)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{copy / CLAIMS}:{line}: ")
    assert caught.value.hint


def damage(path: str, old: str, new: str) -> Callable[[Path], None]:
    """A change of one piece of text in one file of a copy."""

    def apply(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return apply


@pytest.mark.parametrize(
    ("apply", "words"),
    [
        (damage("ontology/place.ttl", "owl:Class ;", "owl:Class"), "not Turtle"),
        (damage(CLAIMS, "id,part,line", "id,portion,line"), "the columns are"),
        (
            damage("data/curated/register/cities.csv", "city/arak,", "city/ankara,"),
            "registered already",
        ),
        (
            damage("data/curated/register/cities.csv", "city/arak,pv:City", "city/arak,pv:Town"),
            "no class pv:Town",
        ),
        (damage("data/curated/decisions.csv", ",same,", ",equal,"), "judgement"),
        (
            damage("data/curated/decisions.csv", "استان، نه خود شهر.", ""),
            "no text in why_fa",
        ),
        (damage("data/curated/readings.csv", "F003-089.2", "F003-089.9"), "no claim"),
        (damage("queries/derive/inverse.rq", "CONSTRUCT", "CONSTRUCTION"), "not SPARQL"),
        (damage("queries/derive/inverse.rq", "#+ title:", "#+ name:"), "no title"),
        (damage("data/wikidata/places.csv", "coordinates", "coordinate"), "unknown property"),
    ],
)
def test_a_damaged_file_is_reported(copy: Path, apply: Callable[[Path], None], words: str) -> None:
    apply(copy)
    with pytest.raises((SourceError, BuildRefused)) as caught:
        make_graph(copy, world=False)
    assert words in str(caught.value)
    assert caught.value.hint


def test_invalid_turtle_is_reported_with_its_line(copy: Path) -> None:
    path = copy / "ontology" / "place.ttl"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines, 1) if line.startswith("pv:City"))
    lines[number - 1] = "pv:City pv:City pv:City pv:City"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        make_graph(copy, world=False)
    assert caught.value.line in (number, number + 1)


def test_a_missing_file_is_reported(copy: Path) -> None:
    (copy / "data/curated/decisions.csv").unlink()
    with pytest.raises(PeyvandError, match="no such file"):
        make_graph(copy, world=False)


def test_a_cell_too_many_is_reported_with_its_line(copy: Path) -> None:
    path = copy / CLAIMS
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[4] += ",more"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"001\.csv:5: 25 cells instead of 24"):
        make_graph(copy, world=False)


def test_text_that_is_not_utf8_is_reported(copy: Path) -> None:
    path = copy / CLAIMS
    path.write_bytes(path.read_bytes().replace(b"concept", b"conc\xff", 1))
    with pytest.raises(SourceError, match="not UTF-8"):
        make_graph(copy, world=False)
