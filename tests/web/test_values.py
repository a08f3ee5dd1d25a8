"""Values as pages and feeds show them, in both languages."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from peyvand.vocabulary.iris import PREFIXES
from peyvand.web.pages.components.values import show


@pytest.mark.parametrize(
    ("value", "kind", "english", "persian"),
    [
        ("true", "boolean", "yes", "بله"),
        ("1", "boolean", "yes", "بله"),
        ("false", "boolean", "no", "نه"),
        ("0", "boolean", "no", "نه"),
        ("2004", "integer", "2,004", "۲٬۰۰۴"),
        ("-1000", "integer", "-1,000", "-۱٬۰۰۰"),
        ("999", "integer", "999", "۹۹۹"),
        ("0999.50", "decimal", "0999.50", "۰۹۹۹٫۵۰"),
        ("12000.5", "decimal", "12,000.5", "۱۲٬۰۰۰٫۵"),
        ("1.5", "double", "1.5", "۱٫۵"),
    ],
)
def test_a_value_is_in_the_words_and_digits_of_the_language(
    value: str, kind: str, english: str, persian: str
) -> None:
    term = Literal(value, datatype=NamedNode(f"{PREFIXES['xsd']}{kind}"))
    for language, wanted in (("en", english), ("fa", persian)):
        assert show(term, language, lambda _: ("", "")).text == wanted


def test_a_text_stays_as_it_is() -> None:
    assert show(Literal("1404/12 true"), "fa", lambda _: ("", "")).text == "1404/12 true"
