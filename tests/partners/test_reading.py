"""Cities and links as a graph has them."""

from __future__ import annotations

import math

from peyvand.partners.cities import UNKNOWN, Cities, Links

ID = "https://w3id.org/peyvand/id/"


def test_what_is_known_is_read_and_what_is_not_stays_unknown(small: tuple[Cities, Links]) -> None:
    cities, _ = small
    assert [iri.removeprefix(f"{ID}city/") for iri in cities.iris] == [
        *("arak", "bushehr", "lublin", "lviv", "novi-sad", "tbilisi")
    ]
    lviv, bushehr = cities.numbers[f"{ID}city/lviv"], cities.numbers[f"{ID}city/bushehr"]
    assert cities.populations[lviv] == 721510
    assert cities.latitudes[lviv] == 49.84
    assert cities.networks[lviv] == {f"{ID}organisation/creative"}
    assert cities.countries[bushehr] == UNKNOWN
    assert math.isnan(cities.populations[bushehr])
    assert math.isnan(cities.latitudes[bushehr])


def test_a_transliteration_is_shown_where_no_persian_name_is_known(
    small: tuple[Cities, Links],
) -> None:
    cities, _ = small
    lviv, lublin = cities.numbers[f"{ID}city/lviv"], cities.numbers[f"{ID}city/lublin"]
    assert cities.label(lviv, "fa") == "لویو"
    assert cities.label(lublin, "fa") == "Lublin"


def test_pairs_are_read_once_with_the_span_of_their_first_snapshot(
    small: tuple[Cities, Links],
) -> None:
    cities, links = small
    assert len(links.pairs) == 7
    lublin, lviv = cities.numbers[f"{ID}city/lublin"], cities.numbers[f"{ID}city/lviv"]
    assert links.seen[lublin, lviv] == ("2016-09-01", "2016-09-30")
    assert len(links.seen) == 2
