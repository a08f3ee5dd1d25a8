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
from peyvand.web.app import create_app
from peyvand.web.pages.components.geographic import line
from peyvand.web.pages.network.boxes import meets, read_box

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
    pair = found["agreement/isfahan-suva/isfahan-suva"]
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
    bare = found["agreement/apia-suva/apia-suva"]["properties"]
    assert (bare["claims"], bare["source_iris"], bare["signed"]) == (0, [], None)


def test_an_agreement_of_several_is_a_line_for_each_two(client: FlaskClient) -> None:
    found = features(client, PAIRS)
    parts = {key: one["geometry"] for key, one in found.items() if "fars-isfahan-suva" in key}
    assert len(parts) == 3
    # Where Fars lies was not said: a line to it is none.
    assert [key for key, geometry in parts.items() if geometry] == [
        "agreement/fars-isfahan-suva/isfahan-suva"
    ]


def test_a_line_across_the_180th_meridian_is_in_two_parts(client: FlaskClient) -> None:
    pair = features(client, PAIRS)["agreement/apia-suva/apia-suva"]
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
    "box",
    [
        "1,2,3",
        "1,2,3,4,5",
        "1,2,3,4,5,6,7",
        "a,b,c,d",
        "0,5,1,4",
        "0,0,181,1",
        "0,-91,1,1",
        "nan,0,1,1",
    ],
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


def test_a_box_has_a_line_that_only_crosses_it() -> None:
    across = (((0.0, 0.0), (10.0, 10.0)),)
    assert meets(across, (4.0, 4.0, 6.0, 6.0))
    assert meets(across, (-5.0, 2.0, 5.0, 3.0))
    # It is within the line's own box, but beside the line.
    assert not meets(across, (6.0, 1.0, 9.0, 4.0))
    assert meets((((170.0, 0.0), (180.0, 0.0)),), (175.0, -1.0, -175.0, 1.0))
    assert not meets((), (-180.0, -90.0, 180.0, 90.0))


def test_heights_of_a_box_are_passed_over() -> None:
    assert read_box("44,25,-10,63.5,40,900") == (44.0, 25.0, 63.5, 40.0)


OGC = "/ogc/collections"


def ids(told: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in told["features"]]


def linked(told: dict[str, Any], rel: str) -> list[str]:
    return [link["href"].partition("localhost")[2] for link in told["links"] if link["rel"] == rel]


def test_a_program_finds_the_features_from_the_start(client: FlaskClient) -> None:
    start = client.get("/ogc").json
    (kept_to,), (data,) = linked(start, "conformance"), linked(start, "data")
    assert {name.rpartition("/")[2] for name in client.get(kept_to).json["conformsTo"]} == {
        "core",
        "geojson",
    }
    assert all(
        client.get(path).status_code == 200
        for rel in ("service-desc", "service-doc")
        for path in linked(start, rel)
    )
    cities, pairs = client.get(data).json["collections"]
    assert (cities["id"], pairs["id"]) == ("cities", "pairs")
    assert cities["extent"]["spatial"]["bbox"] == [[-172.0, -18.0, 178.0, 32.65]]
    assert "temporal" not in cities["extent"]
    assert pairs["extent"]["temporal"]["interval"] == [
        ["2013-01-01T00:00:00Z", "2013-01-01T00:00:00Z"]
    ]
    assert client.get(linked(pairs, "self")[0]).json == pairs
    (items,) = linked(cities, "items")
    got = client.get(items)
    assert got.mimetype == "application/geo+json"
    told = got.get_json(force=True)
    assert (told["numberMatched"], told["numberReturned"]) == (4, 4)
    one = client.get(f"{items}/{told['features'][0]['id']}").get_json(force=True)
    assert one.pop("links")
    assert one == told["features"][0]


def test_pages_follow_each_other_to_the_end_and_back(client: FlaskClient) -> None:
    path, seen, last = f"{OGC}/cities/items?limit=3", [], {}
    for _ in range(2):
        last = client.get(path).get_json(force=True)
        seen += ids(last)
        path = (linked(last, "next") or [""])[0]
    assert (path, seen) == ("", ["city/apia", "city/isfahan", "city/nowhere", "city/suva"])
    (back,) = linked(last, "prev")
    assert ids(client.get(back).get_json(force=True)) == seen[:3]
    # A page that ends with the last is the last.
    whole = client.get(f"{OGC}/cities/items?limit=4").get_json(force=True)
    assert (len(ids(whole)), linked(whole, "next")) == (4, [])
    assert ids(client.get(f"{OGC}/cities/items?offset=9").get_json(force=True)) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cities/items?bbox=44,25,63.5,40", ["city/isfahan"]),
        ("cities/items?name_fa=اصفهان", ["city/isfahan"]),
        ("cities/items?agreements=0", ["city/nowhere"]),
        ("cities/items?name_en=Isfahan&agreements=0", []),
        ("cities/items?country=", []),
        ("pairs/items?datetime=2013-01-01", ["agreement/isfahan-suva/isfahan-suva"]),
        ("pairs/items?datetime=2013-01-01T00:00:00Z/..", ["agreement/isfahan-suva/isfahan-suva"]),
        ("pairs/items?datetime=/2012-12-31", []),
        # It was signed within 2013, of which the first day is told.
        ("pairs/items?datetime=2013-01-02/2013-12-31", []),
        (f"pairs/items?source_iris={ID}document/002", ["agreement/isfahan-suva/isfahan-suva"]),
    ],
)
def test_features_are_chosen(client: FlaskClient, asked: str, found: list[str]) -> None:
    assert ids(client.get(f"{OGC}/{asked}").get_json(force=True)) == found


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("towns", 404, "cities, pairs"),
        ("towns/items", 404, "cities, pairs"),
        ("cities/items/city/x", 404, "/ogc/collections/cities/items"),
        ("cities/items?bbx=1,2,3,4", 400, "bbox"),
        ("cities/items?limit=0", 400, "1, 2, 3"),
        ("cities/items?offset=-1", 400, "0, 1, 2"),
        ("cities/items?bbox=1", 400, "bbox="),
        ("cities/items?name_en=a&name_en=b", 400, ""),
        ("pairs/items?datetime=2013", 400, "2005-06-30"),
        ("pairs/items?datetime=../..", 400, "2005-06-30"),
        ("pairs/items?datetime=2014-01-01/2013-01-01", 400, "2005-06-30"),
        ("pairs/items?datetime=2013-01-01T00:00:00%2B03:30", 400, "2005-06-30"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    client: FlaskClient, asked: str, status: int, said: str
) -> None:
    got = client.get(f"{OGC}/{asked}")
    assert (got.status_code, got.mimetype) == (status, "application/problem+json")
    assert said in got.get_json(force=True)["hint"]
