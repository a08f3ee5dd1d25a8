"""Every city and country of the documents' graph, by all that people may write for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from peyvand.graph.versions import Versions
from peyvand.linkage.interactive.matching import Row, candidates
from peyvand.search import Index, suggest
from peyvand.search.entries import read_entries
from peyvand.search.index import write_index
from peyvand.search.model import Entry

ITEM = (
    *("{}", "wd:{}", "http://www.wikidata.org/entity/{}", "https://www.wikidata.org/wiki/{}"),
    "Somewhere ({})",
)
PLACE = (
    *("{name}, {country}", "{name}، {country}", "{name} ({country})", "{name} - {country}"),
    *("{country}, {name}", "{name} {country}", "{name}, Some Region, {country}"),
)


@pytest.fixture(scope="module")
def entries(built: Path) -> list[Entry]:
    return read_entries(Store.read_only(str(Versions(built).current().store)))


@pytest.fixture(scope="module")
def whole(entries: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("documents") / "index"
    write_index(path, entries, {})
    found = Index(path)
    yield found
    found.close()


def labels(entry: Entry) -> dict[str, str]:
    """The first name in each language."""
    return {n.language: n.text for n in reversed(entry.names) if n.language in ("en", "fa")}


def test_every_item_finds_its_thing_alone(whole: Index, entries: list[Entry]) -> None:
    tried = 0
    for entry in entries:
        for form in ITEM if entry.item else ():
            found = suggest(whole, form.format(entry.item))
            assert [(hit.iri, hit.grade) for hit in found] == [(entry.iri, "exact")], form
            tried += 1
    assert tried > 250


def test_every_city_with_its_country_is_the_first_and_is_matched(
    whole: Index, entries: list[Entry]
) -> None:
    lands = {entry.iri: labels(entry) for entry in entries if entry.kind == "country"}
    tried = 0
    for entry in entries:
        for tag, name in labels(entry).items() if entry.kind == "city" else ():
            country = lands.get(entry.country, {}).get(tag)
            for form in PLACE if country else ():
                text = form.format(name=name, country=country)
                hit = suggest(whole, text, ("city",))[0]
                assert hit.iri == entry.iri, text
                # "Kuwait, Kuwait City" is also a spelling of the other order.
                assert hit.grade in ("exact", "spelling"), text
                tried += 1
            if country:
                row = Row((f"{name}, {country}",), ("city",))
                assert [c.hit.iri for c in candidates(whole, row) if c.match] == [entry.iri]
    assert tried > 900


def test_no_city_is_matched_in_another_country(whole: Index, entries: list[Entry]) -> None:
    lands = {entry.iri: labels(entry).get("en", "") for entry in entries if entry.kind == "country"}
    for entry in entries:
        name = labels(entry).get("en")
        others = [land for iri, land in sorted(lands.items()) if iri != entry.country and land]
        for other in others[:3] if name and entry.kind == "city" and entry.country else ():
            row = Row((f"{name}, {other}",), ("city",))
            assert not [c for c in candidates(whole, row) if c.match and c.hit.iri == entry.iri]


def test_every_name_is_the_same_however_its_parts_are_joined(
    whole: Index, entries: list[Entry]
) -> None:
    tried = 0
    for entry in entries:
        for name in labels(entry).values() if entry.kind in ("city", "concept") else ():
            for text in {name, name.replace(" ", "\u200c"), name.replace("\u200c", " ")} | {
                name.replace(" ", "").replace("\u200c", "")
            }:
                found = {hit.iri: hit.grade for hit in suggest(whole, text, limit=30)}
                assert found.get(entry.iri) == "exact", text
                tried += 1
    assert tried > 1000
