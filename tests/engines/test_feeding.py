"""An engine holds a version of ours, and says so, or it is not asked."""

from __future__ import annotations

import re
import shutil
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2 as httpx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from engines.fake import QUERY, UPDATE, Fake, FakeFuseki, FakeVirtuoso
from peyvand.engines import fuseki as fuseki_kind
from peyvand.engines import together
from peyvand.engines.feeding import Done, check, sync
from peyvand.engines.kinds import connect
from peyvand.engines.model import Engine, Held, Kind, added, credentials, engines, keep
from peyvand.engines.node import Node
from peyvand.engines.speaking import EngineFailed, authorization
from peyvand.engines.together import Feeder
from peyvand.errors import PeyvandError
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from waiting import LIMIT_S

X = "http://x.example/"


def quad(name: str, graph: str = "") -> Quad:
    named = (NamedNode(X + graph),) if graph else ()
    text = Literal(f'{name}: "quoted" \\ \n نیم‌فاصله', language="fa")
    return Quad(NamedNode(X + name), NamedNode(X + "p"), text, *named)


def publish(home: Path, *quads: Quad) -> None:
    store = Store()
    store.extend([*(quad(f"n{number}") for number in range(20)), *quads])
    publish_lines(Versions(home), store, dump_lines(store), "copy", keep=5)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("first") / "home"
    publish(home, quad("a", "g"), quad("b", "g"))
    keep(home, [Engine("one", QUERY, Kind.SPARQL, UPDATE)])
    return home


