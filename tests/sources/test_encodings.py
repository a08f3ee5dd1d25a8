"""Encodings are found out, or said to be unsure; no letter is ever replaced in silence."""

from __future__ import annotations

import pytest

from peyvand.errors import SourceError
from peyvand.sources.encodings import decode

FA = "شناسه,نام,کشور\n1,تبريز,ايران\n2,اصفهان,ايران\n3,شيراز,ايران\n".replace("ک", "ك")
LISTS = {
    "fa": (FA, "windows-1256"),
    "fa, three names": ("id,name\n1,پرديس\n2,چالوس\n3,ژاپن\n", "windows-1256"),
    "fa, one name": ("name\nتبريز\n", "windows-1256"),
    "ar": ("id,name,country\n1,القاهرة,مصر\n2,دمشق,سوريا\n", "windows-1256"),
    "de": (
        "id;name;land\n1;München;Deutschland\n2;Köln;Deutschland\n3;Wien;Österreich\n",
        "cp1252",
    ),
    "de, one name": ("id;name\n1;Köln\n", "cp1252"),
    "de, unheard of": ("Name;Einwohner\nBörßum;2.700\nSchöppenstedt;5.400\n", "cp1252"),
    "fr": ("id;ville\n1;Orléans\n2;Besançon\n3;Béziers\n4;Nîmes\n", "cp1252"),
    "es": ("id,name\n1,Córdoba\n2,Logroño\n3,A Coruña\n", "cp1252"),
    "tr": ("id,name,country\n1,İstanbul,Türkiye\n2,Eskişehir,Türkiye\n3,Muğla,Türkiye\n", "cp1254"),
    "ru": ("id,name,country\n1,Москва,Россия\n2,Санкт-Петербург,Россия\n", "cp1251"),
    "ru, one name": ("name\nТверь\n", "koi8_r"),
    "pl": ("id,name,country\n1,Kraków,Polska\n2,Łódź,Polska\n3,Wrocław,Polska\n", "cp1250"),
    "el": ("id,name\n1,Αθήνα\n2,Θεσσαλονίκη\n3,Πάτρα\n", "cp1253"),
    "de, of a Mac": ("id;name\n1;München\n2;Düsseldorf\n3;Saarbrücken\n", "mac_roman"),
    "de, of DOS": ("id;name\n1;München\n2;Düsseldorf\n3;Saarbrücken\n", "cp850"),
}


@pytest.mark.parametrize("name", LISTS)
def test_old_encodings_are_told_by_their_names(name: str) -> None:
    text, encoding = LISTS[name]
    found = decode(text.encode(encoding), "list.csv")
    assert found.content == text
    assert found.encoding.replace("windows-", "cp").replace("-", "_") == encoding.replace(
        "windows-", "cp"
    )


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    for text in (FA, LISTS["de"][0], "name\n北京\n"):
        assert decode(text.encode(encoding), "list.csv").content == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name\nX\xf1q\n", "not sure"),
        (b"name\nTabriz\0\nYazd\n", "zero bytes"),
        ("name\nتبریز\nیزد\n".encode()[:-3] + b"\xff\n", "not UTF-8 here"),
        (FA.encode("utf-16")[:-1], "goes on otherwise"),
        (b"\x81\x8d\x8f\x90\x9d\n" * 9, "encoding is not"),
    ],
)
def test_what_is_not_sure_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        decode(content, "list.csv")
    assert refused.value.hint


def test_the_encoding_that_is_told_is_taken_or_refused() -> None:
    assert decode("Logroño".encode("cp1252"), "l.csv", "windows-1252").content == "Logroño"
    assert decode("\ufeffQom".encode(), "l.csv", "utf-8").content == "Qom"
    with pytest.raises(SourceError, match="not ascii"):
        decode("ñ".encode(), "l.csv", "ascii")
    for name in ("no-such", "base64", "rot13"):
        with pytest.raises(SourceError, match="no encoding is called"):
            decode(b"x", "l.csv", name)
