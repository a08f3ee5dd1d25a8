"""The figures of agreements that officers and ministries watch: what is on record, and what is not.

Everything is counted from queries that anybody may ask again. What is not on record is unknown.
"""

from __future__ import annotations

from peyvand.monitor.answers import Answers
from peyvand.monitor.board import Board, look
from peyvand.monitor.model import SCOPES, Figure, Group, Signings

__all__ = ["SCOPES", "Answers", "Board", "Figure", "Group", "Signings", "look"]
