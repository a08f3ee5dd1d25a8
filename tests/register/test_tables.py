"""Tables are read as people have them, and nothing in them is passed over in silence."""

from __future__ import annotations

import json

import pytest

from peyvand.errors import SourceError, TooLarge
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.rows import RawRow
from peyvand.register.tables import Table, read_table
from peyvand.register.templates import template
from peyvand.sources.spreadsheets import Bounds
from spreadsheets import ods, xlsx

BOUNDS = Bounds(rows=20, unpacked=1_000_000)
AGREEMENT = EntryKind.AGREEMENT


def read(content: bytes | str, kind: EntryKind = AGREEMENT, **more: object) -> Table:
    if isinstance(content, str):
        content = content.encode()
    return read_table(content, "t", kind, BOUNDS, **more)  # type: ignore[arg-type]


ROWS = (
    RawRow(2, {"parties": "اراک؛ شیراز", "date": "۱۲ اردیبهشت ۱۴۰۳"}),
    RawRow(3, {"parties": "Arak; Batumi", "date": "2012"}),
)
PERSIAN = [["طرف‌ها", "تاریخ"], ["اراک؛ شیراز", "۱۲ اردیبهشت ۱۴۰۳"], ["Arak; Batumi", "2012"]]
ENGLISH = [["Parties", "Date"], *PERSIAN[1:]]
NAMES = [["parties", "date"], *PERSIAN[1:]]
# Arabic letters and a half space that is left out.
SPELT = [["طرفها", "تاريخ"], *PERSIAN[1:]]


def csv(rows: list[list[str]], delimiter: str = ",") -> str:
    return "".join(
        delimiter.join(f'"{cell}"' if ";" in cell else cell for cell in row) + "\r\n"
        for row in rows
    )


@pytest.mark.parametrize("rows", [PERSIAN, ENGLISH, NAMES, SPELT])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_says_the_same_however_it_is_written(
    rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    table = read(csv(rows, delimiter).encode(encoding))
    assert table.rows == ROWS
    assert table.headings == dict(zip(("parties", "date"), rows[0], strict=True))
    assert table.problems == ()


def test_the_encoding_may_be_told() -> None:
    content = csv([["طرف‌ها", "date"], ["اراک؛ شيراز", "2012"]]).encode("cp1256", "replace")
    assert read(content, encoding="windows-1256").rows[0].cells["parties"].startswith("ا")


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_spreadsheet_is_a_table(make: object) -> None:
    rows = [["طرف‌ها", "تاریخ"], ["اراک؛ شیراز", "۱۲ اردیبهشت ۱۴۰۳"], ["Arak; Batumi", 2012]]
    assert read(make(rows)).rows == ROWS  # type: ignore[operator]


def test_json_is_a_table() -> None:
    objects = [
        {"طرف‌ها": "اراک؛ شیراز", "date": "۱۲ اردیبهشت ۱۴۰۳", "note": None},
        {"Parties": ["Arak", "Batumi"], "date": 2012},
    ]
    first, second = read(json.dumps(objects)).rows
    assert first.cells == ROWS[0].cells
    assert second.cells == {"parties": "Arak\nBatumi", "date": "2012"}
    assert [first.number, second.number] == [1, 2]
    assert second.values("parties") == ["Arak", "Batumi"]
    assert read(json.dumps(objects[1])).rows[0].cells == second.cells
    assert read('[{"parties": "a", "official": true, "x": 1.50}]').rows[0].cells == {
        "parties": "a", "official": "true", "x": "1.50",
    }  # fmt: skip


def test_what_json_has_and_no_cell_can_have_is_told() -> None:
    table = read('[{"parties": ["a;b", "c"], "date": {"year": 1}, "note": [["x"]]}]')
    told = [(one.row, one.column, one.code, one.severity.value) for one in table.problems]
    assert told == [
        (1, "parties", "parted-value", "violation"),
        (1, "date", "not-text", "violation"),
        (1, "note", "not-text", "violation"),
    ]
    for one in table.problems:
        assert one.message("en") != one.message("fa")


def test_what_no_field_is_for_is_kept_for_the_report() -> None:
    table = read('Parties,ende,Date\r\nArak;Batumi\r\n"a; b",2010,2012,x\r\n')
    assert [row.cells for row in table.rows] == [
        {"parties": "Arak;Batumi"},
        {"parties": "a; b", "ende": "2010", "date": "2012", "D": "x"},
    ]


def test_remarks_empty_rows_and_numbers_of_rows_are_passed_over() -> None:
    table = read("ردیف,طرف‌ها,تهی\r\n1,a,\r\n,,\r\n# 2,b,\r\n۳,c,\r\n")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, {"parties": "a"}),
        (5, {"parties": "c"}),
    ]
    # A number that counts nothing is kept.
    assert read("ردیف,parties\r\nx1,a\r\n").rows[0].cells == {"ردیف": "x1", "parties": "a"}


def test_columns_of_one_field_go_together() -> None:
    table = read('cities,party,note\r\nArak,Batumi,"one\ntwo"\r\n')
    assert table.rows[0].values("parties") == ["Arak", "Batumi"]
    assert table.rows[0].cell("note") == "one\ntwo"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("Parties,Date\r\n", "no row"),
        ("Parties,Date\r\n# a,b\r\n", "no row"),
        ("x,y\r\n1,2\r\n", "no heading is known: x, y"),
        ("[]", "no row"),
        ("[1]", "no list of objects"),
        ("[{]", "no JSON"),
        ("[" * 100_000, "nests too deeply|no JSON"),
        ("%PDF-1.7", "a PDF"),
        ("<html>", "a page"),
        (xlsx([["x"], ["y"]]), "no heading is known: x"),
    ],
)
def test_what_is_no_table_of_entries_is_refused(content: bytes | str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(content)


def test_what_says_that_it_is_json_is_read_as_json() -> None:
    with pytest.raises(SourceError, match="no JSON"):
        read("Parties,Date\r\na,b\r\n", as_json=True)


def test_a_table_has_so_many_rows_at_most() -> None:
    assert len(read("Parties\r\n" + "a\r\n" * 20).rows) == 20
    with pytest.raises(TooLarge, match="21 rows") as caught:
        read("Parties\r\n" + "a\r\n" * 21)
    assert "PEYVAND_MAX_ENTRIES" in caught.value.hint
    assert "۲۱" in caught.value.fa


@pytest.mark.parametrize("kind", EntryKind)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_template_has_every_field_and_enters_nothing(kind: EntryKind, language: str) -> None:
    made = template(kind, language)
    assert made.startswith("\ufeff")
    with pytest.raises(SourceError, match="no row"):
        read(made, kind)
    # Whoever fills it in and leaves the remark enters that row alone.
    row = ",".join(f"v{place}" for place, _ in enumerate(FIELDS[kind]))
    table = read(made + row + "\r\n", kind)
    assert [one.cells for one in table.rows] == [
        {field.name: f"v{place}" for place, field in enumerate(FIELDS[kind])}
    ]
