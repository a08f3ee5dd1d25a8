"""The queries behind a figure: what counts the rows of a list, and what lists one group."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pyoxigraph import Literal, NamedNode

# How the queries look up a name, and the variable that they give it by.
_LABEL = re.compile(r"^ *OPTIONAL \{ \?(\w+) rdfs:label \?\1(?:En|Fa) FILTER\([^\n]*\) \}\n", re.M)
_IN_LANGUAGE = re.compile(r" \?\w+(?:En|Fa)\b")

# How many things a query names at most.
_MOST_NAMED = 1_000


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


def among(text: str, thing: str, things: Collection[str]) -> str:
    """A query that lists some of the things of a list; the list itself if they are too many.

    Args:
        text: as ``counted`` takes it.
        thing: its variable of what is listed.
        things: their IRIs; without any, nothing is listed.
    """
    if len(things) > _MOST_NAMED:
        return text
    head, select = _parts(text)
    names = ", ".join(str(NamedNode(name)) for name in sorted(things))
    return f"{head}SELECT * WHERE {{\n{{ {select} }}\nFILTER(?{thing} IN ({names}))\n}}\n"


def each(text: str, things: Sequence[str]) -> str:
    """A query for what some variables of a list are, each combination once, without names.

    Args:
        text: as ``counted`` takes it.
        things: its variables.
    """
    head, select = _parts(nameless(text))
    names = " ".join(f"?{name}" for name in things)
    return f"{head}SELECT DISTINCT {names} WHERE {{\n{{ {select} }}\n}}\n"


def _parts(text: str) -> tuple[str, str]:
    """The prefixes of a query, and what follows them."""
    start = text.index("SELECT")
    return text[:start], text[start:].rstrip()
