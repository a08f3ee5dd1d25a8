"""Names written apart, with a half-space or hyphen, and together, and in other letters."""

from __future__ import annotations

import pytest

from peyvand.linkage.interactive.matching import Row, candidates
from peyvand.search import Index, suggest

ID = "https://w3id.org/peyvand/id/"
ALIKE = [
    ("concept/sister-city", "exact", ("خواهر شهر", "خواهر‌شهر", "خواهرشهر", "خواهر-شهر")),
    ("concept/sister-city", "exact", ("خواهر‌شهـــر", "خَواهرشَهر", "خواهر‍شهر", "خواهر\u200eشهر")),
    ("concept/sister-city", "exact", ("sister city", "sister-city", "sistercity", "Sister‐City")),
    ("city/shahr-e-kord", "exact", ("شهرکرد", "شهر کرد", "شهر‌کرد", "شهركرد", "شهر كرد")),
    ("city/baden-baden", "exact", ("Baden-Baden", "Baden Baden", "badenbaden", "Baden–Baden")),
    ("concept/soft-power", "exact", ("قدرت‌نرم", "قدرت نرم", "قدرتنرم")),
    (
        "concept/pact",
        "exact",
        ("پیمان خواهرخواندگی شهر‌ها", "پيمان خواهر خواندگى شهر ها", "پیمان خواهر‌خواندگی شهرها"),
    ),
    ("concept/pact", "prefix", ("پیمان خواهرخوا", "پیمان خواهر خوا", "پیمان خواهر‌خوا")),
    ("concept/pact", "word", ("خواهرخواندگی شهر ها", "خواهر خواندگی شهرها", "خواهر‌خواندگی شهر‌ها")),
    ("concept/pact", "token", ("شهرها پیمان", "شهر ها پیمان", "شهر‌ها پیمان")),
    ("concept/house", "exact", ("خانهٔ هنر", "خانه‌ی هنر", "خانه ی هنر", "خانۀ هنر", "خانه هنر")),
    ("concept/pact", "prefix", ("sister city pa", "sister-city pa", "sistercity pa")),
]


@pytest.mark.parametrize(
    ("slug", "grade", "text"),
    [(slug, grade, text) for slug, grade, texts in ALIKE for text in texts],
)
def test_a_space_a_half_space_and_none_are_alike(
    index: Index, slug: str, grade: str, text: str
) -> None:
    found = {hit.iri.removeprefix(ID): hit.grade for hit in suggest(index, text)}
    assert found.get(slug) == grade
    if grade == "exact":
        row = candidates(index, Row((text,), ("city", "concept")))[0]
        assert (row.hit.iri.removeprefix(ID), row.features["name"]) == (slug, 1)
