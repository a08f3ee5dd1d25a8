"""The page ``/map``: the members of a network on a map, and what is told of it; JSON and CSV."""

from __future__ import annotations

import csv
import io
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from peyvand.vocabulary.iris import ID
from web.words import told as words_of

told = partial(words_of, start="<main", between=" ")

PAGE = {"Accept": "text/html"}
SUMMIT = "organisation/silk-road-cities-summit"


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


def test_every_network_with_members_is_listed(client: FlaskClient) -> None:
    page = client.get("/map?lang=en", headers=PAGE).text
    assert f'href="/map?network={SUMMIT.replace("/", "%2F")}' in page or SUMMIT in page
    assert "League of Historical Cities 3 3" in told(page)
    rows = list(csv.DictReader(io.StringIO(client.get("/map?format=csv").text)))
    assert {row["iri"]: row["members"] for row in rows}[f"{ID}{SUMMIT}"] == "1"


def test_a_network_has_its_members_on_a_map_in_both_languages(client: FlaskClient) -> None:
    page = client.get(f"/map?network={SUMMIT}&lang=en", headers=PAGE).text
    assert page.count('<circle class="place') == 1
    assert "Members on record: 1; with a known place: 1" in told(page)
    assert "No edition is on record; there may have been some." in told(page)
    assert "Yazd Iran 31.9 · 54.37" in told(page)
    persian = told(client.get(f"/map?network={SUMMIT}&lang=fa", headers=PAGE).text)
    assert "یزد ایران ۳۱٫۹ · ۵۴٫۳۷" in persian
    linked = client.get(f"/page/{SUMMIT}?lang=en", headers=PAGE).text
    assert "All on the map" in linked


def test_agreements_between_members_are_lines(client: FlaskClient) -> None:
    found = client.get("/map?network=league-historical-cities&format=json").json
    assert found is not None
    ends = {frozenset((link["one"], link["other"])) for link in found["links"]}
    assert ends
    assert {end for pair in ends for end in pair} <= {one["iri"] for one in found["members"]}
    assert {one["iri"]: one["links"] for one in found["members"]}[f"{ID}city/isfahan"] == sum(
        f"{ID}city/isfahan" in (link["one"], link["other"]) for link in found["links"]
    )
    page = client.get("/map?network=league-historical-cities", headers=PAGE).text
    assert page.count('class="link ours"') == len(found["links"])


def test_a_network_is_named_by_its_name_too_and_near_ones_are_told(client: FlaskClient) -> None:
    by_name = client.get("/map?network=metropolis&format=json").json
    assert by_name == client.get("/map?network=Metropolis&format=json").json
    got = client.get("/map?network=metropoliss&lang=en", headers=PAGE)
    assert got.status_code == 404
    assert "Near: organisation/metropolis." in told(got.text)
    assert client.get("/map?network=metropoliss&format=json").status_code == 404
