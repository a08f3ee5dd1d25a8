"""What a text must hold for the rules to have anything to do: told in some microseconds.

A sign may be there where no rule applies in the end; the other way round it may not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from peyvand.query.lexer import after_prologue

# How many texts are remembered, and how long they may be.
_REMEMBERED, _SHORT = 256, 4096
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

_QUOTED = r"""\"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>"""
_COVERED = re.compile(rf"{_QUOTED}|\#[^\n\r]*", re.DOTALL)
_PARENTHESES = re.compile(r"\([^()]*\)")
_FORK = re.compile(r"(?<!\|)\|(?!\|)")
_OPAQUE = re.compile(
    rf"""\"{{3}}(?:[^\\]|\\.)*?\"{{3}}|'{{3}}(?:[^\\]|\\.)*?'{{3}}|{_QUOTED}|\#[^\n\r]*""",
    re.DOTALL,
)
# Signs that no query has outside of what is quoted.
_AN_OPTIONAL, _A_GROUP, _A_TERM = "\x01", "\x02", "\x03"
_GROUP = re.compile(r"\{[^{}]*\}")
_OPTIONAL = re.compile(r"OPTIONAL\s*\{[^{}]*\}", re.IGNORECASE)
_AFTER = re.compile(
    r"\{[^{}]*\x01(?:[^{}]*?(?:[?$]\w|\x03|:)|(?:[^{}]*(?:\.|FILTER))?\s*\x02)[^{}]*\}",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"OPTIONAL\s*\{[^{}]*\.\s*(?:[?$\x03]|[\w\-]*:)", re.IGNORECASE)


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
    return _known_structure(text) if len(text) <= _SHORT else _has_structure(text)


def _has_structure(text: str) -> bool:
    capitals = text.upper()
    return (
        bool(_OPTIONAL_STEP.search(text))
        or ("*" in text and _has_steps(text))
        or ("|" in text and _has_forks(text))
        or ("BNODE" in capitals and bool(_BLANK.search(text)))
        or (("GRAPH" in capitals or "EXISTS" in capitals) and _has_scopes(text))
        or ("OPTIONAL" in capitals and has_optionals(text))
    )


# Of texts that come again it is remembered.
_known_structure = lru_cache(_REMEMBERED)(_has_structure)


def has_optionals(text: str) -> bool:
    """Whether something is asked for after OPTIONAL, or by two patterns within it.

    Groups are looked at from the inmost on, and each is then taken for one sign.
    """
    text = text[after_prologue(text) :]
    text = _COVERED.sub(_uncovered if "#" in text else _A_TERM, text)
    # What stands deeper in parentheses may look like a sign, and is seldom there.
    text = _PARENTHESES.sub("", _PARENTHESES.sub("", text))
    while "{" in text:
        if _AFTER.search(text) or _WITHIN.search(text):
            return True
        bare = _OPTIONAL.sub(_AN_OPTIONAL, text)
        if bare == text and (bare := _GROUP.sub(_A_GROUP, text)) == text:
            break
        text = bare
    return False


def _uncovered(found: re.Match[str]) -> str:
    """What stands for a term; nothing for a comment."""
    return "" if found[0][0] == "#" else _A_TERM


def _has_forks(text: str) -> bool:
    """Whether a bar stands alone where it may be of a path: not in a text, nor as ``||``."""
    if not _FORK.search(text):
        return False
    # No IRI has a bar: what looks like one with it are signs of comparison.
    bare = _OPAQUE.sub(lambda found: found[0] if found[0].startswith("<") else " ", text)
    return bool(_FORK.search(bare))


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
