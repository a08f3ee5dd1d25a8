"""What would make a query lighter that was too much: read from its text, after it was stopped."""

from __future__ import annotations

from peyvand.errors import PeyvandError, QueryTimeout
from peyvand.query.diagnosis import Shape, shape
from peyvand.wording import Words, say

_MOST = 3
_GUESSING = frozenset({"REGEX", "CONTAINS", "STRSTARTS", "STRENDS", "LCASE", "UCASE"})
_LABELS = ("label", "prefLabel", "altLabel", "name", "comment", "description")


def relieved(error: PeyvandError, text: str) -> PeyvandError:
    """The same error with hints on the query that it stopped, and where to read on.

    Args:
        error: a timeout, or too much memory or depth.
        text: the query.
    """
    hints = [*_hints(shape(text))][:_MOST]
    more = say("relief-more", slug=error.slug)
    # Of depth and memory the hint says what the query alone does not show.
    general = not hints or not isinstance(error, QueryTimeout)
    first = [(error.hint, error.hint_fa)] if general else []
    told = [*first, *((words["message"], words["fa"]) for words in (*hints, more))]
    error.hint = " ".join(english for english, _ in told)
    error.hint_fa = " ".join(persian for _, persian in told)
    return error


def _hints(shape: Shape) -> list[Words]:
    """What would help, the most first."""
    hints = []
    apart = shape.apart()
    if apart:
        hints.append(say("relief-connect", one=f"?{apart[0]}", other=f"?{apart[1]}"))
    if shape.words & {"GROUP", "COUNT", "SUM", "AVG"} and (
        "OPTIONAL" in shape.words or shape.names & set(_LABELS)
    ):
        hints.append(say("relief-group"))
    if shape.endless:
        hints.append(say("relief-path"))
    if shape.any_property:
        hints.append(say("relief-property"))
    if shape.any_graph:
        hints.append(say("relief-graph"))
    if shape.words & _GUESSING:
        hints.append(say("relief-search"))
    if "ORDER" in shape.words and "LIMIT" in shape.words:
        hints.append(say("relief-order"))
    if "LIMIT" not in shape.words:
        hints.append(say("relief-limit"))
    return hints
