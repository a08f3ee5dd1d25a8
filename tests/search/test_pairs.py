"""Two names in one text: which places are meant, and what is between them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from peyvand.search import Index, asked_pair, suggest
from peyvand.search.index import write_index
from peyvand.search.model import Entry, Name


def place(slug: str, kind: str, *names: str, country: str = "", weight: int = 0) -> Entry:
    tags = ["fa" if name[0] > "\u0600" else "en" for name in names]
    found = tuple(Name(name, tag) for name, tag in zip(names, tags, strict=True))
    return Entry(slug, kind, found, country, weight=weight)


def agreement(one: str, other: str) -> Entry:
    return Entry(
        f"{one}-{other}",
        "agreement",
        (Name(f"Pact of {one} and {other}", "und"),),
        parties=(one, other),
    )


ENTRIES = [
    Entry(
        "iran",
        "country",
        (
            *(Name("Iran", "en"), Name("ایران", "fa")),
            Name("country-code:ir", identifier=True),
        ),
        weight=9,
    ),
    place("turkey", "country", "Turkey", "ترکیه", weight=8),
    place("italy", "country", "Italy", "ایتالیا", weight=7),
    place("isfahan", "city", "Isfahan", "اصفهان", country="iran", weight=6),
    place("tehran", "city", "Tehran", "تهران", country="iran", weight=5),
    place("istanbul", "city", "Istanbul", "استانبول", country="turkey", weight=5),
    place("florence", "city", "Florence", "فلورانس", country="italy", weight=4),
    place("florence-us", "city", "Florence", weight=5),
    place("new-york", "city", "New York", "نیویورک"),
    place("york", "city", "York", "یورک"),
    place("new", "city", "New"),
    Entry("herat", "city", (Name("Herat", "en"), Name("هرات", transliterated=True))),
    agreement("isfahan", "florence"),
    agreement("tehran", "istanbul"),
    agreement("isfahan", "istanbul"),
    agreement("isfahan", "tehran"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("pairs") / "index"
    write_index(path, ENTRIES, {})
    found = Index(path)
    yield found
    found.close()


@pytest.mark.parametrize(
    "text",
    [
        *("Isfahan Florence", "isfahan, florence", "Isfahan and Florence", "Isfahan – Florence"),
        *("Isfahan–Florence", "Isfahan / Florence", "Esfahan & Florence", "Isfahan with Florence"),
        *("اصفهان فلورانس", "اصفهان و فلورانس", "اصفهان، فلورانس", "اصفهان با فلورانس"),
    ],
)
def test_two_cities_are_a_pair_with_the_agreement_between_them(index: Index, text: str) -> None:
    found = asked_pair(index, text)
    assert found is not None
    # Of two places of one name the one with an agreement is meant.
    assert (found.one.iri, found.other.iri) == ("isfahan", "florence")
    assert [hit.iri for hit in found.agreements] == ["isfahan-florence"]
    assert [(hit.iri, hit.grade) for hit in suggest(index, text)][:3] == [
        ("isfahan-florence", "pair"),
        ("isfahan", "pair"),
        ("florence", "pair"),
    ]


@pytest.mark.parametrize(
    ("text", "one", "other", "agreements"),
    [
        ("Iran Turkey", "iran", "turkey", {"tehran-istanbul", "isfahan-istanbul"}),
        ("ترکیه و ایران", "turkey", "iran", {"tehran-istanbul", "isfahan-istanbul"}),
        ("Islamic Republic of Iran, Italy", "iran", "italy", {"isfahan-florence"}),
        ("Isfahan Turkey", "isfahan", "turkey", {"isfahan-istanbul"}),
        ("Turkey Italy", "turkey", "italy", set()),
        ("تهران فلورانس", "tehran", "florence-us", set()),
        ("Tehran New York", "tehran", "new-york", set()),
        ("هرات تهران", "herat", "tehran", set()),
    ],
)
def test_countries_and_places_without_an_agreement_are_pairs_too(
    index: Index, text: str, one: str, other: str, agreements: set[str]
) -> None:
    found = asked_pair(index, text, most=10)
    assert found is not None
    assert {found.one.iri, found.other.iri} - {"florence"} == {one, other} - {"florence-us"}
    assert {hit.iri for hit in found.agreements} == agreements
    assert found.count == len(agreements)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Iran", "New York", "Tehran, Iran", "ایران تهران", "Isfahan, Isfahan"),
        *("Isfahan, Florence, Istanbul", "Isfahan nowhere", "IR TR", " و ", "Isfahan, "),
    ],
)
def test_one_name_and_a_city_with_its_country_are_no_pair(index: Index, text: str) -> None:
    assert asked_pair(index, text) is None
    assert not [hit for hit in suggest(index, text) if hit.grade == "pair"]


def test_kinds_and_numbers_hold_for_pairs(index: Index) -> None:
    assert [hit.iri for hit in suggest(index, "Iran Turkey", ("country",))] == ["iran", "turkey"]
    found = suggest(index, "Iran Turkey", ("agreement",), limit=1)
    assert [hit.kind for hit in found] == ["agreement"]
    told = asked_pair(index, "Iran Turkey", most=1)
    assert told is not None
    assert (len(told.agreements), told.count) == (1, 2)
    # A name in no known language is still what an agreement is shown by.
    assert told.agreements[0].label("fa") in (
        "Pact of tehran and istanbul",
        "Pact of isfahan and istanbul",
    )
