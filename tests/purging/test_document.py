"""Document 003 is withdrawn from a home with a history: no file holds a text of it any more."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from pyoxigraph import QuerySolutions, Store

from peyvand.graph import dumps
from peyvand.graph.lines import lines_of
from peyvand.graph.maintenance import verify
from peyvand.graph.version_columns import columns_of, make_columns
from peyvand.graph.versions import Versions
from peyvand.purging.applying import apply
from peyvand.purging.due import is_due
from peyvand.query.writer import write
from peyvand.search.following import following_index
from peyvand.search.making import index_of
from peyvand.vocabulary.iris import GRAPH, ID, iri, thing
from purging.homes import build_again, grant, lines, note, store_of, with_history
from purging.homes import texts as literals_of
from writing import job

pytestmark = pytest.mark.slow
# What is shorter stands in many a file by chance.
_SHORTEST = 12
# How many are looked for in files.
_SOME = 16
# Each is read as a text once, wherever it stands.
_LITERALS = f"""SELECT (STR(?o) AS ?text) {{
  {{ SELECT ?o {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }} GROUP BY ?o }}
  FILTER(isLiteral(?o) && STRLEN(STR(?o)) >= {_SHORTEST}) }}"""


@pytest.fixture(scope="module")
def before(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a history, and with all that is made of versions."""
    home = with_history(built, tmp_path_factory.mktemp("withdrawn") / "home")
    versions = Versions(home)
    former, current = versions.all()[-2:]
    for version in (former, current):
        index_of(versions, version).close()
        make_columns(versions, version)
    # Those of the one before hold the same texts.
    shutil.copytree(dumps.keep(versions, current), dumps.kept(versions, former))
    following_index(versions, versions.current(), store_of(versions)).close()
    (home / "network").mkdir()
    (home / "network" / "nodes.csv").write_bytes(b"".join(lines_of(versions, versions.current())))
    return home


@pytest.fixture(scope="module")
def after(before: Path) -> Path:
    """The same once document 003 is withdrawn."""
    home = shutil.copytree(before, before.parent / "after", symlinks=True)
    grant(home, "document/003")
    versions = Versions(home)
    assert apply(versions) == [1, 2, 3, 4, 5, 6]
    for version in versions.all()[-2:]:
        assert columns_of(version) is None
        assert "columns" not in version.manifest
        make_columns(versions, version)
    return Path(home)


@pytest.fixture(scope="module")
def gone(before: Path, after: Path) -> set[str]:
    """The texts that document 003 alone has."""
    left = literals_of(lines(store_of(Versions(after))))
    whole = "\n".join(sorted(left))
    found = literals_of(lines(store_of(Versions(before)))) - left
    return {
        text
        for text in found
        if len(text) >= _SHORTEST and text not in whole and not text[0].isdigit()
    }


