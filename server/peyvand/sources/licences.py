"""The licences that data are under, and which of them let data stand among others.

What is under a licence that asks to be kept by whatever the data become part of (share-alike), or
under one that is not known here, stands in a graph of its own and in no other.
"""

from __future__ import annotations

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
PUBLIC_DOMAIN = "https://creativecommons.org/publicdomain/mark/1.0/"
UNICODE = "https://www.unicode.org/license.txt"
# What asks for no more than a credit, or for nothing.
FREE_TO_MIX = frozenset({CC0, CC_BY, PUBLIC_DOMAIN, UNICODE})
# What licences are called for short, in any language.
NAMES = {
    CC0: "CC0 1.0",
    CC_BY: "CC BY 4.0",
    PUBLIC_DOMAIN: "Public Domain Mark 1.0",
    UNICODE: "Unicode License v3",
    "https://creativecommons.org/licenses/by-sa/3.0/": "CC BY-SA 3.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC BY-SA 4.0",
    "https://opendatacommons.org/licenses/odbl/1-0/": "ODbL 1.0",
}


def name_of(licence: str) -> str:
    """The short name of a licence; its address if it has none here."""
    return NAMES.get(licence, licence)
