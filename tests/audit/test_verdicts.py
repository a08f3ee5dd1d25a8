"""What can be said of a total: only what nothing that it may leave out could explain away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from peyvand.audit.model import ANY, Audited, Count, Name, Sources, Total, Unit
from peyvand.audit.verdicts import Judged, Verdict, Why, judge

IRAN = Name("https://w3id.org/peyvand/id/country/iran", {"en": "Iran"})


def total(figure: int, *, bound: str = "exactly", document: str = "a", **more: Any) -> Total:
    told = {
        "readings": (figure,),
        "is_read": True,
        "stated_on": ("2019-05",),
        "unit": Unit.AGREEMENTS,
        **more,
    }
    about = Name(f"https://w3id.org/peyvand/id/statistic/{document}", {})
    return Total(about, "value", document=document, bound=bound, **told)


def count(number: int, *notes: str, rule: Name | None = None) -> Count:
    return Count(number, Sources.ALL, "", ANY, ANY, ANY, None, 0, rule, (), notes)


def judged(one: Total, *counts: Count, beside: tuple[Total, ...] = ()) -> Judged:
    others = [Audited(other, replace(IRAN), (), ()) for other in beside]
    return judge([Audited(one, IRAN, counts, ()), *others])[0]


LOWER: dict[str, Any] = {"bound": "more-than"}
LATER: dict[str, Any] = {"stated_on": ("2021-02-13",)}


@pytest.mark.parametrize(
    ("one", "counts", "verdict", "why"),
    [
        # A lower bound is supported by more, and by no fewer.
        (total(500, **LOWER), [count(609)], Verdict.SUPPORTED, Why.EXCEEDED),
        (total(500, **LOWER), [count(500)], Verdict.UNTOLD, Why.FEWER),
        (total(500, **LOWER), [count(3)], Verdict.UNTOLD, Why.FEWER),
        # An exact figure is contradicted by more; the same figure, or less, shows nothing.
        (total(140), [count(141)], Verdict.CONTRADICTED, Why.MORE_ON_RECORD),
        (total(140), [count(140)], Verdict.UNTOLD, Why.FEWER),
        (total(140), [count(66)], Verdict.UNTOLD, Why.FEWER),
        (total(140), [], Verdict.UNTOLD, Why.FEWER),
        # What counts what the total may leave out, shows nothing either.
        (total(140), [count(143, "with-domestic")], Verdict.UNTOLD, Why.INCOMPARABLE),
        (total(140), [count(143, "any-kind")], Verdict.UNTOLD, Why.INCOMPARABLE),
        (total(140), [count(143, "any-time")], Verdict.UNTOLD, Why.INCOMPARABLE),
        (total(140), [count(143, "with-silent")], Verdict.UNTOLD, Why.INCOMPARABLE),
        (total(140), [count(143, "unresolved")], Verdict.UNTOLD, Why.INCOMPARABLE),
        (total(140), [count(143, rule=IRAN)], Verdict.UNTOLD, Why.INCOMPARABLE),
        # What leaves sources out counts too few, if anything.
        (total(140), [count(143, "documents")], Verdict.CONTRADICTED, Why.MORE_ON_RECORD),
        # A figure that may be several has a verdict only if all of them have it.
        (total(140, readings=(140, 149)), [count(145)], Verdict.UNTOLD, Why.UNREAD),
        (total(140, readings=(140, 149)), [count(150)], Verdict.CONTRADICTED, Why.MORE_ON_RECORD),
        (total(2, readings=(2, 12), is_read=False), [count(99)], Verdict.UNTOLD, Why.UNREAD),
        # Of cities it is not counted by which ties they have.
        (
            total(165, unit=Unit.COUNTRIES, scope=IRAN),
            [count(207)],
            Verdict.UNTOLD,
            Why.INCOMPARABLE,
        ),
        (total(165, unit=Unit.COUNTRIES), [count(207)], Verdict.CONTRADICTED, Why.MORE_ON_RECORD),
    ],
)
def test_what_counts_can_say(one: Total, counts: list[Count], verdict: Verdict, why: Why) -> None:
    found = judged(one, *counts)
    assert (found.verdict, found.why) == (verdict, (why,))
    assert {*found.comparable} | {*found.others} == {*counts}


@pytest.mark.parametrize(
    ("one", "other", "verdict", "side"),
    [
        (total(140), total(140, document="b"), Verdict.UNTOLD, "agreeing"),
        (total(140), total(141, document="b"), Verdict.CONTRADICTED, "differing"),
        (total(140, document="b"), total(141), Verdict.CONTRADICTED, "differing"),
        (total(1400), total(int("1400"), document="b"), Verdict.UNTOLD, "agreeing"),
        # Said at another time, both may have been true.
        (total(140), total(141, document="b", **LATER), Verdict.UNTOLD, "differing"),
        (total(140), total(141, document="b", stated_on=()), Verdict.UNTOLD, "differing"),
        # Lower bounds never contradict each other; the larger says the smaller.
        (total(2400, **LOWER), total(2500, document="b", **LOWER), Verdict.UNTOLD, "agreeing"),
        (total(2400, **LOWER), total(2400, document="b", **LOWER), Verdict.UNTOLD, "agreeing"),
        (total(2500, **LOWER), total(2400, document="b", **LOWER), Verdict.UNTOLD, ""),
        (total(2400, **LOWER), total(2500, document="b"), Verdict.UNTOLD, "agreeing"),
        (total(2400, **LOWER), total(2400, document="b"), Verdict.CONTRADICTED, "differing"),
        (total(2500, **LOWER), total(2400, document="b"), Verdict.CONTRADICTED, "differing"),
        (total(2400), total(2400, document="b", **LOWER), Verdict.CONTRADICTED, "differing"),
        (total(2401), total(2400, document="b", **LOWER), Verdict.UNTOLD, ""),
        # What is not read is no statement of a figure, and other units are no rivals.
        (total(140), total(141, document="b", is_read=False), Verdict.UNTOLD, ""),
        (total(140), total(141, document="b", unit=Unit.CITIES), Verdict.UNTOLD, ""),
    ],
)
def test_what_other_statements_can_say(
    one: Total, other: Total, verdict: Verdict, side: str
) -> None:
    found = judged(one, beside=(other,))
    assert found.verdict is verdict
    assert found.agreeing == ((other,) if side == "agreeing" else ())
    assert found.differing == ((other,) if side == "differing" else ())


def test_statements_of_another_holder_say_nothing() -> None:
    elsewhere = Audited(total(1, document="b"), None, (), ())
    found = judge([Audited(total(140), IRAN, (), ()), elsewhere])[0]
    assert (found.agreeing, found.differing) == ((), ())
