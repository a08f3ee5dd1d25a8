"""The small graph in which names are hard to tell apart."""

from __future__ import annotations

from confusable import index, versions

__all__ = ["index", "versions"]
