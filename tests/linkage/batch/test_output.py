"""The files of a merge to the character: who says what of which pair, and how sure."""

from __future__ import annotations

import csv
import json
import pickle
from pathlib import Path

import pytest

from peyvand import __version__
from peyvand.linkage.batch.output import (
    LINK_COLUMNS,
    REVIEW_COLUMNS,
    summary_text,
    write_left_out,
    write_merge,
)
from peyvand.linkage.batch.run import Merge
from peyvand.linkage.calibration import Calibration
from peyvand.linkage.classification import NONE, REVIEW, SAME, Link, Rules, Scored
from peyvand.linkage.decisions import Verdicts, apply
from peyvand.linkage.outcomes import Code, Contradiction, Judgement, Reason
from peyvand.linkage.sentences import reason_text
from peyvand.model import City, Verdict
from peyvand.sources.wikidata.report import Report

GRADES = {"name": "main", "country": "same", "distance": "3", "population": "", "kind": "same"}


def scored(left: str, right: str, chance: float, **grades: str) -> Scored:
    return Scored(left, right, f"{right}#0", 20.0, chance, {**GRADES, **grades}, {"name": 5.5})


PLACES = [
    City("a", ("Alpha", "Aleph"), "Iran", 1.0, 2.0),
    City("b", ("Beta",), "Iran", 3.0, 4.0),
    City("c", ("گاما",)),
    City("d", ("Delta",)),
    City("e", ()),
    City("f", ("=Phi",), "Iran", 7.0, 8.0),
]
DESCRIBED = {
    "Q1#0": City("Q1#0", ("Alfa", "Alif"), "Iran", 1.0, 2.0),
    "Q2#0": City("Q2#0", ("Beta City",), "Iran", 3.0, 4.0),
    "Q3#0": City("Q3#0", ("+Beta\tTown",), "Iran", 3.0, 4.0),
    "Q6#0": City("Q6#0", ("@Phi",), "Iran", 7.0, 8.0),
}
ONE = Judgement("d", "Q7", Verdict.SAME, "mina", "2026-01-01")
LINKS = [
    Link("a", "Q1", SAME, 0.987654321, None, scored("a", "Q1", 0.987654321)),
    Link("b", "Q2", REVIEW, 0.75, Reason(Code.RIVALS, ("Q3",)), scored("b", "Q2", 0.75),
         (scored("b", "Q3", 0.6, kind="other"),)),
    Link("c", "Q9", SAME, 1.0, Reason(Code.SHARED_IDENTIFIER, ("wikidata:Q9",))),
    Link("d", "Q7", SAME, 1.0, Reason(Code.DECIDED, judgements=(ONE,))),
    Link("e", "", NONE, 0.125, Reason(Code.NO_RECORD)),
    Link("f", "Q6", REVIEW, 0.5, Reason(Code.IMPROBABLE), scored("f", "Q6", 0.5)),
]  # fmt: skip
APART = Judgement("a", "Q1", Verdict.DIFFERENT, "mina", "2026-01-02")
JOINED = Judgement("a", "Q1", Verdict.SAME, "reza", "2026-01-01", "seen")
# Without weights each chance is one half.
PLAIN = Calibration({}, 0.001, 0.999)
MERGE = Merge(PLACES, DESCRIBED, LINKS, Rules(), [Contradiction(APART, (JOINED,))], PLAIN)


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, Path]:
    return write_merge(MERGE, tmp_path / "deep" / "out", "my towns")


def cells(path: Path, delimiter: str = ",") -> list[list[str]]:
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("#")]
    return list(csv.reader(lines[:-1], delimiter=delimiter))


