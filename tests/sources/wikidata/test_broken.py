"""Broken lines and values are reported with their place and counted; the rest goes on."""

from __future__ import annotations

import bz2
import copy
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peyvand.errors import SourceError
from peyvand.sources.wikidata.nodes import Nodes
from peyvand.sources.wikidata.streams import Expanding, Limits

from .conftest import DATA, Read, dump

SMALL = Limits(line=50_000, document=2**20, expansion=50, grace=2**22)


@pytest.fixture
def city(entities: list[dict[str, Any]]) -> dict[str, Any]:
    return copy.deepcopy(entities[0])


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def twin(city: dict[str, Any], number: int) -> dict[str, Any]:
    return city["claims"]["P190"][number]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"type":"item","id":"Q5","claims":{"P190":[', "not an entity"),
        (b'{"type":"item","id":"Q5","P190"', "not an entity"),
        (b'{"type":"item","labels":{},"claims":{"P190":[]}}', "without the number"),
        (b'{"type":"item","id":"Q5","note":"\xff","P190":1}', "not an entity"),
        (b'"P190"', "the line is not an entity"),
        (b"[" * 9_000 + b'"P190"', "the line is not an entity"),
        # Python's reader of JSON gives up at this depth, or since 3.13 where the text ends.
        (b'{"a":' * 9000 + b'"P190"', "nested too deeply|not an entity"),
        (b'{"id":"Q5","n":' + b"9" * 5000 + b',"P190":1}', "not an entity"),
        (b'{"id":"Q5","P190":"' + b"x" * 60_000 + b'"}', "longer than 50,000 bytes"),
        (b'{"id":"Q5","type":"item","labels":{"en', "the line is cut"),
    ],
)
def test_a_broken_line_of_a_dump_is_left_out(
    line: bytes, words: str, entities: list[dict[str, Any]], tmp_path: Path, read: Read
) -> None:
    lines = dump(entities).split(b"\n")
    path = written(tmp_path / "d.json", b"\n".join([lines[0], line + b",", *lines[1:]]))
    records, report = read(path, limits=SMALL)
    assert [record.qid for record in records] == ["Q900001", "Q900002"]
    (problem,) = report.problems
    assert problem.place == f"{path}:2"
    assert any(word in problem.message for word in words.split("|"))
    assert report.broken == 1


def set_time(statement: dict[str, Any]) -> None:
    value = statement["qualifiers"]["P580"][0]["datavalue"]["value"]
    value |= {"time": "+1999-02-30T00:00:00Z", "precision": 11}


def drop_value(statement: dict[str, Any]) -> None:
    del statement["mainsnak"]["datavalue"]


def set_rank(statement: dict[str, Any]) -> None:
    statement["rank"] = "best"


def set_item(statement: dict[str, Any]) -> None:
    statement["mainsnak"]["datavalue"]["value"] = {"entity-type": "item", "id": "Q1> <x"}


def set_guid(statement: dict[str, Any]) -> None:
    statement["id"] = "Q1$ <> ; DROP"


@pytest.mark.parametrize(
    ("damage", "words", "twins"),
    [
        (set_time, "no such day", 8),
        (drop_value, "is missing", 7),
        (set_rank, "no rank 'best'", 7),
        (set_item, "not the number of an item", 7),
        (set_guid, "not one of a statement", 7),
    ],
)
def test_a_broken_value_is_left_out_and_the_rest_stays(
    damage: Any, words: str, twins: int, city: dict[str, Any], tmp_path: Path, read: Read
) -> None:
    damage(twin(city, 0))
    path = written(tmp_path / "e.json", json.dumps(city))
    (record,), report = read(path)
    assert len(record.twins) == twins
    (problem,) = report.problems
    assert words in problem.message
    assert problem.place == str(path)


@pytest.mark.parametrize("amount", ["+1E+999999999", "NaN", "-5", "+1.5", "many", ""])
def test_a_number_of_inhabitants_is_a_number_of_people(
    amount: str, city: dict[str, Any], tmp_path: Path, read: Read
) -> None:
    city["claims"]["P1082"][1]["mainsnak"]["datavalue"]["value"]["amount"] = amount
    (record,), report = read(written(tmp_path / "e.json", json.dumps(city)))
    assert record.population == 1200
    assert report.broken == 1


