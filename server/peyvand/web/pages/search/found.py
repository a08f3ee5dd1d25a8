"""What a search found as a list that can be asked, for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from pyoxigraph import Literal, NamedNode

from peyvand.search import Hit, Index, suggest
from peyvand.texts import text
from peyvand.vocabulary.iris import iri
from peyvand.vocabulary.labels import LANGUAGES, TRANSLITERATED
from peyvand.web.pages.components.grouping import Shape
from peyvand.web.pages.components.sections import Section
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.lists.asked_lists import Shown, shown
from peyvand.web.pages.lists.listing import Entry, Facet, Listing

# How many are found at most by a name, a beginning or a word of one; and how many, if there are
# fewer, that are only like it.
_MOST, _LIKE = 500, 10
_COLUMNS = ("found", "kind", "country", "agreements", "population")
_SECTION = Section("found", "", _COLUMNS, ("found",))
_WORD = "word"


def kind_name(kind: str, language: str) -> str:
    """What a kind of thing is called in a language."""
    return text(kind, language, "kind")


# Its values are words, in an address as in the parameter of programs.
FACETS = (
    Facet("kind", (_WORD,), called=kind_name),
    Facet("country", ("country",)),
)


def found(site: Site, index: Index, query: str, kinds: Sequence[str]) -> Shown:
    """What fits a text, as the present request asks for it: the best first, or in another order.

    Args:
        site: the pages.
        index: where to look.
        query: the text.
        kinds: that are looked for too where others are better; of several nothing else is shown.
    """
    are_several = len(kinds) > 1
    looked = partial(suggest, index, query)
    several = [looked(limit=_LIKE), looked(limit=_MOST, weakest="word")]
    if kinds:
        several.append(looked(kinds, limit=_LIKE))
        several.append(looked(kinds, limit=_MOST, weakest="word"))
    hits = {
        hit.iri: hit for some in several for hit in some if not are_several or hit.kind in kinds
    }
    ranked = sorted(hits.values(), key=lambda hit: -hit.score)
    labels = {hit.iri: _labels(hit) for hit in ranked}
    labels |= {
        hit.country: {"en": hit.country_en, "fa": hit.country_fa} for hit in ranked if hit.country
    }
    entries = [_entry(hit) for hit in ranked]
    # A facet has one value chosen.
    facets = FACETS[1:] if are_several else FACETS
    listing = Listing(
        _SECTION, Shape((), (), is_table=True), entries, facets, lambda name: labels.get(name, {})
    )
    return shown(site, listing, "", told=False)


def _labels(hit: Hit) -> Mapping[str, str]:
    told = {"en": hit.label_en, "fa": hit.label_fa, TRANSLITERATED: hit.transliteration}
    return {tag: name for tag, name in told.items() if name}


def _entry(hit: Hit) -> Entry:
    figures = {"agreements": hit.weight or None, "population": hit.population}
    return {
        "found": [NamedNode(hit.iri)],
        _WORD: [Literal(hit.kind)],
        "kind": [Literal(kind_name(hit.kind, tag), language=tag) for tag in LANGUAGES],
        "country": [NamedNode(hit.country)] if hit.country else [],
        **{
            name: [Literal(str(value), datatype=iri("xsd:integer"))] if value is not None else []
            for name, value in figures.items()
        },
    }
