"""What leaves the merge is well-formed whatever the list holds: SSSOM, and cells of tables."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from peyvand import __version__
from peyvand.cli import main
from peyvand.commands.reports import write_report
from peyvand.comparison.fourway import compare_cities
from peyvand.exports import sssom
from peyvand.exports.cells import safe
from peyvand.linkage.batch.output import write_merge
from peyvand.linkage.batch.run import merge
from peyvand.model import City

IDS = (
    *("a b", "قم/۱", "x:y", 'q"u', "t\tb\nc", "0012", "2004-01-01", "#h", "50%", "null", "it's"),
    *("http://example.org/a?b=c#d", "[x]", "<y>", "a|b", "-1", "true", "é", "\\", "{z}", "wd:Q1"),
)
NAMES = ("towns", "شهرهای ایران (۲)", 'quo"te: a/b#c', "x\ny 50%")
# An IRI reference by RFC 3986: no space, quote, bracket or letter beyond ASCII.
_IRI = re.compile(r"https?://(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-F]{2})+")
# Of SSSOM's specification: what a mapping must have, and the justifications that we give.
_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_JUSTIFICATIONS = {"semapv:ManualMappingCuration", "semapv:CompositeMatching"}


def check_sssom(text: str) -> list[dict[str, str]]:
    """The mappings of a file, after the rules of SSSOM's TSV form."""
    lines = text.split("\n")
    head = [line for line in lines if line.startswith("#")]
    assert lines[: len(head)] == head
    meta = yaml.safe_load("\n".join(line.removeprefix("#") for line in head))
    assert {"curie_map", "mapping_set_id", "license"} <= meta.keys()
    for address in (*meta["curie_map"].values(), meta["mapping_set_id"], meta["license"]):
        assert _IRI.fullmatch(address), address
    table = csv.reader(io.StringIO("\n".join(lines[len(head) :])), delimiter="\t", strict=True)
    columns, *rows = table
    mappings = []
    for row in rows:
        assert len(row) == len(columns)
        one = dict(zip(columns, row, strict=True))
        for column in _REQUIRED:
            prefix, colon, local = one[column].partition(":")
            assert colon
            assert _IRI.fullmatch(meta["curie_map"][prefix] + local), one[column]
        assert one["mapping_justification"] in _JUSTIFICATIONS
        assert 0 <= float(one["confidence"]) <= 1
        assert not re.search(r"[\x00-\x1f]", "".join(row))
        mappings.append(one)
    return mappings


MAPPING = sssom.Mapping("a/b c", "A", "Q1", "A\tB", True, False, 0.98765432, "so\nit is")


def test_a_mapping_has_a_cell_for_each_column() -> None:
    assert dict(zip(sssom.COLUMNS, sssom.row(MAPPING), strict=True)) == {
        "subject_id": "list:a%2Fb%20c",
        "subject_label": "A",
        "predicate_id": "skos:exactMatch",
        "object_id": "wd:Q1",
        "object_label": "A B",
        "mapping_justification": "semapv:CompositeMatching",
        "confidence": "0.9877",
        "mapping_tool": "peyvand",
        "mapping_tool_version": __version__,
        "comment": "so it is",
    }
    # Our own identifiers are paths.
    assert sssom.row(MAPPING, paths=True)[0] == "list:a/b%20c"


@pytest.mark.parametrize(
    ("exact", "by_person", "predicate", "justification"),
    [
        (True, True, "exactMatch", "ManualMappingCuration"),
        (False, True, "closeMatch", "ManualMappingCuration"),
        (False, False, "closeMatch", "CompositeMatching"),
    ],
)
def test_what_is_held_the_same_and_by_whom_are_told_apart(
    exact: bool, by_person: bool, predicate: str, justification: str
) -> None:
    cells = sssom.row(replace(MAPPING, exact=exact, by_person=by_person))
    assert (cells[2], cells[5]) == (f"skos:{predicate}", f"semapv:{justification}")


def test_the_head_says_what_the_prefixes_mean() -> None:
    own = sssom.head("my towns").splitlines()
    assert own[0] == "#curie_map:"
    assert "#  list: https://w3id.org/peyvand/id/list/my%20towns/" in own
    assert "#  wd: http://www.wikidata.org/entity/" in own
    assert "#mapping_set_id: https://w3id.org/peyvand/id/mapping/my%20towns" in own
    assert "#  list: http://x.example/" in sssom.head("my towns", "http://x.example/").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_mappings_are_sssom_whatever_a_list_and_its_ids_are_called(
    name: str, tmp_path: Path
) -> None:
    record = City("Q1", ('Tab"riz\t\nX', '"'), "Iran", 38.06, 46.29)
    named = ('"Tabriz" the\tgreat', "=1+1")
    places = [City(one, named, "Iran", 38.06, 46.29, None, ("wikidata:Q1",)) for one in IDS]
    paths = write_merge(merge(places, [record]), tmp_path, name)
    mappings = check_sssom(paths["sssom"].read_text(encoding="utf-8"))
    assert [unquote(one["subject_id"].removeprefix("list:")) for one in mappings] == list(IDS)
    assert {one["subject_label"] for one in mappings} == {'"Tabriz" the great'}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("a\tb\nc\rd", "a b c d"),
        ("a\x85b\u2028c\u2029d\x7fe\x00f", "a b c d e f"),
        ("a\r\n\t b", "a  b"),
        ("\t=1", " =1"),
        ("-13.8, -171.7", "-13.8, -171.7"),
        ("-13.8333, -171.833 (10 km)", "-13.8333, -171.833 (10 km)"),
        ("-5", "-5"),
        ("Tabriz", "Tabriz"),
        ("", ""),
    ],
)
def test_a_cell_is_one_line_and_no_formula(text: str, cell: str) -> None:
    assert safe(text) == cell


def test_tables_hold_no_formulas(tmp_path: Path) -> None:
    place = City("1", ("=cmd()",), "Iran", 10.0, 10.0)
    records = [
        City("Q1", ("=cmd()",), "Iraq", 10.0, 10.0),
        City("Q2", ("=cmd()",), "Iraq", 10.1, 10.0),
    ]
    paths = write_merge(merge([place], records), tmp_path, "l")
    write_report([compare_cities(place, records[0])], tmp_path, "t", "h", "w")
    for path in (paths["links"], paths["review"], tmp_path / "report.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))], path


@pytest.mark.parametrize("url", ["ftp://x", "https://x/a b", 'https://x/"', "https://x/a\tb"])
def test_a_reference_must_be_an_address(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "l.csv").write_text("name,qid\nQom,Q1\n", encoding="utf-8")
    (tmp_path / "r.jsonl").write_text('{"qid":"Q1","labels":{"en":"Qom"}}\n', encoding="utf-8")
    run = ["merge", f"{tmp_path}/l.csv", "--records", f"{tmp_path}/r.jsonl", "--reference", url]
    with pytest.raises(SystemExit) as caught:
        main([*run, "--out", f"{tmp_path}/out"])
    assert caught.value.code == 2
    assert "--reference" in capsys.readouterr().err
