"""What each step of the derivation looks at, so that it can be taken again for a change alone."""

from __future__ import annotations

from peyvand.graph.reach.activities import Participants
from peyvand.graph.reach.goals import GoalsByArea
from peyvand.graph.reach.model import Change, Reach, TooMuch, View
from peyvand.graph.reach.pairs import Pairs
from peyvand.graph.reach.places import Counts, PossiblySame, Transliterations
from peyvand.graph.reach.queries import (
    Inverse,
    Labels,
    Reciprocity,
    Signatories,
    Types,
)
from peyvand.graph.reach.registers import Registers
from peyvand.graph.reach.stages import Criteria, LackingStages, StageOrder, Stages
from peyvand.graph.reach.values import Coordinates, Dates, Distances
from peyvand.graph.reach.vitality import Vitality

# By the name of the step. Where one is missing here, any change has the whole derived anew.
REACHES: dict[str, Reach] = {
    "registers": Registers(),
    "dates": Dates(),
    "coordinates": Coordinates(),
    "distances": Distances(),
    "pairs": Pairs(),
    "possibly-same": PossiblySame(),
    "counts": Counts(),
    "transliterations": Transliterations(),
    "criteria": Criteria(),
    "goals-by-area": GoalsByArea(),
    "inverse": Inverse(),
    "labels": Labels(),
    "lacking-stages": LackingStages(),
    "participants": Participants(),
    "reciprocity": Reciprocity(),
    "signatories": Signatories(),
    "stage-order": StageOrder(),
    "stages": Stages(),
    "types": Types(),
    "vitality": Vitality(),
}

__all__ = ["REACHES", "Change", "Reach", "TooMuch", "View"]
