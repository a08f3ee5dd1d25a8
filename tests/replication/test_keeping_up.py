"""A replica has what its source has, or what it had before, and nothing between."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.errors import PeyvandError, ReadOnly, Withheld
from peyvand.graph.following import followed
from peyvand.graph.history import lines_of, publish_lines
from peyvand.graph.layout import MANIFEST, PATCH
from peyvand.graph.maintenance import verify
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.purging.applying import apply
from peyvand.replication.http_source import HttpSource
from peyvand.replication.keeping_up import FETCHING, Outcome, Replica
from peyvand.replication.sources import HomeSource, Source, SourceFailed
from peyvand.settings import Settings
from peyvand.web.app import create_app
from peyvand.withdrawal.journal import Journal, written
from peyvand.withdrawal.model import Docket, Kind, Request, Ruling
from peyvand.withdrawal.model import Outcome as Ruled

X = "http://x.example/"
MANY = 60
Change = Callable[[httpx.Request], httpx.Response | None]


def quad(name: str, graph: str = "") -> Quad:
    named = (NamedNode(X + graph),) if graph else ()
    return Quad(NamedNode(X + name), NamedNode(X + "p"), Literal(name), *named)


def publish(home: Path, *more: Quad, less: int = 0) -> int:
    """Publish a graph of many statements, but for some, with some more."""
    store = Store()
    store.extend(quad(f"n{number}") for number in range(less, MANY))
    store.extend(more)
    return publish_lines(Versions(home), store, dump_lines(store), "copy", keep=5).number


class Between(httpx.BaseTransport):
    """Passes requests on to a server, but for those that something else answers."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._app = create_app(Versions(home), Settings(home=home))
        self.inner = httpx.WSGITransport(app=self._app)
        self.asked: list[str] = []
        self.change: Change = lambda request: None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        return self.change(request) or self.inner.handle_request(request)

    def plain(self, request: httpx.Request) -> httpx.Response:
        """What the server answers by itself."""
        return httpx.Client(transport=self.inner).send(request)

    def end(self) -> None:
        self._app.extensions["peyvand"].close()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with one version, and the same with two."""
    one, two = (tmp_path_factory.mktemp("history") / name for name in ("one", "two"))
    publish(one, quad("a", "g"))
    shutil.copytree(one, two, symlinks=True)
    publish(two, quad("b", "h"))
    return one, two


@pytest.fixture(scope="module")
def server(history: tuple[Path, Path]) -> Iterator[Between]:
    """A server of the home with two versions."""
    made = Between(history[1])
    yield made
    made.end()


@pytest.fixture
def between(server: Between) -> Iterator[Between]:
    server.asked.clear()
    yield server
    server.change = lambda request: None


@pytest.fixture
def source(tmp_path: Path, history: tuple[Path, Path]) -> Path:
    """A home of its own with one version."""
    shutil.copytree(history[0], tmp_path / "source", symlinks=True)
    return tmp_path / "source"


@pytest.fixture
def behind(tmp_path: Path, history: tuple[Path, Path]) -> Path:
    """A replica that has the first version of the server."""
    replica(tmp_path, HomeSource(history[0])).keep_up()
    return tmp_path / "replica"


def replica(tmp_path: Path, source: Source) -> Replica:
    return Replica(Versions(tmp_path / "replica"), source, keep=5)


def same(tmp_path: Path, source: Path) -> bool:
    mine, theirs = Versions(tmp_path / "replica"), Versions(source)
    one, other = mine.current(), theirs.current()
    alike = (one.path / MANIFEST).read_bytes() == (other.path / MANIFEST).read_bytes()
    return alike and lines_of(mine, one) == lines_of(theirs, other) and verify(mine) == []


def test_what_changed_is_taken_and_older_versions_stay(tmp_path: Path, source: Path) -> None:
    made = replica(tmp_path, HomeSource(source))
    assert made.keep_up() == Outcome(1, (1,))
    assert same(tmp_path, source)
    assert made.keep_up() == Outcome(1)
    publish(source, quad("b", "h"))
    publish(source, quad("c", "h"), less=1)
    assert made.keep_up() == Outcome(3, (2, 3))
    assert same(tmp_path, source)
    mine, theirs = Versions(tmp_path / "replica"), Versions(source)
    for number in (1, 2):
        assert lines_of(mine, mine.get(number)) == lines_of(theirs, theirs.get(number))
    following = followed(mine.home)
    assert following is not None
    assert (following.version, following.failed) == (3, "")


def test_a_server_gives_changes_and_the_whole(
    tmp_path: Path, behind: Path, between: Between
) -> None:
    made = replica(tmp_path, HttpSource("http://x.example/", transport=between))
    assert made.keep_up() == Outcome(2, (2,))
    assert same(tmp_path, between.home)
    # A change was enough: no whole graph was fetched for it.
    assert "/versions/2/patch" in between.asked
    assert not [path for path in between.asked if path.startswith("/dumps")]
    # Of a version that is here already, what tells it from others is looked at alone.
    between.asked.clear()
    assert made.keep_up() == Outcome(2)
    assert [path for path in between.asked if path.startswith("/versions/2")] == [
        "/versions/2/files/SHA256SUMS",
        "/versions/2/files/manifest.json",
    ]
    fresh = Replica(Versions(tmp_path / "fresh"), made._source, keep=5)
    assert fresh.keep_up() == Outcome(2, (2,))
    whole = lines_of(Versions(tmp_path / "fresh"), Versions(tmp_path / "fresh").current())
    assert whole == lines_of(Versions(behind), Versions(behind).current())


def test_a_change_as_large_as_the_graph_is_taken_whole(tmp_path: Path, source: Path) -> None:
    made = replica(tmp_path, HomeSource(source))
    made.keep_up()
    publish(source, less=MANY - 1)
    publish(source, less=MANY - 2)
    assert made.keep_up() == Outcome(3, (3,))
    assert same(tmp_path, source)
    mine = Versions(tmp_path / "replica")
    assert [version.number for version in mine.all()] == [1, 3]
    # Its change is of a version that is not here.
    assert not (mine.current().path / PATCH).exists()


def test_the_graphs_that_hold_nothing_are_there_too(tmp_path: Path, source: Path) -> None:
    store = Store()
    store.extend([quad("n"), quad("a", "g")])
    store.add_graph(NamedNode(X + "empty"))
    publish_lines(Versions(source), store, dump_lines(store), "copy", keep=5)
    made = replica(tmp_path, HomeSource(source))
    made.keep_up()
    store.remove(quad("a", "g"))
    store.remove_graph(NamedNode(X + "empty"))
    store.add_graph(NamedNode(X + "other"))
    store.extend(quad(f"n{n}") for n in range(MANY))
    publish_lines(Versions(source), store, dump_lines(store), "copy", keep=5)
    made.keep_up()
    held = Store.read_only(str(Versions(tmp_path / "replica").current().store))
    assert {str(g.value) for g in held.named_graphs()} == {X + "g", X + "other"}


def test_nobody_writes_to_a_replica(tmp_path: Path, source: Path) -> None:
    replica(tmp_path, HomeSource(source)).keep_up()
    with pytest.raises(ReadOnly, match="replica") as caught:
        publish(tmp_path / "replica")
    assert str(source) in caught.value.hint


def test_what_cannot_be_reached_at_first_is_not_followed(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match="no home"):
        replica(tmp_path, HomeSource(tmp_path / "nothing")).keep_up()
    # A graph of its own may be made there.
    assert followed(tmp_path / "replica") is None
    publish(tmp_path / "replica", quad("one"))


def test_a_home_with_versions_of_its_own_follows_nothing(tmp_path: Path, source: Path) -> None:
    publish(tmp_path / "replica")
    with pytest.raises(PeyvandError, match="versions of its own"):
        replica(tmp_path, HomeSource(source)).keep_up()
    assert followed(tmp_path / "replica") is None


def test_two_do_not_follow_into_one_home(tmp_path: Path, source: Path) -> None:
    made = replica(tmp_path, HomeSource(source))
    inner: list[type[BaseException]] = []

    class Slow(HomeSource):
        def current(self) -> int:
            with pytest.raises(PeyvandError, match="Another process follows") as caught:
                made.keep_up()
            inner.append(caught.type)
            return super().current()

    replica(tmp_path, Slow(source)).keep_up()
    assert inner == [PeyvandError]


def test_a_fetch_that_broke_off_goes_on(tmp_path: Path, between: Between) -> None:
    made = replica(tmp_path, HttpSource("http://x.example", transport=between))
    ranges: list[str | None] = []

    def breaks(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith("graph.nq.gz"):
            return None
        ranges.append(request.headers.get("range"))
        if len(ranges) > 1:
            return None

        def pieces() -> Iterator[bytes]:
            yield between.plain(request).content[:100]
            raise httpx.ReadError("the connection broke off")

        return httpx.Response(200, content=pieces())

    between.change = breaks
    with pytest.raises(SourceFailed, match="broke off"):
        made.keep_up()
    assert Versions(tmp_path / "replica").all() == []
    assert made.keep_up() == Outcome(2, (2,))
    assert ranges == [None, "bytes=100-"]
    assert same(tmp_path, between.home)
    assert not (tmp_path / "replica" / FETCHING).exists()


def broken_manifest(text: bytes) -> bytes:
    return json.dumps({**json.loads(text), "graph_sum": "0" * 64}).encode()


@pytest.mark.parametrize(
    ("end", "change", "told"),
    [
        ("/patch", lambda body: body.replace(b'"b"', b'"x"'), "has the checksum"),
        ("SHA256SUMS", lambda body: b"<html>", "no list of checksums"),
        ("SHA256SUMS", lambda body: body + b"0" * 64 + b"  ../x\n", "no list of checksums"),
        ("manifest.json", broken_manifest, "has the checksum"),
        ("/version", lambda body: b"<html>", "not JSON"),
        ("/version", lambda body: b"[]", "no object"),
        ("/version", lambda body: b"{}", "tells no size"),
        ("/versions", lambda body: b'{"versions": 1}', "no list of versions"),
        ("/rulings", lambda body: b"x\n", "no record"),
    ],
)
def test_what_is_not_whole_is_refused_and_what_was_there_serves(
    tmp_path: Path,
    behind: Path,
    between: Between,
    end: str,
    change: Callable[[bytes], bytes],
    told: str,
) -> None:
    made = replica(tmp_path, HttpSource("http://x.example", transport=between))

    def lies(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith(end):
            return None
        return httpx.Response(200, content=change(between.plain(request).content))

    between.change = lies
    with pytest.raises(SourceFailed, match=told):
        made.keep_up()
    assert [version.number for version in Versions(behind).all()] == [1]
    following = followed(behind)
    assert following is not None
    assert told in following.failed
    between.change = lambda request: None
    made.keep_up()
    assert same(tmp_path, between.home)


def test_a_whole_graph_that_is_another_is_refused(tmp_path: Path, between: Between) -> None:
    listed = gzip.compress(b"<http://x.example/x> <http://x.example/p> <http://x.example/x> .\n")

    def lies(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("graph.nq.gz"):
            return httpx.Response(200, content=listed)
        if request.url.path != "/dumps/2":
            return None
        digest = hashlib.sha256(listed).hexdigest()
        return httpx.Response(200, json={"files": [{"name": "graph.nq.gz", "sha256": digest}]})

    between.change = lies
    with pytest.raises(SourceFailed, match="does not add up"):
        replica(tmp_path, HttpSource("http://x.example", transport=between)).keep_up()
    assert Versions(tmp_path / "replica").all() == []


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_source_that_refuses_is_told_of(tmp_path: Path, between: Between, status: int) -> None:
    between.change = lambda request: httpx.Response(status, json={"detail": "Not today."})
    with pytest.raises(SourceFailed, match=rf"status {status}\. Not today\."):
        replica(tmp_path, HttpSource("http://x.example", transport=between)).keep_up()


def test_a_source_elsewhere_is_not_gone_to(tmp_path: Path, between: Between) -> None:
    there = {"Location": "http://elsewhere.example/"}
    between.change = lambda request: httpx.Response(302, headers=there)
    with pytest.raises(SourceFailed, match="status 302"):
        replica(tmp_path, HttpSource("http://x.example", transport=between)).keep_up()
    assert between.asked == ["/versions/rulings"]


def test_a_source_without_a_home_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match="no home"):
        replica(tmp_path, HomeSource(tmp_path / "nowhere")).keep_up()


def test_another_history_is_taken_only_when_that_is_said(tmp_path: Path, source: Path) -> None:
    publish(source, quad("b"))
    made = replica(tmp_path, HomeSource(source))
    made.keep_up()
    other = tmp_path / "other"
    publish(other)
    publish(other, quad("z"))
    publish(other, quad("y"))
    another = replica(tmp_path, HomeSource(other))
    with pytest.raises(SourceFailed, match="not the one that the source has"):
        another.keep_up()
    assert same(tmp_path, source)
    assert another.keep_up(anew=True) == Outcome(3, (3,))
    assert same(tmp_path, other)
    shorter = replica(tmp_path, HomeSource(source))
    with pytest.raises(SourceFailed, match="newest is 2"):
        shorter.keep_up()
    assert shorter.keep_up(anew=True) == Outcome(2, (2,))
    assert same(tmp_path, source)


def test_what_is_withdrawn_there_is_withdrawn_here_before_anything_is_taken(
    tmp_path: Path, source: Path
) -> None:
    made = replica(tmp_path, HomeSource(source))
    made.keep_up()
    publish(source, quad("b"))
    journal = Journal(source)
    asked = journal.ask(X + "n7", Kind.REMOVAL, ground="Mine.", contact="me@x.example")
    ruling = Ruling(asked.number, Ruled.GRANTED, "us", asked.at, "It is theirs.", (X + "n7",))
    journal.rule(ruling)
    # The source has not made its versions anew, and answers for none of them.
    with pytest.raises(Withheld):
        made.keep_up()
    mine = Versions(tmp_path / "replica")
    assert mine.list.withdrawals.digest == Versions(source).list.withdrawals.digest
    assert (mine.current().number, mine.withheld) == (1, [])
    assert b"It is theirs." in b"".join(lines_of(mine, mine.current()))
    assert "Mine." not in (mine.home / "requests" / "journal.jsonl").read_text(encoding="utf-8")
    apply(Versions(source))
    assert made.keep_up() == Outcome(2, (2,))
    assert lines_of(mine, mine.current()) == lines_of(Versions(source), Versions(source).current())


def test_a_version_of_another_list_is_not_taken(
    tmp_path: Path, behind: Path, between: Between
) -> None:
    def changed(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith("/rulings"):
            return None
        asked = Request(1, X + "n7", Kind.REMOVAL, "2026-11-30T09:00:00Z")
        ruling = Ruling(1, Ruled.GRANTED, "us", asked.at, "It is theirs.", (X + "n7",))
        return httpx.Response(200, content=written(Docket((asked,), (ruling,))))

    between.change = changed
    with pytest.raises(SourceFailed, match="another list"):
        replica(tmp_path, HttpSource("http://x.example", transport=between)).keep_up()
    assert Versions(behind).current().number == 1
