"""A name and what stands beside it: countries, regions, in any script and order."""

from __future__ import annotations

import pytest

from peyvand.linkage.interactive.matching import Row, candidates
from peyvand.search import Index, suggest
from peyvand.search.qualifiers import country, readings

ID = "https://w3id.org/peyvand/id/"

# What is written, the city that is meant, and how sure that is.
CASES = [
    ("Tabriz, Iran", "tabriz", "exact"),
    ("tabriz,iran", "tabriz", "exact"),
    ("تبریز، ایران", "tabriz", "exact"),
    ("تبريز، إيران", "tabriz", "exact"),
    ("Tabriz, ایران", "tabriz", "exact"),
    ("تبریز, Iran", "tabriz", "exact"),
    ("Tabriz (Iran)", "tabriz", "exact"),
    ("تبریز (ایران)", "tabriz", "exact"),
    ("Tabriz [Iran]", "tabriz", "exact"),
    ("Tabriz - Iran", "tabriz", "exact"),
    ("تبریز – ایران", "tabriz", "exact"),
    ("Tabriz / Iran", "tabriz", "exact"),
    ("Tabriz | Iran", "tabriz", "exact"),
    ("Tabriz; Iran", "tabriz", "exact"),
    ("Tabriz, IR", "tabriz", "exact"),
    ("Tabriz, IRN", "tabriz", "exact"),
    ("Tabriz, Q794", "tabriz", "exact"),
    ("Tabriz, Persia", "tabriz", "exact"),
    ("Tabriz, Islamic Republic of Iran", "tabriz", "exact"),
    ("Tabriz, East Azerbaijan, Iran", "tabriz", "exact"),
    ("Tabriz, East Azerbaijan (Iran)", "tabriz", "exact"),
    ("Tauris, Iran", "tabriz", "exact"),
    ("Iran, Tabriz", "tabriz", "exact"),
    ("Iran: Tabriz", "tabriz", "exact"),
    ("Iran (Tabriz)", "tabriz", "exact"),
    ("Tabriz Iran", "tabriz", "exact"),
    ("Iran Tabriz", "tabriz", "exact"),
    ("تبریز ایران", "tabriz", "exact"),
    ("Tabriz IR", "tabriz", "exact"),
    ("Tabriz-Iran", "tabriz", "exact"),
    ("Tabriz,_Iran", "tabriz", "exact"),
    ("Tabriz in Iran", "tabriz", "exact"),
    ("تبریز در ایران", "tabriz", "exact"),
    ("تبریز، کشور ایران", "tabriz", "exact"),
    ("Tabriz, I.R. Iran", "tabriz", "exact"),
    ("Tabriz, Iran, Islamic Republic of", "tabriz", "exact"),
    ("«تبریز»، ایران", "tabriz", "exact"),
    ("Los Angeles, United States", "los-angeles", "exact"),
    ("Los Angeles United States of America", "los-angeles", "exact"),
    ("Los Angeles, California, USA", "los-angeles", "exact"),
    ("Los Angeles, CA, USA", "los-angeles", "exact"),
    ("Baden Baden, Deutschland", "baden-baden", "exact"),
    ("Cordoba (Spain)", "cordoba", "exact"),
    ("قرطبه، اسپانیا", "cordoba", "exact"),
    ("Córdoba, Argentina", "cordoba-argentina", "exact"),
    ("Cordoba AR", "cordoba-argentina", "exact"),
    ("Washington, D.C.", "washington", "exact"),
    ("Washington, DC, USA", "washington", "exact"),
    ("Washington (D.C.)", "washington", "exact"),
    ("Frankfurt (Oder), Germany", "frankfurt-oder", "exact"),
    ("Frankfurt (Oder) (Germany)", "frankfurt-oder", "exact"),
    ("Germany, Frankfurt (Oder)", "frankfurt-oder", "exact"),
    ("Frankfurt (Oder) Germany", "frankfurt-oder", "exact"),
    ("Frankfurt (Germany)", "frankfurt", "exact"),
    ("Baden (Germany) Baden", "baden-baden", "exact"),
    ("USA, Washington, D.C.", "washington", "exact"),
    ("Washington, D.C. USA", "washington", "exact"),
    ("زلین چک", "zlin", "exact"),
    ("Esfahan, Iran", "isfahan", "spelling"),
    ("City of Tabriz, Iran", "tabriz", "spelling"),
    ("شهر تبریز، ایران", "tabriz", "spelling"),
    ("Los Angeles, California", "los-angeles", "name"),
    ("Los Angeles, CA", "los-angeles", "name"),
    ("Atlanta, Georgia", "atlanta", "name"),
    ("Atlanta, GA", "atlanta", "name"),
    ("Tabriz, East Azerbaijan Province", "tabriz", "name"),
    ("Tabriz, Azerbaijan", "tabriz", "name"),
    ("Tabriz, I", "tabriz", "name"),
    ("Sao Paulo, Brazil", "sao-paulo", "name"),  # its country is not known
    ("Tabrzi, Iran", "tabriz", "sound"),
    ("Tabriz, Germany", "tabriz", "elsewhere"),
    ("تبریز، آلمان", "tabriz", "elsewhere"),
    ("Tabriz, USA, Iran", "tabriz", "elsewhere"),
    ("Atlanta, Armenia", "atlanta", "elsewhere"),
    ("Atlanta, Indonesia", "atlanta", "elsewhere"),  # whose code is that of Idaho
    ("Baden-Baden, Austria", "baden-baden", "elsewhere"),
]


