"""Names that packages know: to which items they belong, and what is not guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.sources.published import packaged
from peyvand.sources.published.packaged import CLDR, exemplars

PLACES = """item,snapshot,property,value,rule,agree
Q1,x,country,FR,,
Q2,x,country,US,,
Q3,x,country,IN,,
Q4,x,country,US,,
Q5,x,country,US,,
Q6,x,country,UY,,
Q7,x,country,UY,,
Q8,x,country,PY,,
Q9,x,country,AF,,
"""
NAMES = """item,language,name,snapshot
Q1,en,Paris,x
Q2,en,Paris,x
Q3,en,Kolkata,x
Q4,en,New York,x
Q5,en,New York,x
Q6,en,Montevideo,x
Q7,en,Montevideo,x
Q8,en,ASUNCIÓN,x
Q9,en,Herat,x
Q9,fa,something,cldr-47
Q9,und,something,geonames-2026
"""
LEVELS = """item,snapshot,printed,level
Q4,x,city,city
Q5,x,state,region
Q6,x,department,region
"""
GEONAMES = """item,geonames,metres,by
Q9,1140026,,geonames-2026
Q1,2988507,,geonames-2026
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tables = {"places": PLACES, "names": NAMES, "levels": LEVELS, "geonames": GEONAMES}
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def laid(folder: Path) -> set[tuple[str, str, str, str]]:
    with (folder / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows[1:] == sorted(rows[1:])
    return {row for row in rows[1:] if row[3] != "x"}  # type: ignore[misc]


def test_a_name_goes_to_the_one_place_of_its_country(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "names", "--out", str(folder)]) == 0
    assert laid(folder) == {
        ("Q1", "fa", "پاریس", CLDR),  # not the Paris of another country
        ("Q3", "fa", "کلکته", CLDR),  # its zone is called Asia/Calcutta
        ("Q4", "fa", "نیویورک", CLDR),  # the city, not the state
        ("Q8", "fa", "آسونسیون", CLDR),  # case and marks do not count
        # In the languages of its country it may be called otherwise.
        ("Q3", "und", "कोलकाता", CLDR),
        ("Q8", "und", "Asunción", CLDR),
        # What no source gives a Persian name has those in Persian letters.
        ("Q9", "und", "هرات", "geonames-2026"),
    }
    told = capsys.readouterr().out
    assert "1 left out: exemplar cities of several places" in told
    before = (folder / "names.csv").read_bytes()
    assert main(["import", "names", "--out", str(folder)]) == 0
    assert (folder / "names.csv").read_bytes() == before


def test_a_release_of_cldr_that_is_not_listed_is_told_and_nothing_is_laid(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packaged, "CLDR", "cldr-1")
    assert main(["import", "names", "--out", str(folder)]) != 0
    assert "cldr-1" in capsys.readouterr().out
    assert (folder / "names.csv").read_text(encoding="utf-8") == NAMES


def test_every_exemplar_has_a_country_and_both_names() -> None:
    found = {one.zone: one for one in exemplars()}
    assert len(found) > 380
    assert all(len(one.country) == 2 and one.english and one.persian for one in found.values())
    assert (found["Asia/Seoul"].english, found["Asia/Seoul"].persian) == ("Seoul", "سئول")
    assert "Etc/Unknown" not in found
