"""The files for Wikidata: what is safe as commands and tables, everything in the dry run."""

from __future__ import annotations

from pathlib import Path

from peyvand.commands.reports import write_exports
from peyvand.exports.edits import ADD, COMPLETE, NOTHING, REFUSED, Action, Addition, Edit
from peyvand.exports.reasons import Code, Reason
from peyvand.sources.wikidata.model import ITEM, STRING, TIME, Snak


def edit(action: Action, item: str, *qualifiers: Snak) -> Edit:
    addition = Addition(item, Snak("P190", ITEM, "Q9"), qualifiers, ((URL,),), f"row {item}")
    return Edit(action, addition, Reason(Code.MISSING), qualifiers, ((URL,),))


URL = Snak("P854", STRING, "https://x.example/list")


def test_what_is_safe_is_exported_and_everything_is_told(tmp_path: Path) -> None:
    start = Snak("P580", TIME, "2000")
    edits = [edit(ADD, "Q1"), edit(REFUSED, "Q2"), edit(NOTHING, "Q3"), edit(COMPLETE, "Q4", start)]
    (tmp_path / "quickstatements-7.csv").write_text("of an earlier run")
    (tmp_path / "other.csv").write_text("of somebody else")
    write_exports(edits, tmp_path)
    texts = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    url = '"https://x.example/list"'
    assert texts.pop("other.csv") == "of somebody else"
    assert texts.pop("dry-run.tsv") == "".join(edit.line() + "\n" for edit in edits)
    assert texts.pop("quickstatements.txt") == (
        f"Q1\tP190\tQ9\tS854\t{url}\nQ4\tP190\tQ9\tP580\t+2000-00-00T00:00:00Z/9\tS854\t{url}\n"
    )
    quoted = url.replace('"', '"""')
    assert texts == {
        "quickstatements.csv": f"qid,P190,S854\nQ1,Q9,{quoted}\n",
        "quickstatements-2.csv": (
            f"qid,P190,qal580,S854\nQ4,Q9,+2000-00-00T00:00:00Z/9,{quoted}\n"
        ),
    }


def test_without_anything_safe_there_is_no_table(tmp_path: Path) -> None:
    write_exports([edit(REFUSED, "Q2")], tmp_path)
    names = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert names.pop("quickstatements.txt") == ""
    assert names == {"dry-run.tsv": edit(REFUSED, "Q2").line() + "\n"}
