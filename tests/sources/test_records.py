"""Records: one form for what imports write and merges read, and every usual form of Wikidata's."""

from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from peyvand.cli import main
from peyvand.errors import SourceError
from peyvand.sources.countries import country_of
from peyvand.sources.lists import Read
from peyvand.sources.records import FIELDS, read_records
from peyvand.sources.wikidata import Report
from peyvand.sources.wikidata import read_records as read_wikidata

IRI = "http://www.wikidata.org/entity/"


def snak(prop: str, value: Any, kind: str) -> dict[str, Any]:
    return {"snaktype": "value", "property": prop, "datavalue": {"value": value, "type": kind}}


def statement(prop: str, value: Any, kind: str, number: int) -> dict[str, Any]:
    guid = f"Q80053$00000000-0000-4000-8000-{number:012}"
    main_snak = snak(prop, value, kind)
    return {"mainsnak": main_snak, "type": "statement", "id": guid, "rank": "normal"}


def item(qid: str) -> dict[str, Any]:
    return {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}


POINT = {"latitude": 38.08, "longitude": 46.28, "precision": 0.01, "globe": IRI + "Q2"}
YEAR = {"time": "+2016-00-00T00:00:00Z", "precision": 9, "timezone": 0, "before": 0, "after": 0,
        "calendarmodel": IRI + "Q1985727"}  # fmt: skip
ENTITY = {
    "type": "item",
    "id": "Q80053",
    "labels": {tag: {"language": tag, "value": name} for tag, name in
               (("ar", "تبريز"), ("en", "Tabriz"), ("mul", "Täbris"))},
    "aliases": {"en": [{"language": "en", "value": "Tauris"}]},
    "claims": {
        "P17": [statement("P17", item("Q43287"), "wikibase-entityid", 1),
                statement("P17", item("Q794"), "wikibase-entityid", 2)],
        "P625": [statement("P625", POINT, "globecoordinate", 3)],
        "P1082": [{**statement("P1082", {"amount": "+1773033", "unit": "1"}, "quantity", 4),
                   "qualifiers": {"P585": [snak("P585", YEAR, "time")]}}],
        "P1566": [statement("P1566", "113646", "string", 5)],
        "P131": [statement("P131", item("Q1262"), "wikibase-entityid", 6)],
        "P31": [statement("P31", item("Q515"), "wikibase-entityid", 7)],
    },
    "modified": "2026-01-05T00:00:00Z",
}  # fmt: skip
OTHER = {**ENTITY, "id": "Q1", "claims": {}}
LINE, MORE = (json.dumps(entity, ensure_ascii=False) for entity in (ENTITY, OTHER))
BINDING = {
    "item": {"type": "uri", "value": IRI + "Q80053"},
    "itemLabel": {"type": "literal", "value": "Tabriz", "xml:lang": "en"},
    "coord": {
        "type": "literal",
        "value": "Point(46.28 38.08)",
        "datatype": "http://www.opengis.net/ont/geosparql#wktLiteral",
    },
}
TURTLE = f"""@prefix wd: <{IRI}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
wd:Q80053 rdfs:label "Tabriz"@en ; wdt:P625 "Point(46.28 38.08)"^^geo:wktLiteral .
wd:Q7 owl:sameAs wd:Q80053 .
"""
FORMS = {
    "entity.json": LINE,
    "data.json": json.dumps({"entities": {"Q80053": ENTITY}}),
    "api.json": json.dumps({"entities": {"Q80053": ENTITY}, "success": 1}, indent=1),
    "pretty.json": json.dumps([ENTITY, OTHER], indent=2),
    "tabs.json": json.dumps([ENTITY, OTHER], indent="\t"),
    "short.json": f"[{LINE}, {MORE}]",
    "dump.json": f"[\n{LINE},\n{MORE}\n]\n",
    "commas.json": f"[\n{LINE} ,  \n{MORE},\n]\n",
    "returns.json": f"[\r\n{LINE},\r\n{MORE}\r\n]\r\n",
    "lines.jsonl": f"{LINE}\n{MORE}\n",
    "lines.json": f"  {LINE}\n\n{MORE}\n",
    "sparql.json": json.dumps({"head": {"vars": ["item"]}, "results": {"bindings": [BINDING]}}),
    "query.json": json.dumps([{name: cell["value"] for name, cell in BINDING.items()}]),
    "query-verbose.json": json.dumps([BINDING], indent=2),
    "query.csv": f"item,itemLabel,coord\r\n{IRI}Q80053,Tabriz,Point(46.28 38.08)\r\n",
    "resaved.csv": f"item;itemLabel;coord\r\n{IRI}Q80053;Tabriz;Point(46.28 38.08)\r\n",
    "query.tsv": f"item\titemLabel\tcoord\n{IRI}Q80053\tTabriz\tPoint(46.28 38.08)\n",
    "query-verbose.tsv": f'?item\t?itemLabel\t?coord\n<{IRI}Q80053>\t"Tabriz"@en\t'
    '"Point(46.28 38.08)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>\n',
    "entity.ttl": TURTLE,
}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "mark"])
@pytest.mark.parametrize("name", FORMS)
def test_every_usual_form_gives_the_item_to_a_merge_and_to_an_import(
    name: str, mark: bytes, tmp_path: Path
) -> None:
    content = mark + FORMS[name].encode()
    for ending, packed in (("", bytes), (".gz", gzip.compress), (".bz2", bz2.compress)):
        path = tmp_path / (name + ending)
        path.write_bytes(packed(content))
        found = read_records(path)
        assert found.report.problems == []
        (city,) = (city for city in found.cities if city.identifier == "Q80053")
        assert "Tabriz" in city.names
        assert (city.latitude, city.longitude) == (38.08, 46.28)
        report = Report()
        records = {
            record.qid: record for record in read_wikidata([path], report, places_only=False)
        }
        assert report.problems == []
        assert records["Q80053"].labels["en" if "en" in records["Q80053"].labels else "und"]
        assert records["Q80053"].coordinates is not None


