from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest

from peyvand.linkage.batch.engine import shipped_numbers, train
from peyvand.linkage.batch.run import Merge, merge
from peyvand.linkage.blocking import variants
from peyvand.linkage.classification import NONE, REVIEW, SAME
from peyvand.linkage.gazetteer import Gazetteer
from peyvand.linkage.model import GRADES
from peyvand.linkage.outcomes import Judgement
from peyvand.linkage.sentences import reason_text
from peyvand.model import City, Verdict


def found(merged: Merge) -> dict[str, tuple[str, str]]:
    return {link.left: (link.decision, link.right) for link in merged.links}


# Places, and what each finds.
FOUND = [
    (City("1", ("Esfahan",), "Iran", 32.66, 51.68, 1_900_000), (SAME, "Q10")),
    (City("1", ("Ispahan",), "Iran", 32.66, 51.68), (SAME, "Q10")),
    (City("1", ("اصفهان",), "ایران", 32.66, 51.68, 1_900_000), (SAME, "Q10")),
    (City("1", ("أصفهان",), "إيران", 32.66, 51.68, 1_900_000), (SAME, "Q10")),
    (City("1", ("اصفهان",), "ایران"), (REVIEW, "Q10")),
    (City("1", ("Isfahan",), "Iran"), (REVIEW, "Q10")),
    (City("1", ("Isfahan",)), (REVIEW, "Q10")),
    (City("1", ("Tripoli",), "Lebanon", 34.43, 35.84, 240_000), (SAME, "Q21")),
    (City("1", ("Tripoli",), "Libya", 32.9, 13.2), (SAME, "Q20")),
    (City("1", ("Los Angeles",), "Chile", -37.46, -72.36, 190_000), (SAME, "Q71")),
    # Latitude and longitude exchanged.
    (City("1", ("Los Angeles",), "Chile", -72.36, -37.46, 190_000), (SAME, "Q71")),
    (City("1", ("Kansas City",), "USA", 39.105, -94.605, 300_000), (REVIEW, "Q30")),
    (City("1", ("Karlstad",), "Sweden", 59.38, 13.50, 74_000), (REVIEW, "Q40")),
    (City("1", ("Karlstad Municipality",), "Sweden", 59.38, 13.50), (SAME, "Q40")),
    (City("1", ("Zwolle",), "Netherlands", 52.5, 6.1, 110_000), (REVIEW, "Q60")),
    (City("1", ("Sliema",), "Malta", 35.91, 14.50, 15_000), (NONE, "")),
    (City("1", ("Nowhere",)), (NONE, "")),
]


