"""Which quads of a pattern are joined before they meet the others."""

from __future__ import annotations

from pyoxigraph import NamedNode

from peyvand.columns.algebra import Node, Quad, Variable
from peyvand.columns.sql.arms import arms

A, X, Y, Z = map(Variable, "axyz")
PARTY, COUNTRY, YEAR = (NamedNode(f"urn:x:{name}") for name in ("party", "country", "year"))
ONE, TWO = NamedNode("urn:x:1"), NamedNode("urn:x:2")


def quad(subject: Node, predicate: Node, value: Node, graph: Node | None = None) -> Quad:
    return Quad(subject, predicate, value, graph)


TO_X, TO_Y, OF_X, OF_Y = (
    quad(A, PARTY, X), quad(A, PARTY, Y), quad(X, COUNTRY, ONE), quad(Y, COUNTRY, TWO),
)  # fmt: skip


def test_what_constants_narrow_is_joined_with_the_arm_that_it_ends() -> None:
    year = quad(A, YEAR, Z)
    made, others = arms([OF_X, TO_X, year, TO_Y, OF_Y])
    assert {frozenset(arm) for arm in made} == {frozenset((OF_X, TO_X)), frozenset((OF_Y, TO_Y))}
    assert others == [year]


def test_an_arm_may_lead_either_way_and_have_several_ends() -> None:
    back, more = quad(X, PARTY, A), quad(TWO, PARTY, X)
    made, others = arms([back, OF_X, more, TO_Y, OF_Y])
    assert {frozenset(arm) for arm in made} == {
        frozenset((back, OF_X, more)), frozenset((TO_Y, OF_Y)),
    }  # fmt: skip
    assert others == []


def test_one_arm_alone_is_none() -> None:
    quads = [OF_X, TO_X, quad(A, YEAR, Z)]
    assert arms(quads) == ([], quads)


def test_what_goes_on_from_its_end_is_no_arm() -> None:
    for other in (quad(X, YEAR, Z), quad(X, YEAR, A), quad(X, Z, ONE), quad(X, YEAR, ONE, Z)):
        quads = [OF_X, TO_X, OF_Y, TO_Y, other]
        assert arms(quads) == ([], quads)


def test_what_connects_two_narrowed_things_is_no_arm() -> None:
    quads = [quad(X, PARTY, Y), OF_X, OF_Y]
    assert arms(quads) == ([], quads)
