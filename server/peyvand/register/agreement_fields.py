"""The fields of what is entered about agreements."""

from __future__ import annotations

from peyvand.register.field import Field, FieldKind
from peyvand.register.plan_fields import GOALS_SERVED

FURTHER_PARTIES = ("pv:Country", "pv:Organisation")
AGREEMENT_KINDS = (
    "pv:SisterCityAgreement",
    "pv:FriendshipAgreement",
    "pv:MemorandumOfUnderstanding",
    "pv:ProjectPartnership",
    "pv:ContactLink",
)


def agreement(places: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields of an agreement.

    Args:
        places: the classes of its parties.
    """
    return (
        Field("parties", FieldKind.THING, repeated=True, required=True, classes=places),
        Field("other_parties", FieldKind.THING, repeated=True, classes=FURTHER_PARTIES),
        Field("kind", FieldKind.CHOICE, classes=AGREEMENT_KINDS),
        Field("instrument", FieldKind.CHOICE, scheme="agreement-instruments"),
        Field("official", FieldKind.CHOICE, scheme="statuses", concepts=("official", "unofficial")),
        Field("date", FieldKind.DATE),
        Field("ended", FieldKind.DATE),
        Field("signatures", FieldKind.SIGNATURE, repeated=True),
        Field("approvals", FieldKind.APPROVAL, repeated=True),
        Field("purpose", FieldKind.TEXT, repeated=True),
        Field("areas", FieldKind.CHOICE, repeated=True, scheme="cooperation-areas"),
        Field("grounds", FieldKind.CHOICE_OR_TEXT, repeated=True, scheme="affinity-criteria"),
        Field("limits", FieldKind.CHOICE, repeated=True, scheme="agreement-limits"),
        GOALS_SERVED,
        Field("renews", FieldKind.THING, classes=("pv:Agreement",)),
    )
