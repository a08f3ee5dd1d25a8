"""What is kept of a version beside it, and how it follows changes."""

from __future__ import annotations

import copy
import random
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from partners.conftest import DATA
from peyvand.graph.archives import backup
from peyvand.graph.history import publish_lines
from peyvand.graph.maintenance import restore
from peyvand.graph.patch import Patch, dump_lines
from peyvand.graph.versions import PARTNERS, Version, Versions
from peyvand.partners import facts as facts_module
from peyvand.partners import kept
from peyvand.partners.facts import Facts, asking, read_facts, renewed
from peyvand.vocabulary.iris import LABEL, TYPE, iri, thing

CITIES = [thing(f"city/{name}") for name in ("arak", "bushehr", "lviv", "lublin", "yazd", "new")]
COUNTRIES = [thing(f"country/{name}") for name in ("iran", "poland", "ukraine")]
LINKED = iri("pv:isLinkedWith")


def opened() -> Store:
    store = Store()
    store.load(path=str(DATA), format=RdfFormat.TRIG)
    return store


def publish(versions: Versions, store: Store, keep: int = 3) -> Version:
    return publish_lines(versions, store, dump_lines(store), "build", keep)


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    versions = Versions(tmp_path / "home")
    publish(versions, opened())
    return versions


@pytest.fixture
def without_graph(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Whoever opens a graph fails."""

    def opened(*_: object) -> Store:
        raise AssertionError("the graph was opened")

    monkeypatch.setattr(kept, "opened", opened)
    return monkeypatch


def whole(store: Store) -> Facts:
    return read_facts(asking(store))


def test_what_is_kept_is_what_was_read(versions: Versions, request: pytest.FixtureRequest) -> None:
    found = kept.facts_of(versions, versions.current())
    assert found == whole(opened())
    assert len(found.cities) == 6
    request.getfixturevalue("without_graph")
    assert kept.facts_of(versions, versions.current()) == found


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 0}', '{"cities": {"a": {}}}'])
def test_what_cannot_be_read_is_made_again(versions: Versions, text: str) -> None:
    version = versions.current()
    kept.facts_of(versions, version)
    path = version.path / PARTNERS
    good = path.read_bytes()
    path.write_text(text, encoding="utf-8")
    assert kept.facts_of(versions, version) == whole(opened())
    assert path.read_bytes() == good


def test_that_of_another_graph_is_not_taken(versions: Versions) -> None:
    first = versions.current()
    kept.facts_of(versions, first)
    store = opened()
    store.add(Quad(CITIES[0], LABEL, Literal("Arāk", language="de"), DefaultGraph()))
    second = publish(versions, store)
    (second.path / PARTNERS).write_bytes((first.path / PARTNERS).read_bytes())
    assert kept.facts_of(versions, second) == whole(store)


def test_that_of_the_next_version_is_made_of_it(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.facts_of(versions, versions.current())
    store = opened()
    store.add(Quad(CITIES[4], TYPE, iri("pv:SubnationalPlace"), DefaultGraph()))
    store.add(Quad(CITIES[4], LINKED, CITIES[0], DefaultGraph()))
    store.add(Quad(CITIES[0], LINKED, CITIES[4], DefaultGraph()))
    second = publish(versions, store)
    monkeypatch.setattr(kept, "read_facts", None)
    found = kept.facts_of(versions, second)
    assert found == whole(store)
    assert (CITIES[0].value, CITIES[4].value) in found.linked


def test_a_home_that_cannot_be_written_to_does_without(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(kept.tempfile, "mkstemp", refuse)
    assert kept.facts_of(versions, versions.current()) == whole(opened())
    assert not (versions.current().path / PARTNERS).exists()


def test_old_versions_lose_it_and_backups_have_none(versions: Versions, tmp_path: Path) -> None:
    first = versions.current()
    kept.facts_of(versions, first)
    store = opened()
    for number in range(2):
        store.add(Quad(CITIES[1], LABEL, Literal(f"{number}", language="de"), DefaultGraph()))
        kept.facts_of(versions, publish(versions, store, keep=1))
    assert not (first.path / PARTNERS).exists()
    # Of an old version it is read of what is left of it, and not kept.
    assert kept.facts_of(versions, versions.get(1)) == whole(opened())
    assert not (first.path / PARTNERS).exists()
    backup(versions, tmp_path / "b.tar.gz")
    restored = restore(Versions(tmp_path / "other"), tmp_path / "b.tar.gz", keep=5)
    assert not (restored.path / PARTNERS).exists()


def drawn(chance: random.Random) -> Quad:
    """Something that may be said of a city, or of what else is read."""
    city, other = chance.choice(CITIES), chance.choice(CITIES)
    predicate, value = chance.choice(
        [
            (TYPE, iri("pv:SubnationalPlace")),
            (TYPE, iri(f"pv:{chance.choice(['City', 'Region'])}")),
            (iri("pv:inCountry"), chance.choice(COUNTRIES)),
            (iri("wgs:lat"), Literal(chance.choice([36.5, 50.0]))),
            (iri("wgs:long"), Literal(chance.choice([53.0, 10.0]))),
            (iri("pv:population"), Literal(chance.choice([10, 2000]))),
            (iri("pv:isMemberOf"), thing("organisation/creative")),
            (LABEL, Literal(chance.choice("abc"), language=chance.choice(["en", "fa"]))),
            (iri("pv:transliteration"), Literal("ب", language="und-arab-t-und-latn")),
            (iri("pv:purpose"), Literal("nothing to be read")),
            (LINKED, other),
        ]
    )
    if chance.random() < 0.2:
        country = chance.choice(COUNTRIES)
        code = iri("pv:isoCode"), Literal(chance.choice(["IR", "PL"]))
        predicate, value = chance.choice([code, (LABEL, Literal("x", language="en"))])
        return Quad(country, predicate, value, DefaultGraph())
    graph = DefaultGraph() if chance.random() < 0.9 else NamedNode("https://example.org/g")
    return Quad(city, predicate, value, graph)


@pytest.mark.parametrize("seed", range(40))
def test_it_follows_any_changes(seed: int) -> None:
    chance, store = random.Random(seed), opened()
    found = whole(store)
    for _ in range(6):
        before = dump_lines(store)
        for _ in range(chance.randint(0, 5)):
            quad = drawn(chance)
            ends = [quad]
            if quad.predicate == LINKED:
                # A link stands both ways, as what derives it says.
                ends.append(Quad(quad.object, LINKED, quad.subject, quad.graph_name))
            for each in ends:
                (store.add if chance.random() < 0.7 or len(ends) > 1 else store.remove)(each)
        if chance.random() < 0.5:
            for quad in list(store.quads_for_pattern(chance.choice(CITIES), None, None, None)):
                store.remove(quad)
                if quad.predicate == LINKED:
                    store.remove(Quad(quad.object, LINKED, quad.subject, quad.graph_name))
        after = dump_lines(store)
        added, removed = set(after) - set(before), set(before) - set(after)
        patch = Patch(tuple(sorted(added)), tuple(sorted(removed)))
        made = renewed(copy.deepcopy(found), store, patch)
        assert made == whole(store)
        found = made


def test_too_many_cities_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_module, "_MOST", 0)
    store = opened()
    found = whole(store)
    quad = Quad(CITIES[0], LABEL, Literal("A", language="en"), DefaultGraph())
    store.add(quad)
    line = next(line for line in dump_lines(store) if b'"A"@en' in line)
    assert renewed(found, store, Patch((line,), ())) is None
