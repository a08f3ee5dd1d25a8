"""What somebody writes, and what is found, in which order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.features.similarity import one_error, shortened
from peyvand.search import KINDS, Index, suggest
from peyvand.search.suggest import GRADES, names_of, things

ID = "https://w3id.org/peyvand/id/"


def slugs(index: Index, text: str, **more: object) -> list[str]:
    return [hit.iri.removeprefix(ID) for hit in suggest(index, text, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        *("Tabriz", "tabriz", "TABRIZ", "tabrīz", " Tabriz ", "Tabríz", "تبریز", "تبريز", "تـبریز"),
        *("تَبریز", "Ｔａｂｒｉｚ", "Täbris", "tauris", "Q80053", "q80053", "city/tabriz"),
        ID + "city/tabriz",
    ],
)
def test_one_city_by_all_its_names(index: Index, text: str) -> None:
    hit = suggest(index, text)[0]
    assert (hit.iri, hit.grade) == (ID + "city/tabriz", "exact")


@pytest.mark.parametrize(
    ("text", "best", "grade"),
    [
        ("tab", "city/tabriz", "prefix"),
        ("تبر", "city/tabriz", "prefix"),
        ("Esfahan", "city/isfahan", "spelling"),
        ("Ispahan", "city/isfahan", "sound"),
        ("New York", "city/new-york", "spelling"),
        ("city new", "city/new-york", "token"),
        ("paulo", "city/sao-paulo", "word"),
        ("sao paulo", "city/sao-paulo", "exact"),
        ("Tbilsi", "city/tbilisi", "sound"),
        ("Sprngfeild", "city/springfield-ohio", "sound"),
        ("Sprinfgield", "city/springfield-ohio", "fuzzy"),
        ("istambul", "http://www.wikidata.org/entity/Q406", "fuzzy"),
        ("سند 001", "document/001", "exact"),
        ("سند ۰۰۱", "document/001", "exact"),
        ("قدرت نرم", "concept/soft-power", "exact"),
        ("pv:SisterCityAgreement", "https://w3id.org/peyvand/ns#SisterCityAgreement", "exact"),
        ("agreement tbilisi", "agreement/tabriz-tbilisi", "token"),
    ],
)
def test_the_best_of_what_fits(index: Index, text: str, best: str, grade: str) -> None:
    hit = suggest(index, text)[0]
    assert (hit.iri.removeprefix(ID), hit.grade) == (best, grade)


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("York", "city/york", "city/new-york"),  # the whole name before a word of it
        ("tab", "city/tabriz", "city/tabas"),  # the one with more agreements
        ("springfield", "city/springfield-ohio", "city/springfield-illinois"),
        ("tabriz", "city/tabriz", "agreement/tabriz-york"),
    ],
)
def test_better_and_worse(index: Index, text: str, better: str, worse: str) -> None:
    found = slugs(index, text)
    assert found.index(better) < found.index(worse)


def test_hits_come_in_the_order_of_their_scores_and_each_thing_once(index: Index) -> None:
    for text in ("t", "tab", "york", "agreement", "ا", "springfield", "istambul"):
        hits = suggest(index, text, limit=50)
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert len({hit.iri for hit in hits}) == len(hits)
        assert [GRADES[hit.grade] for hit in hits] == sorted(
            (GRADES[hit.grade] for hit in hits), reverse=True
        )


def test_a_hit_tells_what_is_stored(index: Index) -> None:
    hit = suggest(index, "tabriz")[0]
    assert (hit.kind, hit.label_en, hit.label_fa, hit.weight) == ("city", "Tabriz", "تبریز", 2)
    assert (hit.country_en, hit.country_fa) == ("Iran", "ایران")
    assert (hit.item, hit.latitude, hit.population) == ("Q80053", 38.083333, 1558693)
    assert suggest(index, "قدرت نرم")[0].matched == "قدرت‌نرم"
    assert suggest(index, "Isfahan")[0].label("fa") == "اصفهان"
    assert suggest(index, "soft")[:1] == []


def test_kinds_are_told_by_classes_and_restrict(index: Index) -> None:
    kinds = {hit.iri.removeprefix(ID): hit.kind for hit in suggest(index, "a", limit=100)}
    assert kinds["agreement/tabriz-york"] == "agreement"
    assert suggest(index, "uclg")[0].kind == "network"
    assert suggest(index, "سند")[0].kind == "document"
    assert suggest(index, "istanbul")[0].kind == "item"
    assert slugs(index, "tabriz", kinds=("agreement",)) == [
        "agreement/tabriz-tbilisi",
        "agreement/tabriz-york",
    ]
    assert slugs(index, "tabriz", kinds=("person",)) == []
    assert {hit.kind for hit in suggest(index, "t", limit=100)} <= set(KINDS)


def test_pages_follow_each_other(index: Index) -> None:
    whole = slugs(index, "agreement", limit=4)
    pages = [slugs(index, "agreement", limit=1, skip=skip) for skip in range(4)]
    assert [slug for page in pages for slug in page] == whole


def test_an_identifier_means_one_thing_or_none(index: Index) -> None:
    assert slugs(index, "Q80053") == ["city/tabriz"]
    assert slugs(index, "Q99999999") == []
    assert slugs(index, "city/nowhere") == []


def test_evidence_names_nothing(index: Index) -> None:
    assert slugs(index, "Only in evidence") == []


def test_names_and_things_by_iri(index: Index) -> None:
    assert names_of(index, ID + "city/tabriz") == ["Tabriz", "تبریز", "Täbris", "Tauris"]
    found = things(index, [ID + "city/york", ID + "none", ID + "city/tabriz"])
    assert [hit.label_en for hit in found] == ["York", "Tabriz"]


@given(st.text(max_size=300))
def test_nothing_that_is_written_breaks_it(index: Index, text: str) -> None:
    assert len(suggest(index, text, limit=5)) <= 5


@pytest.mark.parametrize("text", ["", "   ", "*", '"', "'; DROP TABLE things; --", "\0", "\u200c"])
def test_odd_texts_find_nothing(index: Index, text: str) -> None:
    assert suggest(index, text) == []


def test_one_error_is_found_and_two_are_not() -> None:
    for seed in range(200):
        chance = random.Random(seed)
        word = "".join(chance.choices("abcdeyz", k=chance.randint(4, 9)))
        place, letter = chance.randrange(len(word)), chance.choice("abxy")
        changed = {
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
        }
        for other in changed:
            assert one_error(word, other), (word, other)
            assert not shortened(other) or shortened(word) & shortened(other), (word, other)
    assert not one_error("abcd", "badc")
    assert not one_error("isfahan", "isphahn")
    assert shortened("abc") == set()


def test_nothing_weaker_is_looked_for_than_is_wanted(index: Index) -> None:
    assert suggest(index, "Isfah")
    assert suggest(index, "Isfah", weakest="name") == []
    assert [hit.grade for hit in suggest(index, "Isfahan", weakest="exact")][:1] == ["exact"]
    assert {hit.grade for hit in suggest(index, "Isfahan", weakest="exact")} == {"exact"}
