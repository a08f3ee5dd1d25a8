"""An index that follows the changes of a graph is that of the graph, row for row."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from confusable import DATA
from peyvand.graph.patch import net
from peyvand.graph.recorder import Recorder
from peyvand.model import City
from peyvand.search import namesakes, renewal
from peyvand.search.entries import NAMES, read_entries
from peyvand.search.index import write_index
from peyvand.search.namesakes import namesakes_of
from peyvand.search.renewal import renew
from peyvand.search.tables import MADE
from peyvand.search.touched import touched
from peyvand.vocabulary.iris import LABEL, TYPE, iri, thing

THINGS = [thing(slug) for slug in ("city/a", "city/b", "city/c", "country/x", "country/y")]
AGREEMENTS = [thing(f"agreement/{name}") for name in ("one", "two", "three")]
ITEMS = [NamedNode(f"http://www.wikidata.org/entity/Q{number}") for number in (1, 2, 30)]
TEXTS = ["Arak", "اراک", "Old Arak", "Springfield", "springfeild", "12", "…", "Arak 12", "ارك"]
OF_THINGS = [
    *("pv:inCountry", "pv:hasParty", "pv:hasParty", "pv:isMemberOf", "pv:hasWikidataItem"),
    *("owl:sameAs", "skos:exactMatch", "rdfs:seeAlso", "dcterms:relation"),
]
NUMBERS = ["wgs:lat", "wgs:long", "pv:population"]
CLASSES = ["pv:City", "pv:Country", "pv:Agreement", "pv:Region", "pv:Claim"]
WORLD = [
    City("g1", ("Springfield",), "US", 10.0, 10.0),
    City("g2", ("Springfield",), "US", 40.0, 10.0),
    City("g3", ("Arak",), "IR", 20.0, 20.0),
]


@pytest.fixture(autouse=True, scope="module")
def world() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(namesakes, "read_geonames", lambda least: iter(WORLD))
        yield


def chosen(*names: str) -> some.SearchStrategy[NamedNode]:
    return some.sampled_from([iri(name) for name in names])


ANY = some.sampled_from([*THINGS, *AGREEMENTS, *ITEMS])
LITERALS = some.builds(Literal, some.sampled_from(TEXTS))
TAGGED = some.builds(
    lambda text, tag: Literal(text, language=tag),
    some.sampled_from(TEXTS),
    some.sampled_from(["en", "fa", "fa-Latn", "de"]),
)
VALUES = some.builds(Literal, some.sampled_from(["10.0", "20.0", "40.5", "many"]))
PLACES = some.builds(
    NamedNode, some.sampled_from([f"https://sws.geonames.org/{n}/" for n in (1, 2)])
)
STATED = some.one_of(
    some.tuples(ANY, some.sampled_from(NAMES), some.one_of(LITERALS, TAGGED)),
    some.tuples(ANY, some.just(LABEL), TAGGED),
    some.tuples(ANY, chosen(*OF_THINGS), ANY),
    some.tuples(some.sampled_from(AGREEMENTS), some.just(iri("pv:hasParty")), ANY),
    some.tuples(ANY, chosen(*NUMBERS), VALUES),
    some.tuples(ANY, some.just(TYPE), chosen(*CLASSES)),
    some.tuples(ANY, chosen("pv:countryName", "pv:transliteration"), LITERALS),
    some.tuples(ANY, some.just(iri("rdfs:seeAlso")), PLACES),
)
GRAPHS = some.sampled_from([DefaultGraph()] * 5 + [NamedNode("http://x.example/g")])
QUADS = some.builds(lambda triple, graph: Quad(*triple, graph), STATED, GRAPHS)
STEPS = some.lists(some.lists(QUADS, max_size=6), min_size=1, max_size=6)


def content(path: Path) -> dict[str, Any]:
    """What stands in an index, without the numbers that nobody is told."""
    with closing(sqlite3.connect(path)) as file:

        def rows(text: str, *values: object) -> list[tuple[Any, ...]]:
            return file.execute(text, values).fetchall()

        things = {row[0]: row[1:] for row in rows("SELECT * FROM things")}
        names = {
            row[0]: (things[row[1]][0], row[0] > MADE, *row[2:])
            for row in rows("SELECT * FROM names ORDER BY id")
        }
        vocabulary = rows("SELECT * FROM vocabulary")
        return {
            "things": sorted(things.values()),
            "names": list(names.values()),
            "parties": sorted(
                (things[party][0], things[agreement][0])
                for party, agreement in rows("SELECT * FROM parties")
            ),
            "vocabulary": vocabulary,
            "typos": rows("SELECT * FROM typos"),
            "shared": rows("SELECT * FROM shared"),
            "words": {
                (word, kind): [
                    names[number]
                    for (number,) in rows(
                        "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid",
                        f'name : ("{word}" *) AND kind : ({kind})',
                    )
                ]
                for word, _ in vocabulary
                for kind in {row[1] for row in things.values()}
            },
        }


def whole(store: Store, path: Path) -> dict[str, Any]:
    entries = read_entries(store)
    path.unlink(missing_ok=True)
    write_index(path, entries, {}, namesakes_of(entries))
    return content(path)


def follow(recorder: Recorder, path: Path) -> None:
    change = touched(recorder.store, recorder.patch)
    assert change is not None
    renew(path, change, {})


@given(STEPS)
@settings(max_examples=200, deadline=None)
def test_it_follows_any_changes(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[Quad]]
) -> None:
    folder = tmp_path_factory.mktemp("index")
    store = Store()
    whole(store, folder / "kept")
    patches = []
    for step in steps:
        recorder = Recorder(store)
        # What is there goes, what is not comes.
        gone, fresh = [q for q in step if q in store], [q for q in step if q not in store]
        recorder.remove(gone)
        recorder.add(fresh)
        follow(recorder, folder / "kept")
        patches.append(recorder.patch)
        assert content(folder / "kept") == whole(store, folder / "whole")
    # All at once, from the first.
    whole(Store(), folder / "once")
    change = touched(store, net(patches))
    assert change is not None
    renew(folder / "once", change, {})
    assert content(folder / "once") == content(folder / "whole")


def test_what_comes_and_goes_is_no_change() -> None:
    store = Store()
    quad = Quad(thing("city/a"), LABEL, Literal("A"))
    patches = []
    for change in (Recorder.add, Recorder.remove, Recorder.add):
        recorder = Recorder(store)
        change(recorder, [quad])
        patches.append(recorder.patch)
    assert not net(patches[:2])
    assert net(patches) == patches[0]
    assert not net(patches[1:])


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.load(DATA.encode(), RdfFormat.TRIG)
    return store


def test_it_follows_changes_of_every_kind_of_a_graph_of_cities(
    tmp_path: Path, store: Store
) -> None:
    whole(store, tmp_path / "kept")
    chance = random.Random(16)
    for _ in range(30):
        recorder = Recorder(store)
        quads = [q for q in sorted(store, key=str) if q.predicate != iri("rdfs:subClassOf")]
        recorder.remove(chance.sample(quads, 5))
        one, other = chance.sample(quads, 2)
        recorder.add([Quad(one.subject, other.predicate, other.object)])
        follow(recorder, tmp_path / "kept")
        assert content(tmp_path / "kept") == whole(store, tmp_path / "whole")


@pytest.mark.parametrize("order", [sorted, lambda names: sorted(names, reverse=True)])
def test_names_that_come_one_by_one_find_room(
    tmp_path: Path, order: Callable[[list[str]], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "_REACH", 3)
    store = Store()
    for name in ("first", "last"):
        store.add(Quad(thing(f"city/{name}"), LABEL, Literal(name, language="en")))
    whole(store, tmp_path / "kept")
    for name in order([f"city/k{number:03}" for number in range(60)]):
        recorder = Recorder(store)
        label = Literal(name[-3:], language="en")
        made = Literal("ک" + name[-3:])
        recorder.add(
            [
                Quad(thing(name), LABEL, label),
                Quad(thing(name), iri("pv:transliteration"), made),
            ]
        )
        follow(recorder, tmp_path / "kept")
    assert content(tmp_path / "kept") == whole(store, tmp_path / "whole")


def test_what_classes_mean_touches_everything() -> None:
    store = Store()
    recorder = Recorder(store)
    recorder.add([Quad(thing("a"), iri("rdfs:subClassOf"), iri("pv:City"))])
    assert touched(store, recorder.patch) is None
    recorder.undo()
    recorder.add(
        [Quad(thing("a"), iri("rdfs:subClassOf"), iri("pv:City"), NamedNode("http://x.example/g"))]
    )
    change = touched(store, recorder.patch)
    assert change is not None
    assert not change.things
