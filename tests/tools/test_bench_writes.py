"""The benchmark of writes: the graph that it makes, and what it tells of its figures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from peyvand.graph.maintenance import verify
from peyvand.graph.versions import Versions
from peyvand.vocabulary.iris import TYPE, iri, thing

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.bench.writes.homes import generated, make_home  # noqa: E402
from tools.bench.writes.report import PAGE, PICTURE, table, write  # noqa: E402

pytestmark = pytest.mark.slow

ROWS: list[dict[str, Any]] = [
    {
        "size": size,
        "quads": size + 5,
        "update s": 0.0201,
        "agreement s": 0.4,
        "rows s": 2.5,
        "light beside s": 0.3,
        "search s": 0.1,
        "writer MB": 40,
        "load": "0.5 on 2",
    }
    for size in (1000, 20_000)
]


def test_what_is_generated_is_in_the_terms_of_the_vocabulary() -> None:
    store = Store()
    store.bulk_load("".join(generated(5000)).encode(), format=RdfFormat.N_QUADS)
    assert len(store) == pytest.approx(5000, rel=0.2)
    for name in ("pv:City", "pv:Country", "pv:SisterCityAgreement"):
        assert next(iter(store.quads_for_pattern(None, TYPE, iri(name), None)), None), name
    party = iri("pv:hasParty")
    cities = {quad.object for quad in store.quads_for_pattern(None, party, None, None)}
    assert thing("city/generated-0") in cities
    assert all((city, TYPE, iri("pv:City")) for city in cities if isinstance(city, NamedNode))


def test_a_home_is_whole_and_has_what_the_documents_have(built: Path, tmp_path: Path) -> None:
    documents = Versions(built).current()
    quads = documents.manifest["quads"]
    make_home(documents, tmp_path / "home", quads + 3000)
    versions = Versions(tmp_path / "home")
    made = versions.current()
    assert made.manifest["quads"] == pytest.approx(quads + 3000, rel=0.02)
    assert verify(versions) == []
    assert set(documents.dump.read_bytes().splitlines()) <= set(made.dump.read_bytes().splitlines())
    before = made.path.stat().st_mtime_ns
    make_home(documents, tmp_path / "home", quads + 3000)
    assert made.path.stat().st_mtime_ns == before


def test_the_table_has_a_column_for_each_size() -> None:
    text = table(ROWS)
    head, _, first, second, *_ = text.splitlines()
    assert head == "| quads | 1,005 | 20,005 |"
    assert first.endswith("| 20 ms | 20 ms |")
    assert second.endswith("| 0.40 s | 0.40 s |")
    assert "| 0.5 on 2 | 0.5 on 2 |" in text
    # What was not measured is left empty.
    assert "| one statement, by `oxigraph serve` |  |  |" in text


def test_the_table_stands_between_the_marks_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / PAGE
    page.write_text((ROOT / "docs" / PAGE).read_text(encoding="utf-8"), encoding="utf-8")
    write(ROWS, tmp_path)
    first = page.read_text(encoding="utf-8")
    write(ROWS, tmp_path)
    assert table(ROWS) in first
    assert page.read_text(encoding="utf-8") == first
    assert (tmp_path / PICTURE).read_text(encoding="utf-8").lstrip().startswith("<?xml")
    page.write_text("nothing", encoding="utf-8")
    with pytest.raises(SystemExit, match="no mark"):
        write(ROWS, tmp_path)
