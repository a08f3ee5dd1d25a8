"""Which kind of place is shown of those that sources state."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sources.world.conftest import NEW, A, B, table, values

from peyvand.errors import SourceError
from peyvand.sources.world.found import WORLD, Found
from peyvand.sources.world.levels import plain_level, read_levels
from peyvand.vocabulary.iris import graph, iri

HEAD = "item,snapshot,printed,level"
# Snapshots: what each prints and which level that is.
P31 = "wikidata-2019-08"
WOF, NE, GEONAMES = "whosonfirst-2026", "natural-earth-4", "geonames-2026"
P = (GEONAMES, "P", "city")
SETTLEMENT = ("wikidata-2017-07-28", "settlement", "city")
CAPITAL = (NE, "populated place: Admin-0 capital", "city")


@pytest.mark.parametrize(
    ("expected", "stated"),
    [
        ("", []),
        ("city", [P]),
        # Guangdong: a region of P31, whatever GeoNames has of its name.
        ("region", [P, (P31, "Q1615742", "region")]),
        ("region", [P, SETTLEMENT, (WOF, "region", "region")]),
        # Tokyo and Berlin are cities and regions, Pyongyang a locality and a region.
        ("city", [P, CAPITAL, (P31, "C", "city"), (WOF, "region", "region"), (P31, "R", "region")]),
        ("city", [P, (WOF, "locality", "city"), (P31, "Q10864048", "region")]),
        # Nancy is a commune and a settlement; a commune that nobody calls a settlement is one.
        ("city", [SETTLEMENT, (P31, "Q484170", "municipality")]),
        ("city", [P, (P31, "Q484170", "municipality")]),
        ("municipality", [(P31, "Q484170", "municipality")]),
        ("municipality", [P, ("wikidata-2022-01-09", "… Municipality", "municipality")]),
        ("municipality", [SETTLEMENT, (WOF, "localadmin", "municipality")]),
        # Honolulu County is called a county and a consolidated city-county.
        ("county", [("w", "… County", "county"), (P31, "A", "county"), (P31, "B", "city")]),
        ("county", [P, (WOF, "county", "county")]),
        # A district of Budapest, and the City of London, of whose two kinds the narrower stands.
        ("district", [P, SETTLEMENT, (WOF, "neighbourhood", "district")]),
        ("district", [SETTLEMENT, (P31, "A", "county"), (P31, "B", "district")]),
        # Items of P31 are one witness, however many there are.
        ("city", [CAPITAL, P, *((P31, f"Q{number}", "county") for number in range(5))]),
    ],
)
def test_the_level_that_weighs_most(expected: str, stated: list[tuple[str, str, str]]) -> None:
    assert plain_level(stated) == expected
    assert plain_level(reversed(stated)) == expected


def test_each_kind_stands_where_it_is_stated(tmp_path: Path, found: Found) -> None:
    rows = ("Q1,geonames-2026,P,city", "Q1,wikidata-2019-08,Q35657,region", "Q9,cldr-48,P,city")
    read_levels(table(tmp_path, "levels", HEAD, *rows, "Q2,cldr-48,Q1,"), NEW, found, {})
    pv = "https://w3id.org/peyvand/ns#"
    assert values(found, A, "rdf:type") == values(found, A, "rdf:type", WORLD) == {pv + "Region"}
    assert values(found, A, "rdf:type", graph("geonames-2026")) == {pv + "City"}
    assert values(found, A, "pv:placeTypeAsStated", graph("wikidata-2019-08")) == {"Q35657"}
    assert values(found, A, "pv:placeTypeAsStated") == set()
    # What is stated tells no level.
    assert values(found, B, "rdf:type") == {pv + "SubnationalPlace"}
    assert values(found, B, "pv:placeTypeAsStated", graph("cldr-48")) == {"Q1"}


def test_a_level_that_is_not_known_is_refused(tmp_path: Path, found: Found) -> None:
    folder = table(tmp_path, "levels", HEAD, "Q1,cldr-48,P,town")
    with pytest.raises(SourceError, match=r"levels\.csv.*2.*unknown level 'town'"):
        read_levels(folder, NEW, found, {})


def test_a_word_tells_nothing_where_it_is_used_of_towns(tmp_path: Path, found: Found) -> None:
    """Who's On First calls the cities of Japan counties."""
    county, populated = f"{WOF},county,county", f"{GEONAMES},P,city"
    rows = (f"Q1,{county}", f"Q1,{populated}", f"Q2,{county}")
    read_levels(table(tmp_path, "levels", HEAD, *rows), NEW, found, {"Q1": "JP", "Q2": "JP"})
    assert values(found, A, "rdf:type") == {iri("pv:City").value}
    assert values(found, B, "rdf:type") == {iri("pv:SubnationalPlace").value}
    assert values(found, B, "rdf:type", graph(WOF)) == set()
    assert values(found, B, "pv:placeTypeAsStated", graph(WOF)) == {"county"}
    # In Korea none of them is a populated place, and of a place without a country none is known.
    found.quads.clear()
    read_levels(tmp_path, NEW, found, {"Q1": "JP", "Q2": "KR"})
    assert values(found, B, "rdf:type") == {iri("pv:County").value}
    found.quads.clear()
    read_levels(tmp_path, NEW, found, {})
    assert values(found, A, "rdf:type") == {iri("pv:County").value}
