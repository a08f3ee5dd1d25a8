"""The fields of what is entered about plans and their goals."""

from __future__ import annotations

from dataclasses import replace

from peyvand.register.field import Field, FieldKind

# What something may serve, and whose a goal may be.
GOALS = ("skos:Concept", "pv:Goal", "pv:Plan", "pv:Policy", "pv:Proposal")
AIMING = ("pv:Plan", "pv:Policy", "pv:Programme", "pv:Event")
_PLANNED = ("pv:SubnationalPlace", "pv:Organisation")
_CONTENT = Field("content", FieldKind.TEXT, repeated=True, called="plan_content")
SERVED = Field("goals", FieldKind.THING, repeated=True, classes=GOALS)
# Of an agreement and a membership; an agreement has aims in words besides.
GOALS_SERVED = replace(SERVED, called="goals_served")
PLAN = (
    Field("of", FieldKind.THING, repeated=True, required=True, classes=_PLANNED, called="plan_of"),
    _CONTENT,
)


def goal(actors: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields of a goal.

    Args:
        actors: the classes of those who may have to reach it.
    """
    return (
        Field(
            "of", FieldKind.THING, repeated=True, required=True, classes=AIMING, called="goal_of"
        ),
        Field("article", FieldKind.NUMBER),
        _CONTENT,
        Field("areas", FieldKind.CHOICE, repeated=True, scheme="cooperation-areas"),
        Field("assigned", FieldKind.ACTOR, repeated=True, classes=actors),
    )
