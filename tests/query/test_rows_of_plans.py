"""Rows about plans and goals, and what serves these, on the real graph of the documents."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import DefaultGraph

from peyvand.graph.recorder import Recorder
from peyvand.vocabulary.iris import iri, thing
from query.registered import FILE, told, values

PLAN = FILE | {
    "name_en": "Plan of Arak",
    "name_fa": "طرح اراک",
    "of": "اراک",
    "content": "a plan for ten years؛ طرحی ده‌ساله",
}
PROGRAMME = "برنامهٔ راهبردی-عملیاتی شهرداری تبریز"
GOAL = FILE | {
    "name_en": "Tabriz as a city of films",
    "name_fa": "تبریز، شهر فیلم",
    "of": PROGRAMME,
    "article": "۱۴۶",
    "content": "to become a city of films",
    "areas": "arts",
    "assigned": "شهرداری تبریز",
}


def test_a_plan(enter: Any, recorder: Recorder) -> None:
    assert told(enter("plan", PLAN)) == []
    said = {
        "rdf:type": {"ns#Plan"},
        "pv:isPlanOf": {"arak"},
        "pv:characteristic": {"a plan for ten years", "طرحی ده‌ساله"},
    }
    assert {prop: values(recorder, "plan/plan-of-arak", prop) for prop in said} == said


def test_a_goal_stands_in_the_article_that_the_graph_has(enter: Any, recorder: Recorder) -> None:
    assert told(enter("goal", GOAL)) == []
    said = {
        "rdf:type": {"ns#Goal"},
        "pv:isGoalOf": {"tabriz-strategic-operational-programme"},
        "pv:isLaidDownIn": {"tabriz-strategic-operational-programme-146"},
        "pv:content": {"to become a city of films"},
        "pv:coversArea": {"area-arts"},
        "pv:isAssignedTo": {"tabriz-municipality"},
    }
    node = "goal/tabriz-as-a-city-of-films"
    assert {prop: values(recorder, node, prop) for prop in said} == said


def test_an_article_that_is_new_comes_to_be(enter: Any, recorder: Recorder) -> None:
    assert told(enter("goal", GOAL | {"article": "7"})) == []
    node = "article/tabriz-strategic-operational-programme-7"
    said = {
        "rdf:type": {"ns#Article"},
        "pv:articleNumber": {"7"},
        "pv:isArticleOf": {"tabriz-strategic-operational-programme"},
        "rdfs:label": {
            "Article 7 of Strategic and operational programme of the Municipality of Tabriz",
            f"مادهٔ ۷ {PROGRAMME}",
        },
    }
    assert {prop: values(recorder, node, prop) for prop in said} == said


@pytest.mark.parametrize(
    ("kind", "row", "column", "code"),
    [
        ("plan", PLAN | {"of": ""}, "of", "required"),
        ("goal", GOAL | {"of": "city/arak"}, "of", "unknown-name"),
        ("goal", GOAL | {"of": "policy/iran-at-baku-forum"}, "article", "article-of-no-plan"),
        ("goal", GOAL | {"article": "seven"}, "article", "no-number"),
    ],
)
def test_what_is_wrong_with_a_plan_or_a_goal_is_told(
    enter: Any, recorder: Recorder, kind: str, row: dict[str, str], column: str, code: str
) -> None:
    assert told(enter(kind, row)) == [(2, column, code)]
    assert not recorder.patch


def test_agreements_activities_and_memberships_serve_a_goal(enter: Any, recorder: Recorder) -> None:
    goal = "goal/tabriz-regional-hub"
    enter("agreement", FILE | {"parties": "Tabriz; Arak", "goals": "Tabriz as a regional hub"})
    assert values(recorder, "agreement/arak-tabriz", "pv:servesGoal") == {"tabriz-regional-hub"}
    names = {"name_en": "Fair", "name_fa": "نمایشگاه", "kind": "exhibition"}
    enter("activity", FILE | names | {"goals": goal})
    assert values(recorder, "event/fair", "pv:servesGoal") == {"tabriz-regional-hub"}
    enter("membership", FILE | {"city": "Tabriz", "network": "UNESCO", "goals": goal})
    quads = recorder.store.quads_for_pattern(None, iri("pv:servesGoal"), thing(goal), None)
    claims = {quad.subject for quad in quads if quad.graph_name != DefaultGraph()}
    members = [
        one
        for claim in claims
        for one in recorder.store.quads_for_pattern(claim, iri("pv:about"), thing("city/tabriz"))
    ]
    assert len(members) == 1
