"""What a text must hold for the rules to have anything to do: told in some microseconds.

A sign may be there where no rule applies in the end; the other way round it may not.
"""

from __future__ import annotations

import re

_CASED = re.compile(r"\b(?!true\b|false\b)(?i:true|false)\b")
_AGGREGATE = re.compile(r"GROUP_CONCAT\b|COUNT\b(?!\s*\(\s*(?:DISTINCT\s+)?(?:\*|[?$]\w+)\s*\))")
_BLANK = re.compile(r"\bBNODE\b(?!\s*\(\s*\))", re.IGNORECASE)
_ALL = (["SELECT"], ["DISTINCT"], ["REDUCED"])
_OPTIONAL_STEP = re.compile(r"\?(?!\w)")
_PIECES = re.compile(
    r"""\"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\#[^\n\r]*|<[^<>\s]*>|[{}]
    |[?$](?P<variable>\w+)|\bGRAPH\s*(?:[?$](?P<name>\w+))?
    |\b(?P<word>MINUS|VALUES|SELECT|EXISTS)\b""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def has_cases(text: str) -> bool:
    """Whether TRUE or the like may stand in a text."""
    capitals = text.upper()
    return ("TRUE" in capitals or "FALSE" in capitals) and bool(_CASED.search(text))


def has_aggregates(text: str) -> bool:
    """Whether an aggregate stands in a text that ``words`` writes otherwise."""
    capitals = text.upper()
    return ("COUNT" in capitals or "GROUP_CONCAT" in capitals) and bool(_AGGREGATE.search(capitals))


def has_structure(text: str) -> bool:
    """Whether a rule about groups may have something to do."""
    capitals = text.upper()
    return (
        bool(_OPTIONAL_STEP.search(text))
        or ("*" in text and _has_steps(text))
        or ("BNODE" in capitals and bool(_BLANK.search(text)))
        or (("GRAPH" in capitals or "EXISTS" in capitals) and _has_scopes(text))
    )


def _has_steps(text: str) -> bool:
    """Whether an asterisk stands where it may be of a path: not in ``SELECT *`` or ``(*)``."""
    at = text.find("*")
    while at >= 0:
        # The longest word that may stand before one is DISTINCT.
        before = text[max(0, at - 100) : at].rstrip()
        if not before.endswith("(") and before[-9:].upper().split()[-1:] not in _ALL:
            return True
        at = text.find("*", at + 1)
    return False


def _has_scopes(text: str) -> bool:
    """Whether EXISTS stands in a group in a group, or GRAPH holds what is of one graph."""
    depth = 0
    waiting: str | None = None
    # Of the open groups of GRAPH, how deep they begin, and the variable.
    graphs: list[tuple[int, str]] = []
    for match in _PIECES.finditer(text):
        piece = match.group()
        if piece == "{":
            depth += 1
            if waiting is not None:
                graphs.append((depth, waiting))
                waiting = None
        elif piece == "}":
            if graphs and graphs[-1][0] == depth:
                graphs.pop()
            depth -= 1
        elif (name := match["variable"]) is not None:
            if any(name == graph for _, graph in graphs):
                return True
        elif (word := match["word"]) is not None:
            exists = word.upper() == "EXISTS"
            if (exists and depth > 1) or (not exists and graphs):
                return True
        elif piece[:5].upper() == "GRAPH":
            if graphs:
                return True
            waiting = match["name"] or ""
    return False
