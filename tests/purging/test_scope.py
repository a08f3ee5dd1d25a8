"""What goes of a graph by a list of what is withdrawn, and what comes in its place."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from peyvand.graph.build import Graph
from peyvand.graph.patch import Patch, as_lines, dump_lines
from peyvand.graph.withdrawing import Withdrawing
from peyvand.graph.withdrawing.whole import purge
from peyvand.graph.withdrawing.writings import Writings
from peyvand.vocabulary.graphs import REQUESTS
from peyvand.vocabulary.iris import ID, TYPE, iri, thing
from peyvand.vocabulary.iris import graph as named
from purging.homes import granted

DEFAULT = DefaultGraph()
WUHAN, TRABZON = thing("agreement/tabriz-wuhan"), thing("agreement/tabriz-trabzon")


def slugs(nodes: object) -> set[str]:
    return {node.value.removeprefix(str(ID)) for node in nodes}  # type: ignore[attr-defined]


def values(store: Store, node: NamedNode, prop: str) -> set[str]:
    found = store.quads_for_pattern(node, iri(prop), None, DEFAULT)
    return {getattr(quad.object, "value", "").rpartition("#")[2] for quad in found}


def test_a_document_goes_with_its_claims_and_what_stands_on_them_alone(graph: Graph) -> None:
    change = Withdrawing.of(graph.store, granted("document/003"))
    claims, things = slugs(change.scope.claims), slugs(change.scope.things)
    assert {name[:11] for name in claims} == {"claim/F003-"}
    assert {"document/003", "agreement/tabriz-trabzon", "person/mohammad-jam-kasri"} <= things
    # Others tell of these.
    assert things.isdisjoint(
        {"agreement/tabriz-wuhan", "city/tabriz", "city/trabzon", "country/turkey"}
    )
    assert not any(name.startswith(("concept/", "reading-rule/", "query/")) for name in things)
    assert change.scope.graphs == {named("document-003")}
    # What tells of its claims goes without a trace.
    assert {"conflict/c5", "decision/f003-089.2", "comparison/agreement-tabriz-trabzon"} <= slugs(
        change.scope.others
    )


def test_an_overruled_reading_comes_back(graph: Graph) -> None:
    change = Withdrawing.of(graph.store, granted("document/003"))
    assert Quad(WUHAN, TYPE, iri("pv:SisterCityAgreement"), DEFAULT) in change.added
    former = {q.object for q in change.removed if q.subject == WUHAN and q.predicate == TYPE}
    assert former == {iri("pv:FriendshipAgreement")}


def test_what_stays_is_the_place_and_the_ruling(graph: Graph) -> None:
    change = Withdrawing.of(graph.store, granted("document/003"))
    claim = thing("claim/F003-075")
    left = {quad.predicate for quad in change.added if quad.subject == claim}
    assert left == {
        *(TYPE, iri("rdfs:label")),
        *(iri("pv:isWithdrawnBy"), iri("pv:wasStatedIn"), iri("pv:stoodAtLine")),
    }
    assert {q.graph_name for q in change.added if q.subject == claim} == {DEFAULT, REQUESTS}


def test_one_claim_goes_and_the_thing_stays(graph: Graph) -> None:
    change = Withdrawing.of(graph.store, granted("claim/F003-075"))
    assert slugs(change.scope.claims) == {"claim/F003-075"}
    assert not change.scope.things
    assert not change.scope.graphs


def test_a_thing_goes_with_all_claims_that_name_it(graph: Graph) -> None:
    change = Withdrawing.of(graph.store, granted("person/mohammad-jam-kasri"))
    assert change.scope.claims
    store = Store()
    store.extend(graph.store)
    purge(store, granted("person/mohammad-jam-kasri"))
    node = thing("person/mohammad-jam-kasri")
    assert not list(store.quads_for_pattern(None, None, node, named("document-003")))
    assert values(store, node, "rdf:type") == {"Withdrawal"}


def test_a_newest_value_falls_back_to_the_one_before(graph: Graph) -> None:
    store = Store()
    store.extend(graph.store)
    prop = iri("pv:countryName")
    claims = [q.subject for q in store.quads_for_pattern(None, iri("pv:property"), prop, None)]
    rivals: dict[NamedNode, list[tuple[str, str, NamedNode]]] = {}
    for claim in claims:
        said = {quad.predicate: quad.object for quad in store.quads_for_pattern(claim, None, None)}
        dated = str(getattr(said[iri("pv:statedOn")], "value", ""))
        reading = said[iri("pv:reading")]
        rivals.setdefault(said[iri("pv:about")], []).append((dated, claim.value, reading))  # type: ignore[arg-type, union-attr]
    city, found = next((node, sorted(some)) for node, some in rivals.items() if len(some) > 1)
    purge(store, granted(found[-1][1].removeprefix(str(ID))))
    standing = [quad.object for quad in store.quads_for_pattern(city, prop, None, DEFAULT)]
    assert standing == [found[-2][2]]


def test_it_is_undone_whole_and_made_again_the_same(graph: Graph) -> None:
    store = Store()
    store.extend(graph.store)
    before = dump_lines(store)
    docket = granted("document/003")
    first = purge(store, docket)
    after = dump_lines(store)
    assert not Withdrawing.of(store, docket).removed
    assert not Withdrawing.of(store, docket).added
    first.recorder.undo()
    assert dump_lines(store) == before
    assert purge(store, docket).patch == first.patch
    assert dump_lines(store) == after


def test_what_was_written_keeps_what_stays_alone() -> None:
    store, docket = Store(), granted("claim/r-1")
    claim, other = thing("claim/r-1"), thing("claim/r-2")
    register = named("register-arak")
    said = [
        Quad(node, prop, value, register)
        for node in (claim, other)
        for prop, value in (
            (TYPE, iri("pv:Claim")), (iri("pv:about"), thing("agreement/a-b")),
        )
    ]  # fmt: skip
    store.extend(said)
    kept = Writings(docket, Withdrawing.of(store, docket)).of_patch(Patch(as_lines(said), ()))
    subjects = {line.split()[0] for line in kept.added if b"register-arak" in line}
    assert subjects == {f"<{other.value}>".encode()}
    assert any(b"Withdrawal" in line for line in kept.added)
    # Removed again before, it is known by what the file itself says.
    empty = Withdrawing.of(Store(), docket)
    gone = Writings(docket, empty).of_patch(Patch((), as_lines(said)))
    assert {line.split()[0] for line in gone.removed} == {f"<{other.value}>".encode()}
