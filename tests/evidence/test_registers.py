"""What registers say in plain statements."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Store

from peyvand.evidence.registers import of_register, readings
from peyvand.vocabulary.iris import graph, iri, thing

CLAIMS = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix id: <https://w3id.org/peyvand/id/> .
@prefix c: <https://w3id.org/peyvand/id/claim/> .
@prefix a: <https://w3id.org/peyvand/id/agreement/> .
@prefix register: <https://w3id.org/peyvand/id/register/> .
@prefix selector: <https://w3id.org/peyvand/id/selector/> .
@prefix g: <https://w3id.org/peyvand/graph/> .

g:register-one {
  register:one a pv:Register ; rdfs:label "One"@en .
  c:one-1 a pv:Claim ; pv:about a:x ; pv:property pv:signed ; pv:reading "2004" .
  c:one-2 a pv:Claim ; pv:about a:x ; pv:property pv:signed ; pv:reading "2005" ;
    pv:replaces c:one-1 .
  c:one-3 a pv:Claim ; pv:about a:x ; pv:property pv:signed ; pv:reading "2006" ;
    pv:replaces c:one-2 .
  # A rival of them, two readings of one token, and one that nobody could read.
  c:one-4 a pv:Claim ; pv:about a:x ; pv:property pv:signed ; pv:reading "1999" .
  c:one-5 a pv:Claim ; pv:about a:x ; pv:property pv:ended ; pv:reading "2010", "2011" .
  c:one-6 a pv:Claim ; pv:about a:x ; pv:property pv:ended ; pv:candidate "2012", "2013" .
  # Taken back, and nothing in its place.
  c:one-7 a pv:Claim ; pv:about a:x ; pv:property pv:approved ; pv:reading "2001" .
  c:one-8 a pv:Claim ; pv:about a:x ; pv:property pv:approved ;
    pv:replaces c:one-7 .
  # Nothing replaces itself.
  c:one-9 a pv:Claim ; pv:about a:y ; pv:property pv:signed ; pv:reading "2020" ;
    pv:replaces c:one-9 .
  c:one-10 a pv:Claim ; pv:about a:y ; pv:property pv:ended ; pv:reading "2021" ;
    pv:isFoundAt selector:one-10 .
  selector:one-10 a oa:TextPositionSelector ; oa:start 1 .
}
g:register-other {
  # No claim of another register is replaced.
  c:other-1 a pv:Claim ; pv:about a:y ; pv:property pv:signed ; pv:reading "2019" ;
    pv:replaces c:one-10 .
}
g:document-001 {
  c:F001-1 a pv:Claim ; pv:about a:x ; pv:property pv:signed ; pv:reading "1900" .
}
"""


def read() -> set[tuple[str, str, str]]:
    store = Store()
    store.load(CLAIMS.encode(), format=RdfFormat.TRIG)
    found = list(readings(store))
    assert all(str(quad.graph_name) == "DEFAULT" for quad in found)
    return {tuple(_last(term.value) for term in quad.triple) for quad in found}  # type: ignore[misc]


def _last(name: str) -> str:
    return name.rpartition("/")[2].rpartition("#")[2]


def test_what_is_not_replaced_stands_and_rivals_stand_side_by_side() -> None:
    said = read()
    assert {value for about, prop, value in said if (about, prop) == ("x", "signed")} == {
        "2006",
        "1999",
    }
    assert {value for about, prop, value in said if (about, prop) == ("x", "ended")} == {
        "2010",
        "2011",
    }
    assert not any(prop == "approved" for _, prop, _ in said)


def test_a_claim_replaces_others_of_its_own_register() -> None:
    said = read()
    assert {row for row in said if row[0] == "y"} == {
        ("y", "signed", "2020"),
        ("y", "signed", "2019"),
        ("y", "ended", "2021"),
    }


def test_rows_are_plain_and_claims_and_places_in_texts_are_not() -> None:
    said = read()
    assert {row for row in said if row[0] == "one"} == {
        ("one", "type", "Register"),
        ("one", "label", "One"),
    }
    assert {about for about, _, _ in said} == {"one", "x", "y"}


def test_which_graphs_are_of_registers() -> None:
    assert of_register(graph("register-one"))
    assert not of_register(graph("document-001"))
    assert not of_register(thing("register/one"))
    assert not of_register(iri("pv:Register"))
