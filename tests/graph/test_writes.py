"""What was written is kept by the next build, whatever way the versions took."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.cli import main
from peyvand.errors import PeyvandError
from peyvand.graph import build as building
from peyvand.graph.archives import backup
from peyvand.graph.history import lines_of
from peyvand.graph.maintenance import restore
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.reason import Verdict
from peyvand.graph.versions import Version, Versions
from peyvand.query import writer
from writing import job

KEEP = 2


def quad(name: str) -> Quad:
    return Quad(NamedNode(f"http://x.example/{name}"), NamedNode("http://p/"), Literal(name))


def store_of(names: set[str]) -> Store:
    store = Store()
    store.extend(quad(name) for name in names)
    return store


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What the sources say: a build makes just these quads, and proves nothing."""
    import rdflib

    said = {"s1", "s2"}
    verdict = Verdict(0, 0, 0)
    catalogue = SimpleNamespace(of=lambda kind: [])

    def made(*_: object, **__: object) -> SimpleNamespace:
        return SimpleNamespace(store=store_of(said), catalogue=catalogue)

    monkeypatch.setattr(building, "make_graph", made)
    monkeypatch.setattr(building, "fingerprint", lambda *_: " ".join(sorted(said)))
    monkeypatch.setattr(building, "prove_consistent", lambda quads: verdict)
    monkeypatch.setattr(building, "read_shapes", lambda files: rdflib.Graph())
    monkeypatch.setattr(writer, "shapes", rdflib.Graph)
    monkeypatch.setattr("peyvand.graph.maintenance.read_shapes", lambda files: rdflib.Graph())
    return said


def build(home: Path) -> Version:
    return building.build(home, Versions(home), keep=KEEP)[0]


def write(home: Path, do: str = "update", **more: Any) -> dict[str, Any]:
    return writer.write(job(home, do, **{"keep": KEEP, **more})).to_json()


def insert(home: Path, name: str) -> None:
    write(home, text=f"INSERT DATA {{ <http://x.example/{name}> <http://p/> '{name}' }}")


def delete(home: Path, name: str) -> None:
    write(home, text=f"DELETE DATA {{ <http://x.example/{name}> <http://p/> '{name}' }}")


def command(home: Path, *words: str) -> None:
    assert main([*words, "--home", str(home)]) == 0


def names(home: Path) -> set[str]:
    store, versions = Store(), Versions(home)
    store.extend(quads(lines_of(versions, versions.current())))
    return {found.object.value for found in store}


def test_what_was_written_before_a_rollback_is_kept(tmp_path: Path, sources: set[str]) -> None:
    build(tmp_path)
    insert(tmp_path, "a")
    insert(tmp_path, "b")
    delete(tmp_path, "s1")
    command(tmp_path, "versions", "--rollback", "2")
    assert names(tmp_path) == {"s1", "s2", "a"}
    sources.add("s3")
    build(tmp_path)
    assert names(tmp_path) == {"s1", "s2", "s3", "a"}


def test_what_is_written_after_a_rollback_is_kept(tmp_path: Path, sources: set[str]) -> None:
    build(tmp_path)
    insert(tmp_path, "a")
    command(tmp_path, "versions", "--rollback", "1")
    insert(tmp_path, "b")
    delete(tmp_path, "s2")
    sources.add("s3")
    build(tmp_path)
    assert names(tmp_path) == {"s1", "s3", "b"}


@pytest.mark.parametrize("way", ["command", "server"])
def test_a_rollback_behind_a_build_does_not_fight_the_sources(
    tmp_path: Path, sources: set[str], way: str
) -> None:
    build(tmp_path)
    insert(tmp_path, "a")
    sources.add("bad")
    build(tmp_path)
    insert(tmp_path, "b")
    if way == "command":
        command(tmp_path, "versions", "--rollback", "2")
    else:
        write(tmp_path, "rollback", number=2)
    assert names(tmp_path) == {"s1", "s2", "a"}
    sources.remove("bad")
    sources.add("good")
    build(tmp_path)
    assert names(tmp_path) == {"s1", "s2", "a", "good"}
    # What was removed by going back is no write against the sources.
    sources.add("bad")
    build(tmp_path)
    assert names(tmp_path) == {"s1", "s2", "a", "good", "bad"}


def test_a_backup_in_another_home_is_built_upon(tmp_path: Path, sources: set[str]) -> None:
    home, other, third = (tmp_path / name for name in ("home", "other", "third"))
    build(home)
    insert(home, "a")
    delete(home, "s1")
    file = backup(Versions(home), tmp_path / "b.tar.gz")
    insert(home, "late")
    command(other, "restore", str(file))
    sources.add("s3")
    build(other)
    assert names(other) == {"s2", "s3", "a"}
    # Into a home in use: what is written there goes, what the backup had is kept.
    build(third)
    insert(third, "mine")
    command(third, "restore", str(file))
    assert names(third) == {"s2", "a"}
    insert(third, "new")
    sources.add("s4")
    build(third)
    assert names(third) == {"s2", "s3", "s4", "a", "new"}


