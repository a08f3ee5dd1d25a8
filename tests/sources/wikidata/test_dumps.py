"""Dumps are streamed, go on from any position, and need no more memory when longer."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from peyvand.sources.wikidata.dumps import Position, read_dump
from peyvand.sources.wikidata.model import CityRecord
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.streams import Limits


def city(number: int) -> dict[str, Any]:
    def value(prop: str, datavalue: dict[str, Any]) -> dict[str, Any]:
        return {
            "mainsnak": {"snaktype": "value", "property": prop, "datavalue": datavalue},
            "id": f"Q{number}${prop}",
            "rank": "normal",
        }

    twin = {"entity-type": "item", "id": f"Q{number + 1}"}
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {"en": {"language": "en", "value": f"City {number}"}},
        "claims": {"P190": [value("P190", {"type": "wikibase-entityid", "value": twin})]},
    }


def nobody(number: int) -> dict[str, Any]:
    return {"type": "item", "id": f"Q{number}", "labels": {}, "claims": {}}


def written(path: Path, count: int) -> Path:
    lines = (json.dumps(city(n) if n % 2 else nobody(n)) for n in range(1, count + 1))
    content = ("[\n" + ",\n".join(lines) + "\n]\n").encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def read(
    path: Path, start: Position | None = None, **more: Any
) -> list[tuple[CityRecord, Position]]:
    found = read_dump(path, Report(), limits=Limits(), progress=Progress(), start=start, **more)
    return [(record, position) for record, position in found if record]


def test_places_only_unless_all_are_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "d.json", 100)
    assert len(read(path)) == 50
    assert len(read(path, places_only=False)) == 100


@pytest.mark.parametrize("name", ["d.json", "d.json.gz"])
def test_reading_goes_on_from_any_position(name: str, tmp_path: Path) -> None:
    path = written(tmp_path / name, 60)
    whole = read(path)
    for number, (_, position) in enumerate(whole):
        assert read(path, position) == whole[number + 1 :]


def test_memory_does_not_grow_with_the_dump(tmp_path: Path) -> None:
    peaks = []
    for count in (2_000, 20_000):
        path = written(tmp_path / f"{count}.json.gz", count)
        tracemalloc.start()
        found = read_dump(path, Report(), limits=Limits(), progress=Progress())
        assert sum(1 for record, _ in found if record) == count // 2
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] + 2**20