@pytest.mark.parametrize(("text", "slug", "grade"), CASES)
def test_a_city_and_what_stands_beside_it(index: Index, text: str, slug: str, grade: str) -> None:
    hit = suggest(index, text, ("city",))[0]
    assert (hit.iri.removeprefix(ID + "city/"), hit.grade) == (slug, grade)


# What needs no more than the name, where no other place has it: Córdoba, Springfield.
MATCHED = {"exact": True, "spelling": True, "elsewhere": False, "sound": False}


@pytest.mark.parametrize(
    ("text", "slug", "grade"), [case for case in CASES if case[2] in MATCHED], ids=str
)
def test_a_row_with_a_country_in_its_name(index: Index, text: str, slug: str, grade: str) -> None:
    found = candidates(index, Row((text,), ("city",)))
    assert found[0].hit.iri == f"{ID}city/{slug}"
    assert [c.match for c in found if c.hit.iri == found[0].hit.iri] == [MATCHED[grade]]
    assert not any(c.match for c in found[1:])
    if grade == "elsewhere":
        assert found[0].features["inCountry"] == 0
        assert found[0].score < 80


@pytest.mark.parametrize(
    ("text", "slug", "match"),
    [
        ("Tabriz, East Azerbaijan Province", "tabriz", True),  # a region says nothing
        ("Atlanta, Georgia", "atlanta", True),
        ("Los Angeles, California", "los-angeles", False),  # the world has another
        ("Tabriz, DE", "tabriz", False),  # perhaps Germany
        ("York, Germany", "york", False),  # its country is not known
        ("Cordoba", "cordoba", False),  # two of them
        ("City of Tabriz", "tabriz", True),
        ("شهر تبریز", "tabriz", True),
        ("Tabriz (county)", "tabriz", False),
        ("Tabriz County, Iran", "tabriz", False),
        ("شهرستان تبریز، ایران", "tabriz", False),
        ("Tabriz, Tabriz County, Iran", "tabriz", True),
    ],
)
def test_a_row_is_matched_only_if_that_is_clear(
    index: Index, text: str, slug: str, match: bool
) -> None:
    found = candidates(index, Row((text,), ("city",)))
    assert [c.match for c in found if c.hit.iri == f"{ID}city/{slug}"] == [match]
    assert sum(c.match for c in found) == match


def test_a_country_of_the_row_comes_before_one_in_the_name(index: Index) -> None:
    from peyvand.linkage.interactive.comparison import Condition

    told = (Condition("inCountry", ("Iran",)),)
    assert (
        candidates(index, Row(("Tabriz, Germany",), ("city",), told))[0].features["inCountry"] == 1
    )


@pytest.mark.parametrize(
    "text",
    ["Tabriz Germany", "Germany Tabriz", "Germany, Tabriz", "Tabriz de", "New Iran", "Iran", "of"],
)
def test_words_without_a_sign_are_no_city_elsewhere(index: Index, text: str) -> None:
    found = suggest(index, text, ("city",))
    assert not [hit for hit in found if hit.grade in ("exact", "name")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[(text, "IR") for text in ("Iran", "ایران", "إيران", "IR", "ir", "IRN", "364", "Persia")],
        *[(text, "IR") for text in ("Islamic Republic of Iran", "Iran, Islamic Republic of")],
        *[(text, "IR") for text in ("Iran (Islamic Republic of)", "Q794", "country/iran")],
        *[(text, "IR") for text in (ID + "country/iran", "wd:Q794", "جمهوری اسلامی ایران")],
        *[(text, "KR") for text in ("Korea, Republic of", "Korea (South)", "KOR", "کرهٔ جنوبی")],
        *[(text, "KP") for text in ("Korea, Democratic People's Republic of", "PRK")],
        *[(text, "GB") for text in ("UK", "U.K.", "GBR", "England", "بریتانیا")],
        *[(text, "US") for text in ("USA", "U.S.A.", "US", "United States", "آمریکا")],
        *[(text, "") for text in ("Bavaria", "Texas", "TX", "RM", "", "!", "Tabriz", "Q5")],
    ],
)
def test_countries_as_people_write_them(index: Index, text: str, code: str) -> None:
    found = country(index, text)
    if not code:
        assert found is None
        return
    assert found
    if code == "IR":
        assert found.iris == {ID + "country/iran"}
    else:
        assert found.code == code


def test_a_name_is_read_in_every_way() -> None:
    assert [(r.name, r.beside) for r in readings("A, B, C") if not r.doubtful] == [
        ("A, B", ("C",)),
        ("A", ("B", "C")),
    ]
    assert readings("Tabriz") == []
    # What a stranger sends may have any number of signs, and nothing of it is left out.
    long = readings(",".join("abcdefghijklmnopqrstuvwxyz"))
    assert max(len(reading.beside) for reading in long) < 10
    assert all("z" in reading.name + "".join(reading.beside) for reading in long)
    assert readings("(Tabriz)") == []
    assert readings(", ,") == []
    assert not [r for r in readings("Stoke-on-Trent") if not r.doubtful]
