"""Which agreements a body, or a document, counts as ties between cities, by its own published rule.

What the rule asks and nobody has recorded is no data: it is never taken for a no.
"""

from __future__ import annotations

from peyvand.recognition.deciding import SCOPES, Ask, recognise, tally
from peyvand.recognition.model import Finding, Verdict

__all__ = ["SCOPES", "Ask", "Finding", "Verdict", "recognise", "tally"]
