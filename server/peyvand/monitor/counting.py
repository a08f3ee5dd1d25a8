"""The queries behind a figure: what counts the rows of a list, and what lists one group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode

# How the queries look up a name, and the variable that they give it by.
_LABEL = re.compile(r"^ *OPTIONAL \{ \?(\w+) rdfs:label \?\1(?:En|Fa) FILTER\([^\n]*\) \}\n", re.M)
_IN_LANGUAGE = re.compile(r" \?\w+(?:En|Fa)\b")


def counted(text: str, thing: str, by: Sequence[str] = ()) -> str:
    """A query that counts the things of a list, without looking up what they are called.

    Args:
        text: a SELECT query, whose prefixes stand before it.
        thing: its variable of what is counted.
        by: its variables of what tells a group.
    """
    head, select = _parts(nameless(text))
    keys = " ".join(f"?{name}" for name in by)
    grouped = f" GROUP BY {keys}" if keys else ""
    return (
        f"{head}SELECT {keys} (COUNT(DISTINCT ?{thing}) AS ?count) WHERE {{\n"
        f"{{ {select} }}\n}}{grouped}\n"
    )


def nameless(text: str) -> str:
    """A list without what its things are called."""
    head, select = _parts(text)
    return head + _IN_LANGUAGE.sub("", _LABEL.sub("", select))


def behind(text: str, by: str, key: str) -> str:
    """A query that lists one group of a list.

    Args:
        text: as ``counted`` takes it.
        by: the variable that tells the group.
        key: of the group: an IRI, a word, or nothing for those of which nothing is on record.
    """
    head, select = _parts(text)
    value = NamedNode(key) if ":" in key else Literal(key)
    test = f"?{by} = {value}" if key else f"!BOUND(?{by})"
    return f"{head}SELECT * WHERE {{\n{{ {select} }}\nFILTER({test})\n}}\n"


def among(text: str, thing: str, things: Sequence[NamedNode]) -> str:
    """A query that lists some of the things of a list.

    Args:
        text: as ``counted`` takes it.
        thing: its variable of what is listed.
        things: those; without any, nothing is listed.
    """
    head, select = _parts(text)
    names = ", ".join(map(str, things))
    return f"{head}SELECT * WHERE {{\n{{ {select} }}\nFILTER(?{thing} IN ({names}))\n}}\n"


def _parts(text: str) -> tuple[str, str]:
    """The prefixes of a query, and what follows them."""
    start = text.index("SELECT")
    return text[:start], text[start:].rstrip()
