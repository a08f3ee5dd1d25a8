"""The curves that are kept with the data, and how they are written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from peyvand.partners.measures import CRITERIA
from peyvand.partners.ranking import Curve, Curves
from peyvand.resources import root

KEPT = "data/partners/curves.json"


@cache
def kept() -> Curves:
    """The curves that were fitted to all links, in the order of the criteria."""
    return read(json.loads((root() / KEPT).read_text(encoding="utf-8")))


def read(written: Mapping[str, Any]) -> Curves:
    """Curves as they were written."""
    return {
        name: Curve(tuple(written[name]["knots"]), tuple(written[name]["heights"]))
        for name in CRITERIA
        if name in written
    }


def write(curves: Curves) -> dict[str, Any]:
    """Curves as plain values."""
    return {
        name: {"knots": list(curve.knots), "heights": list(curve.heights)}
        for name, curve in curves.items()
    }