def found_in(home: Path, texts: set[str]) -> dict[str, list[str]]:
    """The texts that stand in files of a home, however these are packed.

    In files some are looked for, in what the engine gives of stores all.
    """
    some = {text: text.encode() for text in sorted(texts)[:: max(1, len(texts) // _SOME)]}
    found = {}
    for path in home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            if data[:2] == b"\x1f\x8b":
                data += gzip.decompress(data)
            if data[:15] == b"SQLite format 3":
                with closing(sqlite3.connect(path)) as file:
                    data += "\n".join(file.iterdump()).encode()
            if path.suffix == ".duckdb":
                with closing(duckdb.connect(str(path), read_only=True)) as columns:
                    terms = columns.execute("SELECT lexical FROM terms").fetchall()
                data += "\n".join(term for (term,) in terms).encode()
            name = str(path.relative_to(home))
            found[name] = [text for text, form in some.items() if form in data]
    for store in home.rglob("store"):
        answer = Store.read_only(str(store)).query(_LITERALS)
        assert isinstance(answer, QuerySolutions)
        literals = {row[0].value for row in answer}
        found[f"{store.relative_to(home)}!"] = sorted(texts & literals)
    return {name: some for name, some in found.items() if some}


def test_no_file_holds_its_texts(before: Path, after: Path, gone: set[str]) -> None:
    assert len(gone) > 200
    held = found_in(before, gone)
    # They are found where they are: in dumps, stores and their tables, indexes, files.
    for part in (".nq", ".nq.gz", ".ttl.gz", "store!", ".sst", "search.sqlite",
                 "base.duckdb", ".names.sqlite", "network/nodes.csv"):  # fmt: skip
        assert any(name.endswith(part) for name in held), part
    assert found_in(after, gone) == {}


def test_no_table_of_a_store_is_taken_over(before: Path, after: Path) -> None:
    sums = [
        {hashlib.sha256(p.read_bytes()).digest() for p in home.rglob("*.sst")}
        for home in (before, after)
    ]
    assert sums[0]
    assert sums[0].isdisjoint(sums[1])


def test_every_version_is_whole_and_says_what_it_was_made_by(before: Path, after: Path) -> None:
    versions = Versions(after)
    assert verify(versions) == []
    former = Versions(before).all()
    for old, new in zip(former, versions.all(), strict=True):
        assert new.manifest["remade"]["by"] == [1]
        assert new.graph_sum != old.graph_sum
        assert new.tag != old.tag
        assert new.store.is_dir() == old.store.is_dir()
        assert new.dump.is_file() == old.dump.is_file()
        names = {graph.value for graph in store_of(versions, new.number).named_graphs()}
        assert f"{GRAPH}document-003" not in names
        assert f"{GRAPH}requests" in names


def agreements_of(store: Store) -> set[str]:
    """The agreements of a graph, but for the one that was entered in a register."""
    found = store.query(
        "PREFIX pv: <https://w3id.org/peyvand/ns#> SELECT DISTINCT ?a "
        "{ ?a a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* pv:Agreement }"
    )
    assert isinstance(found, QuerySolutions)
    return {row["a"].value for row in found} - {f"{ID}agreement/arak-shiraz"}


def test_what_stays_of_the_agreements(before: Path, after: Path) -> None:
    store = store_of(Versions(after))
    trabzon, wuhan = thing("agreement/tabriz-trabzon"), thing("agreement/tabriz-wuhan")
    left = agreements_of(store)
    assert len(left) == 66
    assert agreements_of(store_of(Versions(before))) - left == {trabzon.value}
    kinds = {q.object for q in store.quads_for_pattern(trabzon, iri("rdf:type"), None, None)}
    assert kinds == {iri("pv:Withdrawal")}
    kinds = {q.object for q in store.quads_for_pattern(wuhan, iri("rdf:type"), None, None)}
    assert iri("pv:SisterCityAgreement") in kinds
    for prop in ("pv:signed", "pv:inferredDate", "pv:earliestDate"):
        assert not list(store.quads_for_pattern(wuhan, iri(prop), None, None)), prop


def test_going_back_building_again_and_writing_bring_nothing_back(
    after: Path, gone: set[str], tmp_path: Path
) -> None:
    home = Path(shutil.copytree(after, tmp_path / "home", symlinks=True))
    versions = Versions(home)
    write(job(home, "rollback", number=1, keep=3))
    write(job(home, "rollback", number=6, keep=3))
    build_again(home)
    # A build and the making anew agree.
    assert lines(store_of(versions)) == lines(store_of(Versions(after)))
    note(home, "after")
    assert [v.number for v in versions.all()] == [*range(1, 11)]
    assert not is_due(versions)
    assert found_in(home, gone) == {}
    left = store_of(versions)
    kinds = left.quads_for_pattern(thing("claim/F003-001"), iri("rdf:type"), None, None)
    assert {quad.object for quad in kinds} == {iri("pv:Withdrawal")}