def test_old_versions_are_remade_where_the_same_was_written_again(
    tmp_path: Path, sources: set[str]
) -> None:
    """What was added, removed and added again is in each version as it was then."""
    build(tmp_path)
    expected = [names(tmp_path)]
    for step in (insert, delete, insert, insert, delete, delete, insert):
        step(tmp_path, "ab"[len(expected) % 3 == 0])
        step(tmp_path, "s1")
        expected.append(names(tmp_path))
    versions = Versions(tmp_path)
    found: dict[int, set[str]] = {}
    for version in versions.all():
        lines = lines_of(versions, version)
        found[version.number] = {quad.object.value for quad in quads(lines)}
        assert len(lines) == version.manifest["quads"]
    assert found[1] == expected[0]
    # Each step makes one version or two, and the last of them has all of the step.
    assert [names for names in expected if names not in found.values()] == []
    assert found[versions.current().number] == expected[-1]
    assert [version.number for version in versions.all() if version.dump.is_file()] == [1]
    assert not any(version.store.is_dir() for version in versions.all()[:-KEEP])


def test_a_backup_has_what_was_written(tmp_path: Path, sources: set[str]) -> None:
    """Every version has in the backup what it has in the home, if older ones are not whole."""
    build(tmp_path / "home")
    for name in "abc":
        insert(tmp_path / "home", name)
    sources.add("s3")
    build(tmp_path / "home")
    insert(tmp_path / "home", "d")
    file = backup(Versions(tmp_path / "home"), tmp_path / "b.tar.gz")
    restore(Versions(tmp_path / "other"), file, KEEP)
    assert files(tmp_path / "other") == files(tmp_path / "home")
    assert any(name.endswith("writes.rdfp") for name in files(tmp_path / "home"))


def files(home: Path) -> dict[str, bytes]:
    """What is kept of each version, but for its store."""
    return {
        f"{version.number}/{path.name}": path.read_bytes()
        for version in Versions(home).all()
        for path in version.path.iterdir()
        if path.is_file()
    }


def test_a_dump_in_a_home_in_use_is_a_write(tmp_path: Path, sources: set[str]) -> None:
    home = tmp_path / "home"
    build(home)
    insert(home, "a")
    dump = tmp_path / "d.nq"
    dump.write_bytes(b"".join(dump_lines(store_of({"s1", "d"}))))
    command(home, "restore", str(dump))
    insert(home, "b")
    sources.add("s3")
    build(home)
    assert names(home) == {"s1", "s3", "d", "b"}


def test_of_a_dump_in_an_empty_home_all_is_kept(tmp_path: Path, sources: set[str]) -> None:
    home = tmp_path / "home"
    dump = tmp_path / "d.nq"
    dump.write_bytes(b"".join(dump_lines(store_of({"s1", "d", "e", "f"}))))
    command(home, "restore", str(dump))
    assert Versions(home).current().manifest["added"] == 4
    delete(home, "e")
    delete(home, "s1")
    insert(home, "b")
    build(home)
    assert names(home) == {"s2", "d", "f", "b"}
    # From now on the sources have what they say.
    sources.remove("s2")
    delete(home, "d")
    build(home)
    assert names(home) == {"f", "b"}


def test_an_empty_graph_outlives_a_build(tmp_path: Path, sources: set[str]) -> None:
    build(tmp_path)
    write(tmp_path, text="CREATE GRAPH <http://g/>")
    sources.add("s3")
    assert build(tmp_path).empty_graphs == ["http://g/"]


