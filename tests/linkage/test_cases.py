"""One table of cases that both engines are held to: the same features, and what each concludes."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from peyvand.features.folding import fold
from peyvand.features.names import key
from peyvand.features.thresholds import (
    DISTANCES_KM,
    OTHER_COUNTRY,
    POPULATION_RATIOS,
    SAME_COUNTRY,
    SAME_SOVEREIGN,
)
from peyvand.linkage.batch.run import merge
from peyvand.linkage.classification import Link
from peyvand.linkage.interactive.comparison import Condition
from peyvand.linkage.interactive.matching import Candidate, Row, candidates
from peyvand.model import City
from peyvand.search import Index
from peyvand.search.index import write_index
from peyvand.search.model import Entry, Name

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]
# How each engine calls what the table says; a similar name is at most worth 0.85 of its similarity.
GRADES = {"equal": {"main", "alias"}, "similar": {"close", "similar"}}
NAMES = {"equal": (1, 1), "spelling": (0.95, 0.95), "sound": (0.8, 0.8), "similar": (0.71, 0.85)}
COUNTRIES = {"same": SAME_COUNTRY, "sovereign": SAME_SOVEREIGN, "other": OTHER_COUNTRY}
POPULATIONS = dict(zip(POPULATION_RATIOS, (1.0, 0.8, 0.5, 0.2), strict=True))

cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])


def city(identifier: str, told: dict[str, Any]) -> City:
    known = (f"wikidata:{told['qid']}",) if "qid" in told else ()
    return City(
        identifier,
        (told["name"],),
        told.get("country", ""),
        told.get("lat"),
        told.get("lon"),
        told.get("population"),
        known,
    )


def item(case: dict[str, Any], name: str) -> str:
    """The item of the candidate or the rival of a case."""
    made_up = f"Q{CASES.index(case) + 1}{('candidate', 'rival').index(name)}"
    return str(case[name].get("qid", made_up))


@pytest.fixture(scope="module")
def links() -> dict[str, Link]:
    """What the batch engine makes of all cases, by their titles."""
    places = [city(case["title"], case["row"]) for case in CASES]
    records = [
        city(item(case, name), case[name])
        for case in CASES
        for name in ("candidate", "rival")
        if name in case
    ]
    return {link.left: link for link in merge(places, records).links}


def entry(identifier: str, told: dict[str, Any]) -> Entry:
    names = [Name(told["name"], "en")]
    if "qid" in told:
        names.append(Name(told["qid"], identifier=True))
    return Entry(
        f"https://example.org/{identifier}",
        "city",
        tuple(names),
        country_name=told.get("country", ""),
        item=told.get("qid", ""),
        latitude=told.get("lat"),
        longitude=told.get("lon"),
        population=told.get("population"),
    )


def interactively(case: dict[str, Any], folder: Path) -> list[Candidate]:
    """What the index of the candidate, and of its rival if any, has for the row."""
    entries = [entry(name, case[name]) for name in ("candidate", "rival") if name in case]
    name = key(fold(case["candidate"]["name"], whole=True))
    # Wherever a place lies, one of two at opposite ends of the world is another.
    namesakes = [(name, 0.0, 0.0), (name, 0.0, 180.0)] if case.get("shared") else []
    write_index(folder / "index", entries, {}, namesakes)
    index = Index(folder / "index")
    row = case["row"]
    told = {
        "inCountry": row.get("country"),
        "coordinates": f"{row['lat']}, {row['lon']}" if "lat" in row else None,
        "population": row.get("population"),
        "hasWikidataItem": row.get("qid"),
    }
    conditions = tuple(Condition(name, (value,)) for name, value in told.items() if value)
    found = candidates(index, Row((row["name"],), ("city",), conditions))
    index.close()
    return found


@cases
def test_the_batch_engine(case: dict[str, Any], links: dict[str, Link]) -> None:
    assert links[case["title"]].decision == case["batch"]


@cases
def test_the_interactive_engine(case: dict[str, Any], tmp_path: Path) -> None:
    found = interactively(case, tmp_path)
    said = "match" if any(c.match for c in found) else "candidate" if found else "none"
    assert said == case["interactive"]


@cases
def test_both_see_the_same_features(
    case: dict[str, Any], links: dict[str, Link], tmp_path: Path
) -> None:
    expected = case["features"]
    link = links[case["title"]]
    pairs = [pair for pair in (link.pair, *link.others) if pair]
    mine = item(case, "candidate")
    grades = next((pair.grades for pair in pairs if pair.right == mine), {})
    found = interactively(case, tmp_path)
    features = next((c.features for c in found if c.hit.iri.endswith("candidate")), {})
    if name := expected.get("name"):
        assert grades["name"] in GRADES.get(name, {name})
        least, most = NAMES[name]
        assert least <= features["name"] <= most
    if country := expected.get("country"):
        assert grades["country"] == country
        assert features["inCountry"] == COUNTRIES[country]
    if most := expected.get("km"):
        least = max((km for km in DISTANCES_KM if km < most), default=0)
        assert grades["distance"] == f"{most}"
        assert least <= features["distance"] <= most
    if ratio := expected.get("population"):
        assert grades["population"] == f"{ratio:g}"
        assert features["population"] == POPULATIONS[ratio]
