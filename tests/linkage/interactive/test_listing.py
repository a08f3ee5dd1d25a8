"""Whole lists, as people paste them: how they are read, and what their rows mean."""

from __future__ import annotations

import pytest

from peyvand.errors import SourceError
from peyvand.linkage.interactive.listing import MOST_LETTERS, Matched, matched
from peyvand.linkage.interactive.pasted import read_pasted
from peyvand.search import Index

ID = "https://w3id.org/peyvand/id/"


def read(text: str, *meanings: str) -> tuple[list[str], list[tuple[str, str]]]:
    pasted = read_pasted(text.encode(), "list", meanings)
    cities = pasted.read.cities
    return list(pasted.fields), [(" / ".join(city.names), city.country) for city in cities]


def listed(index: Index, text: str) -> list[Matched]:
    return matched(index, read_pasted(text.encode(), "list").read.cities)


def told(found: Matched) -> tuple[str, list[str]]:
    return found.outcome.value, [c.hit.iri.removeprefix(ID) for c in found.candidates]


@pytest.mark.parametrize(
    ("text", "fields", "cities"),
    [
        # Names alone, a line each; a comma belongs to the name where most lines have none.
        ("Tabriz\nWien\n", ["names"], [("Tabriz", ""), ("Wien", "")]),
        (
            "Washington, D.C.\nTabriz\n\nWien\n",
            ["names"],
            [("Washington, D.C.", ""), ("Tabriz", ""), ("Wien", "")],
        ),
        ("تبریز\r\nاصفهان", ["names"], [("تبریز", ""), ("اصفهان", "")]),
        # Columns without a heading, in any order.
        ("Tabriz, Iran\nWien, Österreich\n", ["names", "country"], None),
        ("Iran\tTabriz\nMalta\tB", ["country", "names"], [("Tabriz", "Iran"), ("B", "Malta")]),
        ("Q80053;Tabriz\nQ1741;Wien", ["wikidata", "names"], [("Tabriz", ""), ("Wien", "")]),
        ("Q80053\nQ1741", ["wikidata"], [("", ""), ("", "")]),
        # With a heading, in any language.
        ("شهر,کشور\nتبریز,ایران", ["names", "country"], [("تبریز", "ایران")]),
        ("Stadt;Land;Notiz\nWien;Österreich;x", ["names", "country", ""], [("Wien", "Österreich")]),
    ],
)  # fmt: skip
def test_how_a_list_is_read(
    text: str, fields: list[str], cities: list[tuple[str, str]] | None
) -> None:
    found, named = read(text)
    assert found == fields
    assert cities is None or named == cities


def test_a_country_that_is_not_known_is_told() -> None:
    read_ = read_pasted(b"city,country\nWien,Ruritania\nTabriz,Iranian\n", "list").read
    assert read_.report.problem_counts == {"country": 1}
    assert "Ruritania" in read_.report.problems[0].message


def test_somebody_may_say_what_the_columns_are() -> None:
    assert read("place,b\nIran,Tabriz", "country", "names")[1] == [("Tabriz", "Iran")]
    with pytest.raises(SourceError):
        read("name,country\nTabriz,Iran", "", "country")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b'{"a": 1}', b"<html>", b"PK\x03\x04"])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(SourceError):
        read_pasted(content, "list")


def test_the_cells_of_a_row_are_kept_by_its_identifier() -> None:
    pasted = read_pasted(b"id,name,note\nx,Tabriz,one\n,Wien,two\n", "list")
    assert pasted.rows["x"] == ["x", "Tabriz", "one"]
    assert pasted.rows["row-3"] == ["", "Wien", "two"]
    assert {city.identifier for city in pasted.read.cities} == set(pasted.rows)


def test_sure_open_and_nothing(index: Index) -> None:
    found = listed(index, "Tabriz\nSpringfield\nXqzwvk\n")
    assert [one.outcome.value for one in found] == ["same", "review", "none"]
    assert told(found[0])[1][0] == "city/tabriz"
    assert len(found[1].candidates) > 1
    assert found[2].candidates == ()


def test_what_else_a_row_tells_counts(index: Index) -> None:
    there, elsewhere = listed(index, "name,country\nTabriz,Iran\nTabriz,Germany\n")
    assert there.outcome == "same"
    assert elsewhere.outcome != "same"
    (near,) = listed(index, "name,lat,lon\nTabriz,38.1,46.3\n")
    (far,) = listed(index, "name,lat,lon\nTabriz,52.5,13.4\n")
    assert (near.outcome, far.outcome == "same") == ("same", False)
    (item,) = listed(index, "name,qid\nQuite another,Q80053\n")
    assert told(item) == ("same", ["city/tabriz"])


def test_rows_that_mean_one_thing_are_told(index: Index) -> None:
    found = listed(index, "name,country\nTabriz,Iran\nتبریز,Iran\nIsfahan,Iran\n")
    assert [one.also for one in found] == [("row-3",), ("row-2",), ()]


def test_what_is_too_long_is_not_read_to_its_end(index: Index) -> None:
    # Each comma would be one more reading of where it lies.
    (found,) = listed(index, "name\n" + "Tabriz" + " x" * MOST_LETTERS + "\n")
    assert found.outcome == "none"


def test_matching_can_be_ended(index: Index) -> None:
    calls = []

    def go_on() -> None:
        calls.append(1)
        if len(calls) == 2:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        matched(index, read_pasted(b"Tabriz\nWien\nIsfahan", "list").read.cities, go_on)
