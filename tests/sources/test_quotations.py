"""A quotation is a few words of a document as it has them, and no change of one goes unnoticed."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from peyvand.errors import SourceError
from peyvand.graph.build import make_graph
from peyvand.model import Certainty, Claim, Quotation, TextSpan
from peyvand.sources.documents import COLUMNS as CLAIM_COLUMNS
from peyvand.sources.quotations import (
    COLUMNS,
    FEW_LETTERS,
    FEW_WORDS,
    MOST_LETTERS,
    MOST_WORDS,
    Quotations,
    cells_of,
    quote,
    read_quotations,
    write_quotations,
)
from peyvand.sources.selectors import JOINED, read_joined
from peyvand.sources.tables import Row, read_table
from peyvand.sources.text_spans import first_span, further_spans
from peyvand.vocabulary.iris import iri, thing

TABLE = "data/documents/quotations.csv"


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b c d [e f] g h i j", Quotation("b c d ", "e f", "", "", " g h i")),
        ("[e]", Quotation(exact="e")),
        ("before\nb [e]\nafter", Quotation("b ", "e")),
        ("pact([2111])8 years", Quotation("pact(", "2111", "", "", ")8 years")),
        # As many words as fit: the code points before the third are 24 with it, or 25.
        (f"{'a' * 7} {'b' * 7} {'c' * 7} [e]", Quotation(f"{'a' * 7} {'b' * 7} {'c' * 7} ", "e")),
        (f"{'a' * 8} {'b' * 7} {'c' * 7} [e]", Quotation(f"{'b' * 7} {'c' * 7} ", "e")),
        (f"[e] {'b' * 24}", Quotation(exact="e")),
        (f"[e] {'b' * 23}", Quotation("", "e", "", "", f" {'b' * 23}")),
        ("\nb [e]", Quotation("b ", "e")),
        ("[1 2 3 4 5 6 7 8]", Quotation(exact="1 2 3 4 5 6 7 8")),
        ("[1 2 3 4 5 6 7 8 9]", Quotation(opening="1 2 3", closing="7 8 9")),
        (f"[{'a' * 60}]", Quotation(exact="a" * 60)),
        (f"[a {'b' * 59}]", Quotation(opening="a")),
        # Nothing is quoted across the end of a line.
        ("[one two\n\n three]", Quotation(opening="one two", closing="three")),
        # Two blanks, and one that does not break, stay as they are.
        ("a  b [c\u00a0 d]", Quotation("a  b ", "c\u00a0 d")),
    ],
)
def test_few_words_are_quoted_as_they_stand(text: str, expected: Quotation) -> None:
    start, end = text.index("["), text.index("]") - 1
    assert quote(text.replace("[", "").replace("]", ""), start, end) == expected


@pytest.fixture
def table(tmp_path: Path) -> Path:
    text, path = "the year 2111 of\nthe pact", tmp_path / "quotations.csv"
    spans = [TextSpan(2, 17, 20), *(TextSpan(1, *ends) for ends in ((9, 13), (0, 16), (0, 3)))]
    write_quotations(path, {("001", span): cells_of("001", span, text) for span in spans})
    return path


def test_a_table_is_read_as_it_was_written(table: Path) -> None:
    read = read_quotations(table)
    assert [(place[0], place[1].start, place[1].end) for place in read.rows] == [
        *(("001", 0, 3), ("001", 0, 16), ("001", 9, 13), ("001", 17, 20))
    ]
    row = read.rows["001", TextSpan(1, 9, 13)]
    assert (row["prefix"], row["exact"], row["suffix"]) == ("the year ", "2111", " of")


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_of_any_cell_is_noticed(table: Path, column: str) -> None:
    rows = cells(table)
    rows[2][COLUMNS.index(column)] += "1"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(SourceError, match=r"quotations.csv:3: the digest is not.*--write"):
        read_quotations(table)


@pytest.mark.parametrize("digest", ["0" * 16, "f" * 16, ""])
def test_a_digest_is_that_of_its_row(table: Path, digest: str) -> None:
    text = table.read_text(encoding="utf-8")
    table.write_text(re.sub(r"[0-9a-f]{16}\n", f"{digest}\n", text), encoding="utf-8")
    with pytest.raises(SourceError, match=r"quotations.csv:2: the digest is not"):
        read_quotations(table)


def test_rows_stand_in_the_order_of_documents(tmp_path: Path) -> None:
    path = tmp_path / "quotations.csv"
    places = [("002", TextSpan(1, 0, 1)), ("001", TextSpan(1, 2, 3)), ("000", TextSpan(1, 2, 3))]
    write_quotations(path, {place: cells_of(*place, "a b") for place in places})
    assert list(read_quotations(path).rows) == places[::-1]


def test_a_claim_gets_every_part_of_its_quotations(tmp_path: Path) -> None:
    text = "before a b c d e f g h i after"
    spans = [TextSpan(1, 7, 24), TextSpan(1, 9, 10)]
    path = tmp_path / "quotations.csv"
    write_quotations(path, {("001", span): cells_of("001", span, text) for span in spans})
    row = Row(tmp_path / "001.csv", 2, {})
    claim = Claim(
        "F1", 1, thing("city/a"), iri("pv:note"), (), (), Certainty.CERTAIN, thing("rule/r"),
        thing("document/001"), (), "", span=spans[0], further_spans=(spans[1],),
    )  # fmt: skip
    quoted = read_quotations(path).quoted(claim, row)
    assert quoted.span == replace(
        spans[0], quotation=Quotation("before ", "", "a b c", "g h i", " after")
    )
    assert quoted.further_spans == (
        replace(spans[1], quotation=Quotation("before a ", "b", "", "", " c d e")),
    )


def test_a_span_has_one_row(table: Path) -> None:
    text = table.read_text(encoding="utf-8")
    table.write_text(text + text.splitlines(keepends=True)[-1], encoding="utf-8")
    with pytest.raises(SourceError, match=r"given already on line 5"):
        read_quotations(table)
    table.unlink()
    with pytest.raises(SourceError, match=r"no such file.*--write"):
        read_quotations(table)


def test_a_place_without_a_quotation_stops_the_build(copy: Path) -> None:
    path = copy / TABLE
    rows = cells(path)
    for gone in range(1, len(rows)):
        if rows[gone][0] == "002":
            break
    document, line, start, end = rows.pop(gone)[:4]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    with pytest.raises(SourceError, match=f"line {line}, {start} to {end}, has no row") as caught:
        make_graph(copy, world=False)
    assert str(caught.value).startswith(f"{copy / 'data/documents' / document}.csv:")
    assert "peyvand check --documents DIR --write" in caught.value.hint


@pytest.fixture(scope="module")
def stored(sources: Path) -> Quotations:
    return read_quotations(sources / TABLE)


def test_every_place_of_a_claim_is_quoted_and_no_other(sources: Path, stored: Quotations) -> None:
    """Reading computes the digest of each row, so that a span and its words are as they were."""
    places = set()
    for path in (sources / "data/documents").glob("[0-9]*.csv"):
        for row in read_table(path, CLAIM_COLUMNS):
            spans = (first_span(row), *further_spans(row))
            places |= {(path.stem, span) for span in spans if span}
    assert set(stored.rows) == places


def test_a_listed_join_is_where_a_span_begins_or_ends(sources: Path, stored: Quotations) -> None:
    borders = {(name, at) for name, span in stored.rows for at in (span.start, span.end)}
    assert set(read_joined(sources / "data/documents" / JOINED)) <= borders


def test_no_more_than_a_few_words_are_quoted(stored: Quotations) -> None:
    for row in stored.rows.values():
        assert len(row["exact"]) <= MOST_LETTERS
        assert len(row["exact"].split()) <= MOST_WORDS
        for name in ("prefix", "opening", "closing", "suffix"):
            assert len(row[name]) <= FEW_LETTERS
            assert len(row[name].split()) <= FEW_WORDS
        assert not (row["exact"] and (row["opening"] or row["closing"]))
