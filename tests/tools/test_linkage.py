"""The tool that trains, calibrates and measures the merge, without its lists."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.linkage import __main__ as tool
from tools.linkage import folds
from tools.linkage.folds import Fold, damaged
from tools.linkage.measure import kind_of_error

from peyvand.model import City

LISTS = {
    "plain": Fold("plain", "Natural Earth", (City("1", ("Qom",)),), {"1": "Q1"}),
    "scripts": Fold("scripts", "GeoNames", (City("2", ("Кум",)),), {"2": "Q1"}),
}


def test_training_learns_from_the_lists_of_their_own_names_and_keeps_the_numbers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data/merge").mkdir(parents=True)
    learned_from: list[str] = []

    def learned(places: Sequence[City], records: Sequence[City]) -> dict[str, object]:
        learned_from.extend(place.identifier for place in places)
        return {"prior": 0.5, "comparisons": {"name": {"main": {}, "alias": {}}}}

    for name, value in (
        ("records_of", lambda *folders: {"2022": []}),
        ("folds", lambda *given: LISTS),
        ("learned", learned),
        ("root", lambda: tmp_path),
    ):
        monkeypatch.setattr(tool, name, value)
    monkeypatch.setattr(sys, "argv", ["linkage", "train", "merge", "wikidata", "world"])
    tool.main()
    assert learned_from == ["1"]
    written = (tmp_path / "data/merge/model.json").read_text(encoding="utf-8")
    assert json.loads(written)["prior"] == 0.5
    # The order of the grades is that of the model.
    assert written.index("main") < written.index("alias")


@pytest.mark.parametrize(
    ("decision", "item", "is_there", "kind"),
    [
        ("same", "Q1", True, ""),
        ("same", "Q2", True, "another item"),
        ("same", "Q2", False, "an item though its own has no record"),
        ("review", "Q1", True, "left to a person, its item first"),
        ("review", "Q2", True, "left to a person"),
        ("review", "Q2", False, ""),
        ("none", "", True, "not found"),
        ("none", "", False, ""),
    ],
)
def test_an_error_is_what_a_row_is_wrongly_given_or_lacks(
    decision: str, item: str, is_there: bool, kind: str
) -> None:
    assert kind_of_error(decision, item, "Q1", is_there) == kind


def test_damaged_rows_are_those_of_a_namesake_and_keep_their_item(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = [
        City("g1", ("Tripoli",), "LB", 34.4, 35.8, 230_000),
        City("g2", ("Tripoli",), "LY", 32.9, 13.2, 1_100_000),
        City("g3", ("Tripoli",), "GR", 37.5, 22.4, 30_000),
    ]
    monkeypatch.setattr(folds, "read_geonames", lambda least: known)
    # Rows that are drawn for none of the other kinds of damage.
    here = City("3", ("Trípoli",), "GR", 37.5, 22.4, 30_000)
    rows = (here, City("16", ("Qom",), "IR"), City("18", ("Yazd",), "IR"))
    plain = Fold("plain", "Natural Earth", rows, {row.identifier: "Q1" for row in rows})
    # The largest of the namesakes that lie elsewhere lends country and place.
    row, *others = damaged(plain, share=3).places
    assert (row.country, row.latitude, row.longitude) == ("LY", 32.9, 13.2)
    assert (row.identifier, row.names, row.population) == ("3", ("Trípoli",), 30_000)
    assert others == list(rows[1:])
    unplaced, *_ = damaged(plain.without(place=True), share=3).places
    assert (unplaced.country, unplaced.located) == ("LY", False)
    assert damaged(plain, share=3).items == plain.items
