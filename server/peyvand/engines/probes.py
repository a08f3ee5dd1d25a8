"""What an engine must keep to, and what it does otherwise: asked once, of what needs no data.

A query that an engine refuses is answered by the store here, and harms nobody; what it would answer
wrongly is what it must not be asked at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyoxigraph import QueryBoolean, QuerySolutions

from peyvand.engines.answers import NotOurs, NotWhole, Refused, answer
from peyvand.engines.model import HELD, STATE, VERSION

_XSD = "http://www.w3.org/2001/XMLSchema#"
_MANY = 20_000
_DEEP = 50


@dataclass(frozen=True)
class Lack:
    """What an engine does otherwise: which probe, how, and whether it must not."""

    name: str
    reason: str
    needed: bool


@dataclass(frozen=True)
class Probe:
    """Something to ask an engine.

    Attributes:
        name: what it keeps if it answers so.
        query: what is asked; of no statement but the mark.
        wanted: the values of the one row, or whether the answer is yes.
        needed: whether an engine that answers otherwise is not asked.
    """

    name: str
    query: str
    wanted: tuple[str, ...] | bool
    needed: bool = True

    @property
    def form(self) -> str:
        """Of the query."""
        return "ASK" if isinstance(self.wanted, bool) else "SELECT"

    def judge(self, status: int, headers: Mapping[str, str], body: bytes) -> Lack | None:
        """What is otherwise in an answer; None if it is as it should be. That a query is refused
        harms nobody.

        Args:
            status: the status of HTTP.
            headers: with their names in small letters.
            body: all of it.
        """
        try:
            found = answer(self.form, status, headers, body)
        except (NotWhole, NotOurs) as error:
            needed = self.needed and not isinstance(error, Refused)
            return Lack(self.name, error.message, needed)
        if isinstance(found, QueryBoolean):
            got: tuple[str, ...] | bool = bool(found)
        else:
            assert isinstance(found, QuerySolutions)
            rows = [tuple(str(getattr(cell, "value", cell)) for cell in row) for row in found]
            got = rows[0] if len(rows) == 1 else (f"{len(rows)} rows",)
        if got == self.wanted:
            return None
        return Lack(self.name, f"{got} instead of {self.wanted}", self.needed)


PROBES = (
    # Else every statement would be there twice, and the mark with it.
    Probe("default graph without the named graphs", f"ASK {{ <{HELD}> <{VERSION}> ?held }}", False),
    Probe(
        "named graphs by their names",
        f"ASK {{ GRAPH <{STATE}> {{ <{HELD}> <{VERSION}> ?held }} }}",
        True,
    ),
    Probe(
        "Persian texts",
        'SELECT (STRLEN(?x) AS ?n) ?x { VALUES ?x { "نیم\u200cفاصله" } FILTER(CONTAINS(?x, "ی")) }',
        ("9", "نیم\u200cفاصله"),
    ),
    Probe(
        "languages of texts",
        'SELECT (COUNT(*) AS ?n) { VALUES ?x { "a"@fa "a"@en "a" } FILTER(LANG(?x) = "fa") }',
        ("1",),
    ),
    Probe(
        "paths",
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{STATE}> "
        f"{{ <{HELD}> (<{VERSION}>|^<{VERSION}>)+ ?x }} }}",
        ("2",),
    ),
    Probe(
        "groups and sums",
        "SELECT (SUM(?n) AS ?sum) { { SELECT ?k (COUNT(*) AS ?n) "
        "{ VALUES (?k ?v) { (1 1) (1 2) (2 3) } } GROUP BY ?k HAVING (COUNT(*) > 1) } }",
        ("2",),
    ),
    Probe(
        "what is not there",
        "SELECT (COUNT(*) AS ?n) { VALUES ?x { 1 2 3 } MINUS { VALUES ?x { 2 } } "
        "OPTIONAL { VALUES (?x ?y) { (1 1) } } FILTER(!BOUND(?y)) }",
        ("1",),
    ),
    Probe(
        "parts of dates",
        f'SELECT (YEAR("1382-05-12"^^<{_XSD}date>) AS ?year) {{ }}',
        ("1382",),
    ),
    Probe(
        "order of dates",
        f'SELECT ?x {{ VALUES ?x {{ "2003-05-12"^^<{_XSD}date> "1997-01-01"^^<{_XSD}date> }} }}'
        " ORDER BY ?x LIMIT 1",
        ("1997-01-01",),
    ),
    Probe("exact decimals", "SELECT (0.1 + 0.2 AS ?x) { }", ("0.3",)),
    Probe(
        "regular expressions",
        'SELECT (REPLACE("پیوند", "[یک]", "x") AS ?x) { FILTER(REGEX("شهر", "^ش.ر$")) }',
        ("پxوند",),
    ),
    Probe(
        "lists of 20,000 values",
        f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {' '.join(map(str, range(_MANY)))} }} }}",
        (str(_MANY),),
        needed=False,
    ),
    Probe(
        "deep nesting",
        f"SELECT (COUNT(*) AS ?n) {{ {'{ ' * _DEEP}VALUES ?x {{ 1 }}{' }' * _DEEP} }}",
        ("1",),
        needed=False,
    ),
)


def lacks(ask: Callable[[Probe], tuple[int, Mapping[str, str], bytes]]) -> tuple[Lack, ...]:
    """What an engine that holds a version does otherwise.

    Args:
        ask: how it is asked: status, headers with their names in small letters, and body.
    """
    found = (probe.judge(*ask(probe)) for probe in PROBES)
    return tuple(lack for lack in found if lack)
