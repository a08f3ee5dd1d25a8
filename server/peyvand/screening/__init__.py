"""What was decided by checklists: it is told as it is on record, and nothing is decided here."""

from peyvand.screening.matters import Checklist, Decision, Item, Screened, chosen, read, states

__all__ = ["Checklist", "Decision", "Item", "Screened", "chosen", "read", "states"]
