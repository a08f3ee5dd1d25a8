"""Ready questions answer in both languages: whoever reads Persian gets no English cell."""

from __future__ import annotations

import re

import pytest

from peyvand.resources import root
from peyvand.sources.catalogue import NamedQuery, read_catalogue

CATALOGUE = read_catalogue(root() / "queries")
READY = [*CATALOGUE.of("explore"), *CATALOGUE.of("check")]
# A degree of certainty is told by the name of its concept, which pages have in both languages.
CERTAINTY = "certaintyEn"
each = pytest.mark.parametrize("query", READY, ids=lambda query: query.name)


def columns(query: NamedQuery) -> set[str]:
    head = re.search(r"\bSELECT\b(.*?)\bWHERE\b", query.text, re.DOTALL)
    assert head, "a ready question is a SELECT with a WHERE"
    # Of what is computed, the name that it is given.
    return set(re.findall(r"\?(\w+)", re.sub(r"\(.*?\bAS\s+(\?\w+)\)", r"\1", head[1])))


@each
def test_a_column_of_text_stands_in_both_languages(query: NamedQuery) -> None:
    names = columns(query)
    english = {name for name in names if name.endswith("En")} - {CERTAINTY}
    assert {name[:-2] + "Fa" for name in english} <= names


@each
def test_a_text_in_one_language_has_its_sibling_in_the_other(query: NamedQuery) -> None:
    """A column that leaves one language out, or keeps one only, has a column of the other."""
    names = columns(query)
    alone = set(re.findall(r'LANG\(\?(\w+)\) ?!= ?"fa"', query.text))
    alone |= set(re.findall(r'LANG\(\?(\w+)\) ?= ?"en"', query.text))
    for name in (alone & names) - {CERTAINTY}:
        both = re.search(rf'LANG\(\?{name}\) ?= ?"fa"', query.text)
        assert both or name.removesuffix("En") + "Fa" in names, name
