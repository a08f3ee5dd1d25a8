"""Answers as of a day."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from clocks.conftest import Asks
from peyvand.clocks import Clocks, Look, seen
from peyvand.clocks.sentences import sentences
from peyvand.errors import BadRequest
from peyvand.texts import texts
from peyvand.vocabulary.iris import ID

BUILT = date(2026, 11, 29)
OF_2014 = Clocks(on=date(2014, 1, 1))


def thing(name: str) -> NamedNode:
    return NamedNode(f"{ID}{name}")


def test_a_row_is_about_the_agreement_that_it_names(small: Asks) -> None:
    rows = [
        {"agreement": thing("agreement/isfahan-xian"), "n": Literal(1)},
        {"agreement": thing("agreement/nobody-dated"), "n": Literal(2)},
        {"agreement": thing("agreement/shiraz-weimar"), "n": Literal(3)},
    ]
    clocks = Clocks(on=date(2021, 1, 1))
    found = seen(Look(small, clocks, BUILT), ["agreement", "n"], rows)
    assert found.columns == ("agreement", "n", "inForce")
    assert [(row["n"].value, row["inForce"].value) for row in found.rows] == [
        ("1", "certain"),
        ("2", "unknown"),
    ]
    assert found.in_force == {"certain": 1, "unknown": 1, "no": 1}


def test_or_about_the_agreement_of_two_places(small: Asks) -> None:
    rows = [
        {"country": thing("country/iran"), "city": thing("city/isfahan"), "partner": thing(partner)}
        for partner in ("city/xian", "city/q2", "city/weimar")
    ]
    columns = ["country", "city", "partner"]
    found = seen(Look(small, Clocks(on=date(2020, 1, 1)), BUILT), columns, rows)
    assert [row["partner"].value.rpartition("/")[2] for row in found.rows] == ["xian"]
    # Isfahan and Weimar have no agreement.
    assert found.apart == 1
    assert found.in_force == {"certain": 1, "no": 1}


def test_what_was_said_is_told_of_claims_too(small: Asks) -> None:
    rows = [{"claim": thing(f"claim/{name}")} for name in ("F001-323", "F001-322", "none")]
    found = seen(Look(small, Clocks(said=date(2014, 1, 1)), BUILT), ["claim"], rows)
    assert [row["claim"].value.rpartition("/")[2] for row in found.rows] == ["F001-323"]
    assert found.said == {"certain": 1, "no": 1, "unknown": 1}
    with pytest.raises(BadRequest):
        seen(Look(small, OF_2014, BUILT), ["claim"], rows)
    # The claim tells what was said, the agreement what was in force.
    both = [{**row, "agreement": thing("agreement/isfahan-xian")} for row in rows]
    clocks = Clocks(on=date(2014, 1, 1), said=date(2014, 1, 1))
    found = seen(Look(small, clocks, BUILT), ["agreement", "claim"], both)
    assert [(row["claim"].value[-3:], row["inForce"].value) for row in found.rows] == [
        ("323", "unknown")
    ]


def test_an_answer_without_agreements_is_refused(small: Asks) -> None:
    look = Look(small, OF_2014, BUILT)
    with pytest.raises(BadRequest) as refused:
        seen(look, ["n"], [{"n": Literal(5)}, {"n": BlankNode()}])
    assert "which agreements" in refused.value.texts("en")[0]
    assert "کدام پیمان‌ها" in refused.value.texts("fa")[0]
    assert seen(look, ["n"], []).rows == ()


def test_the_counts_are_told_in_both_languages(small: Asks) -> None:
    rows = [{"agreement": thing("agreement/isfahan-xian")}, {"agreement": Literal("none")}]
    assert texts("en", "clock").keys() == {
        *("in-force-by-readings", "in-force-by-candidates", "said-by-day", "rows-apart"),
    }
    clocks = Clocks(on=date(2014, 1, 1), said=date(2015, 1, 1), candidates=True)
    found = seen(Look(small, clocks, BUILT), ["agreement"], rows)
    english = "\n".join(sentences(found, clocks, "en"))
    assert "In force on 2014-01-01 by every candidate reading: 0 certainly" in english
    assert "Spoken of by 2015-01-01: 1 certainly" in english
    assert "no agreement, which are left out: 1." in english
    persian = "\n".join(sentences(found, clocks, "fa", lambda day: f"<{day}>"))
    assert "برقرار در <2014-01-01> بر پایهٔ همهٔ خوانش‌های نامزد: ۰ بی‌گمان" in persian
    assert "گفته‌شده تا <2015-01-01>: ۱ بی‌گمان" in persian
