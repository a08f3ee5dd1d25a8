"""Texts as cells of tables: on one line, and nothing that a spreadsheet would run."""

from __future__ import annotations

import re

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_FORMULA = re.compile(r"[=@+\-](?![\d.,\s|+-]*(?:\([\d.,]+ km\))?$)")

# No estimate is certain.
_MOST_SHOWN = 0.9999


def one_line(text: str) -> str:
    """A text without what ends a line, or is no letter of one."""
    return _BREAKS.sub(" ", text)


def safe(text: str) -> str:
    """A text as a cell: on one line, and no formula of a spreadsheet."""
    plain = one_line(text)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def probability_shown(probability: float) -> str:
    """A probability as files show it: as finely as it is known, and never as certainty."""
    return f"{min(probability, _MOST_SHOWN):.4f}"