@pytest.fixture(scope="module")
def merged(records: list[City]) -> dict[str, tuple[str, str]]:
    """What each place finds, by its place in the list; those of one item are merged apart."""
    rounds: dict[int, list[City]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for number, (place, (_, item)) in enumerate(FOUND):
        rounds[seen[item]].append(replace(place, identifier=str(number)))
        seen[item] += 1
    done = [merge(places, records) for places in rounds.values()]
    return {place: what for one in done for place, what in found(one).items()}


@pytest.mark.parametrize("number", range(len(FOUND)))
def test_each_place_finds_its_item_or_a_person(
    merged: dict[str, tuple[str, str]], number: int
) -> None:
    assert merged[str(number)] == FOUND[number][1]


def test_a_name_that_no_record_has_is_looked_for_in_the_wider_gazetteer() -> None:
    livorno = City("Q90", ("Livorno",), "Italy", 43.55, 10.31, 158_000)
    known = City("g1", ("Livorno",), "IT", 43.55, 10.31, 156_000, aliases=("Leghorn",))
    places = [
        City("1", ("Leghorn",), "Italy", 43.56, 10.32, 159_000),
        City("2", ("Leghorn",), "Italy", 43.56, 10.32),
        City("3", ("Elsewhere",), "Italy", 43.56, 10.32, 159_000),
    ]
    asked: list[str] = []

    def wider(lost: Sequence[City]) -> Gazetteer:
        asked.extend(place.identifier for place in lost)
        return Gazetteer([known], lost)

    def looked(place: City) -> tuple[str, str]:
        (outcome,) = found(merge([place], [livorno], wider=wider)).values()
        return outcome

    assert [looked(place) for place in places] == [(SAME, "Q90"), (REVIEW, "Q90"), (NONE, "")]
    # A place whose name a record has asks nobody.
    assert looked(replace(livorno, identifier="4"))[0] == SAME
    assert asked == ["1", "2", "3"]


def test_a_row_that_counts_the_people_of_a_namesake_is_for_a_person() -> None:
    record = City("Q90", ("Mandeville",), "USA", 30.36, -90.07, 10_489)
    place = City("1", ("Mandeville",), "USA", 30.36, -90.07, 47_115)
    known = City("g1", ("Mandeville",), "JM", 18.04, -77.5, 47_115)

    def looked(place: City) -> tuple[str, str]:
        merged = merge([place], [record], wider=lambda asked: Gazetteer([known], asked))
        (link,) = merged.links
        return link.decision, reason_text(link.reason)

    said = "the population is not that of this place but of a namesake: g1"
    assert looked(place) == (REVIEW, said)
    assert looked(replace(place, population=47_116)) == (SAME, "")


def test_two_places_on_one_item_do_not_both_get_it(records: list[City]) -> None:
    places = [
        City("1", ("Isfahan",), "Iran", 32.65, 51.67, 2_000_000),
        City("2", ("Isfahan",), "Iran", 32.65, 51.67, 2_000_000),
    ]
    assert {decision for decision, _ in found(merge(places, records)).values()} == {REVIEW}


def test_two_items_for_one_town_go_to_review(records: list[City]) -> None:
    twin = City("Q99", ("Isfahan",), "Iran", 32.65, 51.68, 2_000_000, source="c")
    lone = [record for record in records if record.source != "b"]
    place = City("1", ("Isfahan",), "Iran", 32.65, 51.67, 2_000_000)
    assert found(merge([place], [*lone, twin]))["1"][0] == REVIEW
    redirected = merge([place], [*lone, twin], redirects={"Q99": "Q10"})
    assert found(redirected)["1"] == (SAME, "Q10")


def test_runs_are_alike_to_the_byte(records: list[City]) -> None:
    places = [City("k", ("Kansas City",), "USA", 39.105, -94.605)]
    places += [City("t", ("Tripoli",), "Libya", 32.9, 13.2), City("i", ("Esfahan",), "Iran")]
    first, second = merge(places, records), merge(places, list(reversed(records)))
    assert first.rows() == second.rows()
    assert first.explanations() == second.explanations()


def test_an_explanation_names_the_values_compared(records: list[City]) -> None:
    place = City("1", ("Esfahan",), "ایران", 32.66, 51.68, 1_900_000)
    (one,) = merge([place], records).explanations()
    rows = {row["what"]: row for row in one["compared"]}
    assert rows["name"]["left"] == "Esfahan"
    assert rows["name"]["grade"] == "names are equal but for transliteration"
    assert rows["country"]["right"] == "Iran"
    assert rows["distance"]["km"] == pytest.approx(1.5, abs=0.2)
    assert rows["population"]["bits"] > 0
    prior = shipped_numbers()["prior"]
    assert one["weight_bits"] > sum(row["bits"] for row in rows.values()) - 20
    assert 0 < prior < 0.01
    assert "Esfahan / Isfahan" in one["why"]
    assert "km apart" in one["why"]


def test_a_review_names_the_other_items(records: list[City]) -> None:
    place = City("1", ("Kansas City",), "USA", 39.105, -94.605, 300_000)
    (one,) = merge([place], records).explanations()
    assert [other["qid"] for other in one["others"]] == ["Q31"]
    assert "the same place at another level: Q31" in one["why"]


def test_other_identifiers_of_one_scheme_raise_a_doubt(records: list[City]) -> None:
    held = City("Q50", same_as=("geonames:1", "geonames:2"))
    place = City("1", ("Valletta",), "Malta", 35.9, 14.51, 6000, same_as=("geonames:3",))
    (link,) = merge([place], [*records, held]).links
    assert (link.decision, reason_text(link.reason)) == (
        REVIEW,
        "their identifiers differ: geonames",
    )


def test_people_win_over_the_model_and_over_identifiers(records: list[City]) -> None:
    places = [
        City("1", ("Kansas City",), "USA", 39.105, -94.605, 300_000),
        City("2", ("Isfahan",), "Iran", 32.65, 51.67, same_as=("wikidata:Q10",)),
        City("3", ("Valletta",), "Malta", 35.9, 14.5),
    ]
    rows = [
        Judgement("1", "Q31", Verdict.SAME, "mina", "2026-01-01"),
        Judgement("2", "Q50", Verdict.SAME, "mina", "2026-01-01"),
        Judgement("3", "Q50", Verdict.DIFFERENT, "mina", "2026-01-01"),
    ]
    merged = merge(places, records, judgements=rows)
    assert found(merged) == {"1": (SAME, "Q31"), "2": (SAME, "Q50"), "3": (NONE, "")}
    assert merged.summary()["decided_by_people"] == 3


def test_a_decision_on_an_old_identifier_follows_its_redirect(records: list[City]) -> None:
    rows = [Judgement("1", "Q3", Verdict.SAME, "mina", "2026-01-01")]
    place = City("1", ("Kansas City",), "USA", 39.105, -94.605)
    assert found(merge([place], records, redirects={"Q3": "Q31"}, judgements=rows))["1"] == (
        SAME,
        "Q31",
    )


def test_nothing_against_nothing_is_nothing(records: list[City]) -> None:
    assert merge([], records).links == []
    assert found(merge([City("1", ("Isfahan",))], []))["1"] == (NONE, "")
    assert found(merge([City("1")], records))["1"] == (NONE, "")


def test_a_short_name_in_another_script_is_compared_with_what_lies_beside_it() -> None:
    como = City("Q1", ("Como",), "Italy", 45.81, 9.08, 84_000)
    others = [
        City(f"Q{n}", (name,), "Italy", 45.8, 9.1, 9_000) for n, name in ((2, "Lora"), (3, "Cantu"))
    ]
    near = City("1", ("کومو",), "ایتالیا", 45.81, 9.085, 82_000)
    far = replace(near, identifier="2", latitude=46.2)
    assert found(merge([near, far], [como, *others])) == {"1": (SAME, "Q1"), "2": (NONE, "")}


def test_the_shipped_numbers_fit_the_grades() -> None:
    numbers = shipped_numbers()["comparisons"]
    assert {name: list(grades) for name, grades in numbers.items()} == {
        name: [grade.name for grade in grades] for name, grades in GRADES.items()
    }
    for grades in numbers.values():
        assert all(0 < value < 1 for grade in grades.values() for value in grade.values())


def test_training_needs_no_answers() -> None:
    places, records = [], []
    for n in range(300):
        name = f"{'bcdfghklmnprstvz'[n % 16]}a{'bdfgklmnprst'[n % 12]}o{'kmnrst'[n % 6]}{n}x"
        lat, lon = (n * 37 % 120) - 60.0, (n * 71 % 340) - 170.0
        places.append(City(f"l{n}", (name,), "Iran", lat, lon, 1000 * n + 5000))
        records.append(City(f"Q{n}", (name,), "Iran", lat + 0.01, lon, 1000 * n + 5500))
    numbers = train(places, variants(records))
    name = numbers["comparisons"]["name"]
    assert name["main"]["m_probability"] > 0.9 > name["other"]["m_probability"]
    assert name["other"]["u_probability"] > 0.5
    merged = merge(places[:50], records, numbers=numbers)
    assert all(right == f"Q{left[1:]}" for left, (_, right) in found(merged).items())