def test_the_links_are_a_row_a_place_with_the_chance_of_each(paths: dict[str, Path]) -> None:
    head, *rows = cells(paths["links"])
    assert tuple(head) == LINK_COLUMNS
    assert [row[:4] for row in rows] == [
        ["a", "Q1", "same", "0.9877"],
        ["b", "Q2", "review", "0.7500"],
        ["c", "Q9", "same", "0.9999"],
        ["d", "Q7", "same", "0.9999"],
        ["e", "", "none", "0.1250"],
        ["f", "Q6", "review", "0.5000"],
    ]
    reasons = [row[4] for row in rows]
    assert reasons[0].startswith("name Alpha / Alfa; ")
    assert reasons[1].startswith("about as likely: Q3; name Beta / Beta City; ")
    assert reasons[2] == "both hold wikidata:Q9"


def test_a_mapping_says_what_it_rests_on_and_how_sure_it_is(paths: dict[str, Path]) -> None:
    head, *rows = cells(paths["sssom"], "\t")
    machine, person = "semapv:CompositeMatching", "semapv:ManualMappingCuration"
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [tuple(row.values())[:7] for row in found] == [
        ("list:a", "Alpha", "skos:exactMatch", "wd:Q1", "Alfa", machine, "0.9877"),
        ("list:b", "Beta", "skos:closeMatch", "wd:Q2", "Beta City", machine, "0.7500"),
        ("list:c", "گاما", "skos:exactMatch", "wd:Q9", "", machine, "0.9999"),
        ("list:d", "Delta", "skos:exactMatch", "wd:Q7", "", person, "0.9999"),
        ("list:f", "=Phi", "skos:closeMatch", "wd:Q6", "@Phi", machine, "0.5000"),
    ]
    assert {(row["mapping_tool"], row["mapping_tool_version"]) for row in found} == {
        ("peyvand", __version__)
    }
    assert found[3]["comment"] == reason_text(LINKS[3].reason)


def test_the_head_of_the_mappings_says_what_the_prefixes_mean(
    paths: dict[str, Path], tmp_path: Path
) -> None:
    lines = paths["sssom"].read_text(encoding="utf-8").split("\n")
    assert lines[:7] == [
        "#curie_map:",
        "#  list: https://w3id.org/peyvand/id/list/my%20towns/",
        "#  wd: http://www.wikidata.org/entity/",
        "#  skos: http://www.w3.org/2004/02/skos/core#",
        "#  semapv: https://w3id.org/semapv/vocab/",
        "#mapping_set_id: https://w3id.org/peyvand/id/mapping/my%20towns",
        "#license: https://creativecommons.org/publicdomain/zero/1.0/",
    ]
    assert lines[7].startswith("subject_id\tsubject_label\tpredicate_id\tobject_id\t")
    # Things of the graph keep the addresses that they have.
    city = City("city/یک", ("One",))
    link = Link("city/یک", "Q1", SAME, 1.0)
    own = Merge([city], {}, [link], Rules())
    text = write_merge(own, tmp_path, "l", "https://w3id.org/peyvand/id/")["sssom"].read_text()
    assert "#  list: https://w3id.org/peyvand/id/\n" in text
    assert "\nlist:city/%DB%8C%DA%A9\tOne\t" in text


def test_open_cases_name_every_item_that_it_may_be(paths: dict[str, Path]) -> None:
    head, *rows = cells(paths["review"])
    assert tuple(head) == REVIEW_COLUMNS
    assert [row[:5] for row in rows] == [
        ["b", "Beta", "Q2", "Beta City", "0.7500"],
        ["b", "Beta", "Q3", "'+Beta Town", "0.5000"],
        ["f", "'=Phi", "Q6", "'@Phi", "0.5000"],
    ]
    assert rows[0][5].startswith("about as likely: Q3; name Beta / Beta City; ")
    assert rows[1][5].startswith("their administrative kinds differ; name Beta / ")
    assert "\t" not in rows[1][5]


