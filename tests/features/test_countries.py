from __future__ import annotations

import pytest
from babel import Locale

from peyvand.features.countries import (
    common_name,
    countries_of,
    country_code,
    is_country_named,
    one_country,
    sovereign,
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"),
        ("آلمان", "DE"),
        ("Deutschland", "DE"),
        ("People's Republic of China", "CN"),
        ("Czech Republic", "CZ"),
        ("Trinidad and Tobago", "TT"),
        ("فلسطین", "PS"),
        ("کرهٔ جنوبی", "KR"),
        ("IR", "IR"),
        ("Somaliland", "SO"),
    ],
)
def test_a_country_is_known_by_many_names(name: str, code: str) -> None:
    assert country_code(name) == code


def test_an_unknown_country_is_its_own_name() -> None:
    assert country_code("Ruritania") == "ruritania"
    # A part of the world is no country.
    assert country_code("Western Asia") == "western asia"
    assert country_code("the World") == "the world"
    assert country_code("419") == "419"


def test_a_territory_and_a_claimed_land_lead_to_a_state() -> None:
    assert sovereign("PR") == "US"
    assert sovereign("XK") == sovereign("RS") == "RS"
    assert sovereign("FR") == "FR"


@pytest.mark.parametrize(
    ("part", "state"),
    [("PR", "US"), ("RE", "FR"), ("GI", "GB"), ("AW", "NL"), ("GL", "DK"), ("TW", "CN"),
     ("HK", "CN"), ("AX", "FI"), ("SJ", "NO"), ("CK", "NZ"), ("CX", "AU"), ("EH", "MA"),
     ("XK", "RS"), ("PS", "IL")],
)  # fmt: skip
def test_each_state_that_holds_or_claims_ground(part: str, state: str) -> None:
    assert sovereign(part) == state
    assert sovereign(state) == state


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("Palestine", "State of Palestine", "West Bank", "Gaza Strip"), "PS"),
        (("Palestinian National Authority", "Mandatory Palestine"), "PS"),
        (("England", "Scotland", "Wales", "Northern Ireland", "انگلیس"), "GB"),
        (("Turkish Republic of Northern Cyprus", "N. Cyprus"), "CY"),
        (("Korea, South", "Republic of Korea", "Korea"), "KR"),
        (("Democratic People's Republic of Korea",), "KP"),
        (("DR Congo", "Zaire", "Congo DRC"), "CD"),
        (("Congo", "Republic of the Congo"), "CG"),
        (("RSFSR", "Russian Federation"), "RU"),
        (("USA", "America", "آمریکا", "The United States of America"), "US"),
        (("Macedonia", "Burma", "Swaziland", "East Timor"), "MK MM SZ TL"),
    ],
)
def test_former_official_and_everyday_names(names: tuple[str, ...], code: str) -> None:
    codes = code.split() * (1 if " " in code else len(names))
    assert [country_code(name) for name in names] == codes


@pytest.mark.parametrize(
    ("names", "code"),
    [
        # Codes of three letters and of digits, with and without their zeros.
        (("DEU", "deu", "276"), "DE"),
        (("004", "4"), "AF"),
        # What the people are called, in both languages.
        (("Iranian", "ایرانی"), "IR"),
        (("German", "آلمانی", "D"), "DE"),
        # As the United Nations and sorted lists write them.
        (("Iran, Islamic Republic of", "Iran (Islamic Republic of)"), "IR"),
        (("Venezuela (Bolivarian Republic of)", "República Bolivariana de Venezuela"), "VE"),
        (("Korea (Democratic People's Republic of)", "DPRK"), "KP"),
        (("Korea, Republic of", "R.O.K.", "جمهوری کره"), "KR"),
        (("Taiwan, Province of China", "Republic of China"), "TW"),
        # Official names, whatever their language.
        (("Kingdom of Sweden", "Königreich Schweden", "پادشاهی سوئد"), "SE"),
        (("French Republic", "République française"), "FR"),
        (("Ukrainian SSR", "Ukrainian Soviet Socialist Republic"), "UA"),
        (("U.S.A.", "u.s.a", "Estados Unidos"), "US"),
        (("日本", "Япония", "ژاپن"), "JP"),
        (("Ceylon", "Sri Lanka"), "LK"),
        (("GDR", "West Germany", "آلمان شرقی"), "DE"),
    ],
)
def test_a_country_is_known_as_lists_write_it(names: tuple[str, ...], code: str) -> None:
    assert {name: one_country(name) for name in names} == dict.fromkeys(names, code)


def test_no_name_takes_the_code_of_another_country() -> None:
    # Of the codes that have names in CLDR, ZZ and the like are of no country.
    codes = [code for code in Locale("en").territories if code.isalpha()]
    assert {code: countries_of(code) for code in codes} == {code: {code} for code in codes}


def test_a_state_of_the_past_may_be_any_that_followed_it() -> None:
    assert {"RU", "UA", "KZ"} < countries_of("USSR") == countries_of("اتحاد جماهیر شوروی")
    assert countries_of("Czechoslovakia") == countries_of("چکسلواکی") == {"CZ", "SK"}
    assert countries_of("یوگسلاوی") == {"RS", "ME", "SI", "HR", "MK", "BA", "XK"}
    assert one_country("USSR") == ""
    assert country_code("USSR") == "ussr"
    assert common_name("Soviet Union") == "Soviet Union"


def test_what_states_call_themselves_is_no_country() -> None:
    for name in ("Republic", "Kingdom of", "the", "United", "419", "Ruritania", ""):
        assert countries_of(name) == frozenset(), name
    # Two of one name are told apart by these words alone.
    assert one_country("Federal Congo") == ""


def test_only_a_name_stands_beside_that_of_a_place() -> None:
    assert all(map(is_country_named, ("France", "The Netherlands", "ایران", "UK", "USSR")))
    assert not any(
        map(is_country_named, ("IL", "DE", "D", "FRA", "German", "250", "Ruritania", ""))
    )
