"""The city or other place that a request is about, by any of its names."""

from __future__ import annotations

from collections.abc import Collection

from peyvand.errors import NotFound
from peyvand.search import KINDS, PARTIES
from peyvand.search.cities import meant
from peyvand.vocabulary.iris import ID
from peyvand.web.pages.components.current_index import current_index
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.components.standing import standing
from peyvand.wording import say

_BETWEEN = {"en": "; ", "fa": "؛ "}


def city_named(site: Site, written: str, kinds: Collection[str] = PARTIES) -> str:
    """The IRI of the city that somebody means, in the version that the page shows.

    Args:
        site: where it is looked for.
        written: any of its names, ``city/arak``, or its IRI.
        kinds: what an identifier or an IRI may name.

    Raises:
        NotFound: no city is called so, or several are; the error names those that may be meant.
    """
    found = meant(current_index(site.asked_version), written, kinds)
    if found.city:
        return found.city.iri
    told = {"city": written[:100], "near": _BETWEEN[site.language].join(found.told(site.language))}
    if not told["near"]:
        raise NotFound(**say("no-city-near", city=told["city"]))
    raise NotFound(**say("several-cities" if found.several else "no-such-city", **told))


def place_named(site: Site, written: str) -> str:
    """The IRI of the place that somebody means: a city by any of its names, or any other thing by
    an identifier such as ``country/iran``, or its IRI.

    Raises:
        NotFound: there is none, or several are called so; the error names those that may be meant.
        Gone: there was, or others took its place.
    """
    kind, _, slug = written.removeprefix(str(ID)).rpartition("/")
    return standing(site, kind, slug).iri if kind else city_named(site, written, KINDS)
