"""Labels and prefixed names are chosen in one place, and nowhere by chance."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal

from peyvand.vocabulary.iris import PREFIXES, expanded, prefixed
from peyvand.vocabulary.labels import best, pick, tag_of

WRITTEN = "und-arab-t-und-latn"


@pytest.mark.parametrize(
    ("labels", "language", "chosen"),
    [
        ({"en": "Shahr", "fa": "شهر"}, "fa", ("شهر", "fa")),
        ({"en": "Shahr", "fa": "شهر"}, "en", ("Shahr", "en")),
        ({"fa": "شهر", "de": "Stadt"}, "en", ("شهر", "fa")),
        ({"en": "Shahr", "de": "Stadt"}, "fa", ("Shahr", "en")),
        ({"en": "", "fa": "شهر"}, "en", ("شهر", "fa")),
        ({"en": "Shahr", WRITTEN: "شهر"}, "fa", ("شهر", WRITTEN)),
        ({"en": "Shahr", WRITTEN: "شهر", "fa": "شهرک"}, "fa", ("شهرک", "fa")),
        ({"en": "Shahr", WRITTEN: "شهر"}, "en", ("Shahr", "en")),
        ({"und": "Shahr", WRITTEN: "شهر"}, "en", ("Shahr", "")),
        ({"ru": "Город", "de": "Stadt"}, "fa", ("Stadt", "de")),
        ({"ru": "Город", "de": "Stadt"}, "ru", ("Город", "ru")),
        ({"und": "X", "zh": "城"}, "en", ("X", "")),
        ({"en": ""}, "en", ("", "")),
        ({}, "en", ("", "")),
    ],
)
def test_a_label_is_chosen(labels: dict[str, str], language: str, chosen: tuple[str, str]) -> None:
    assert pick(labels, language) == chosen
    assert pick(dict(reversed(labels.items())), language) == chosen


def test_a_text_without_a_language_is_of_an_undetermined_one() -> None:
    assert tag_of(Literal("x")) == tag_of(BlankNode()) == tag_of(None) == "und"
    assert tag_of(Literal("x", language="fa")) == "fa"
    assert best((), "en") == ""


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://w3id.org/peyvand/ns#City", "pv:City"),
        ("http://www.wikidata.org/entity/Q42", "wd:Q42"),
        ("http://www.wikidata.org/entity/statement/Q42-1", None),
        ("https://w3id.org/peyvand/ns#", None),
        ("https://w3id.org/peyvand/ns#a/b", None),
        ("https://w3id.org/peyvand/ns#a.b", "pv:a.b"),
        ("https://w3id.org/peyvand/ns#a.", None),
        ("https://w3id.org/peyvand/ns#a%20b", None),
        ("https://w3id.org/peyvand/ns#شهر", "pv:شهر"),
        ("http://x.example/City", None),
        ("pv:City", None),
        ("", None),
    ],
)
def test_an_iri_is_shortened_where_it_is_plain(iri: str, name: str | None) -> None:
    assert prefixed(iri) == name
    assert name is None or expanded(name).value == iri


def test_every_namespace_is_shortened_by_its_own_prefix() -> None:
    assert all(prefixed(f"{space}x") == f"{name}:x" for name, space in PREFIXES.items())
