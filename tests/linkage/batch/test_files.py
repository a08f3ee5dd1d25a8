from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.errors import PeyvandError
from peyvand.linkage.batch.output import write_merge
from peyvand.linkage.batch.review import judgements, open_cases, walk
from peyvand.linkage.batch.run import merge
from peyvand.linkage.outcomes import Judgement
from peyvand.linkage.sentences import reason_text
from peyvand.model import City, Verdict

PLACES = [
    City("1", ("Esfahan",), "Iran", 32.66, 51.68, 1_900_000),
    City("2", ("Kansas City",), "USA", 39.105, -94.605, 300_000),
    City("3", ("Nowhere",), "Iran", 30.0, 50.0),
]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_files_of_a_merge_agree_with_each_other(records: list[City], tmp_path: Path) -> None:
    paths = write_merge(merge(PLACES, records), tmp_path, "towns")
    links = rows(paths["links"])
    assert list(links[0]) == ["id", "qid", "decision", "probability", "why"]
    assert [link["decision"] for link in links] == ["same", "review", "none"]
    explained = [
        json.loads(line) for line in paths["explanations"].read_text(encoding="utf-8").splitlines()
    ]
    assert [one["qid"] for one in explained] == [link["qid"] for link in links]
    assert [row["qid"] for row in rows(paths["review"])] == ["Q30", "Q31"]
    summary = json.loads(paths["summary"].read_text(encoding="utf-8"))
    assert (summary["same"], summary["review"], summary["none"]) == (1, 1, 1)


def test_the_mappings_are_sssom(records: list[City], tmp_path: Path) -> None:
    paths = write_merge(merge(PLACES, records), tmp_path, "towns")
    lines = paths["sssom"].read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    table = list(csv.DictReader(lines[len(head) :], delimiter="\t"))
    assert any("license" in line for line in head)
    kinds = {row["subject_id"]: (row["predicate_id"], row["object_id"]) for row in table}
    assert kinds == {
        "list:1": ("skos:exactMatch", "wd:Q10"),
        "list:2": ("skos:closeMatch", "wd:Q30"),
    }
    assert {row["mapping_justification"] for row in table} == {"semapv:CompositeMatching"}
    assert "owl:sameAs" not in "".join(lines)
    declared = {line.strip("# ").partition(":")[0] for line in head}
    for row in table:
        for column in ("subject_id", "object_id", "predicate_id", "mapping_justification"):
            assert row[column].partition(":")[0] in declared


def test_what_a_person_decided_is_told_as_a_persons(records: list[City], tmp_path: Path) -> None:
    decided = [Judgement("2", "Q31", Verdict.SAME, "mina", "2026-01-01")]
    paths = write_merge(merge(PLACES, records, judgements=decided), tmp_path, "towns")
    lines = paths["sssom"].read_text(encoding="utf-8").splitlines()
    table = csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t")
    assert [
        (row["object_id"], row["predicate_id"], row["mapping_justification"]) for row in table
    ] == [
        ("wd:Q10", "skos:exactMatch", "semapv:CompositeMatching"),
        ("wd:Q31", "skos:exactMatch", "semapv:ManualMappingCuration"),
    ]


def answers(*given: str):  # type: ignore[no-untyped-def]
    left = list(given)
    return lambda question: left.pop(0)


def test_a_walk_keeps_each_answer_and_does_not_ask_again(
    records: list[City], tmp_path: Path
) -> None:
    write_merge(merge(PLACES, records), tmp_path, "towns")
    decisions, said = tmp_path / "decisions.csv", list[str]()
    ask, ask_why = answers("x", "2", ""), answers("on the map")
    assert walk(tmp_path, decisions, "mina", ask, said.append, ask_why) == 1
    assert [(one.left, one.right, one.judgement) for one in judgements(decisions)] == [
        ("2", "Q30", "different"),
        ("2", "Q31", "same"),
    ]
    assert any("Kansas City" in line for line in said)
    assert walk(tmp_path, decisions, "mina", answers(), said.append) == 0
    again = merge(PLACES, records, judgements=judgements(decisions))
    assert (again.links[1].decision, again.links[1].right) == ("same", "Q31")
    assert "on the map" in reason_text(again.links[1].reason)


