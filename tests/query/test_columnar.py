"""The plans by which columns answer questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.columns.facts import BASE
from peyvand.columns.making import made_of
from peyvand.columns.opened import opened
from peyvand.query.columnar import _Opened, planned
from peyvand.query.expectation import LONGEST
from peyvand.query.messages import Question

TEXT = "SELECT ?o { <urn:x:s> <urn:x:p> ?o }"


def columns_of(folder: Path, value: str, graph: str = "") -> _Opened:
    folder.mkdir()
    named = [NamedNode(graph)] if graph else []
    store = Store()
    store.add(Quad(NamedNode("urn:x:s"), NamedNode("urn:x:p"), Literal(value), *named))
    made_of(store, folder / BASE)
    return _Opened(opened(folder), {})


def test_a_plan_is_kept_for_each_question_and_its_graphs(tmp_path: Path) -> None:
    columns = columns_of(tmp_path / "one", "there", "urn:x:g")
    asked = [Question(TEXT, "json"), Question(TEXT, "json", default_graphs=("urn:x:g",))]
    plans = [planned(question) for question in asked]
    assert plans == [planned(question) for question in asked]
    rows = [list(plan.rows(columns)) for plan in plans if plan is not None]
    assert rows == [[], [(Literal("there"),)]]
    columns.columns.close()


def test_a_plan_is_written_anew_for_other_columns(tmp_path: Path) -> None:
    plan = planned(Question(TEXT, "json"))
    assert plan is not None
    for name in ("one", "two", "three"):
        # The numbers of terms are others.
        columns = columns_of(tmp_path / name, name, "urn:a:g" if name == "two" else "")
        found = [] if name == "two" else [(Literal(name),)]
        assert list(plan.rows(columns)) == found
        assert list(plan.rows(columns)) == found
        columns.columns.close()


@pytest.mark.parametrize(("length", "kept"), [(LONGEST, True), (LONGEST + 1, False)])
def test_plans_of_long_questions_are_not_kept(length: int, kept: bool) -> None:
    question = Question(TEXT.ljust(length), "json")
    assert (planned(question) is planned(question)) is kept