def test_empty_lists_for_empty_objects_and_numbers_for_items(
    city: dict[str, Any], tmp_path: Path, read: Read
) -> None:
    city |= {"labels": [], "aliases": [], "descriptions": []}
    del twin(city, 0)["mainsnak"]["datavalue"]["value"]["id"]
    twin(city, 1)["qualifiers"] = []
    (record,), report = read(written(tmp_path / "e.json", json.dumps(city)))
    assert report.problems == []
    assert "Q900002" in {t.object for t in record.twins}


def test_other_entities_and_missing_ones(tmp_path: Path, read: Read) -> None:
    document = {
        "entities": {
            "P190": {"type": "property", "id": "P190"},
            "Q404": {"id": "Q404", "missing": ""},
            "Q1": {"type": "item", "id": "Q1", "labels": {"en": {"value": "One"}}},
        }
    }
    (record,), report = read(written(tmp_path / "e.json", json.dumps(document)))
    assert record.labels == {"en": "One"}
    assert report.counts["entities that are no items"] == 1
    assert [p.message for p in report.problems] == ["Wikidata has no Q404"]


def test_another_planet_is_no_place_on_earth(
    city: dict[str, Any], tmp_path: Path, read: Read
) -> None:
    value = city["claims"]["P625"][0]["mainsnak"]["datavalue"]["value"]
    value["globe"] = "http://www.wikidata.org/entity/Q405"
    (record,), _ = read(written(tmp_path / "e.json", json.dumps(city)))
    assert record.coordinates is None
    assert len(record.of("P625")) == 1


def test_a_bomb_is_not_unpacked(tmp_path: Path, read: Read) -> None:
    bomb = gzip.compress(b"[\n" + (b" " * 9_999 + b"\n") * 3_000)
    path = written(tmp_path / "d.json.gz", bomb)
    records, report = read(path, limits=SMALL)
    assert records == []
    assert "grows more than 50 times" in report.problems[0].message


@pytest.mark.parametrize("name", ["dump.json.gz", "dump.json.bz2", "packed.ttl.gz"])
def test_a_cut_file_is_read_as_far_as_it_goes(
    name: str, forms: dict[str, Path], tmp_path: Path, read: Read
) -> None:
    content = forms[name].read_bytes()
    path = written(tmp_path / f"cut-{name}", content[: len(content) * 3 // 4])
    if name.endswith("bz2"):  # a small one is a single block
        with pytest.raises(SourceError, match="cannot be unpacked"):
            read(path)
        return
    records, report = read(path)
    assert len(records) <= 2
    assert "damaged or cut" in report.problems[-1].message


def test_a_broken_triple_is_reported_with_its_line(tmp_path: Path, read: Read) -> None:
    lines = (DATA / "nowhere.ttl").read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("s:"))
    lines.insert(at, 'wd:Q900001 rdfs:label "no end .')
    path = written(tmp_path / "e.ttl", "\n".join(lines))
    records, report = read(path)
    assert report.problems[0].place == f"{path}:{at + 1}"
    assert "no end" not in str(records)
    assert [record.qid for record in records] == ["Q900001", "Q900002"]


def test_a_value_node_that_is_missing_leaves_the_plain_value(tmp_path: Path, read: Read) -> None:
    text = (DATA / "nowhere.ttl").read_text(encoding="utf-8")
    path = written(
        tmp_path / "e.ttl", text.replace("a wikibase:TimeValue ;\n\twikibase:timeV", "x:")
    )
    assert read(path)[1].broken > 0
    plain = "\n\n".join(b for b in text.split("\n\n") if "wikibase:TimeValue" not in b)
    records, report = read(written(tmp_path / "plain.ttl", plain))
    assert report.problems == []
    starts = {t.object: t.start for t in records[0].twins}
    # Without the node nobody knows that 1967-06-27 was meant as a day, but its digits say so.
    assert (starts["Q900002"], starts["Q900005"]) == ("1955", "1967-06-27")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>Too many requests</html>", "HTML"),
        (b"\x00\x01\x02\x03", "not a form"),
        (b"\x1f\x8bnonsense", "cannot be unpacked"),
    ],
)
def test_what_is_no_form_of_wikidata_is_refused(
    content: bytes, words: str, tmp_path: Path, read: Read
) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read(written(tmp_path / "x", content))
    assert caught.value.hint


