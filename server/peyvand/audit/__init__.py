"""Totals that are stated, beside what the graph counts, and what lies between them."""

from __future__ import annotations

from peyvand.audit.auditing import audit
from peyvand.audit.counted import Ruling, rulings
from peyvand.audit.kept import Kept
from peyvand.audit.model import Audited, Count, Total

__all__ = ["Audited", "Count", "Kept", "Ruling", "Total", "audit", "rulings"]
