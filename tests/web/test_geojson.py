"""Cities and pairs as GeoJSON: what is known of each, and nothing that is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store

from peyvand.errors import BadRequest
from peyvand.settings import Settings
from peyvand.web import create_app
from peyvand.web.pages.geojson import line, read_box

DATA = Path(__file__).parents[1] / "queries/own/web/geojson/data.trig"
ID = "https://w3id.org/peyvand/id/"
CITIES, PAIRS = "/geo/cities.geojson", "/geo/pairs.geojson"


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    store = Store()
    store.load(path=str(DATA), format=RdfFormat.TRIG)
    app = create_app(store, Settings(workers=1))
    yield app.test_client()
    app.extensions["peyvand"].close()


def features(client: FlaskClient, address: str) -> dict[str, Any]:
    got = client.get(address)
    assert (got.status_code, got.mimetype) == (200, "application/geo+json"), got.text
    told = got.get_json(force=True)
    assert told["type"] == "FeatureCollection"
    found = {feature["id"]: feature for feature in told["features"]}
    assert len(found) == len(told["features"])
    # One table: every column in every row, whatever is known.
    assert len({tuple(one["properties"]) for one in found.values()}) <= 1
    return found


def test_a_city_is_a_point_with_what_is_known_of_it(client: FlaskClient) -> None:
    found = features(client, CITIES)
    assert list(found) == ["city/apia", "city/isfahan", "city/nowhere", "city/suva"]
    assert found["city/isfahan"] == {
        "type": "Feature",
        "id": "city/isfahan",
        "geometry": {"type": "Point", "coordinates": [51.67, 32.65]},
        "properties": {
            "iri": f"{ID}city/isfahan",
            "name_en": "Isfahan",
            "name_fa": "اصفهان",
            "country": f"{ID}country/iran",
            "country_en": "Iran",
            "country_fa": "ایران",
            "wikidata": "http://www.wikidata.org/entity/Q42053",
            # Of several parties it is one agreement all the same.
            "agreements": 2,
        },
    }
    nowhere = found["city/nowhere"]
    assert (nowhere["geometry"], nowhere["properties"]["agreements"]) == (None, 0)
    assert nowhere["properties"]["country"] is None


def test_a_pair_is_a_line_with_its_evidence(client: FlaskClient) -> None:
    found = features(client, PAIRS)
    pair = found["agreement/isfahan-suva#isfahan-suva"]
    assert pair["geometry"] == {
        "type": "LineString",
        "coordinates": [[51.67, 32.65], [178.0, -18.0]],
    }
    told = pair["properties"]
    assert (told["signed"], told["earliest"]) == ("2013", "2013-01-01")
    assert (told["claims"], told["sources"]) == (3, 2)
    assert told["source_iris"] == [f"{ID}document/001", f"{ID}document/002"]
    assert (told["from_fa"], told["to_en"], told["to_fa"]) == ("اصفهان", "Suva", None)
    assert told["to_country_en"] == "Fiji"
    # Nothing is stated of it, which is told as none.
    bare = found["agreement/apia-suva#apia-suva"]["properties"]
    assert (bare["claims"], bare["source_iris"], bare["signed"]) == (0, [], None)


def test_an_agreement_of_several_is_a_line_for_each_two(client: FlaskClient) -> None:
    found = features(client, PAIRS)
    parts = {key: one["geometry"] for key, one in found.items() if "fars-isfahan-suva" in key}
    assert len(parts) == 3
    # Where Fars lies was not said: a line to it is none.
    assert [key for key, geometry in parts.items() if geometry] == [
        "agreement/fars-isfahan-suva#isfahan-suva"
    ]


def test_a_line_across_the_180th_meridian_is_in_two_parts(client: FlaskClient) -> None:
    pair = features(client, PAIRS)["agreement/apia-suva#apia-suva"]
    assert pair["geometry"] == {
        "type": "MultiLineString",
        "coordinates": [[[-172.0, -14.0], [-180.0, -17.2]], [[180.0, -17.2], [178.0, -18.0]]],
    }
    assert line((180.0, 1.0), (-180.0, 3.0)) == {
        "type": "MultiLineString",
        "coordinates": [[(180.0, 1.0), (180.0, 1.0)], [(-180.0, 1.0), (-180.0, 3.0)]],
    }


@pytest.mark.parametrize(
    ("box", "cities"),
    [
        ("44,25,63.5,40", ["city/isfahan"]),
        ("170,-30,-170,0", ["city/apia", "city/suva"]),
        ("-180,-90,180,90", ["city/apia", "city/isfahan", "city/suva"]),
        ("0,0,1,1", []),
    ],
)
def test_a_box_has_what_lies_in_it(client: FlaskClient, box: str, cities: list[str]) -> None:
    assert list(features(client, f"{CITIES}?bbox={box}")) == cities
    within = features(client, f"{PAIRS}?bbox={box}")
    assert all(one["geometry"] for one in within.values())
    assert bool(within) == bool(cities)


@pytest.mark.parametrize(
    "box", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "0,5,1,4", "0,0,181,1", "0,-91,1,1", "nan,0,1,1"]
)
def test_what_is_no_box_is_refused(client: FlaskClient, box: str) -> None:
    got = client.get(f"{PAIRS}?bbox={box}")
    assert got.status_code == 400
    assert box in got.json["detail"]
    assert "bbox=" in got.json["hint"]
    with pytest.raises(BadRequest):
        read_box(box)


def test_what_a_client_has_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(PAIRS).headers["ETag"]
    assert client.get(PAIRS, headers={"If-None-Match": tag}).status_code == 304
    packed = client.get(PAIRS, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
