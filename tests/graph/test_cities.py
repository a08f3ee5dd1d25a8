"""The graph's own cities, as the merge takes them."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from peyvand.cli import main
from peyvand.graph.cities import items, own_cities
from peyvand.graph.history import opened, publish_lines, publish_store
from peyvand.graph.patch import dump_lines
from peyvand.model import City

TINY = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix id: <https://w3id.org/peyvand/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .

{ city:isfahan a pv:City, pv:SubnationalPlace ; rdfs:label "اصفهان"@fa, "Isfahan"@en ;
      skos:altLabel "سپاهان"@fa, "Esfahan"@en ;
      pv:inCountry <https://w3id.org/peyvand/id/country/iran> ;
      pv:coordinates "POINT(51.6675 32.644722)"^^geo:wktLiteral ; pv:population 1961260 ;
      pv:hasWikidataItem wd:Q42053 ; owl:sameAs <https://sws.geonames.org/418863/> ;
      skos:exactMatch <https://example.org/isfahan> .
  city:bam a pv:City, pv:SubnationalPlace ; rdfs:label "بم"@fa ; pv:countryName "Iran" ;
      pv:coordinates "POINT EMPTY"^^geo:wktLiteral ; pv:hasWikidataCandidate wd:Q806245 .
  city:yazd a pv:City, pv:SubnationalPlace ; rdfs:label "Yazd"@en ; pv:population 500000 ;
      owl:sameAs wd:Q200 .
  <https://w3id.org/peyvand/id/country/iran> a pv:Country ; rdfs:label "ایران"@fa, "Iran"@en .
  <https://w3id.org/peyvand/id/document/wd> a pv:DatasetSnapshot . }
<https://w3id.org/peyvand/graph/wd> {
  id:c1 pv:about city:isfahan ; pv:property pv:coordinates ; pv:isStatedIn
      <https://w3id.org/peyvand/id/document/wd> ;
      pv:reading "POINT(51.6675 32.644722)"^^geo:wktLiteral .
  id:c2 pv:about city:isfahan ; pv:property pv:population ; pv:reading 1961260 ;
      pv:isStatedIn <https://w3id.org/peyvand/id/document/wd> .
  id:c3 pv:about city:yazd ; pv:property pv:population ; pv:reading 500000 ;
      pv:isStatedIn <https://w3id.org/peyvand/id/document/wd> . }
<https://w3id.org/peyvand/graph/document-001> {
  city:unseen a pv:City, pv:SubnationalPlace ; rdfs:label "Only in a document"@en .
  id:c4 pv:about city:yazd ; pv:property pv:population ; pv:reading 500000 ;
      pv:isStatedIn <https://w3id.org/peyvand/id/document/document-001> . }
"""


@pytest.fixture
def tiny() -> Store:
    store = Store()
    store.load(TINY.encode(), format=RdfFormat.TRIG)
    return store


def by_identifier(cities: list[City]) -> dict[str, City]:
    return {city.identifier: city for city in cities}


def test_cities_carry_all_that_the_default_graph_says(tiny: Store) -> None:
    cities = own_cities(tiny)
    assert [city.identifier for city in cities] == ["city/bam", "city/isfahan", "city/yazd"]
    assert by_identifier(cities)["city/isfahan"] == City(
        identifier="city/isfahan",
        names=("Isfahan", "اصفهان"),
        country="Iran",
        latitude=32.644722,
        longitude=51.6675,
        population=1961260,
        same_as=("wikidata:Q42053", "geonames:418863"),
        source="peyvand",
        aliases=("Esfahan", "سپاهان"),
    )


def test_what_is_missing_or_undecided_is_left_out(tiny: Store) -> None:
    bam = by_identifier(own_cities(tiny))["city/bam"]
    assert (bam.names, bam.country, bam.located, bam.same_as) == (("بم",), "Iran", False, ())


def test_blind_hides_decisions_and_what_was_learned_by_them(tiny: Store) -> None:
    cities = by_identifier(own_cities(tiny, blind=True))
    assert all(not city.same_as for city in cities.values())
    isfahan = cities["city/isfahan"]
    assert (isfahan.located, isfahan.population) == (False, None)
    assert (isfahan.names, isfahan.country) == (("Isfahan", "اصفهان"), "Iran")
    # A document says it too.
    assert cities["city/yazd"].population == 500000


