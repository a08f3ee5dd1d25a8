"""What the scripts of maps reckon, beside what the server reckons for the same."""

from __future__ import annotations

import json
import subprocess
from itertools import pairwise
from typing import Any

import pytest

from needs import needs, node
from peyvand.web.pages.components.arcs import arc
from peyvand.web.pages.components.map_names import Name, shown_from
from tools import frontend

pytestmark = needs("node")
PLACES = [((-0.1, 51.5), (-122.4, 37.8)), ((170, 10), (-170, 20)), ((51.7, 32.7), (46.3, 38.1))]


def reckoned(script: str, given: object) -> Any:
    """What a script prints as JSON; ``given`` is what it is given."""
    head = f"const given = {json.dumps(given)};"
    run = subprocess.run(
        [*node(), "--input-type=module", "-e", f"{head} {script}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=frontend.FOLDER / "src",
    )
    return json.loads(run.stdout)


def test_lines_are_the_great_circles_of_the_server_in_one_piece() -> None:
    script = """import { arc } from "./arcs.js";
    console.log(JSON.stringify(given.map(([one, other]) => arc(one, other))));"""
    for found, (one, other) in zip(reckoned(script, PLACES), PLACES, strict=True):
        assert found[0] == list(one)
        assert found[-1][1] == other[1]
        assert (found[-1][0] - other[0]) % 360 == 0
        assert all(abs(x - u) < 180 for (x, _), (u, _) in pairwise(found))
        highest = max(y for part in arc(one, other) for _, y in part)
        assert max(y for _, y in found) == pytest.approx(highest, abs=0.3)


def test_land_goes_on_over_the_meridian_with_its_seas_inside() -> None:
    script = """import { flattened } from "./arcs.js";
    console.log(JSON.stringify(given.map(flattened).map((one) => one.geometry.coordinates)));"""
    land = [[170, 60], [-170, 60], [-170, 50], [170, 50], [170, 60]]
    lake = [[-176, 58], [-176, 56], [-178, 56], [-178, 58], [-176, 58]]
    pole = [[-180, -70], [-60, -65], [60, -66], [180, -70]]
    shapes = [
        {"geometry": {"type": "Polygon", "coordinates": rings}} for rings in ([land, lake], [pole])
    ]
    ((outer, inner),), ((around,),) = reckoned(script, shapes)
    assert max(x for x, _ in outer) - min(x for x, _ in outer) == 20
    assert min(x for x, _ in outer) < min(x for x, _ in inner)
    assert max(x for x, _ in inner) < max(x for x, _ in outer)
    # The pole lies in the ring that goes around it.
    assert min(y for _, y in around) == -90
    assert around[0] == around[-1]


def test_names_have_room_by_the_rule_of_the_server() -> None:
    script = """import { roomy } from "./names.js";
    const options = { rise: 1.1, mark: 0.4 };
    console.log(JSON.stringify([...roomy(given, 1, options)]));"""
    words = ("Tehran", "武汉", "شی‌آن", "São Paulo", "")
    places = [(x * 31.7 % 41, x * 12.3 % 19, words[x % 5]) for x in range(60)]
    given = [{"x": x, "y": y, "text": told} for x, y, told in places if told]
    names = [Name(x, y, told) for x, y, told in places if told]
    ours = [zoom == 1 for zoom in shown_from(names, 1, 0.75, 0.4)]
    found = set(reckoned(script, given))
    assert [at in found for at in range(len(names))] == ours
    assert 5 < len(found) < len(names) - 5
