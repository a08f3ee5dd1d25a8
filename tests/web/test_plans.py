"""The page ``/plans``: plans with their goals and what serves each, proposals with their state."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode

from peyvand.texts import texts
from peyvand.vocabulary.iris import ID
from peyvand.web.pages.partnership.aims import aims_of
from web.words import told

NINE = {
    *("city-of-many-cultures", "cultural-capital", "economy-and-services", "regional-hub"),
    *("cooperation-with-sister-cities", "membership-of-international-bodies"),
    *("regional-city-in-the-world", "role-and-competition", "treasury-of-culture"),
}


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


def page_of(client: FlaskClient, address: str) -> str:
    return client.get(address, headers={"Accept": "text/html"}).text


def test_nine_goals_of_tabriz_and_nothing_that_serves_them(client: FlaskClient) -> None:
    body = client.get("/plans?city=city/tabriz&format=json").json
    assert body
    assert len(body["aims"]) == 3
    goals = [goal for one in body["aims"] for goal in one["goals"]]
    assert {goal["iri"].rpartition("/tabriz-")[2] for goal in goals} == NINE
    assert not any(goal["served"] for goal in goals)
    (hub,) = [goal for goal in goals if goal["iri"].endswith("hub")]
    assert [article["label"]["en"] for article in hub["articles"]] == [
        "Article 146 of the programme of the Municipality of Tabriz"
    ]
    assert [one["label"]["fa"] for one in hub["assignedTo"]] == ["شهرداری تبریز"]
    assert {area["label"]["en"] for area in hub["areas"]} == {
        *("culture", "economic and commercial development", "social affairs"),
    }


def test_the_page_tells_it_in_both_languages(client: FlaskClient) -> None:
    page = page_of(client, "/plans?city=city/tabriz&lang=en")
    assert 'href="/id/goal/tabriz-regional-hub?lang=en"' in page
    text = told(page)
    assert "Goals: 9. Of 9 of them nobody states that anything serves them." in text
    # Of the goals of each plan it is told once that nothing serves them; and of two proposals.
    once = texts("en")["plans-none-served"]
    assert text.count(once) == page.count('<table class="stacked">') > 1
    assert text.count("nothing on record") == 2
    persian = told(page_of(client, "/plans?city=city/tabriz&lang=fa"))
    assert "شمار هدف‌ها: ۹. دربارهٔ ۹ هدف کسی نگفته است" in persian
    assert "هاب منطقه‌ای" in persian


def test_policies_events_and_proposals_stand_beside_the_plans(client: FlaskClient) -> None:
    body = client.get("/plans?format=json").json
    assert body
    (policy,) = [one for one in body["aims"] if "/policy/" in one["iri"]]
    assert len(policy["goals"]) == 4
    (trip,) = policy["servedAsAWhole"]
    assert (trip["iri"].rpartition("/")[2], trip["how"]) == ("esmaeili-trip-baku", "whole")
    assert len(body["proposals"]) == 24
    assert not any(one["states"] for one in body["proposals"])
    text = told(page_of(client, "/plans?lang=en"))
    # Those of the policy are those of the forum.
    assert "Goals: 13." in text
    assert "Serves it as a whole: Trip of Esmaeili to Baku" in text
    assert text.count("none recorded") == 24


def test_the_same_as_a_table(client: FlaskClient) -> None:
    got = client.get("/plans", headers={"Accept": "text/csv"})
    assert got.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(got.text)))
    plans = [row for row in rows if "/plan/" in row["of"]]
    assert {row["goal"].rpartition("/tabriz-")[2] for row in plans} == NINE
    assert {row["served"] for row in plans} == {""}
    assert sum(row["kind"] == "proposal" for row in rows) == 24
    whole = [row["thing_en"] for row in rows if row["kind"] == "plan"]
    assert whole == ["Trip of Esmaeili to Baku"]


def test_a_city_that_is_none_is_told_with_near_names(client: FlaskClient) -> None:
    page = {"Accept": "text/html"}
    got = client.get("/plans?city=city/tabrizz&lang=fa", headers=page)
    assert got.status_code == 404
    assert "تبریز" in got.text
    assert client.get("/plans?city=city/tabrizz&format=json").status_code == 404


def test_how_something_serves_a_goal() -> None:
    def row(**values: str) -> dict[str, Any]:
        return {name: NamedNode(f"{ID}{value}") for name, value in values.items()}

    stated, rule, whole = map(Literal, ("stated", "rule", "whole"))
    goal = {"of": "plan/a", "goal": "goal/a"}
    rows = [
        row(**goal, thing="event/a", area="concept/one") | {"how": stated},
        row(**goal, thing="event/a", area="concept/two") | {"how": stated},
        row(**goal, thing="claim/a", member="city/a", body="organisation/a") | {"how": rule},
        row(**goal, thing="event/b") | {"how": whole},
        row(of="plan/b", place="city/b"),
    ]
    first, second = aims_of(rows)
    (only,) = first.goals.values()
    assert len(only.areas) == 2
    assert {(it.thing.rpartition("/id/")[2], it.how) for it in only.served.values()} == {
        ("event/a", "stated"),
        ("claim/a", "rule"),
    }
    assert [it.thing for it in first.whole.values()] == [f"{ID}event/b"]
    assert not second.goals
    assert aims_of(rows, f"{ID}city/b") == [second]