def test_a_version_whose_store_was_given_up_is_read_from_its_changes(tiny: Store) -> None:
    versions = publish_store(tiny)
    first = versions.current()
    lines = dump_lines(tiny)
    fewer = [line for line in lines if b"city/bam>" not in line]
    smaller = Store()
    smaller.load(b"".join(fewer), format=RdfFormat.N_QUADS)
    publish_lines(versions, smaller, fewer, "copy", keep=1)
    shutil.rmtree(first.store, ignore_errors=True)
    assert not first.dump.exists()
    assert own_cities(opened(versions, first)) == own_cities(tiny)
    assert len(own_cities(opened(versions, versions.current()))) == 2


RECORDS = """qid,name,country,lat,lon,population
Q42053,Ispahan,Iran,32.65,51.67,2000000
Q200,Yazd,Iran,31.9,54.37,500000
Q806245,Bam,Iran,29.1,58.36,127000
"""


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_own_cities_are_merged_from_the_command_line(tiny: Store, tmp_path: Path) -> None:
    home = publish_store(tiny).home
    records = tmp_path / "records.csv"
    records.write_text(RECORDS, encoding="utf-8")
    run = ["merge", "--own", "--home", str(home), "--records", str(records), "--out"]
    # What names its item needs no gazetteer.
    assert main([*run, str(tmp_path / "out"), "--version", "1", "--gazetteer", "none"]) == 0
    links = rows(tmp_path / "out/links.csv")
    assert links["city/isfahan"]["qid"] == "Q42053"
    assert links["city/isfahan"]["why"].startswith("both hold wikidata:Q42053")
    mappings = (tmp_path / "out/links.sssom.tsv").read_text(encoding="utf-8")
    assert "#  list: https://w3id.org/peyvand/id/\n" in mappings
    assert "list:city/isfahan\t" in mappings
    assert main([*run, str(tmp_path / "blind"), "--blind"]) == 0
    blind = rows(tmp_path / "blind/links.csv")["city/isfahan"]
    # GeoNames lends the coordinates that were hidden.
    assert (blind["qid"], blind["decision"]) == ("Q42053", "same")
    assert "both hold" not in blind["why"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["merge", "list.csv", "--own"], "--own takes the place of a list"),
        (["merge", "list.csv", "--blind"], "about --own"),
        (["merge"], "There is no list"),
    ],
)
def test_what_does_not_go_together_is_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    more = ["--records", "r.csv", "--out", str(tmp_path)]
    assert main([*arguments, *more]) == 2
    assert said in capsys.readouterr().err


def test_cities_that_are_items_are_records_of_them(tiny: Store) -> None:
    isfahan, yazd = items(tiny)
    assert (isfahan.identifier, isfahan.names[0], isfahan.levels) == (
        "Q42053",
        "Isfahan",
        ("city",),
    )
    assert isfahan.same_as == ("geonames:418863",)
    assert (yazd.identifier, yazd.population, yazd.same_as) == ("Q200", 500000, ())


def test_a_list_is_merged_with_the_cities_of_the_graph(
    tiny: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = publish_store(tiny).home
    listed = tmp_path / "list.csv"
    listed.write_text("id,name,country,lat,lon\n1,Esfahan,Iran,32.65,51.67\n", encoding="utf-8")
    out = tmp_path / "out"
    given = ["--home", str(home), "--out", str(out)]
    assert main(["merge", str(listed), *given]) == 0
    with (out / "links.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["qid"], row["decision"]) == ("Q42053", "same")
    more = tmp_path / "more.jsonl"
    more.write_text('{"qid": "Q9", "labels": {"en": "Esfahan"}, "country": "Iran"}\n', "utf-8")
    assert main(["merge", str(listed), "--records", str(more), *given, "--json"]) == 0
    assert '"items": 1' in capsys.readouterr().out
    assert main(["merge", str(listed), "--records", str(more), "--graph", *given, "--json"]) == 0
    assert '"items": 3' in capsys.readouterr().out
