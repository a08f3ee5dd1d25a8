"""The documents beside Wikidata, on a small graph and on the real one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from peyvand.cli import main
from peyvand.comparison.fourway import CONFLICT, HERE, ONE_SIDED, SAME, THERE, Row
from peyvand.comparison.graph import compare, labels_of_outcomes
from peyvand.comparison.report_graph import names_in, report_quads
from peyvand.graph.build import Graph
from peyvand.graph.history import publish_store
from peyvand.vocabulary.iris import iri

SMALL = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix a: <https://w3id.org/peyvand/id/agreement/> .
@prefix claim: <https://w3id.org/peyvand/id/claim/> .
@prefix g: <https://w3id.org/peyvand/graph/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix concept: <https://w3id.org/peyvand/id/concept/> .
concept:other-date skos:inScheme <https://w3id.org/peyvand/id/scheme/comparison-outcomes> ;
  skos:prefLabel "other date"@en, "تاریخ دیگر"@fa .
concept:no-item skos:inScheme <https://w3id.org/peyvand/id/scheme/comparison-outcomes> ;
  skos:prefLabel "no item"@en .
city:one a pv:City, pv:SubnationalPlace ; rdfs:label "One"@en, "یک"@fa ;
  pv:hasWikidataItem wd:Q1 ; wgs:lat 1.0 ; wgs:long 2.0 .
city:two a pv:City, pv:SubnationalPlace ; rdfs:label "Two"@en, "دو"@fa ; pv:hasWikidataItem wd:Q2 .
city:three a pv:City, pv:SubnationalPlace ; rdfs:label "Three"@en, "سه"@fa ;
  pv:hasWikidataItem wd:Q3 .
city:four a pv:City, pv:SubnationalPlace ; rdfs:label "Four"@en, "چهار"@fa .
city:q9 a pv:City, pv:SubnationalPlace ; rdfs:label "Nine"@und ;
  dcterms:source <https://w3id.org/peyvand/id/document/s> .
a:one-two a pv:Agreement ; rdfs:label "Agreement of One and Two"@en, "پیمان یک و دو"@fa ;
  pv:hasParty city:one, city:two ; pv:signed "1998"^^edtf:EDTF .
a:one-three a pv:Agreement ; rdfs:label "Agreement of One and Three"@en, "پیمان یک و سه"@fa ;
  pv:hasParty city:one, city:three ; pv:signed "2000"^^edtf:EDTF .
a:one-four a pv:Agreement ; rdfs:label "Agreement of One and Four"@en, "پیمان یک و چهار"@fa ;
  pv:hasParty city:one, city:four .
a:two-three a pv:Agreement ; rdfs:label "Agreement of Two and Three"@en, "پیمان دو و سه"@fa ;
  pv:hasParty city:two, city:three .
a:q1-q9 a pv:Agreement, pv:DatasetAgreement ; rdfs:label "One – Nine"@und ;
  pv:hasParty city:one, city:q9 .
g:document-001 { claim:F1 pv:about a:one-three ; pv:property pv:hasParty . }
g:wikidata-x {
  claim:W1 pv:property wdt:P190 ; pv:about city:one ; pv:reading city:two ;
    pq:P580 "1998-05-01"^^edtf:EDTF .
  claim:W2 pv:property wdt:P190 ; pv:about city:two ; pv:reading city:one .
  claim:W3 pv:property wdt:P190 ; pv:about city:one ; pv:reading city:three ;
    pq:P580 "1990"^^edtf:EDTF .
  claim:W4 pv:about a:q1-q9 ; pv:property pv:hasParty ; pv:isListedUnder city:q9 .
}
"""


def by_name(rows: list[Row]) -> dict[str, Row]:
    return {(row.here or row.there).rpartition("/id/")[2]: row for row in rows}


@pytest.fixture
def small() -> Store:
    store = Store()
    store.load(SMALL.encode(), format=RdfFormat.TRIG)
    return store


def test_each_outcome(small: Store) -> None:
    rows = by_name(compare(small))
    said = {name: (row.outcome, sorted(f.kind for f in row.findings)) for name, row in rows.items()}
    assert said == {
        "agreement/one-two": (SAME, ["other-precision"]),
        "agreement/one-three": (CONFLICT, ["one-sided", "other-date"]),
        "agreement/one-four": (HERE, ["no-item"]),
        "agreement/two-three": (HERE, []),
        "agreement/q1-q9": (THERE, ["no-persian-label", "one-sided"]),
        "city/one": (SAME, []),
        "city/two": (SAME, []),
        "city/three": (SAME, []),
        "city/four": (HERE, ["no-item"]),
    }
    conflict = rows["agreement/one-three"]
    assert [name.rpartition("/")[2] for name in conflict.evidence_here] == ["F1"]
    assert [name.rpartition("/")[2] for name in conflict.evidence_there] == ["W3"]


