"""The frames of docs/linked-data.md give the trees that are promised there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pyld import jsonld

PAGE = Path(__file__).parents[2] / "docs" / "linked-data.md"
ID = "https://w3id.org/peyvand/id/"
CONTEXT = "https://w3id.org/peyvand/context.jsonld"


@pytest.fixture(scope="module")
def trees(documents: Flask) -> dict[str, dict[str, Any]]:
    """What each frame of the page makes of the description of the thing that it names."""
    client = documents.test_client()

    def load(address: str, options: Any) -> dict[str, Any]:
        # No host is asked.
        assert address == CONTEXT
        document = json.loads(client.get("/context.jsonld").data)
        return {"contextUrl": None, "documentUrl": address, "document": document}

    section = PAGE.read_text(encoding="utf-8").split("### Frames")[1]
    made = {}
    for block in re.findall(r"^```json\n(.*?)^```$", section.split("\n## ")[0], re.M | re.S):
        frame = json.loads(block)
        name = frame["id"].removeprefix(ID)
        described = json.loads(client.get(f"/data/{name}.jsonld").data)
        options = {"documentLoader": load, "omitGraph": True}
        made[name] = jsonld.frame(described, frame, options)
    return made


def test_a_city_is_a_tree_with_its_country(trees: dict[str, dict[str, Any]]) -> None:
    tree = trees["city/tabriz"]
    assert {"City", "SubnationalPlace"} <= set(tree.pop("type"))
    assert tree == {
        "@context": CONTEXT,
        "id": f"{ID}city/tabriz",
        "label": {"en": "Tabriz", "fa": "تبریز"},
        "wgs:lat": "38.083333",
        "wgs:long": "46.283333",
        "population": 1558693,
        "inCountry": {"id": f"{ID}country/iran", "label": {"en": "Iran", "fa": "ایران"}},
        "hasWikidataItem": "http://www.wikidata.org/entity/Q80053",
    }


def test_an_agreement_is_a_tree_with_its_claims(trees: dict[str, dict[str, Any]]) -> None:
    tree = trees["agreement/tabriz-wuhan"]
    assert set(tree) == {"@context", "id", "type", "label", "signed", "hasParty", "claims"}
    assert tree["label"]["fa"] == "پیمان تبریز و ووهان"
    assert [party["label"]["en"] for party in tree["hasParty"]] == ["Tabriz", "Wuhan"]
    names = {"id", "type", "property", "reading", "asPrinted", "certainty", "isStatedIn"}
    assert len(tree["claims"]) > 5
    # A decision about it is no claim.
    assert all(set(claim) == names and claim["type"] == "Claim" for claim in tree["claims"])
    claims = {claim["id"].rpartition("/")[2]: claim for claim in tree["claims"]}
    signed = claims["F003-090"]
    assert signed["property"] == {"id": "pv:signed"}
    assert signed["reading"] == {"type": "edtf:EDTF", "@value": "2016-05-21/2016-06-20"}
    assert signed["asPrinted"] == "خرداد ۱۳۹۵"
    assert signed["isStatedIn"]["id"] == f"{ID}document/003"
    assert claims["F001-348.2"]["asPrinted"] is None
