"""A version as tables to take away, and what the page about them shows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from peyvand.cli import main
from peyvand.graph.dump_files import kind_of
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import CHECKSUMS, Versions, sha256
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.iris import LABEL, TYPE, graph, iri, thing

QUERIES = Path(__file__).parents[2] / "queries"
PAGE = QUERIES.parent / "docs" / "tables.md"
FILES = {f"{name}.parquet" for name in ("agreements", "cities", "claims", "terms", "quads")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with the tables of a small version in ``tables``."""
    path, store = tmp_path_factory.mktemp("tables"), Store()
    agreement = thing("agreement/one-two")
    store.add(Quad(agreement, TYPE, iri("pv:Agreement")))
    store.add(Quad(agreement, LABEL, Literal("One – Two", language="en")))
    for slug in ("city/one", "city/two"):
        store.add(Quad(agreement, iri("pv:hasParty"), thing(slug)))
        store.add(Quad(thing(slug), TYPE, iri("pv:City")))
        store.add(Quad(thing(slug), LABEL, Literal("شهر", language="fa")))
    for name, count in (("network", 3), ("area", 3)):
        for number in range(count):
            for language in ("en", "fa"):
                label = Literal(f"{name} {count - number}", language=language)
                store.add(Quad(thing(f"{name}/{number}"), LABEL, label))
    for number in range(3):
        store.add(Quad(thing(f"network/{number}"), TYPE, iri("pv:CityNetwork")))
        scheme = thing("scheme/cooperation-areas")
        store.add(Quad(thing(f"area/{number}"), iri("skos:inScheme"), scheme))
    for slug, number in (("city/one", 1), ("city/two", 1), ("city/two", 2)):
        store.add(Quad(thing(slug), iri("pv:isMemberOf"), thing(f"network/{number}")))
    # What a graph alone says of an area is nothing to the default graph.
    store.add(Quad(thing("event/one"), TYPE, iri("pv:Event")))
    store.add(Quad(thing("event/one"), iri("pv:coversArea"), thing("area/0")))
    store.add(Quad(agreement, iri("pv:coversArea"), thing("area/1")))
    store.add(Quad(thing("event/one"), iri("pv:coversArea"), thing("area/2"), graph("notes")))
    # The licence of its source lets the third city stand in no file with others.
    store.add(Quad(thing("city/three"), TYPE, iri("pv:City"), graph("apart")))
    licence = NamedNode("https://opendatacommons.org/licenses/odbl/1-0/")
    store.add(Quad(thing("document/apart"), iri("dcterms:license"), licence))
    versions = Versions(path / "home")
    publish_lines(versions, store, dump_lines(store), "copy", 5)
    out = ["--format", "parquet", "--out", str(path / "tables")]
    assert main(["dump", "--home", str(versions.home), *out]) == 0
    return path


def test_the_files_are_told_of_with_their_sums(folder: Path) -> None:
    tables = folder / "tables"
    assert {path.name for path in tables.glob("*.parquet")} == FILES
    sums = dict(line.split("  ")[::-1] for line in (tables / CHECKSUMS).read_text().splitlines())
    assert all(sums[name] == sha256(tables / name) for name in FILES)
    crate = json.loads((tables / "ro-crate-metadata.json").read_text())
    told = {node["@id"]: node for node in crate["@graph"]}
    for name in FILES:
        assert told[name]["encodingFormat"] == ["application/vnd.apache.parquet"]
        assert kind_of(name).title == told[name]["name"]
    triples = list(parse(path=str(tables / "dcat.ttl"), format=RdfFormat.TURTLE))
    distributions = {t.object for t in triples if t.predicate == iri("dcat:distribution")}
    assert {str(node.value).rpartition("/")[2] for node in distributions} == FILES
    # They are sent as they are.
    assert not [t for t in triples if t.predicate == iri("dcat:compressFormat")]


