"""One reading of the lines of a graph tells what its quads and the engine tell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from peyvand.graph.dataset_counts import Counts
from peyvand.graph.patch import dump_lines
from peyvand.graph.survey import Survey
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID, LABEL, PREFIXES, TYPE, iri, thing

CITY, ITEM, CLAIM = thing("city/a"), NamedNode(PREFIXES["wd"] + "Q1"), thing("claim/1")
NAMED, PARTS = (
    iri("pv:population"),
    [iri(f"pv:{name}") for name in ("about", "property", "reading")],
)
# Ends of literals and of triples that look like the name of a graph.
ODD = [
    Literal("a <http://x/g>"), Literal("a <b", datatype=NamedNode("http://x/t")),
    Literal("a _:b", language="en"), Literal('" <http://x/g> .\n'), Literal("_:b"), Literal(""),
    Literal("5", datatype=iri("xsd:integer")), Triple(CITY, NAMED, NamedNode("http://x/o")),
    Literal("a", language="fa"), Literal("a"),
]  # fmt: skip
GRAPHS = [DefaultGraph(), NamedNode("http://x/g"), NamedNode("http://x/g/2"), BlankNode("g")]
QUADS = st.builds(
    Quad,
    st.sampled_from([CITY, ITEM, CLAIM, thing("city/a/b"), iri("pv:City"), BlankNode("b")]),
    st.sampled_from([TYPE, LABEL, iri("rdfs:seeAlso"), NAMED, *PARTS]),
    st.sampled_from([CITY, ITEM, NAMED, iri("pv:City"), BlankNode("b"), *ODD]),
    st.sampled_from(GRAPHS),
)
# Claims that are whole, and statements that they explain or not.
CLAIMED = st.lists(
    st.tuples(st.sampled_from(ODD), st.sampled_from(ODD), st.sampled_from(GRAPHS)), max_size=2
).map(
    lambda some: [
        quad
        for read, plain, where in some
        for quad in (
            Quad(CLAIM, PARTS[0], CITY, where), Quad(CLAIM, PARTS[1], NAMED, where),
            Quad(CLAIM, PARTS[2], read, where), Quad(CITY, NAMED, plain, DefaultGraph()),
        )
    ]
)  # fmt: skip


@given(st.lists(QUADS, max_size=25), CLAIMED)
def test_of_any_graph(some: list[Quad], claimed: list[Quad]) -> None:
    store = Store()
    store.extend([*some, *claimed])
    quads, survey = list(store), Survey.of(dump_lines(store))
    ours = (str(ID), PREFIXES["pv"])

    def names(terms: list[object], starts: tuple[str, ...] = ("",)) -> set[str]:
        named = {term.value for term in terms if isinstance(term, NamedNode)}
        return {name for name in named if name.startswith(starts)}

    assert survey.counts == Counts.of(store)
    assert survey.described == names([it.subject for it in quads], ours)
    assert survey.mentioned == names([it.object for it in quads], ours)
    of_things = [it for it in quads if str(it.subject).startswith(f"<{ID}")]
    assert survey.used == names([it.predicate for it in of_things])
    naming = [it.object for it in quads if it.predicate in (TYPE, *PARTS[1:])]
    terms = names([*(it.predicate for it in quads), *naming], ours[1:])
    assert survey.terms == terms
    for name, nodes in survey.bearing.items():
        assert nodes == {it.subject.value for it in quads if it.predicate == iri(name)}
    rows = store.query(own("check/unexplained-statements").text)
    wanted = {(row["subject"], row["property"], row["value"]) for row in rows}  # type: ignore[union-attr, index]
    found = [(it.subject, it.predicate, it.object) for it in survey.unexplained]
    assert len(found) == len(wanted)
    assert set(found) == wanted