def test_the_silent_side_comes_first_and_the_stating_one_second(small: Store) -> None:
    rows = by_name(compare(small))
    found = {
        name: [(f.here, f.there) for f in row.findings if f.kind == ONE_SIDED]
        for name, row in rows.items()
    }
    assert found.pop("agreement/one-three") == [("city/three", "city/one")]
    assert found.pop("agreement/q1-q9") == [("city/one", "city/q9")]
    assert not any(found.values())


MORE = """
city:one pv:inCountry <https://w3id.org/peyvand/id/country/iran> .
<https://w3id.org/peyvand/id/country/iran> rdfs:label "Iran"@en, "ایران"@fa .
city:q9 wgs:lat 3.0 ; wgs:long 4.0 .
city:q8 a pv:City, pv:SubnationalPlace ; rdfs:label "Three Municipality"@und ;
  dcterms:source <https://w3id.org/peyvand/id/document/s> .
a:q2-q8 a pv:Agreement, pv:DatasetAgreement ; rdfs:label "Two – Three Municipality"@und ;
  pv:hasParty city:two, city:q8 .
a:one-two pv:ended "2010"^^edtf:EDTF .
g:wikidata-y {
  claim:X1 pv:property wdt:P190 ; pv:about city:one ; pv:reading city:two ;
    pq:P582 "2011"^^edtf:EDTF .
  claim:X2 pv:about city:one ; pv:property pv:countryName ; pv:reading "Turkey" .
  claim:X3 pv:about a:q2-q8 ; pv:property pv:hasParty ; pv:isListedUnder city:two, city:q8 .
}
"""


ALIKE = """
city:q8 a pv:City, pv:SubnationalPlace ; rdfs:label "Acht"@und ; pv:isPossiblySameAs city:four ;
  dcterms:source <https://w3id.org/peyvand/id/document/s> .
city:four a pv:SubnationalPlace ; pv:isPossiblySameAs city:q8 .
a:q1-q8 a pv:Agreement, pv:DatasetAgreement ; rdfs:label "One – Acht"@und ;
  pv:hasParty city:one, city:q8 .
a:q2-q8 a pv:Agreement, pv:DatasetAgreement ; rdfs:label "Two – Acht"@und ;
  pv:hasParty city:two, city:q8 .
g:wikidata-y {
  claim:X1 pv:about a:q1-q8 ; pv:property pv:hasParty ; pv:isListedUnder city:one, city:q8 .
  claim:X2 pv:about a:q2-q8 ; pv:property pv:hasParty ; pv:isListedUnder city:two, city:q8 .
}
"""


def test_a_partner_that_may_be_the_one_of_a_document_is_told_on_both_sides(small: Store) -> None:
    prefixes = "\n".join(line for line in SMALL.splitlines() if line.startswith("@prefix"))
    small.load((prefixes + ALIKE).encode(), format=RdfFormat.TRIG)
    rows = by_name(compare(small))
    told = {name for name, row in rows.items() if "undecided" in findings(row)}
    assert told == {"agreement/one-four", "agreement/q1-q8"}
    for name in told:
        assert findings(rows[name])["undecided"] == ("city/four", "city/q8")
    assert rows["agreement/one-four"].outcome == HERE


@pytest.fixture
def more(small: Store) -> Store:
    prefixes = "\n".join(line for line in SMALL.splitlines() if line.startswith("@prefix"))
    small.load((prefixes + MORE).encode(), format=RdfFormat.TRIG)
    return small


def findings(row: Row) -> dict[str, tuple[str, str]]:
    return {finding.kind: (finding.here, finding.there) for finding in row.findings}


def test_an_end_and_a_country_that_differ_are_conflicts(more: Store) -> None:
    rows = by_name(compare(more))
    pair, city = rows["agreement/one-two"], rows["city/one"]
    assert (pair.outcome, city.outcome) == (CONFLICT, CONFLICT)
    assert findings(pair) == {
        "other-precision": ("1998", "1998-05-01"),
        "other-end": ("2010", "2011"),
    }
    assert findings(city) == {"other-country": ("Iran", "Turkey")}
    assert [name.rpartition("/")[2] for name in city.evidence_there] == ["X2"]


def test_a_unit_of_the_name_is_a_conflict_that_both_rows_tell(more: Store) -> None:
    rows = by_name(compare(more))
    ours, theirs = rows["agreement/two-three"], rows["agreement/q2-q8"]
    names = ("Agreement of Two and Three", "Two – Three Municipality")
    assert (ours.outcome, theirs.outcome) == (CONFLICT, THERE)
    assert findings(ours)["other-level"] == findings(theirs)["other-level"] == names
    assert ours.there == theirs.there
    assert ours.evidence_there == theirs.evidence_there
    assert [name.rpartition("/")[2] for name in theirs.evidence_there] == ["X3"]
    # Both sides state it.
    assert "one-sided" not in findings(theirs)


