"""What is sent to engines, and what they give back, says the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from peyvand.engines import statements
from peyvand.engines.statements import as_here, inserting

S, P = "<http://x.example/s>", "<http://x.example/p>"


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("Bb1", "b1"), ("BaXXb", "aXb"), ("BaX2Db", "a-b"), ("BX5FXX", "_X"), ("BBX2Ec", "B.c")],
)
def test_labels_that_jena_writes_are_read_as_they_were_sent(theirs: str, ours: str) -> None:
    lines = [f"_:{theirs} {P} _:{theirs} .\n".encode()]
    assert list(as_here(lines, jena=True)) == [f"_:{ours} {P} _:{ours} .\n".encode()]
    assert list(as_here(lines)) == lines


def test_a_label_that_nobody_sent_is_no_statement() -> None:
    with pytest.raises(SyntaxError, match="no label that was sent"):
        list(as_here([f"_:BaX2E {P} {S} .\n".encode()], jena=True))


def test_lines_are_read_in_batches_of_which_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "_MANY", 300)
    lines = [f'{S} {P} "{number}" .\n'.encode() for number in range(700)]
    taken = 0

    def given() -> Iterator[bytes]:
        nonlocal taken
        for line in lines:
            taken += 1
            yield line

    found = as_here(given(), "http://x.example/g")
    first = next(found)
    assert taken == 300
    expected = [line[:-2] + b"<http://x.example/g> .\n" for line in lines]
    assert sorted([first, *found]) == sorted(expected)


def test_many_statements_go_in_several_updates_and_blank_nodes_in_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(statements, "_CHUNK", 300)
    plain = [f'{S} {P} "{number}" .\n'.encode() for number in range(700)]
    blank = [f"_:b{number} {P} _:b{number + 1} .\n".encode() for number in range(400)]
    mixed = [line for pair in zip(plain[:400], blank, strict=True) for line in pair] + plain[400:]
    updates = list(inserting(mixed))
    counts = [(text.count('"'), text.count("_:")) for text in updates]
    assert counts == [(600, 0), (600, 0), (200, 0), (0, 800)]