@pytest.fixture
def home(tmp_path: Path, first: Path) -> Path:
    shutil.copytree(first, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


@pytest.fixture
def fake() -> Fake:
    return Fake()


def feed(home: Path, fake: Fake) -> Done:
    (engine,) = engines(home)
    return sync(Versions(home), engine, lambda one: connect(one, fake))


def wrong(home: Path, fake: Fake) -> str:
    (engine,) = engines(home)
    return check(Versions(home), engine, lambda one: connect(one, fake))


def test_it_is_loaded_once_and_then_gets_the_changes(home: Path, fake: Fake) -> None:
    assert wrong(home, fake) == "it holds no version"
    assert feed(home, fake) == Done("one", 1, "loaded: it held no version")
    assert wrong(home, fake) == ""
    assert feed(home, fake) == Done("one", 1, "as it was")
    publish(home, quad("a", "g"), quad("c"), quad("d", "h"))
    publish(home, quad("a", "g"), quad("c"))
    before = len(fake.updates)
    assert feed(home, fake) == Done("one", 3, "changes")
    # One update a version, which moves the mark with it.
    assert len(fake.updates) == before + 2
    assert all("urn:peyvand:held" in text for text in fake.updates[before:])
    assert wrong(home, fake) == ""


def test_one_that_says_that_it_is_there_is_counted_only_closely(home: Path, fake: Fake) -> None:
    feed(home, fake)
    (engine,) = engines(home)
    for closely, counted in ((True, 1), (False, 0)):
        before = len(fake.asked)
        sync(Versions(home), engine, lambda one: connect(one, fake), closely=closely)
        assert sum("COUNT" in text.upper() for text in fake.asked[before:]) == counted


@pytest.mark.parametrize(("most", "how"), [(3, "changes"), (2, "no small change")])
def test_changes_of_all_steps_together_are_small_or_it_is_loaded(
    home: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch, most: int, how: str
) -> None:
    feed(home, fake)
    publish(home, quad("a", "g"), quad("b", "g"), quad("c"), quad("d"))
    publish(home, quad("a", "g"), quad("b", "g"), quad("c"), quad("d"), quad("e"))
    monkeypatch.setattr(Node, "most_changed", most)
    assert how in feed(home, fake).how
    assert wrong(home, fake) == ""


def test_one_that_makes_a_change_by_half_is_loaded_anew(home: Path, fake: Fake) -> None:
    feed(home, fake)
    publish(home, quad("a", "g"), quad("b", "g"), quad("c"), quad("d"))

    def by_half(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        fake.store.remove(quad("d"))
        return response

    fake.lie = by_half
    with pytest.raises(EngineFailed, match="23 statements instead of 24"):
        feed(home, fake)
    fake.lie = lambda request, response: response
    assert feed(home, fake).how.startswith("loaded")
    assert wrong(home, fake) == ""


def test_others_in_the_list_stay_as_they_are(home: Path, fake: Fake) -> None:
    others = [Engine(name, f"{QUERY}/{name}", Kind.SPARQL) for name in ("a", "z")]
    keep(home, [others[0], *engines(home), others[1]])
    sync(Versions(home), engines(home)[1], lambda one: connect(one, fake))
    assert [one.name for one in engines(home)] == ["a", "one", "z"]
    assert [engines(home)[0], engines(home)[2]] == others


def test_blank_nodes_are_loaded_whole(home: Path, fake: Fake) -> None:
    feed(home, fake)
    node = BlankNode("b")
    about = Quad(node, NamedNode(X + "p"), NamedNode(X + "o"))
    more = Quad(node, NamedNode(X + "q"), NamedNode(X + "o"))
    publish(home, about, more)
    assert "no small change" in feed(home, fake).how
    assert wrong(home, fake) == ""
    found = fake.store.query(f"SELECT ?b {{ ?b <{X}p> <{X}o> ; <{X}q> <{X}o> }}")
    assert len(list(found)) == 1  # type: ignore[arg-type]


def test_one_that_somebody_else_wrote_to_is_loaded_anew(home: Path, fake: Fake) -> None:
    feed(home, fake)
    fake.store.add(quad("theirs"))
    assert "23 statements instead of 22" in wrong(home, fake)
    assert "another number of statements than version 1" in feed(home, fake).how
    assert wrong(home, fake) == ""
    fake.store.remove(quad("n1"))
    fake.store.add(quad("theirs"))
    assert "do not add up" in wrong(home, fake)


@pytest.mark.parametrize(
    "mark", [Held(7, "0" * 64), Held(1, "0" * 64)], ids=["unknown", "of another sum"]
)
def test_one_that_holds_an_unexpected_version_is_loaded_anew(
    home: Path, fake: Fake, mark: Held
) -> None:
    feed(home, fake)
    with connect(engines(home)[0], fake) as node:
        node.mark(mark)
    assert f"a version {mark.number} that is not here" in wrong(home, fake)
    assert feed(home, fake).how.startswith("loaded")
    assert wrong(home, fake) == ""


def test_one_that_keeps_something_else_is_refused(home: Path, fake: Fake) -> None:
    def union(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        # As of an engine whose default graph is that of all graphs.
        return httpx.Response(
            response.status_code,
            content=response.content.replace(b'"22"', b'"24"'),
            headers=response.headers,
        )

    fake.lie = union
    with pytest.raises(EngineFailed, match="24 statements instead of 22"):
        feed(home, fake)
    # It says nothing any longer by which it would be asked.
    assert wrong(home, fake) == "it holds no version"


def test_one_that_writes_values_otherwise_holds_the_same(home: Path, fake: Fake) -> None:
    store, kind = Store(), NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    for number, text in enumerate(("7", "7.5", "-0.25", "0")):
        said = Literal(text, datatype=kind)
        store.add(Quad(NamedNode(f"{X}{number}"), NamedNode(X + "p"), said))
    publish_lines(Versions(home), store, dump_lines(store), "copy", keep=5)

    def otherwise(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        body = re.sub(rb'"(-?\d+)"(\^\^\S*decimal)', rb'"\1.0"\2', response.content)
        return httpx.Response(response.status_code, content=body, headers=response.headers)

    fake.lie = otherwise
    assert feed(home, fake).how.startswith("loaded")
    assert wrong(home, fake) == ""


@pytest.mark.parametrize("status", [302, 401, 500, 503])
def test_one_that_refuses_is_told_of(home: Path, fake: Fake, status: int) -> None:
    fake.lie = lambda request, response: httpx.Response(status, text="Not today.")
    with pytest.raises(EngineFailed, match=rf"one failed: .*status {status} Not today"):
        feed(home, fake)


def test_one_that_is_not_there_is_told_of(home: Path, fake: Fake) -> None:
    def gone(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        raise httpx.ConnectError("Connection refused")

    fake.lie = gone
    with pytest.raises(EngineFailed, match="Connection refused"):
        feed(home, fake)


def test_one_that_breaks_off_in_the_middle_is_not_marked(home: Path, fake: Fake) -> None:
    def full(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        done = sum("INSERT DATA" in text for text in fake.updates)
        return httpx.Response(500, text="disk full") if done else response

    fake.lie = full
    with pytest.raises(EngineFailed, match="disk full"):
        feed(home, fake)
    fake.lie = lambda request, response: response
    assert wrong(home, fake) == "it holds no version"


@dataclass
class Served:
    """A home that one fake Fuseki is fed from."""

    home: Path
    server: FakeFuseki

    @property
    def engine(self) -> Engine:
        (engine,) = engines(self.home)
        return engine

    @property
    def dataset(self) -> Fake:
        return self.server.datasets[self.engine.at.rpartition("/")[2]]

    def feed(self) -> Done:
        return sync(Versions(self.home), self.engine, lambda one: connect(one, self.server))

    def wrong(self) -> str:
        return check(Versions(self.home), self.engine, lambda one: connect(one, self.server))


def fuseki(home: Path, *, patches: bool = True) -> Served:
    keep(home, added([], Engine("one", "http://fuseki.example", Kind.FUSEKI)))
    return Served(home, FakeFuseki(patches=patches))


def test_fuseki_is_loaded_beside_what_is_asked(home: Path) -> None:
    served = fuseki(home)
    server = served.server
    assert served.feed().how.startswith("loaded")
    engine = served.engine
    first = engine.at.rpartition("/")[2]
    assert engine.asked_at == f"http://fuseki.example/{first}/query"
    assert set(server.datasets) == {"theirs", first}
    # One that is not what it should be stays asked for nothing, and what was asked stays.
    served.dataset.store.add(quad("theirs"))

    def loses(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if request.url.path.endswith("/data") and request.method == "POST":
            server.datasets[request.url.path.split("/")[1]].store.remove(quad("n1"))
        return response

    server.lie = loses
    with pytest.raises(EngineFailed, match="21 statements instead of 22"):
        served.feed()
    assert engines(home) == [engine]
    assert set(server.datasets) == {"theirs", first}
    # What it held was not what it said: it is not asked while it is loaded anew.
    assert served.wrong() == "it holds no version"
    server.lie = lambda request, response: response
    assert served.feed().how == "loaded: it held no version"
    assert served.engine.at != engine.at
    assert set(server.datasets) == {"theirs", served.engine.at.rpartition("/")[2]}
    assert served.wrong() == ""


def test_what_a_broken_load_left_is_removed(home: Path) -> None:
    served = fuseki(home)
    server, key = served.server, served.engine.key
    server.datasets |= {f"peyvand-{key}-1-0123abcd": Fake(), "peyvand-other-1-0123abcd": Fake()}
    served.feed()
    assert f"peyvand-{key}-1-0123abcd" not in server.datasets
    assert "peyvand-other-1-0123abcd" in server.datasets


def test_one_that_lost_its_disk_is_loaded_anew(home: Path) -> None:
    served = fuseki(home)
    served.feed()
    served.server.datasets.clear()
    assert served.feed().how == "loaded: it held no version"


@pytest.mark.parametrize("patches", [True, False], ids=["patches", "updates"])
def test_fuseki_gets_changes(home: Path, patches: bool) -> None:
    served = fuseki(home, patches=patches)
    served.feed()
    publish(home, quad("a", "g"), quad("c"))
    publish(home, quad("a", "h"))
    assert served.feed() == Done("one", 3, "changes")
    assert served.server.patched == (2 if patches else 0)
    assert served.wrong() == ""


def blank(label: str, name: str) -> Quad:
    return Quad(BlankNode(label), NamedNode(X + name), BlankNode("other"), NamedNode(X + "g"))


def test_fuseki_has_the_labels_of_blank_nodes(home: Path) -> None:
    served = fuseki(home)
    publish(home, blank("b1", "p"), blank("b2", "p"))
    assert served.feed().how.startswith("loaded")
    publish(home, blank("b2", "p"), blank("b2", "q"))
    assert served.feed().how == "changes"
    assert served.wrong() == ""
    # A statement about another node is another statement.
    served.dataset.store.remove(blank("b2", "q"))
    served.dataset.store.add(blank("b1", "q"))
    assert "do not add up" in served.wrong()


@pytest.mark.parametrize("end", range(1, 5))
def test_a_patch_that_is_cut_leaves_no_version(home: Path, end: int) -> None:
    served = fuseki(home)
    served.feed()
    publish(home, quad("a", "g"), quad("c"))
    held: list[Held | None] = []

    def cut(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        # Four lines, of which the first and the last are of the mark.
        if request.url.path.endswith("/patch"):
            lines = response.content.splitlines(keepends=True)
            return httpx.Response(200, content=b"".join(lines[: end + 1]))
        if request.url.path == "/$/datasets" and not held:
            with connect(served.engine, served.server) as node:
                held.append(Held(0, "asking"))
                held[:] = [node.held()]
        return response

    served.server.lie = cut
    how = served.feed().how
    assert how == ("changes" if end == 4 else "loaded: it did not make the changes")
    # While it was loaded anew it said that it holds nothing.
    assert held == ([] if end == 4 else [None])
    assert served.wrong() == ""


XSD = "http://www.w3.org/2001/XMLSchema#"


def value(name: str, text: str, kind: str) -> Quad:
    said = Literal(text, datatype=NamedNode(XSD + kind))
    return Quad(NamedNode(X + name), NamedNode(X + "p"), said)


@pytest.fixture
def virtuoso(home: Path) -> FakeVirtuoso:
    keep(home, added([], Engine("one", QUERY, Kind.VIRTUOSO, FakeVirtuoso.GRAPHS)))
    return FakeVirtuoso()


def test_virtuoso_holds_each_graph_as_one_of_its_own(home: Path, virtuoso: FakeVirtuoso) -> None:
    assert feed(home, virtuoso).how == "loaded: it held no version"
    assert feed(home, virtuoso).how == "as it was"
    assert engines(home)[0].graphs == (f"{X}g",)
    assert wrong(home, virtuoso) == ""
    node = BlankNode("b")
    about = Quad(node, NamedNode(X + "p"), Literal("x"))
    publish(home, about, Quad(*about.triple, NamedNode(X + "h")), value("d", "P1D", "duration"))
    assert "no small change" in feed(home, virtuoso).how
    assert wrong(home, virtuoso) == ""
    # A graph that is no longer there is there no longer, and a blank node is the same in all.
    assert engines(home)[0].graphs == (f"{X}h",)
    graphs = {str(graph) for graph in virtuoso.store.named_graphs()}
    wanted = ("urn:peyvand:default", "urn:peyvand:state", f"{X}h")
    assert graphs == {f"<{iri}>" for iri in wanted}
    found = list(virtuoso.store.quads_for_pattern(None, NamedNode(X + "p"), Literal("x")))
    assert len(found) == 2
    assert len({quad.subject for quad in found}) == 1


def test_what_somebody_else_wrote_to_virtuoso_is_found(home: Path, virtuoso: FakeVirtuoso) -> None:
    feed(home, virtuoso)
    default = NamedNode("urn:peyvand:default")
    virtuoso.store.add(Quad(*quad("theirs").triple, default))
    assert "23 statements instead of 22" in wrong(home, virtuoso)
    virtuoso.store.remove(Quad(*quad("n1").triple, default))
    assert "do not add up" in wrong(home, virtuoso)
    virtuoso.store.add(Quad(*quad("n1").triple, default))
    assert "another number of statements" in feed(home, virtuoso).how
    assert wrong(home, virtuoso) == ""


def test_a_password_is_told_to_virtuoso_so_that_nobody_can_read_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEYVAND_ENGINE_ONE_USER", "dba")
    monkeypatch.setenv("PEYVAND_ENGINE_ONE_PASSWORD", "secret")
    one = Engine("one", QUERY, Kind.VIRTUOSO, FakeVirtuoso.GRAPHS)
    assert isinstance(authorization(one), httpx.DigestAuth)
    assert authorization(replace(one, kind=Kind.SPARQL)) == ("dba", "secret")
    assert authorization(replace(one, name="two")) is None


def test_many_changes_are_followed_by_new_files(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuseki_kind, "_COMPACTED_EVERY", 2)
    served, told = fuseki(home), []
    served.feed()
    for number in range(4):
        publish(home, quad(f"m{number}"))
        told.append(served.feed().how)
    assert told == ["changes", "changes, compacted"] * 2
    assert served.server.compacted == 2
    assert served.engine.compacted == 5


def test_none_waits_for_another(home: Path) -> None:
    every = added([], Engine("one", QUERY, Kind.SPARQL, UPDATE))
    keep(home, added(every, Engine("two", QUERY, Kind.SPARQL, UPDATE)))
    fakes = {"one": Fake(), "two": Fake()}
    go, asked = threading.Event(), threading.Event()

    def hang(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        asked.set()
        assert go.wait(LIMIT_S)
        raise httpx.ReadTimeout("Nothing came.")

    fakes["one"].lie = hang
    with Feeder(Versions(home), lambda one: connect(one, fakes[one.name])) as feeder:
        with pytest.raises(PeyvandError, match="feeds the engines"), Feeder(Versions(home)):
            pass
        feeder.begin(engines(home))
        done = feeder.done(None)
        assert next(done) == ("two", Done("two", 1, "loaded: it held no version"))
        assert asked.wait(LIMIT_S)
        # The one that hangs is not begun again; the other is.
        feeder.begin(engines(home))
        assert next(done) == ("two", Done("two", 1, "as it was"))
        go.set()
        name, failed = next(done)
        assert name == "one"
        assert "Nothing came" in str(failed)
        assert next(done, None) is None


@pytest.mark.parametrize(
    ("engine", "told"),
    [
        (Engine("One", QUERY), "no name"),
        (Engine("../x", QUERY), "no name"),
        (Engine("one", QUERY), "already"),
        (Engine("two", "ftp://x.example"), "no address"),
        (Engine("two", "http://me:secret@x.example"), "no address"),
        (Engine("two", QUERY, update="x"), "no address"),
    ],
)
def test_what_cannot_be_added(engine: Engine, told: str) -> None:
    with pytest.raises(PeyvandError, match=told):
        added([Engine("one", QUERY)], engine)


def test_passwords_stand_in_the_environment() -> None:
    told = {"PEYVAND_ENGINE_MY_ONE_USER": "me", "PEYVAND_ENGINE_MY_ONE_PASSWORD": "secret"}
    assert credentials("my-one", told) == ("me", "secret")
    assert credentials("other", told) is None


def test_statements_are_counted_at_first_after_a_failure_and_from_time_to_time(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closely: list[bool] = []
    now, failing = [0.0], [False]

    def sync(*_: Any, **asked: bool) -> Done:
        closely.append(asked["closely"])
        if failing[0]:
            raise PeyvandError("It is not there.", "Start it.")
        return Done("one", 1, "as it was")

    monkeypatch.setattr(together, "sync", sync)
    monkeypatch.setattr(together, "time", SimpleNamespace(monotonic=lambda: now[0]))
    one: Any = [SimpleNamespace(name="one")]
    with Feeder(Versions(home)) as feeder:
        for moment, fails in ((0, False), (59, False), (60, True), (61, False), (62, False)):
            now[0], failing[0] = moment, fails
            feeder.begin(one)
            assert [name for name, _ in feeder.done(None)] == ["one"]
    assert closely == [True, False, True, True, False]
