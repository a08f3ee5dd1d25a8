"""Holds the candidates of claims that rest on damaged digits equal to what the rules leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import jdatetime
from pyoxigraph import Literal, NamedNode

from peyvand.errors import SourceError
from peyvand.model import Certainty, Claim
from peyvand.sources.dates import bounds
from peyvand.sources.printed_digits import FONTS, RULES, Evidence, as_edtf, narrowed, readings
from peyvand.vocabulary.iris import EDTF

DOCUMENT = "001"
_BODY, _LATIN = "body-font-digits", "latin-font-digits"
_MILLION = "میلیون"
_MONTHS = jdatetime.date.j_months_fa


def check_digits(path: Path, claims: Iterable[Claim]) -> None:
    """That each claim keeps the readings that its printed digits and its rules allow.

    Args:
        path: the table of the document, for messages.
        claims: all its claims.

    Raises:
        SourceError: a claim keeps others, chooses one that no rule chooses, names a rule that
            excludes nothing, or names a font although it is about no number.
    """
    claims = list(claims)
    first = {claim.slug: day for claim in claims if (day := _first_day(claim))}
    for claim in claims:
        try:
            _check(claim, first)
        except ValueError as error:
            hint = "Give the candidates that the rules leave, and name the rules in narrowed_by."
            raise SourceError(path, None, f"claim {claim.slug}: {error}.", hint) from None


def _check(claim: Claim, first: Mapping[str, date]) -> None:
    token = re.search("[0-9]+", claim.as_printed)
    font = _slug(claim.read_by) if _slug(claim.read_by) in FONTS else _BODY
    if not token or font == _LATIN:
        return
    terms = claim.candidates or claim.readings
    numbers = [term for term in terms if isinstance(term, Literal) and not term.language]
    if not numbers and claim.list_position is None:
        if _slug(claim.read_by) in FONTS:
            raise ValueError(f"{font} reads a number, and it states none")
        return
    rules = [_slug(rule) for rule in claim.narrowed_by]
    days = [first[slug] for premise in claim.premises if (slug := _slug(premise)) in first]
    evidence = Evidence(claim.list_position, max(days, default=None))
    left = narrowed(readings(token[0], font), rules, evidence)
    if claim.list_position is not None:
        kept, allowed = {str(claim.list_position)}, set(left)
    else:
        kept, allowed = {term.value for term in numbers}, {_written(claim, one) for one in left}
        _check_choice(claim, kept)
    others = set(rules) - set(RULES)
    if not (kept < allowed if others else kept == allowed):
        raise ValueError(
            f"{token[0]} keeps {' | '.join(sorted(kept))}, and the rules leave "
            + " | ".join(sorted(allowed))
        )


def _check_choice(claim: Claim, kept: set[str]) -> None:
    """A font leaves what it leaves: to choose, it takes something else."""
    if len(kept) == 1 or not claim.readings:
        return
    chosen = claim.readings[0].value
    if chosen.startswith("[") and set(chosen.strip("[]").split(",")) == kept:
        return
    if _slug(claim.read_by) in FONTS or claim.certainty is Certainty.AMBIGUOUS:
        raise ValueError(f"nothing chooses {chosen} among {' | '.join(sorted(kept))}")


def _written(claim: Claim, reading: str) -> str:
    """A reading as the graph writes it: a date, or a number of the size that the words give."""
    if any(
        isinstance(t, Literal) and t.datatype == EDTF for t in claim.candidates + claim.readings
    ):
        # The name of one month stands in that of another.
        named = max((name for name in _MONTHS if name in claim.as_printed), key=len, default="")
        return as_edtf(reading, _MONTHS.index(named) + 1 if named else None)
    return str(int(reading) * (1_000_000 if _MILLION in claim.as_printed else 1))


def _first_day(claim: Claim) -> date | None:
    """The first day of what a claim dates."""
    texts = [
        term.value
        for term in claim.readings or claim.candidates
        if isinstance(term, Literal) and term.datatype == EDTF
    ]
    return min((day for text in texts if (day := bounds(text)[0])), default=None)


def _slug(node: NamedNode) -> str:
    return node.value.rpartition("/")[2]
