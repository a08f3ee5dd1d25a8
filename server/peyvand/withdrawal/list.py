"""The list of what a home has withdrawn, which every build and every version goes by."""

from __future__ import annotations

from pathlib import Path

from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import Withdrawals


def withdrawn(home: Path) -> Withdrawals:
    """What rulings withdraw in a home; nothing where there is no journal.

    Raises:
        PeyvandError: the journal cannot be read.
    """
    return Journal(home).docket().withdrawals
