"""The measurement of growth: what it makes has the truth it says, and its sums are right."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.model import City
from peyvand.sources.lists import read_list
from peyvand.sources.records import read_records

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.scale.dump import lines, write_dump  # noqa: E402
from tools.scale.measure import Results, against_gold, child  # noqa: E402
from tools.scale.places import places, read_gold, real_places, write_pair  # noqa: E402
from tools.scale.report import exponent, merge_table, pictures, write_tables  # noqa: E402

CITIES = [
    City(
        f"geonames:{number}",
        (f"{head}{tail}",),
        "IR" if number % 3 else "DE",
        20 + number * 0.3,
        40 + number * 0.2,
        1000 + number,
        aliases=(f"{head.upper()}{tail}", "شهر"),
    )
    for number, (head, tail) in enumerate(
        (head, tail) for head in ("Isfa", "Kar", "Wei", "Zür") for tail in ("han", "stadt", "mar")
    )
]


def test_a_dump_is_the_same_each_time_and_begins_a_longer_one() -> None:
    short = list(lines(2000, seed=3))
    assert short == list(lines(2000, seed=3))
    assert short != list(lines(2000, seed=4))
    assert len(short) == 2000
    assert all(line.endswith(b"\n") for line in short)


def test_packed_and_plain_dumps_hold_the_same(tmp_path: Path) -> None:
    packed, plain = tmp_path / "a.json.gz", tmp_path / "a.json"
    truth = write_dump(packed, 3000)
    assert write_dump(plain, 3000) == truth
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    assert truth["bytes"] == plain.stat().st_size
    write_dump(tmp_path / "b.json.gz", 3000)
    assert (tmp_path / "b.json.gz").read_bytes() == packed.read_bytes()


def test_an_import_finds_what_the_dump_is_said_to_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tools.scale.dump.BROKEN", 0.01)
    dump = tmp_path / "dump.json.gz"
    truth = write_dump(dump, 4000)
    assert truth["places"] > 20
    assert truth["broken"] > 20
    out = ["--out", str(tmp_path / "claims.nq"), "--records", str(tmp_path / "records.jsonl")]
    run = ["import", "wikidata", str(dump), "--snapshot", "2026-01-05", "--json", *out]
    assert main(run) == 3
    report = json.loads(capsys.readouterr().err)
    assert report["counts"]["records"] == truth["places"]
    assert report["counts"]["P190 statements"] == truth["twins"]
    assert report["broken"] == {"line": truth["broken"]}
    text = gzip.decompress(dump.read_bytes())
    assert b'"time":"+0000000' in text  # years of eleven digits


def test_a_place_shares_its_line_with_all_that_a_place_has() -> None:
    truth: Counter[str] = Counter()
    found = [
        json.loads(line.rstrip(b",\n")) for line in lines(3000, truth=truth) if b"P1082" in line
    ]
    assert len(found) == truth["places"]
    tags = {tag for entity in found for tag in entity["labels"]}
    assert {"en", "fa", "ar"} <= tags
    twins = [one for entity in found for one in entity["claims"].get("P190", ())]
    assert any(one.get("references") for one in twins)
    assert any("P580" in one.get("qualifiers", {}) for one in twins)


def test_places_go_on_beyond_the_real_ones() -> None:
    real = real_places(CITIES)
    found = list(places(real, 200, seed=2))
    assert found == list(places(real, 200, seed=2))
    assert len(found) == 200
    assert len({row[0] for row in found}) > 20
    assert all(-90 <= row[4] <= 90 and -180 <= row[5] <= 180 for row in found)


def test_a_list_and_records_have_the_answers_that_are_given(tmp_path: Path) -> None:
    real = real_places(CITIES)
    made = write_pair(tmp_path, real, 100, 1000, seed=5)
    write_pair(tmp_path / "again", real, 100, 1000, seed=5)
    for name in ("list.csv", "gold.csv", "records.jsonl"):
        assert (tmp_path / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    listed, records = read_list(tmp_path / "list.csv"), read_records(tmp_path / "records.jsonl")
    assert not listed.report.broken
    assert not records.report.broken
    assert len(listed.cities) == made["names"] == 100
    assert len(records.cities) == made["records"]
    assert len({record.identifier for record in records.cities}) == made["records"]
    gold = read_gold(tmp_path / "gold.csv")
    assert set(gold) == {city.identifier for city in listed.cities}
    assert sum(not item for item in gold.values()) == made["absent"] == 10
    of = {record.identifier: record for record in records.cities}
    true = [(city, of[gold[city.identifier]]) for city in listed.cities if gold[city.identifier]]
    same_country = [one.country == other.country for one, other in true if one.country]
    assert all(same_country)
    # Some are spelt as the record is and some are not, or there would be nothing to measure.
    equal = [one.names[0] == other.names[0] for one, other in true]
    assert any(equal)
    assert not all(equal)


def test_precision_and_recall() -> None:
    gold = {"a": "Q1", "b": "Q2", "c": "Q3", "d": ""}
    found = against_gold({"a": "Q1", "b": "", "c": "Q9", "d": "Q4"}, gold)
    assert (found["claims"], found["errors"], found["present"]) == (3, 2, 3)
    assert found["precision"] == found["recall"] == pytest.approx(1 / 3, abs=1e-5)
    assert against_gold({"a": ""}, {"a": ""})["precision"] is None


def test_the_exponent_of_growth() -> None:
    assert exponent([(10, 3), (100, 30), (1000, 300)]) == pytest.approx(1)
    assert exponent([(10, 5), (1000, 5)]) == pytest.approx(0)
    assert exponent([(10, 1), (100, 100)]) == pytest.approx(2)
    assert exponent([(10, 1)]) is None


def test_results_are_kept_after_each_run(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    Results(path).add({"what": "import", "lines": 10, "s": 1})
    again = Results(path)
    assert again.find(what="import", lines=10) == {"what": "import", "lines": 10, "s": 1}
    assert again.find(what="import", lines=20) is None
    again.add({"what": "merge"})
    assert [row["what"] for row in Results(path).rows] == ["import", "merge"]


_CHILDREN = """
import json, sys
from pathlib import Path
from tools.scale.measure import child
log = Path(sys.argv[1])
small = child(("timeit", "-n1", "pass"), log, 60)
large = child(("timeit", "-n1", "-r1", "b'x' * 200_000_000"), log, 60)
again = child(("timeit", "-n1", "pass"), log, 60)
print(json.dumps([small["mb"], large["mb"], again["mb"]]))
"""


def test_the_memory_of_a_child_is_its_own(tmp_path: Path) -> None:
    # Begun by a small process: a child is charged for what its parent held when it began.
    run = [sys.executable, "-c", _CHILDREN, str(tmp_path / "log")]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    small, large, again = json.loads(done.stdout)
    assert small < 100
    assert again < 100
    assert large > 190


def test_a_child_that_fails_or_is_late_says_so(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert child(("no.such.module",), log, 60)["failed"] == "exit code 1"
    assert "not done" in child(("timeit", "import time; time.sleep(9)"), log, 0.5)["failed"]


ROWS = [
    {"what": "machine", "is": "a test"},
    *(
        {"what": "merge", "method": "peyvand", "names": n, "records": 10 * n, "s": n / 100, "mb": n}
        | {"cpu s": n / 100, "precision": 0.5, "recall": 0.25, "errors": 7}
        for n in (1000, 10_000)
    ),
    {"what": "merge", "method": "scored", "names": 1000, "records": 10_000, "failed": "not done"},
]


def test_tables_stand_between_their_marks(tmp_path: Path) -> None:
    page = tmp_path / "scale.md"
    page.write_text((ROOT / "docs/scale.md").read_text(encoding="utf-8"), encoding="utf-8")
    write_tables(page, ROWS)
    once = page.read_text(encoding="utf-8")
    write_tables(page, ROWS)
    assert page.read_text(encoding="utf-8") == once
    assert merge_table(ROWS) in once
    assert "| 1,000 × 10,000 | `peyvand merge` | 0.5000 | 0.2500 | 7 | 10 s |" in once
    assert "| `peyvand merge` | 1.00 | 1.00 |" in once
    assert "not done" in once
    empty = tmp_path / "empty.md"
    empty.write_text("nothing", encoding="utf-8")
    with pytest.raises(SystemExit, match="no mark"):
        write_tables(empty, ROWS)


def test_the_page_shows_what_was_kept() -> None:
    page = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    rows = json.loads((ROOT / "docs/scale.json").read_text(encoding="utf-8"))
    assert merge_table(rows) in page


def test_pictures_are_the_same_for_the_same_rows(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    made = pictures(ROWS, tmp_path)
    assert [path.name for path in made] == ["scale-merge.svg"]
    for path in pictures(ROWS, tmp_path / "again"):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_the_list_can_be_read_as_a_table(tmp_path: Path) -> None:
    write_pair(tmp_path, real_places(CITIES), 20, 100)
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "name", "country", "lat", "lon", "population"]
    assert [row["id"] for row in rows] == [f"r{number}" for number in range(1, 21)]
