"""Random queries on random graphs: columns and store give the same rows."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.columns.generated import differences


def test_columns_and_store_give_the_same_rows() -> None:
    counts, found = differences(200, seed=20)
    assert found == []
    # Most are answered by the columns, or nothing would be tried.
    assert counts["same"] > 2 * counts["outside"] > 0