def test_explanations_and_the_summary_say_the_same(paths: dict[str, Path]) -> None:
    lines = paths["explanations"].read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert told == MERGE.explanations()
    assert json.loads(paths["summary"].read_text(encoding="utf-8")) == {
        "places": 6,
        "items": 4,
        "same": 3,
        "review": 2,
        "none": 1,
        "decided_by_people": 1,
        "review_because": {"about as likely": 1, "the probability is too low to settle it": 1},
        "contradictions": ["a ≠ Q1 (mina, 2026-01-02) contradicts a = Q1 (reza, 2026-01-01: seen)"],
        "advice": [],
        "bare_records": 0,
    }
    # Whoever reads a file sees names, and no escapes.
    assert "≠" in paths["summary"].read_text(encoding="utf-8")
    assert "گاما" in lines[2]


def test_the_summary_for_a_terminal() -> None:
    counts = {"places": 12345, "items": 4, "same": 1200, "review": 3, "none": 0}
    more = {"review_because": {"look": 3}, "decided_by_people": 0, "contradictions": []}
    more = {**more, "advice": [], "bare_records": 0}
    assert summary_text({**counts, **more}).split("\n") == [
        "12,345 places against 4 items",
        "  same       1,200",
        "  review         3",
        "                 3  look",
        "  none           0",
    ]
    told = [{"column": "coordinates", "doubts": 46, "settled": 41}]
    assert summary_text({**counts, **more, "advice": told}).split("\n")[-1] == (
        "  add a column of coordinates: 41 of 46 doubts for want of it would be settled where it "
        "bears out the likeliest item"
    )
    assert summary_text({**counts, **more, "bare_records": 1350}).split("\n")[-1] == (
        "  1,350 doubts are for want of records: theirs tell neither country nor place; give "
        "records that do, or add the cities of the graph with --graph"
    )
    text = summary_text({**counts, **more, "decided_by_people": 2, "contradictions": ["x", "y"]})
    assert text.split("\n")[-3:] == [
        "  by people's decisions: 2",
        "  contradiction: x",
        "  contradiction: y",
    ]


def test_what_was_left_out_is_named_with_its_place(tmp_path: Path) -> None:
    report = Report()
    report.problem("l.csv", 7, "number", "=1+1 is\tnone")
    report.problem("l.csv", "", "file", "short")
    write_left_out(report, tmp_path / "left-out.csv")
    assert cells(tmp_path / "left-out.csv") == [
        ["place", "reason", "what"],
        ["l.csv:7", "number", "'=1+1 is none"],
        ["l.csv", "file", "short"],
    ]


@pytest.mark.parametrize(
    ("judgements", "predicate", "justification"),
    [
        ([("a", "same", "Q2")], "skos:exactMatch", "semapv:ManualMappingCuration"),
        ([("a", "unsure", "Q1")], "skos:closeMatch", "semapv:ManualMappingCuration"),
        # Nobody has settled what decisions contradict.
        (
            [("a", "same", "Q1"), ("a", "same", "Q2"), ("Q1", "different", "Q2")],
            "skos:closeMatch",
            "semapv:CompositeMatching",
        ),
    ],
)
def test_a_mapping_is_a_persons_only_where_a_person_decided_it(
    judgements: list[tuple[str, str, str]], predicate: str, justification: str, tmp_path: Path
) -> None:
    verdicts = Verdicts(
        Judgement(left, right, Verdict(word), "mina", "2026-01-01")
        for left, word, right in judgements
    )
    links = apply(LINKS[:1], verdicts, [])
    paths = write_merge(Merge(PLACES[:1], DESCRIBED, links, Rules()), tmp_path, "l")
    head, row = cells(paths["sssom"], "\t")
    found = dict(zip(head, row, strict=True))
    assert (found["predicate_id"], found["mapping_justification"]) == (predicate, justification)


def test_a_merge_of_another_process_is_written_alike(
    paths: dict[str, Path], tmp_path: Path
) -> None:
    """Equal texts need not be one object."""
    sent: Merge = pickle.loads(pickle.dumps(MERGE))
    for name, path in write_merge(sent, tmp_path / "sent", "my towns").items():
        assert path.read_bytes() == paths[name].read_bytes()
