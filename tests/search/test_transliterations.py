"""What is only transliterated is found, and never before what a source calls so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from peyvand.linkage.interactive.matching import Row, candidates
from peyvand.search import Index, suggest
from peyvand.search.index import write_index
from peyvand.search.model import Entry, Name
from peyvand.search.suggest import names_of


def entry(slug: str, english: str, made: str = "", persian: str = "", weight: int = 0) -> Entry:
    names = [Name(english, "en")]
    names += [Name(persian, "fa")] if persian else []
    names += [Name(made, "und-Arab-t-und-latn", transliterated=True)] if made else []
    return Entry(slug, "city", tuple(names), "country", weight=weight)


ENTRIES = [
    Entry("country", "country", (Name("Afghanistan", "en"), Name("افغانستان", "fa")), weight=90),
    entry("kumm", "Kumm", made="قم", weight=80),
    entry("hurth", "Hürth", made="هورت", weight=70),
    entry("heraton", "Heraton", made="هراتون", weight=60),
    entry("qom", "Qom", persian="قم", weight=3),
    entry("herat", "Herat", made="هرات", weight=2),
    entry("kish", "Kish Island", made="جزیره کیش"),
    entry("kishinau", "Chișinău", persian="کیشیناو", weight=5),
    entry("haratabad", "Haratabad", persian="هرات آباد", weight=1),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("transliterations") / "index"
    write_index(path, ENTRIES, {})
    found = Index(path)
    yield found
    found.close()


def found(index: Index, text: str) -> list[tuple[str, str]]:
    return [(hit.iri, hit.grade) for hit in suggest(index, text)]


def test_a_name_goes_before_a_transliteration_whatever_they_weigh(index: Index) -> None:
    assert found(index, "قم") == [("qom", "exact"), ("kumm", "transliteration")]


@pytest.mark.parametrize("text", ["هرات", "هرات، افغانستان", "هـرات"])
def test_a_whole_transliteration_goes_before_what_sounds_alike(index: Index, text: str) -> None:
    assert found(index, text)[0] == ("herat", "transliteration")


@pytest.mark.parametrize("text", ["کیش", "جزیره کیش", "جزیره‌ی کیش", "کیش، افغانستان"])
def test_the_word_for_its_kind_may_be_left_out(index: Index, text: str) -> None:
    assert found(index, text)[0] == ("kish", "transliteration")


def test_beginnings_of_names_go_before_those_of_transliterations(index: Index) -> None:
    hits = [hit for hit in suggest(index, "هرا") if hit.grade == "prefix"]
    assert [hit.iri for hit in hits] == ["haratabad", "heraton", "herat"]
    scores = [hit.score for hit in hits]
    assert scores == sorted(set(scores), reverse=True)


def test_a_hit_tells_that_it_is_transliterated(index: Index) -> None:
    hit = suggest(index, "Herat")[0]
    assert (hit.label_fa, hit.transliteration) == ("", "هرات")
    assert hit.to_json()["transliteration"] == "هرات"
    # It is no name: not to pages, and not to who matches tables.
    assert hit.label("fa") == "Herat"
    assert names_of(index, "herat") == ["Herat"]
    assert not [c for c in candidates(index, Row(("هرات",), ("city",))) if c.match]
