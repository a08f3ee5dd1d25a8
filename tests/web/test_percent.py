"""Forms are read as the library reads them."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.web.http.percent import pairs

PIECES = ("query", "=", "&", "%3D", "%25", "%0A", "%0D%0A", "%", "%4", "%zz", "+", "_", "\n", " ")
MORE = ("%D8%A7", "%d8%a7", "%FF", "ا", "==", "=\n", "?x", "{ }", "%20", "%2b", "\t")


def library(text: str, charset: str) -> object:
    try:
        return parse_qsl(text, keep_blank_values=True, encoding=charset, errors="strict")
    except ValueError as error:
        return type(error)


def ours(text: str, charset: str) -> object:
    try:
        return pairs(text, charset, 1000)
    except ValueError as error:
        return type(error)


@given(st.lists(st.sampled_from(PIECES + MORE), max_size=12).map("".join))
def test_any_form_is_read_as_the_library_reads_it(text: str) -> None:
    for charset in ("utf-8", "cp1256"):
        assert ours(text, charset) == library(text, charset)


@given(st.text(max_size=40))
def test_any_text_comes_back(text: str) -> None:
    try:
        form = f"query={quote_plus(text)}"
    except UnicodeEncodeError:
        return
    assert pairs(form, "utf-8", 1) == [("query", text)]


def test_too_many_fields_are_refused() -> None:
    assert len(pairs("a=1&b=2", "utf-8", 2)) == 2
    with pytest.raises(ValueError, match="fields"):
        pairs("a=1&b=2&c=3", "utf-8", 2)
