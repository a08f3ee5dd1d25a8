"""The functions of dates that a query may call."""

from __future__ import annotations

import pytest
from pyoxigraph import QuerySolutions, Store

from peyvand.errors import UnknownFunction
from peyvand.query.engine import ask

PREFIXES = (
    "PREFIX clock: <https://w3id.org/peyvand/function#> "
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
)


def value(expression: str) -> str | None:
    found = ask(Store(), f"{PREFIXES} SELECT ({expression} AS ?x) WHERE {{}}")
    assert isinstance(found, QuerySolutions)
    (row,) = found
    return str(row["x"]) if row["x"] is not None else None


@pytest.mark.parametrize(
    ("expression", "given"),
    [
        ('STR(clock:day("1384-04-09"))', '"2005-06-30"'),
        ('clock:day("2005-06-30") = "2005-06-30"^^xsd:date', "true"),
        ('STR(clock:firstDay("[2000,2009]"))', '"2000-01-01"'),
        ('STR(clock:lastDay("1994-03-21/1995-03-20"))', '"1995-03-20"'),
        ('clock:lastDay("2004/..")', None),
        ('clock:inForce("2005-06-30", "2004")', '"certain"'),
        ('clock:inForce("2005-06-30", "[2000,2009]")', '"possible"'),
        ('clock:inForce("2005-06-30", "2004", "2005-01")', '"no"'),
        ('clock:inForce("2005-06-30"^^xsd:date, "XXXX")', '"unknown"'),
        ('clock:saidBy("2021-06-01", "2019-02-24~")', '"certain"'),
        ('clock:saidBy("2021-06-01", "2020/..")', '"possible"'),
        ('clock:saidBy("2021-06-01", "2024")', '"no"'),
        # What cannot be told is an error.
        ('clock:inForce("2005", "2004")', None),
        ('clock:firstDay("soon")', None),
        ("clock:firstDay(<http://x.example/>)", None),
        ('clock:firstDay("2004", "2005")', None),
        ("clock:day()", None),
    ],
)
def test_a_function_tells_what_dates_tell(expression: str, given: str | None) -> None:
    told = value(expression)
    assert (told and told.partition("^^")[0].replace('"true"', "true")) == given


def test_a_query_that_is_rewritten_may_call_them_too() -> None:
    text = f"""{PREFIXES} SELECT (COUNT(*) AS ?n) WHERE {{
      {{ VALUES ?date {{ "2004" "2009" }} OPTIONAL {{ BIND(BNODE("x") AS ?b) }} }}
      FILTER(clock:inForce("2005-06-30", ?date) = "certain") }}"""
    found = ask(Store(), text)
    assert isinstance(found, QuerySolutions)
    assert [row["n"].value for row in found] == ["1"]


def test_what_is_no_function_is_still_refused() -> None:
    with pytest.raises(UnknownFunction):
        value('clock:never("2004")')