@pytest.mark.parametrize(("answer", "count"), [("q", 0), ("s", 0), ("n", 2), ("u", 2)])
def test_other_answers(records: list[City], tmp_path: Path, answer: str, count: int) -> None:
    write_merge(merge(PLACES, records), tmp_path, "towns")
    decisions = tmp_path / "d.csv"
    walk(tmp_path, decisions, "mina", answers(answer, "why"), lambda line: None)
    assert len(judgements(decisions)) == count


def test_a_walk_without_a_merge_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PeyvandError, match="peyvand merge LIST"):
        list(open_cases(tmp_path))


def write_inputs(folder: Path, records: list[City]) -> tuple[str, str]:
    listed, described = folder / "towns.csv", folder / "records.jsonl"
    lines = ["id,name,country,lat,lon,population"]
    lines += [
        f"{p.identifier},{p.names[0]},{p.country},{p.latitude},{p.longitude},{p.population or ''}"
        for p in PLACES
    ]
    listed.write_text("\n".join(lines), encoding="utf-8")
    with described.open("w", encoding="utf-8") as file:
        for one in records:
            record = {"qid": one.identifier, "labels": {"en": one.names[0]}, "source": one.source}
            if one.located:
                record |= {"lat": one.latitude, "lon": one.longitude, "country": one.country}
            file.write(json.dumps({**record, "population": one.population}) + "\n")
    return str(listed), str(described)


def test_the_command_writes_and_reviews(
    records: list[City],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed, described = write_inputs(tmp_path, records)
    out = tmp_path / "out"
    run = ["merge", listed, "--records", described, "--out", str(out), "--gazetteer", "none"]
    assert main(run) == 0
    assert "same" in capsys.readouterr().out
    assert [row["decision"] for row in rows(out / "links.csv")] == ["same", "review", "none"]
    monkeypatch.setattr("builtins.input", answers("1", ""))
    assert main(["merge", "review", "--out", str(out), "--by", "mina"]) == 0
    assert main([*run, "--json"]) == 0
    assert rows(out / "links.csv")[1]["decision"] == "same"
    assert "mina" in rows(out / "links.csv")[1]["why"]


def test_the_command_looks_up_names_that_no_record_has(
    records: list[City], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = City("g1", ("Isfahan",), "IR", 32.65, 51.67, aliases=("Aspadana",))
    monkeypatch.setattr("peyvand.sources.geonames.read_geonames", lambda least: [known])
    _, described = write_inputs(tmp_path, records)
    listed, out = tmp_path / "old.csv", tmp_path / "out"
    line = "id,name,country,lat,lon,population\n1,Aspadana,Iran,32.66,51.68,1900000\n"
    listed.write_text(line, encoding="utf-8")
    run = ["merge", str(listed), "--records", described, "--out", str(out)]
    for gazetteer, found in (("none", ("none", "")), ("auto", ("same", "Q10"))):
        assert main([*run, "--gazetteer", gazetteer]) == 0
        (row,) = rows(out / "links.csv")
        assert (row["decision"], row["qid"]) == found
    assert "names with the help of g1" in row["why"]


def test_the_command_reports_broken_lines_and_fails_only_if_asked(
    records: list[City], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, described = write_inputs(tmp_path, records)
    with Path(described).open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    run = ["merge", listed, "--records", described, "--out", str(tmp_path / "out")]
    run += ["--gazetteer", "none"]
    assert main(run) == 3
    told = capsys.readouterr().err
    assert "records.jsonl:13" in told
    assert "1 rows or values left out (record 1)" in told
    (left,) = rows(tmp_path / "out/left-out.csv")
    assert (left["place"], left["reason"]) == (f"{described}:13", "record")
    assert main([*run, "--strict"]) == 1


def test_the_command_says_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "--records", "towns.csv", "--out", str(tmp_path)]) == 2
    assert "LIST" in capsys.readouterr().err
