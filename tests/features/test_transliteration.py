"""Transliteration: the spelling of each language, and what is no name in Latin letters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.features.folding import fold, joined
from peyvand.features.transliteration import TAG, persian

# As sources of the world's tables write these names.
KNOWN = (
    *(("Bloomington", "US", "بلومینگتون"), ("Glendale", "US", "گلندیل")),
    *(("Santa Clara", "US", "سانتا کلارا"), ("Bradford", "GB", "برادفورد")),
    *(("Fougères", "FR", "فوژر"), ("Cherbourg-Octeville", "FR", "شربورگ اوکتویل")),
    *(("Dieppe", "FR", "دیپ"), ("Trois‐Rivières", "CA", "تروا ریویر")),
    *(("Eisenach", "DE", "آیزناخ"), ("Düsseldorf", "DE", "دوسلدورف"), ("Essen", "DE", "اسن")),
    *(("Weiz", "AT", "وایتس"), ("Tilburg", "NL", "تیلبورخ"), ("Middelburg", "NL", "میدلبورخ")),
    *(("Norrköping", "SE", "نورشوپینگ"), ("Stavanger", "NO", "استاوانگر")),
    *(("Aarhus", "DK", "آرهوس"), ("Kerava", "FI", "کراوا"), ("Türi", "EE", "توری")),
    *(("Białystok", "PL", "بیاویستوک"), ("Żnin", "PL", "ژنین"), ("Wisła", "PL", "ویسوا")),
    *(("Žamberk", "CZ", "ژامبرک"), ("Hradec Králové", "CZ", "هرادتس کرالووه")),
    *(("Varaždin", "HR", "واراژدین"), ("Sárospatak", "HU", "شاروشپاتاک")),
    *(("Móstoles", "ES", "موستولس"), ("Guadalajara", "MX", "گوادالاخارا")),
    *(("Pistoia", "IT", "پیستویا"), ("Foligno", "IT", "فولینیو"), ("Velletri", "IT", "ولتری")),
    *(("Faro", "PT", "فارو"), ("João Pessoa", "BR", "ژوآئو پسوآ"), ("Sibiu", "RO", "سیبیو")),
    *(("Marmaris", "TR", "مارماریس"), ("Nevşehir", "TR", "نوشهر")),
    *(("Palanga", "LT", "پالانگا"), ("Omsk", "RU", "اومسک"), ("Donetsk", "UA", "دونتسک")),
    *(("Pyrgos", "GR", "پیرگوس"), ("Nakanojō", "JP", "ناکانوجو")),
    *(("Tangshan", "CN", "تانگشان"), ("Pohang", "KR", "پوهانگ"), ("Ha Long", "VN", "ها لونگ")),
    *(("Senaki", "GE", "سناکی"), ("Shimla", "IN", "شیملا")),
)


@pytest.mark.parametrize(("name", "country", "expected"), KNOWN)
def test_a_name_is_read_as_its_language_is_spelt(name: str, country: str, expected: str) -> None:
    assert joined(fold(persian(name, country))) == joined(fold(expected))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Okayama Prefecture", "استان اوکایاما"),
        ("Province of Rieti", "استان ریتی"),
        ("Metropolitan City of Palermo", "شهر پالرمو"),
        ("Palermo, Sicily", "پالرمو"),
        ("Palermo (island)", "پالرمو"),
        ("Municipality", "مونیسیپالیتی"),
    ],
)
def test_words_for_a_kind_are_persian_and_what_stands_beside_is_left_out(
    name: str, expected: str
) -> None:
    assert persian(name) == expected


@pytest.mark.parametrize("name", ["", "  ", "12", "تهران", "Москва", "東京", "Tehran تهران"])
def test_what_is_not_in_latin_letters_is_not_transliterated(name: str) -> None:
    assert persian(name, "IR") == ""


def test_an_island_is_one_unless_english_calls_it_so() -> None:
    assert persian("Kish Island", "IR").startswith("جزیره ک")
    assert persian("Long Island", "US") == "لونگ آیلند"


def test_letters_may_be_composed_in_any_way() -> None:
    assert persian("Y\u0131ld\u0131z", "TR") == "ییلدیز"
    assert persian("I\u0307zmir", "TR") == persian("\u0130zmir", "TR") == "ایزمیر"
    assert persian("M\u00f3stoles", "ES") == persian("Mo\u0301stoles", "es")


LATIN = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x24F, categories=("L", "N", "P", "Zs")),
    max_size=20,
)


@given(LATIN, st.sampled_from(["", "US", "FR", "DE", "PL", "HU", "TR", "CN", "VN", "ES", "IT"]))
def test_no_latin_letter_is_left(name: str, country: str) -> None:
    assert re.search(r"[A-Za-z\u00c0-\u024f]", persian(name, country)) is None


def test_the_tag_says_what_it_is() -> None:
    assert TAG == "und-Arab-t-und-latn"