def test_the_points_are_those_of_the_cities(more: Store) -> None:
    rows = by_name(compare(more))
    assert rows["agreement/q1-q9"].points == ((1.0, 2.0), (3.0, 4.0))
    assert rows["agreement/one-two"].points == rows["city/one"].points == ((1.0, 2.0),)
    assert rows["city/two"].points == ()


def test_a_snapshot_that_does_not_tell_the_side_makes_nothing_one_sided(small: Store) -> None:
    small.update(
        """PREFIX pv: <https://w3id.org/peyvand/ns#>
        INSERT { GRAPH ?g { ?claim pv:isDirected false } }
        WHERE { GRAPH ?g { VALUES ?claim { <https://w3id.org/peyvand/id/claim/W3> }
                           ?claim pv:about ?x } }"""
    )
    assert "one-sided" not in findings(by_name(compare(small))["agreement/one-three"])


def test_the_report_is_a_graph(small: Store) -> None:
    rows = compare(small)
    small.extend(report_quads(rows, labels_of_outcomes(small), names_in(small)))
    found = small.query(
        """PREFIX pv: <https://w3id.org/peyvand/ns#>
        SELECT ?thing { GRAPH <https://w3id.org/peyvand/graph/report-wikidata> {
          ?c pv:compares ?thing ;
            pv:hasOutcome <https://w3id.org/peyvand/id/concept/only-here> } } ORDER BY ?thing"""
    )
    slugs = [row["thing"].value.rpartition("/")[2] for row in found]  # type: ignore[union-attr]
    assert slugs == ["one-four", "two-three", "four"]


def test_notes_name_findings_in_the_languages_that_have_a_name(small: Store) -> None:
    quads = list(report_quads(compare(small), labels_of_outcomes(small), names_in(small)))
    notes = {
        (quad.subject.value.rpartition("/")[2], quad.object.language, quad.object.value)  # type: ignore[union-attr]
        for quad in quads
        if quad.predicate == iri("pv:note")
    }
    assert notes == {
        ("agreement-one-three", "en", "other date: 2000 · 1990"),
        ("agreement-one-three", "fa", "تاریخ دیگر: ۲۰۰۰ · ۱۹۹۰"),
        ("agreement-one-four", "en", "no item: Four"),
        ("city-four", "en", "no item: Four"),
    }


def test_on_the_documents(graph: Graph) -> None:
    rows = [row for row in compare(graph.store) if row.about == "agreement"]
    counted = [sum(row.outcome == name for row in rows) for name in (SAME, HERE, CONFLICT)]
    assert sum(counted) == 67
    assert min(counted[:2]) > 20
    for row in rows:
        assert row.evidence_here
        assert bool(row.evidence_there) == (row.outcome != HERE)


def test_the_command(
    small: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    versions = publish_store(small)
    entity = tmp_path / "Q2.json"
    entity.write_text('{"entities": {"Q2": {"id": "Q2", "type": "item", "claims": {}}, '
                      '"Q3": {"id": "Q3", "type": "item", "claims": {}}}}')  # fmt: skip
    out = tmp_path / "out"
    arguments = ["compare", "--home", str(versions.home), "--out", str(out)]
    address = "https://example.org/list"
    assert main([*arguments, "--records", str(entity), "--reference", address]) == 0
    assert "agreement only-here" in capsys.readouterr().out
    with (out / "report.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 9
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Agreement of One and Three" in page
    assert "<script" not in page
    commands = (out / "quickstatements.txt").read_text(encoding="utf-8").splitlines()
    assert commands == [f'Q2\tP190\tQ3\tS854\t"{address}"', f'Q3\tP190\tQ2\tS854\t"{address}"']
    dry = (out / "dry-run.tsv").read_text(encoding="utf-8")
    assert dry.count("add Q") == 2


def test_without_a_reference_nothing_is_to_be_sent(small: Store, tmp_path: Path) -> None:
    versions = publish_store(small)
    entity = tmp_path / "Q2.json"
    entity.write_text('{"id": "Q2", "type": "item", "claims": {}}')
    arguments = ["compare", "--home", str(versions.home), "--out", str(tmp_path / "out")]
    assert main([*arguments, "--records", str(entity)]) == 0
    assert (tmp_path / "out/quickstatements.txt").read_text() == ""
    assert "no reference" in (tmp_path / "out/dry-run.tsv").read_text()
    with pytest.raises(SystemExit) as caught:
        main([*arguments, "--reference", "file:///etc/passwd"])
    assert caught.value.code == 2
