"""Names that packages know: to which items they belong, and what is not guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from peyvand.cli import main
from peyvand.sources.published import packaged
from peyvand.sources.published.alternates import ALTERNATES, SUBDIVISIONS
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
Q4,2988507,,geonames-2026
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
        ("Q3", "hi", "कोलकाता", CLDR),
        ("Q8", "und", "Asunción", CLDR),
        # Names in Persian letters, of whatever language, but those that a place has already.
        ("Q9", "und", "هرات", "geonames-2026"),
        ("Q1", "und", "پیرس", "geonames-2026"),
        # Not the Persian name of another place, where a place has one of its own.
        ("Q4", "und", "پیرس", "geonames-2026"),
    }
    told = capsys.readouterr().out
    assert "1 left out: exemplar cities of several places" in told
    before = (folder / "names.csv").read_bytes()
    assert main(["import", "names", "--out", str(folder)]) == 0
    assert (folder / "names.csv").read_bytes() == before


def catalogue(folder: Path, locale: str, **names: str) -> Path:
    """A catalogue of names by identifiers of GeoNames, as libgeonames-common has them."""
    path = folder / locale / "LC_MESSAGES" / "geonames.mo"
    path.parent.mkdir(parents=True)
    texts = Catalog(locale="en")
    for code, name in names.items():
        texts.add(code.strip("_"), name)
    with path.open("wb") as file:
        write_mo(file, texts)
    return path


def subdivisions(folder: Path, locale: str, **names: str) -> Path:
    """A file of CLDR's names of subdivisions."""
    path = folder / f"{locale}.xml"
    texts = "".join(
        f'<subdivision type="{code}">{name}</subdivision>' for code, name in names.items()
    )
    whole = f"<localeDisplayNames><subdivisions>{texts}</subdivisions></localeDisplayNames>"
    path.write_text(f'<?xml version="1.0"?>\n<ldml>{whole}</ldml>', encoding="utf-8")
    return path


def test_files_give_names_in_the_languages_of_the_country(folder: Path, tmp_path: Path) -> None:
    (folder / "geonames.csv").write_text(
        "item,geonames,metres,by\nQ1,11,900,x\nQ1,12,30,x\nQ1,13,20001,x\nQ7,21,,x\n",
        encoding="utf-8",
    )
    files = [
        # The nearest of two identifiers tells; what lies far off is another place.
        catalogue(tmp_path, "fr", _11="Parys", _12="Lutèce", _13="Loin"),
        catalogue(tmp_path, "fr_FR", _12="Paname"),
        catalogue(tmp_path, "fr_CA", _12="Paris du Canada"),
        catalogue(tmp_path, "es", _12="París", _21="montevideo"),
        catalogue(tmp_path, "en", _12="Paree"),
        subdivisions(tmp_path, "en", usny="New York", usnj="New Jersey²"),
        subdivisions(tmp_path, "es", usny="Nueva York", uymo="Montevideo (departamento)"),
        subdivisions(tmp_path, "fa", usny="ایالت نیویورک", uymo="مونته‌ویدئو، اروگوئه"),
        subdivisions(tmp_path, "zh_Hant", usny="紐約州"),
    ]
    command = ["import", "names", *map(str, files), "--out", str(folder)]
    assert main(command) == 0
    found = {row for row in laid(folder) if row[3] not in (CLDR, "geonames-2026")}
    assert found == {
        ("Q1", "fr", "Lutèce", ALTERNATES),
        ("Q1", "fr-FR", "Paname", ALTERNATES),
        ("Q5", "es", "Nueva York", SUBDIVISIONS),
        ("Q5", "fa", "ایالت نیویورک", SUBDIVISIONS),
        ("Q6", "fa", "مونته‌ویدئو", SUBDIVISIONS),
    }
    before = (folder / "names.csv").read_bytes()
    assert main(command) == 0
    assert (folder / "names.csv").read_bytes() == before
    # Without files, what they gave stays.
    assert main(["import", "names", "--out", str(folder)]) == 0
    assert (folder / "names.csv").read_bytes() == before


def test_a_file_that_gives_no_names_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entity = b'<!DOCTYPE l [<!ENTITY e "x">]><l><subdivisions><subdivision type="a">&e;'
    for name, content in (
        ("fa.xml", b"no names"),
        ("fa.xml", entity + b"</subdivision></subdivisions></l>"),
        ("fa/LC_MESSAGES/geonames.mo", b"no names"),
        ("fa/LC_MESSAGES/geonames.mo", b"\xde\x12\x04\x95 broken off"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        assert main(["import", "names", str(path), "--out", str(folder)]) != 0
        assert f"{path}" in capsys.readouterr().err
    assert (folder / "names.csv").read_text(encoding="utf-8") == NAMES


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