def test_a_result_that_the_service_cut_is_kept_so_far(
    forms: dict[str, Path], tmp_path: Path, read: Read
) -> None:
    text = forms["results.srj"].read_text(encoding="utf-8")
    half = text[: len(text) // 2]
    cut = f"{half}\njava.util.concurrent.TimeoutException\n\tat java.base/x.y(Z.java:122)\n"
    records, report = read(written(tmp_path / "r.srj", cut))
    assert records
    assert report.broken == 2
    assert "ran out of time" in report.problems[0].message


def test_a_broken_row_of_a_result_is_left_out(tmp_path: Path, read: Read) -> None:
    def row(qid: str, partner: str) -> str:
        entity = "http://www.wikidata.org/entity/"
        return json.dumps(
            {
                "item": {"type": "uri", "value": entity + qid},
                "partner": {"type": "uri", "value": entity + partner},
            }
        )

    torn = row("Q1", "Q3")[:-20]
    rows = [row("Q1", "Q2"), '{"item": 5}', "7", row("x", "Q5"), torn, row("Q1", "Q4")]
    text = '{"head":{"vars":["item","partner"]},"results":{"bindings":[\n' + ",\n".join(rows)
    records, report = read(written(tmp_path / "r.json", text + "]}}"))
    assert [t.object for t in records[0].twins] == ["Q2", "Q4"]
    assert [p.place.rpartition(":")[2] for p in report.problems] == ["3", "4", "5", "6"]


def test_broken_rows_of_tables(tmp_path: Path, read: Read) -> None:
    path = written(tmp_path / "r.csv", "item,partner\nQ1,Q2\nQ1\nhello,Q2\nQ1,Boston\nQ1,Q3\n")
    records, report = read(path)
    assert [t.object for t in records[0].twins] == ["Q2", "Q3"]
    assert [p.place for p in report.problems] == [f"{path}:{n}" for n in (3, 4, 5)]
    wd = "http://www.wikidata.org/entity/"
    text = f"?item\t?partner\n<{wd}Q1>\t<{wd}Q2>\n<a b\t<c>\n"
    records, report = read(written(tmp_path / "r.tsv", text))
    assert [t.object for t in records[0].twins] == ["Q2"]
    assert report.broken == 1


def test_a_table_that_names_no_item(tmp_path: Path, read: Read) -> None:
    records, report = read(written(tmp_path / "r.csv", "a,b\n1,2\n"))
    assert records == []
    assert "no column names the item" in report.problems[0].message


def test_shared_nodes_go_to_disk_and_come_back() -> None:
    nodes = Nodes(most=4)
    for number in range(50):
        nodes.add(f"n{number}", "timeValue", str(number))
    for number in range(50):
        nodes.add(f"n{number}", "timePrecision", "9")
    assert all(
        list(nodes.of(f"n{n}")) == [("timePrecision", "9"), ("timeValue", str(n))]
        for n in range(50)
    )
    assert len(nodes._held) <= 4
    nodes.close()


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_what_could_not_be_opened_is_closed_without_a_word(tmp_path: Path, name: str) -> None:
    """Python closes it when it is collected, and since 3.13 it tells of errors there."""
    made: list[Expanding] = []

    class Kept(Expanding):
        def __init__(self, path: Path) -> None:
            made.append(self)
            super().__init__(path, Limits())

    with pytest.raises(SourceError):
        Kept(tmp_path / name)
    made[0].close()
    assert made[0].closed


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_a_stream_is_closed_down_to_its_file(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "dump"
    path.write_bytes(pack(b"text\n"))
    raw = Expanding(path, Limits())
    raw.close()
    raw.close()
    assert raw._stream.closed
    assert raw._file.closed
