"""The countries that items of Wikidata are."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from babel import Locale

from peyvand.resources import root
from peyvand.sources.tables import read_table
from peyvand.sources.wikidata.properties import item_of

# What Wikidata's query service gives for *unknown value*: a blank node, by its label or address.
_UNKNOWN = re.compile(r"(?:_:)?t\d+|\S*/\.well-known/genid/\S*")


@lru_cache(maxsize=4096)  # few differ
def country_of(text: str) -> str:
    """The name of a country: of an item its English one, or nothing; any other as it is.

    An unknown value is nothing.
    """
    if _UNKNOWN.fullmatch(text):
        return ""
    qid = item_of(text)
    return _countries().get(qid, "") if qid else text


@cache
def _countries() -> dict[str, str]:
    path = root() / "data" / "merge" / "countries.csv"
    names = Locale("en").territories
    return {row["item"]: names[row["code"]] for row in read_table(path, ("item", "code"))}
