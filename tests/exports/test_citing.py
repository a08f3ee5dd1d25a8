"""A version is cited in forms that reference managers read, with nothing made up."""

from __future__ import annotations

import re

import pytest

from peyvand.exports.citing import Citation

CITED = Citation(
    "Peyvand: the graph", "The developers", 7, "2026-11-30", "https://x.example/versions/7"
)


def test_bibtex_has_an_entry_with_every_field() -> None:
    entry = CITED.bibtex()
    assert entry.startswith("@misc{peyvand-7,\n")
    assert entry.count("{") == entry.count("}")
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))
    assert fields == {
        "title": "{Peyvand: the graph}",
        "author": "{The developers}",
        "year": "2026",
        "version": "7",
        "url": "https://x.example/versions/7",
        "note": "Data set, version 7",
    }


@pytest.mark.parametrize("sign", "#$%&_{}")
def test_what_bibtex_would_read_as_something_else_is_escaped(sign: str) -> None:
    entry = Citation(f"a{sign}b", "c", 1, "", "https://x.example/").bibtex()
    assert f"{{{{a\\{sign}b}}}}" in entry


def test_ris_has_one_tag_a_line_and_an_end() -> None:
    lines = CITED.ris().split("\r\n")
    assert lines == [
        *("TY  - DATA", "TI  - Peyvand: the graph", "AU  - The developers", "PY  - 2026"),
        *("DA  - 2026/11/30", "ET  - 7", "UR  - https://x.example/versions/7", "ER  - ", ""),
    ]


def test_a_day_that_is_not_known_is_not_told() -> None:
    unknown = Citation("a", "b", 1, "", "https://x.example/")
    assert "year" not in unknown.bibtex()
    assert "PY  -" not in unknown.ris()
    assert "DA  -" not in unknown.ris()
    assert unknown.ris().endswith("ER  - \r\n")