def test_the_list_tells_who_went_back_and_what_that_changed(
    tmp_path: Path, sources: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    build(tmp_path)
    insert(tmp_path, "a")
    delete(tmp_path, "s1")
    command(tmp_path, "versions", "--rollback", "1")
    dump = tmp_path / "d.nq"
    dump.write_bytes(b"".join(dump_lines(store_of({"s1"}))))
    command(tmp_path, "restore", str(dump))
    found = [
        (m["kind"], m["by"], m["added"], m["removed"], m.get("of"))
        for m in (v.manifest for v in Versions(tmp_path).all()[-2:])
    ]
    assert found == [("rollback", "command line", 1, 1, 1), ("restore", "command line", 0, 1, None)]
    capsys.readouterr()
    command(tmp_path, "versions")
    lines = capsys.readouterr().out.splitlines()
    assert "+1 -1" in lines[-2]
    assert lines[-2].endswith("command line")


def test_an_older_home_that_lost_count_is_counted_again(tmp_path: Path, sources: set[str]) -> None:
    """Versions made before manifests told how much was written, and a rollback without its file."""
    import json

    build(tmp_path)
    insert(tmp_path, "a")
    insert(tmp_path, "b")
    command(tmp_path, "versions", "--rollback", "2")
    for version in Versions(tmp_path).all():
        manifest = dict(version.manifest)
        manifest.pop("writes", None)
        (version.path / "manifest.json").write_text(json.dumps(manifest))
    sources.add("s3")
    build(tmp_path)
    assert names(tmp_path) == {"s1", "s2", "s3", "a"}


@pytest.mark.parametrize(
    ("error", "more"),
    [
        ("Invalid", {"text": "INSERT DATA { <http://x.example/n> <http://p/> <http://x/> }"}),
        ("TooLarge", {"text": f"INSERT DATA {{ <http://x/> <http://p/> '{'x' * 1001}' }}"}),
        ("Forbidden", {"rights": ("http://g/",)}),
        ("Forbidden", {"rights": ("http://g/",), "text": "CREATE GRAPH <http://other/>"}),
        ("PreconditionFailed", {"if_match": (1,)}),
        ("MalformedData", {"text": "INSERT { ?s ?p ?n } WHERE { ?s ?p ?o "
                                   "BIND(TRIPLE(?s, ?p, ?o) AS ?n) }"}),
        ("MalformedQuery", {"text": "INSERT nothing"}),
        ("UnknownFunction", {"text": "INSERT { ?s ?p ?n } WHERE { ?s ?p ?o "
                                     "BIND(<http://f/>(?o) AS ?n) }"}),
        ("NotFound", {"text": "CLEAR GRAPH <http://nowhere/>"}),
        ("NotFound", {"do": "delete", "graph": "http://nowhere/"}),
        ("NotFound", {"do": "rollback", "number": 9}),
        ("Invalid", {"do": "rollback", "number": 2}),
        ("Damaged", {"do": "rollback", "number": 3}),
    ],
)  # fmt: skip
def test_a_dry_run_refuses_what_a_write_would(
    tmp_path: Path,
    sources: set[str],
    monkeypatch: pytest.MonkeyPatch,
    error: str,
    more: dict[str, Any],
) -> None:
    import rdflib

    build(tmp_path)
    write(tmp_path, text="INSERT DATA { <http://x.example/bad> <http://p/> <http://x/> }")
    write(tmp_path, text="DELETE DATA { <http://x.example/bad> <http://p/> <http://x/> }")
    insert(tmp_path, "a")
    for number in (3, 4):
        (Versions(tmp_path).get(number).path / "patch.rdfp").write_bytes(b"half")
    shutil.rmtree(Versions(tmp_path).get(3).store)
    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://s/> sh:targetSubjectsOf <http://p/> ; "
        "sh:property [ sh:path <http://p/> ; sh:nodeKind sh:Literal ] ."
    )
    monkeypatch.setattr(writer, "shapes", lambda: rdflib.Graph().parse(data=shape, format="turtle"))
    if "do" not in more:
        more = {"text": "INSERT DATA { <http://x/> <http://p/> 1 }", **more}
    told = []
    for dry in (True, False):
        with pytest.raises(PeyvandError) as caught:
            write(tmp_path, **more, dry_run=dry)
        told.append((type(caught.value).__name__, str(caught.value)))
    assert told[0] == told[1]
    assert told[0][0] == error
    # What would be let in is told, and not done.
    answer = write(tmp_path, text="INSERT DATA { <http://x/> <http://p/> 1 }", dry_run=True)
    assert (answer["version"], answer["added"]) == (4, 1)
    assert Versions(tmp_path).current().number == 4


def test_what_was_removed_stays_so_whoever_said_it(tmp_path: Path, sources: set[str]) -> None:
    """Also what was first written, and what the sources have come to say since."""
    build(tmp_path)
    insert(tmp_path, "n")
    sources.add("n")
    build(tmp_path)
    delete(tmp_path, "n")
    sources.add("s3")
    build(tmp_path)
    assert names(tmp_path) == {"s1", "s2", "s3"}
    # And what was removed and written again is there whatever the sources drop.
    delete(tmp_path, "s1")
    insert(tmp_path, "s1")
    sources.remove("s1")
    build(tmp_path)
    assert names(tmp_path) == {"s1", "s2", "s3"}


def test_a_build_may_leave_out_what_was_written(tmp_path: Path, sources: set[str]) -> None:
    build(tmp_path)
    insert(tmp_path, "a")
    delete(tmp_path, "s1")
    sources.add("s3")
    command(tmp_path, "build", "--discard-writes")
    assert names(tmp_path) == {"s1", "s2", "s3"}
    # And it stays left out.
    sources.add("s4")
    build(tmp_path)
    assert names(tmp_path) == {"s1", "s2", "s3", "s4"}
