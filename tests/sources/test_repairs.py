"""What happened to the cells of a list on their way, and is undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from peyvand.sources.lists import read_list
from peyvand.sources.repairs import tidied, written_twice

NAMES = ("تهران", "Köln", "Łódź", "Москва", "São Paulo", "北京")


def mistaken(text: str, encoding: str) -> str:
    """UTF-8 that a program took for another encoding; free bytes come through."""
    return "".join(
        chr(byte) if 128 <= byte < 160 and not bytes((byte,)).decode(encoding, "ignore")
        else bytes((byte,)).decode(encoding)
        for byte in text.encode()
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "cp1256"])
def test_lines_that_were_encoded_twice_are_made_good(encoding: str) -> None:
    text = "\n".join(NAMES)
    assert written_twice(mistaken(text, encoding)) == (text, len(NAMES))


def test_letters_that_are_meant_stay() -> None:
    text = "\n".join((*NAMES, "Göteborg", "Рівне", "Київ", "Ñuñoa", "Århus", "عک", "Â", "plain"))
    assert written_twice(text) == (text, 0)
    # A few lines from elsewhere, in a list that is right.
    assert written_twice("Köln\nMÃ¼nchen") == ("Köln\nMünchen", 1)
    assert written_twice("تهران\nعک\nتبریز")[1] == 0


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Paris[2]", "Paris"),
        ("2,148,000[a][note 3]", "2,148,000"),
        ("تهران [۱]", "تهران"),
        ("Berlin*", "Berlin"),
        ("S&atilde;o Paulo", "São Paulo"),
        ("Be&#351;ikta&#x15F;", "Beşiktaş"),
        *((nothing, "") for nothing in ("-", "—", "N/A", "NaN", "NULL", "?", "#N/A")),
        # What may be meant stays.
        *((kept, kept) for kept in ("[48.85, 2.35]", "Foo [bar]", "[1]", "AT&T", "*", "Nan", "NA")),
    ],
)
def test_what_a_cell_says(cell: str, said: str) -> None:
    assert tidied(cell) == said


def test_a_list_is_read_as_it_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name[1],country,pop,lat,lon\nKÃ¶ln[2],-,1000[a],0,0\n", encoding="utf-8")
    read = read_list(path)
    (city,) = read.cities
    assert (city.names, city.country, city.population) == (("Köln",), "", 1000)
    # No town lies where nothing was entered.
    assert not city.located
    assert [problem.kind for problem in read.report.problems] == ["place"]
    assert any("encoded twice" in note for note in read.notes)