def test_what_the_page_shows_reads_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    text = PAGE.read_text(encoding="utf-8")
    first, second, *_ = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    agreement = thing("agreement/one-two").value
    assert duckdb.sql(first).fetchall() == [(agreement, "One – Two", 2)]
    assert (TYPE.value, 7) in duckdb.sql(second).fetchall()
    arrow, pandas, polars = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    found: dict[str, Any] = {}
    exec(arrow, found)
    assert found["cities"] == pq.read_table(
        "tables/cities.parquet", columns=["iri", "rdfs_label_fa"]
    )
    cities = [thing(f"city/{slug}").value for slug in ("one", "two")]
    exec(pandas, found)
    assert found["degrees"].to_dict() == dict.fromkeys(cities, 1)
    exec(polars, found)
    assert found["partners"].rows() == [(agreement, city, "شهر") for city in cities]


def test_ready_questions_in_sql_give_the_rows_of_sparql(folder: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (view,) = (
        block for block in re.findall(r"```sql\n(.*?)```", text, re.DOTALL) if "VIEW" in block
    )
    asked = re.findall(r"(?m)^The rows of `([a-z-]+)`:\n\n```sql\n(.*?)```", text, re.DOTALL)
    versions = Versions(folder / "home")
    store, catalogue = Store.read_only(str(versions.current().store)), read_catalogue(QUERIES)
    with duckdb.connect() as connection:
        for name in ("terms", "quads"):
            path = folder / "tables" / f"{name}.parquet"
            connection.execute(f"CREATE VIEW {name} AS FROM '{path}'")
        connection.execute(view)
        for name, sql in asked:
            rows = store.query(catalogue.get(name).text)
            wanted = [tuple(str(cell.value) for cell in row) for row in rows]  # type: ignore[union-attr]
            found = connection.execute(sql).fetchall()
            assert [tuple(map(str, row)) for row in found] == wanted
            assert len({row[-1] for row in wanted}) > 1
    assert [name for name, _ in asked] == ["network-members", "areas-without-activity"]


def test_a_ready_question_is_written_as_sql(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--tables", str(folder / "tables")]
    assert main(["sql", "network-members", *given]) == 0
    sql = capsys.readouterr().out
    store = Store.read_only(str(Versions(folder / "home").current().store))
    rows = store.query(read_catalogue(QUERIES).get("network-members").text)
    with duckdb.connect() as connection:
        for name in ("terms", "quads"):
            path = folder / "tables" / f"{name}.parquet"
            connection.execute(f"CREATE TABLE {name} AS FROM '{path}'")
        found = connection.execute(sql).fetchall()
    wanted = [tuple(str(cell.value) for cell in row) for row in rows]  # type: ignore[union-attr]
    assert [tuple(map(str, row)) for row in found] == wanted
    assert main(["sql", "network-members", *given, "--types", "--dialect", "spark"]) == 0
    assert "AS `members_type`" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("query", "dialect", "said"),
    [
        ("SELECT * { ?x ?p+ ?y }", "duckdb", "has a part that is not written as SQL"),
        ("SELECT DISTINCT ?x { ?x ?p ?y } ORDER BY ?y", "duckdb", "would not be exact as SQL"),
        ("SELECT * { ?x ?p ?y FILTER REGEX(?y, 'ı', 'i') }", "spark", "has REGEX, which Spark"),
    ],
)
def test_what_is_not_written_as_sql_is_told(
    query: str,
    dialect: str,
    said: str,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(query.replace("?p+", "<urn:p>+"), encoding="utf-8")
    asked = ["sql", str(file), "--dialect", dialect, "--tables"]
    assert main([*asked, str(folder / "tables")]) == 1
    told = capsys.readouterr().err
    assert f"mine {said}" in told
    assert f"peyvand query {file}" in told
    if "exact" in said:
        assert main([*asked, str(tmp_path)]) == 1
        assert "peyvand dump --format parquet" in capsys.readouterr().err
