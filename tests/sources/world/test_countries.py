"""Countries with their codes, items, regions and neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sources.world.conftest import IRAN, IRAQ, labels, table, values

from peyvand.errors import SourceError
from peyvand.sources.world.countries import read_countries
from peyvand.sources.world.found import Found
from peyvand.vocabulary.iris import graph, thing

IRANIAN = "IR,IRN,364,Q794,country/iran,Iran,ایران,AS,142,034"
IRAQI = "IQ,IRQ,368,Q796,country/iraq,Iraq,عراق,AS,142,145"
ASIA, SOUTH = thing("world-region/142"), thing("world-region/034")


def tables(
    folder: Path,
    *countries: str,
    neighbours: str = "IQ,IR,geonames-2026",
    around: str = "142",
) -> Path:
    head = "iso2,iso3,m49,item,id,en,fa,continent,region,subregion"
    table(folder, "countries", head, *(countries or (IRANIAN, IRAQI)))
    southern = f"034,Southern Asia,جنوب آسیا,{around}"
    west = "145,Western Asia,غرب آسیا,142"
    table(folder, "regions", "m49,en,fa,within", southern, "142,Asia,آسیا,", west)
    return table(folder, "neighbours", "one,other,snapshot", neighbours)


def test_a_country_has_codes_an_item_and_regions(tmp_path: Path, found: Found) -> None:
    assert read_countries(tables(tmp_path), {IRAN}, found) == {"IR": IRAN, "IQ": IRAQ}
    assert values(found, IRAN, "pv:isoCode", graph("geonames-2026")) == {"IR"}
    assert values(found, IRAN, "pv:isoThreeLetterCode") == {"IRN"}
    assert values(found, IRAN, "pv:unAreaCode") == {"364"}
    assert values(found, IRAN, "pv:hasWikidataItem") == {"http://www.wikidata.org/entity/Q794"}
    assert values(found, IRAN, "pv:isInContinent", graph("cldr-48")) == {ASIA.value}
    assert values(found, IRAN, "pv:isInWorldRegion") == {ASIA.value, SOUTH.value}
    assert values(found, SOUTH, "pv:isInWorldRegion") == {ASIA.value}
    assert labels(found, SOUTH) == {"en": "Southern Asia", "fa": "جنوب آسیا"}


def test_what_the_register_says_of_a_country_stays(tmp_path: Path, found: Found) -> None:
    read_countries(tables(tmp_path), {IRAN}, found)
    assert labels(found, IRAN) == {}
    assert values(found, IRAN, "rdf:type") == set()
    assert labels(found, IRAQ) == {"en": "Iraq", "fa": "عراق"}
    assert values(found, IRAQ, "rdf:type") == {"https://w3id.org/peyvand/ns#Country"}


def test_neighbours_are_so_both_ways(tmp_path: Path, found: Found) -> None:
    read_countries(tables(tmp_path), {IRAN}, found)
    assert values(found, IRAN, "pv:isNeighbourOf") == {IRAQ.value}
    assert values(found, IRAQ, "pv:isNeighbourOf", graph("geonames-2026")) == {IRAN.value}


def test_what_is_not_known_has_no_code_item_or_region(tmp_path: Path, found: Found) -> None:
    folder = tables(tmp_path, "AQ,ATA,,,country/antarctica,Antarctica,جنوبگان,AN,,", IRANIAN, IRAQI)
    node = read_countries(folder, set(), found)["AQ"]
    for prop in ("pv:unAreaCode", "pv:hasWikidataItem", "pv:isInContinent", "pv:isInWorldRegion"):
        assert values(found, node, prop) == set()


def test_what_is_not_listed_is_refused(tmp_path: Path, found: Found) -> None:
    with pytest.raises(SourceError, match=r"neighbours\.csv.*2.*'XX' is no country"):
        read_countries(tables(tmp_path, neighbours="IR,XX,geonames-2026"), set(), found)
    with pytest.raises(SourceError, match=r"regions\.csv.*2.*'999' is no region"):
        read_countries(tables(tmp_path, around="999"), set(), found)
