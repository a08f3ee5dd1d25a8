"""Which names of cities another place of the world has as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from peyvand.features.names import key
from peyvand.model import City
from peyvand.search import Index, namesakes
from peyvand.search.index import write_index
from peyvand.search.model import Entry, Name
from peyvand.search.namesakes import namesakes_of

OTHERS = [
    City("g1", ("Springfield",), "US", 10.0, 10.0, aliases=("Elsewhere",)),
    City("g2", ("Springfield",), "US", 40.0, 10.0),
    City("g3", ("Alone", "Another"), "IR", 20.0, 20.0),
    City("g4", ("Valley2",), "IR", 30.0, 30.0),
]


@pytest.fixture(autouse=True)
def world(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(least: int) -> Iterator[City]:
        assert least == 15_000
        return iter(OTHERS)

    monkeypatch.setattr(namesakes, "read_geonames", read)


def city(name: str, *place: float, kind: str = "city", identifier: bool = False) -> Entry:
    latitude, longitude = place or (None, None)
    named = (Name(name, identifier=identifier),)
    return Entry("http://x.example/a", kind, named, latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(
    ("entry", "shared"),
    [
        # One of the two lies elsewhere, whichever this is.
        (city("Springfield", 10.0, 10.0), True),
        (city("SPRINGFIELD", 40.0, 10.0), True),
        (city("Springfield"), True),
        # The same place, or a part of it, is no namesake: 60 km are 0.54 degrees.
        (city("Alone", 20.0, 20.0), False),
        (city("Alone", 20.5395, 20.0), False),
        (city("Alone", 20.5397, 20.0), True),
        (city("Alone"), False),
        # Other names of GeoNames, other things and identifiers are not looked at.
        (city("Elsewhere", 60.0, 60.0), False),
        (city("Another", 60.0, 60.0), False),
        (city("Springfield", 10.0, 10.0, kind="agreement"), False),
        (city("Springfield", 10.0, 10.0, kind="document"), False),
        (city("Springfield", 10.0, 10.0, identifier=True), False),
        # A number is a part of what people search for.
        (city("Springfield2", 60.0, 60.0), False),
        (city("Valley", 60.0, 60.0), False),
        (city("Valley2", 60.0, 60.0), True),
        (city("Nowhere", 10.0, 10.0), False),
        (city("Nowhere"), False),
    ],
)
def test_a_namesake_is_another_place_of_the_name(
    entry: Entry, shared: bool, tmp_path: Path
) -> None:
    name = key(entry.names[0].text.casefold())
    assert shared_names([entry], tmp_path) == ([name] if shared else [])


def shared_names(entries: Sequence[Entry], folder: Path) -> list[str]:
    write_index(folder / "index", entries, {}, namesakes_of(entries))
    with closing(Index(folder / "index")) as index:
        return [name for (name,) in index.rows("SELECT key FROM shared ORDER BY key")]


def test_without_a_city_the_world_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namesakes, "read_geonames", None)
    assert namesakes_of([city("Springfield", kind="agreement")]) == []
