"""Answers stand in the order of their questions, names in that of the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pytest

from peyvand.vocabulary.iris import PREFIXES, thing
from peyvand.web.pages.components.ordering import in_order
from peyvand.web.pages.components.sections import Reader

LABELS = {
    thing("country/iran").value: {"en": "Iran", "fa": "ایران"},
    thing("country/china").value: {"en": "China", "fa": "چین"},
}


class Known:
    """A reader that knows few labels, and asks for those that it needs."""

    def __init__(self, language: str) -> None:
        self.language, self.learnt = language, set[str]()

    def learn(self, terms: Iterable[Any]) -> None:
        self.learnt |= {term.value for term in terms}

    def label(self, term: Any) -> tuple[str, str]:
        assert term.value in self.learnt
        return LABELS.get(term.value, {}).get(self.language, ""), self.language


def row(country: str, en: str, fa: str, pairs: str = "") -> dict[str, dict[str, str]]:
    made = {
        "country": {"type": "uri", "value": thing(f"country/{country}").value},
        "city": {"type": "uri", "value": thing(f"city/{en.lower()}").value},
        "cityEn": {"type": "literal", "value": en, "xml:lang": "en"},
        "cityFa": {"type": "literal", "value": fa, "xml:lang": "fa"},
        "pairs": {"type": "literal", "value": pairs, "datatype": PREFIXES["xsd"] + "integer"},
    }
    return {name: cell for name, cell in made.items() if cell["value"]}


ROWS = [
    row("iran", "Yazd", "یزد", "10"),
    row("china", "Wuhan", "ووهان", "9"),
    row("iran", "Hamadan", "همدان"),
    row("iran", "Ahvaz", "", "9"),
]


@pytest.mark.parametrize(
    ("order", "language", "found"),
    [
        ("?cityEn ?city", "en", "Ahvaz Hamadan Wuhan Yazd"),
        # و stands before ه, and what has no Persian name behind those that have.
        ("?cityEn ?city", "fa", "Wuhan Hamadan Yazd Ahvaz"),
        ("?city", "fa", "Wuhan Hamadan Yazd Ahvaz"),
        ("DESC(?cityEn)", "en", "Yazd Wuhan Hamadan Ahvaz"),
        # Things by their names, and within each by the next key.
        ("?country ?cityEn", "en", "Wuhan Ahvaz Hamadan Yazd"),
        ("?country ?cityEn", "fa", "Hamadan Yazd Ahvaz Wuhan"),
        # Numbers are no texts; what is not known stands last either way.
        ("?pairs ?cityEn", "en", "Ahvaz Wuhan Yazd Hamadan"),
        ("DESC(?pairs) ?cityEn", "en", "Yazd Ahvaz Wuhan Hamadan"),
        # As they are where the query orders by an expression.
        ("(!BOUND(?pairs)) ?cityEn", "en", "Yazd Wuhan Hamadan Ahvaz"),
    ],
)
def test_rows_stand_in_the_order_of_names(order: str, language: str, found: str) -> None:
    reader = cast(Reader, Known(language))
    query = f"SELECT * WHERE {{ ?s ?p ?o }} ORDER BY {order}\n"
    rows = in_order(query, ROWS, reader)
    assert [one["cityEn"]["value"] for one in rows] == found.split()


def test_documents_stand_by_their_numbers() -> None:
    sources = [
        {"source": {"type": "uri", "value": thing(f"document/{name}").value}}
        for name in ("010", "002", "wikidata-2016-09")
    ]
    reader = Known("fa")
    found = in_order("SELECT * {} ORDER BY DESC(?source)", sources, cast(Reader, reader))
    assert found == [sources[2], sources[0], sources[1]]
    assert not reader.learnt
