"""Whatever form an item is read from, the record is the same, to the last reference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from peyvand.sources.dates import check_edtf
from peyvand.sources.wikidata.forms import Form, form_of
from peyvand.sources.wikidata.model import TIME
from peyvand.sources.wikidata.streams import Limits

from .conftest import DATA, Read

FORMS = {
    "entity": Form.ENTITY,
    "bom.json": Form.ENTITY,
    "dump.json": Form.DUMP,
    "dump.json.gz": Form.DUMP,
    "dump.json.bz2": Form.DUMP,
    "lines.jsonl": Form.DUMP,
    "turtle": Form.RDF,
    "munged": Form.RDF,
    "packed.ttl.gz": Form.RDF,
    "results.srj": Form.RESULTS_JSON,
    "results.csv": Form.RESULTS_CSV,
    "results.tsv": Form.RESULTS_TSV,
}


@pytest.mark.parametrize("name", FORMS)
def test_all_forms_give_equal_records(name: str, forms: dict[str, Path], read: Read) -> None:
    assert form_of(forms[name], Limits()) is FORMS[name]
    expected, _ = read(DATA / "nowhere.json")
    found, report = read(forms[name])
    assert report.problems == []
    for one, other in zip(found, expected, strict=True):
        for mine, theirs in zip(one.statements, other.statements, strict=True):
            assert mine == theirs
        assert one == other


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_known_whatever_the_file_is_called(
    name: str, forms: dict[str, Path], tmp_path: Path, read: Read
) -> None:
    path = tmp_path / "download"
    path.write_bytes(forms[name].read_bytes())
    assert form_of(path, Limits()) is FORMS[name]
    assert read(path)[0] == read(forms[name])[0]


def test_what_a_record_holds(read: Read) -> None:
    city = read(DATA / "nowhere.json")[0][0]
    assert city.qid == "Q900001"
    assert city.redirected_from == ("Q900099",)
    assert city.labels["fa"] == "ناکجا"
    assert city.labels["zh-classical"] == "無處"
    assert city.aliases["en"] == ("Erewhon", "No Where")
    assert city.kinds == ("Q515",)
    assert city.countries == ("Q900011",)
    assert len(city.of("P17")) == 2
    assert city.coordinates == (35.5, 51.25, 0.01)
    assert [(p.count, p.date, p.rank) for p in city.populations] == [
        (1500, "2016-09", "preferred"),
        (1200, "1955", "normal"),
    ]
    assert city.population == 1500
    assert city.identifiers["geonames"] == ("123", "124")
    assert city.modified == "2026-04-05T10:00:00Z"
    assert all(statement.property != "P569" for statement in city.statements)


def test_the_twin_statements_with_their_traps(read: Read) -> None:
    twins = {t.object or t.kind: t for t in read(DATA / "nowhere.json")[0][0].twins}
    assert len(twins) == 8
    assert twins["Q900002"].start == "1955"
    assert len(twins["Q900002"].references) == 2
    assert twins["Q900003"].start == "195X"
    assert twins["Q900003"].deprecated
    assert not twins["Q900003"].ended
    ended = twins["Q900005"]
    assert (ended.start, ended.end, ended.end_cause) == ("1967-06-27", "2022-03", "Q900040")
    assert ended.ended
    assert twins["unknown"].object == twins["none"].object == ""
    assert twins["Q900006"].ended
    assert twins["Q900006"].end == ""
    assert not twins["Q900007"].ended
    assert twins["Q900007"].point_in_time == "1901/2000"
    assert twins["Q900008"].start == "[1900-02-28,1901-05-06]"


def test_every_date_is_edtf(read: Read) -> None:
    for record in read(DATA / "nowhere.json")[0]:
        for statement in record.statements:
            for snak in (*statement.qualifiers, *(s for r in statement.references for s in r)):
                if snak.kind == TIME:
                    assert check_edtf(snak.value)
        assert all(check_edtf(twin.start) for twin in record.twins if twin.start)


def test_a_wide_table_as_people_write_it(read: Read) -> None:
    (city,), report = read(DATA / "wide.csv")
    assert report.problems == []
    assert city.labels == {"und": "Nowhere", "fa": "ناکجا"}
    assert city.identifiers == {"geonames": ("123", "124")}
    assert city.coordinates == (35.5, 51.25, None)
    assert [(p.count, p.date) for p in city.populations] == [(1500, "2016-09")]
    first, second = city.twins
    assert (first.object, first.start, first.id) == ("Q900002", "1955", "Q900001$aaaa")
    assert first.references == (((("P854", "string", "https://example.org/twins"),)),)
    assert (second.end, second.ended, second.deprecated) == ("2022-03", True, True)


def test_a_list_of_pairs_from_a_spreadsheet(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("qid_a,qid_b,start,end\nQ1,Q2,1955-00-00,\nQ1,Q3,1989,2012-01-01\n")
    (city,), report = read(path)
    assert [(t.object, t.start, t.end) for t in city.twins] == [
        ("Q2", "1955", ""),
        ("Q3", "1989", "2012"),
    ]
    assert report.counts["dates without precision"] == 3


def test_a_truthy_dump_has_values_without_statements(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "truthy.nt"
    wd, wdt = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
    path.write_text(
        f"<{wd}Q1> <{wdt}P190> <{wd}Q2> .\n"
        f'<{wd}Q1> <{wdt}P1566> "5" .\n'
        f'<{wd}Q1> <{wdt}P625> "Point(3 4)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> .\n'
    )
    (city,), report = read(path)
    assert report.problems == []
    assert [(t.object, t.id) for t in city.twins] == [("Q2", "")]
    assert city.coordinates == (4.0, 3.0, None)
    assert replace(city, statements=()).labels == {}
