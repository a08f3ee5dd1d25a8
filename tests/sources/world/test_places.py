"""What is stated of places: plain or not, by which rule, and beside what."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal
from tests.sources.world.conftest import COUNTRIES, IRAN, IRAQ, NEW, A, B, table, values

from peyvand.errors import SourceError
from peyvand.model import Certainty, Claim
from peyvand.sources.world.found import Found
from peyvand.sources.world.places import read_identifiers, read_places
from peyvand.vocabulary.iris import graph, iri, thing

HEAD = "item,snapshot,property,value,rule,agree"
WIKIDATA = "Q1,wikidata-2022-01-09"


def read(
    folder: Path, found: Found, *rows: str, overruled: tuple[str, ...] = ()
) -> tuple[list[Claim], list[Claim]]:
    """The claims that are plain and the others, of these rows."""
    table(folder, "overruled", "item,property,value,for,by", *overruled)
    named = "IR,IRN,364,Q794,country/iran,Iran,ایران,AS,142,034"
    table(folder, "countries", "iso2,iso3,m49,item,id,en,fa,continent,region,subregion", named)
    read_places(table(folder, "places", HEAD, *rows), NEW, COUNTRIES, found)
    return [claim for _, claim in found.claims], [claim for _, claim in found.aside]


def test_a_statement_is_a_claim_of_its_snapshot(tmp_path: Path, found: Found) -> None:
    (claim,), aside = read(
        tmp_path, found, f"{WIKIDATA},coordinates,35.5 -51.25,,natural-earth-4 whosonfirst-2026"
    )
    assert aside == []
    assert (claim.about, claim.property) == (A, iri("pv:coordinates"))
    assert claim.readings == (Literal("POINT(-51.25 35.5)", datatype=iri("geo:wktLiteral")),)
    assert (claim.certainty, claim.notes) == (Certainty.CERTAIN, ())
    assert claim.read_by == thing("reading-rule/dataset-snapshot")
    assert claim.qualifiers == tuple(
        (iri("pv:isConfirmedIn"), thing(f"document/{name}"))
        for name in ("natural-earth-4", "whosonfirst-2026")
    )


@pytest.mark.parametrize(
    ("rule", "name"), [("linked", "linked-by-partners"), ("inferred", "one-place-of-the-name")]
)
def test_what_was_linked_or_inferred_is_likely(
    tmp_path: Path, found: Found, rule: str, name: str
) -> None:
    (claim,), _ = read(tmp_path, found, f"{WIKIDATA},population,1234,{rule},")
    assert claim.certainty == Certainty.LIKELY
    assert claim.read_by == thing(f"reading-rule/{name}")


def test_a_value_that_weighs_less_is_no_plain_one(tmp_path: Path, found: Found) -> None:
    """Charlotte: the newest value is of another century."""
    (plain,), (aside,) = read(
        tmp_path,
        found,
        "Q1,wikidata-2017-07-28,population,731424,linked,natural-earth-4",
        f"{WIKIDATA},population,11557,,",
        "Q9,cldr-48,population,7,,",
    )
    assert [reading.value for reading in (*plain.readings, *aside.readings)] == ["731424", "11557"]
    assert {note.language for note in aside.notes} == {"en", "fa"}
    assert all("731424" in note.value for note in aside.notes)
    assert plain.notes == ()


def test_a_country_is_plain_unless_it_is_overruled(tmp_path: Path, found: Found) -> None:
    rows = (f"{WIKIDATA},country,IR,,", "Q1,natural-earth-4,country,IQ,,")
    plain, aside = read(tmp_path, found, *rows)
    assert [claim.readings for claim in plain] == [(IRAN,), (IRAQ,)]
    assert aside == []
    found.claims.clear()
    # Of another place the same country stands.
    told = ("Q1,country,IQ,IR,wikidata-2022-01-09", "Q2,country,IR,IQ,natural-earth-4")
    (stands,), (wrong,) = read(tmp_path, found, *rows, overruled=told)
    assert (stands.readings, wrong.readings) == ((IRAN,), (IRAQ,))
    assert ["Iran" in note.value for note in wrong.notes] == [True, False]
    assert ["ایران" in note.value for note in wrong.notes] == [False, True]


def test_a_state_without_a_code_is_plain_if_it_is_no_more_or_no_country_is_stated(
    tmp_path: Path, found: Found
) -> None:
    former, present = thing("state/soviet-union"), thing("country/somaliland")
    states = {"state/soviet-union": former, "country/somaliland": present}
    lines = (
        f"{WIKIDATA},country,IR,,",
        f"{WIKIDATA},state,state/soviet-union,,",
        f"{WIKIDATA},state,country/somaliland,,",
        "Q2,wikidata-2022-01-09,state,country/somaliland,,",
    )
    table(tmp_path, "overruled", "item,property,value,for,by")
    read_places(table(tmp_path, "places", HEAD, *lines), NEW, COUNTRIES | states, found)
    plain = {(claim.about, claim.property.value.rpartition("#")[2]): claim.readings
             for _, claim in found.claims}  # fmt: skip
    assert plain == {
        (A, "inCountry"): (IRAN,),
        (A, "wasInState"): (former,),
        (B, "inCountry"): (present,),
    }
    ((_, aside),) = found.aside
    assert (aside.about, aside.readings) == (A, (present,))
    assert "has a code" in aside.notes[0].value


def test_of_two_points_the_first_is_plain(tmp_path: Path, found: Found) -> None:
    rows = (f"{WIKIDATA},coordinates,35 51,,", "Q1,natural-earth-4,coordinates,45 51,,")
    (plain,), (aside,) = read(tmp_path, found, *rows)
    assert plain.readings[0].value == "POINT(51 35)"
    assert "35 51" in aside.notes[0].value


def test_the_country_to_believe_is_told_by_item(tmp_path: Path, found: Found) -> None:
    lines = (
        f"{WIKIDATA},coordinates,35 51,,",
        f"{WIKIDATA},country,IQ,,",
        "Q1,natural-earth-4,country,IR,,",
        f"{WIKIDATA},population,900,,",
        "Q2,natural-earth-4,country,IQ,,",
        "Q2,wikidata-2022-01-09,population,900,,",
    )
    read(tmp_path, found, *lines, overruled=("Q1,country,IQ,IR,natural-earth-4",))
    assert read_places(tmp_path, NEW, COUNTRIES, found) == {"Q1": "IR", "Q2": "IQ"}


def test_a_population_that_no_place_has_is_not_plain(tmp_path: Path, found: Found) -> None:
    plain, aside = read(tmp_path, found, f"{WIKIDATA},population,3,,")
    assert plain == []
    assert "fewer inhabitants" in aside[0].notes[0].value


def test_the_first_plausible_value_is_plain(tmp_path: Path, found: Found) -> None:
    (plain,), (aside,) = read(
        tmp_path, found, f"{WIKIDATA},population,3,,", "Q1,natural-earth-4,population,900,,"
    )
    assert plain.readings[0].value == "900"
    assert "fewer inhabitants" in aside.notes[0].value


def test_a_place_that_is_claimed_for_two_countries_has_both(tmp_path: Path, found: Found) -> None:
    plain, aside = read(tmp_path, found, f"{WIKIDATA},country,IR,,", f"{WIKIDATA},country,IQ,,")
    assert [claim.readings for claim in plain] == [(IRAN,), (IRAQ,)]
    assert len({claim.slug for claim in plain}) == 2
    assert aside == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{WIKIDATA},country,XX,,", "'XX' is no country"),
        (f"{WIKIDATA},area,7,,", "unknown property 'area'"),
        (f"{WIKIDATA},population,70,guessed,", "unknown rule 'guessed'"),
        ("Q1,wikidata-1999,population,70,,", "no snapshot is listed as 'wikidata-1999'"),
        (f"{WIKIDATA},population,70,,wikidata-1999", "no snapshot is listed as 'wikidata-1999'"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, found: Found, row: str, said: str) -> None:
    with pytest.raises(SourceError, match=rf"places\.csv.*2.*{said}"):
        read(tmp_path, found, row)


def test_identifiers_stand_with_those_who_say_so(tmp_path: Path, found: Found) -> None:
    folder = table(
        tmp_path,
        "geonames",
        "item,geonames,metres,by",
        "Q1,11,225,geonames-2026 natural-earth-4",
        "Q1,12,,whosonfirst-2026",
        "Q1,13,107454,whosonfirst-2026",
        "Q9,14,1,geonames-2026",
    )
    read_identifiers(folder, NEW, found)
    place = "https://sws.geonames.org/{}/"
    assert values(found, A, "rdfs:seeAlso", graph("natural-earth-4")) == {place.format(11)}
    # One that is a hundred kilometres off is another place.
    assert values(found, A, "rdfs:seeAlso", graph("whosonfirst-2026")) == {place.format(12)}
    assert values(found, A, "rdfs:seeAlso") == set()