def test_what_an_import_writes_a_merge_reads_in_full(tmp_path: Path) -> None:
    source, written = tmp_path / "e.json", tmp_path / "r.jsonl"
    source.write_text(json.dumps({"entities": {"Q7": ENTITY}}), encoding="utf-8")
    run = ["import", "wikidata", str(source), "--snapshot", "2026", "--records", str(written)]
    assert main([*run, "--out", str(tmp_path / "o.nq")]) == 0
    line = json.loads(written.read_text(encoding="utf-8"))
    assert line.keys() <= FIELDS.keys()
    read, direct = read_records(written), read_records(source)
    for found in (read, direct):
        assert found.notes == []
        assert found.redirects == {"Q7": "Q80053"}
        (city,) = found.cities
        assert city.names == ("Tabriz", "Täbris", "تبريز")
        # The first of its countries that exists.
        assert (city.country, city.population) == ("Iran", 1773033)
        assert (city.aliases, city.same_as) == (("Tauris",), ("geonames:113646",))
        # What a mismatch needs: of when the count is, and which statements these are.
        assert city.population_date == "2016"
        told = {prop: guid.rpartition("-")[2] for prop, guid in city.statements}
        assert told == {"P625": f"{3:012}", "P1082": f"{4:012}"}
    assert read.cities == direct.cities


def lines(folder: Path, *records: object) -> Read:
    path = folder / "r.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return read_records(path)


def test_a_field_that_is_not_known_is_told(tmp_path: Path) -> None:
    found = lines(tmp_path, {"qid": "wd:q5", "label": "Qom"}, {"qid": "Q6", "label": "Yazd"})
    assert [city.identifier for city in found.cities] == ["Q5", "Q6"]
    (note,) = found.notes
    assert "'label' of 2 records" in note


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"qid": "Qx"}, "record"),
        ({"labels": {"en": "X"}}, "record"),
        ({"qid": "Q5", "lat": "nan", "lon": 1}, "place"),
        ({"qid": "Q5", "lat": 95, "lon": 1}, "place"),
        ({"qid": "Q5", "population": "inf"}, "population"),
        ({"qid": "Q5", "population": "x"}, "population"),
        ({"qid": "Q5", "labels": {"en": "x" * 9999}}, "name"),
        ({"qid": "Q5", "redirects_to": "nowhere"}, "record"),
    ],
)
def test_what_is_wrong_in_a_record_is_told(
    tmp_path: Path, record: dict[str, Any], kind: str
) -> None:
    found = lines(tmp_path, {"qid": "Q1", "labels": {"en": "Qom"}}, record)
    assert found.report.problem_counts == {kind: 1}
    assert found.report.problems[0].place.endswith(":2")


def test_records_may_stand_in_a_list(tmp_path: Path) -> None:
    records = [{"qid": "Q5", "labels": {"en": "Qom"}}, {"qid": "Q6", "labels": {}}]
    for indent in (None, 2):
        path = tmp_path / "r.json"
        path.write_text(json.dumps(records, indent=indent), encoding="utf-8")
        assert [city.identifier for city in read_records(path).cities] == ["Q5", "Q6"]


def test_a_packed_file_that_is_cut_gives_what_came_before_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    many = [json.dumps({"qid": f"Q{n}", "labels": {"en": str(n * 7919)}}) for n in range(1, 9000)]
    path.write_bytes(gzip.compress("\n".join(many).encode())[:-3000])
    found = read_records(path)
    assert found.cities
    assert found.report.problems[-1].kind == "file"
    path.write_bytes(b"no gzip at all")
    with pytest.raises(SourceError, match=":1: no column is one of names"):
        read_records(path)


def test_a_list_that_says_another_country_is_not_the_same(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("id,name,country,lat,lon\n1,Tabriz,Germany,38.08,46.28\n")
    (tmp_path / "k.csv").write_text("id,name,qid\n1,Tabriz,Q7\n")
    (tmp_path / "e.json").write_text(json.dumps({"entities": {"Q7": ENTITY}}), encoding="utf-8")
    links = []
    for name in ("l.csv", "k.csv"):
        out = tmp_path / "out"
        run = ["merge", str(tmp_path / name), "--records", str(tmp_path / "e.json")]
        assert main([*run, "--out", str(out), "--gazetteer", "none"]) == 0
        links.append((out / "links.csv").read_text(encoding="utf-8").splitlines()[1])
    assert "review" in links[0]
    assert "countries differ" in links[0]
    assert links[1].startswith("1,Q80053,same")


@pytest.mark.parametrize(
    "written", ["t430354028", "_:t430354028", "http://www.wikidata.org/.well-known/genid/0b71"]
)
def test_an_unknown_country_is_no_country(written: str) -> None:
    assert country_of(written) == ""


def test_a_country_is_kept_as_it_is_called() -> None:
    assert (country_of("Tuvalu"), country_of("Q794")) == ("Tuvalu", "Iran")
