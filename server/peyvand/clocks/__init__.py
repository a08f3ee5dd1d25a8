"""Three clocks: what was in force on a day, what we knew on it, and what had been said by it."""

from peyvand.clocks.counts import counts
from peyvand.clocks.days import read_day
from peyvand.clocks.force import InForce
from peyvand.clocks.known import built_on, known_at
from peyvand.clocks.looking import Look, said_by
from peyvand.clocks.model import Clocks, Said, Told
from peyvand.clocks.rows import Seen, of_all, seen

__all__ = [
    "Clocks",
    "InForce",
    "Look",
    "Said",
    "Seen",
    "Told",
    "built_on",
    "counts",
    "known_at",
    "of_all",
    "read_day",
    "said_by",
    "seen",
]
