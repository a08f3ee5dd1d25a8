"""What a list tells beside the names themselves: "Tehran (Iran)", "Springfield, Illinois, USA"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from peyvand.features.countries import countries_of, is_country_named, one_country
from peyvand.linkage.regions import units
from peyvand.linkage.regions import unknown as unknown_regions
from peyvand.model import City

_BESIDE = re.compile(r"(.+?)\s*(?:[,،]\s*([^,،()]+)|[(\[（]([^()]+)[)\]）])\s*")


def read_beside(place: City) -> City:
    """A place with the country and region that stand behind its name, where its row has none.

    Only of a place without coordinates, which needs them: "Atlanta, Georgia" lies in no Georgia
    that is a country. The name stays as it is; names are compared without what follows them, too.
    """
    if place.located or not place.names:
        return place
    name, country, region = place.names[0], place.country, place.region
    if not country:
        rest, told = _parted(name)
        if not is_country_named(told):
            return place
        name, country = rest, told
    if not region and one_country(country):
        for told in (_parted(name)[1], _parted(place.names[0])[1]):
            if told and units(told, country):
                region = told
                break
    return replace(place, country=country, region=region)


def unknown_countries(places: Iterable[City]) -> list[str]:
    """What stands in a list for a country and is known as none, in its order, each once."""
    return list(
        dict.fromkeys(
            place.country for place in places if place.country and not countries_of(place.country)
        )
    )


def not_known(places: Sequence[City]) -> list[str]:
    """What a list says of countries and regions that is not understood, in sentences."""
    said = {
        "countries are not known and not compared": unknown_countries(places),
        "regions are none of the first level of their country and not read": (
            unknown_regions(places)
        ),
    }
    return [
        f"{len(found):,} {why}: {', '.join(found)[:200]}" for why, found in said.items() if found
    ]


def _parted(name: str) -> tuple[str, str]:
    """A name and what stands behind it after a comma or in brackets, last of all."""
    match = _BESIDE.fullmatch(name)
    if not match:
        return name, ""
    return match[1], (match[2] or match[3]).strip()
