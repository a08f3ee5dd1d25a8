"""An update that goes through a recorder makes the same graph as the engine makes of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.recorder import Recorder
from peyvand.query.updating import NoSuchGraph, update

PREFIX = "PREFIX : <http://x/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
DATA = """
@prefix : <http://x/> .
:a :p :b , 1 , "x"@en . :b :p :a , 2 . :b :q _:n . _:n :q "blank" .
:g1 { :a :p :c . :c :q "1" , 01 . _:m :p :a . }
:g2 { :b :p :a . :c :p :c . :g1 :in :g2 }
:g3 { :b :p :g1 , :g2 , "no graph" . }
"""
MADE = [
    # Data.
    "INSERT DATA { :d :p :e , 'x' ; :q 1 . GRAPH :g1 { :d :p :e } GRAPH :g9 { :d :p 1 } }",
    "INSERT DATA { :a :p :b . :d :p 01 , '1'^^xsd:int , 1.50 , true }",
    "INSERT DATA { _:x :p _:y . GRAPH :g1 { _:x :q _:z } }",
    "INSERT DATA { :s :p [ :q 1 ; :r ( 1 2 [] ) ] }",
    "INSERT DATA {}",
    "INSERT DATA { GRAPH :g9 { } }",
    "INSERT DATA { :d :p 'where ; } delete' }",
    "DELETE DATA { :a :p :b . GRAPH :g1 { :a :p :c . :no :p :no } }",
    "DELETE DATA { GRAPH :g1 { :c :q 1 } }",
    "DELETE DATA { GRAPH :g2 { :b :p :a . :c :p :c . :g1 :in :g2 } }",
    "DELETE DATA { :a :p '}' } ; INSERT DATA { :a :p '; {' }",
    # One label in several operations names a node in each.
    "INSERT { GRAPH :g8 { _:x :p 1 } } WHERE { :a :p ?o } ; "
    "INSERT { GRAPH :g9 { _:x :p 1 } } WHERE {}",
    "INSERT DATA { _:x :p :o } ; INSERT { _:x :q ?o } WHERE { :a :p ?o }",
    "INSERT { ?s :r _:x } WHERE { ?s :p 1 } ; INSERT DATA { _:x :p 1 } ; DELETE WHERE { :b :q 1 }",
    # DELETE WHERE.
    "DELETE WHERE { ?s :p ?o }",
    "DELETE WHERE { :a ?p ?o . ?o ?q ?z }",
    "DELETE WHERE { GRAPH :g1 { ?s ?p ?o } }",
    "DELETE WHERE { GRAPH ?g { ?s :p :a } }",
    "DELETE WHERE { ?s :p ?o . GRAPH ?g { ?o :p ?s } }",
    "DELETE WHERE { GRAPH ?g { ?s ?p ?o } . ?s ?p ?z }",
    "DELETE WHERE { }",
    # DELETE and INSERT.
    "DELETE { ?s :p ?o } INSERT { ?o :r ?s } WHERE { ?s :p ?o FILTER(isIRI(?o)) }",
    "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?o ?p ?s } } "
    "WHERE { GRAPH ?g { ?s ?p ?o FILTER(isIRI(?o)) } }",
    "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "INSERT { GRAPH ?o { ?s :in ?o } } WHERE { GRAPH :g3 { ?s :p ?o } }",
    "INSERT { GRAPH ?g { ?s :p 1 } } WHERE { ?s :p ?o OPTIONAL { ?s :q ?g } }",
    "INSERT { GRAPH ?g { :a :p 1 } } WHERE { VALUES ?g { :g1 'x' UNDEF <http://x/é#a?b=c&d%20> } }",
    "INSERT { ?s :r _:n . _:n :of ?o } WHERE { ?s :p ?o }",
    "INSERT { [] :r ?o ; :s [ :t ?o ] . GRAPH :g1 { _:n :r ?o } . _:n :u ( ?o ) } "
    "WHERE { ?s :p ?o }",
    "INSERT { ?s :r ?o . GRAPH :g1 { ?s :r ?o } ?o :r ?s . GRAPH ?s { ?s :r ?o } } "
    "WHERE { ?s :p ?o }",
    "INSERT { ?s ?o ?p . ?o :r ?s . ?s :u ?none } WHERE { ?s ?p ?o }",
    "DELETE { ?s :p 1 } INSERT { ?s :p 01 , 2 } WHERE { ?s :p 1 }",
    "DELETE {} INSERT {} WHERE { ?s ?p ?o }",
    "INSERT { :d :p 1 } WHERE {}",
    "INSERT { :d :p 1 } WHERE { FILTER(false) }",
    "INSERT { ?s :n ?n } WHERE { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s }",
    "INSERT { GRAPH ?g { ?g :n ?n } } "
    "WHERE { SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g }",
    "INSERT { ?s :path ?o } WHERE { ?s :p+ ?o }",
    "DELETE { ?s :p ?o } WHERE { ?s :p ?o MINUS { ?s :q ?z } }",
    "DELETE { ?s :p ?o } WHERE { ?s :p ?o FILTER EXISTS { GRAPH ?g { ?o ?q ?z } } }",
    "DELETE { ?s :p ?o } INSERT { ?s :p ?o } WHERE { ?s :p ?o }",
    "INSERT { ?s :r ?v } WHERE { ?s :p ?o BIND(STR(?o) AS ?v) VALUES ?o { :a :b } }",
    "INSERT { <<( ?s :p ?o )>> :q 1 } WHERE { ?s :p ?o . FILTER(false) }",
    # WITH and USING.
    "WITH :g1 DELETE { ?s :p ?o } INSERT { ?s :r ?o } WHERE { ?s :p ?o }",
    "WITH :g1 DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "WITH :g9 INSERT { ?s :r ?o . GRAPH :g2 { ?o :r ?s } } WHERE { GRAPH :g1 { ?s :p ?o } }",
    "WITH :g1 INSERT { GRAPH ?g { ?s :r ?o } ?s :r ?g } WHERE { GRAPH ?g { ?s :p ?o } }",
    "DELETE { GRAPH :g1 { ?s :p ?o } } USING :g1 WHERE { ?s :p ?o }",
    "INSERT { ?s :r ?o } USING :g1 USING :g2 WHERE { ?s :p ?o }",
    "INSERT { ?s :r ?g } USING :g1 USING NAMED :g2 WHERE { ?s :p ?o . GRAPH ?g { ?x :p ?s } }",
    "WITH :g3 INSERT { ?s :r ?o } USING NAMED :g1 WHERE { GRAPH ?g { ?s :p ?o } }",
    "WITH :g3 DELETE { ?s ?p ?o } USING :g2 WHERE { ?s ?p ?o }",
    # Graphs.
    "CLEAR GRAPH :g1", "CLEAR DEFAULT", "CLEAR NAMED", "CLEAR ALL", "CLEAR SILENT GRAPH :no",
    "DROP GRAPH :g1", "DROP DEFAULT", "DROP NAMED", "DROP ALL", "DROP SILENT GRAPH :no",
    "CREATE GRAPH :new", "CREATE SILENT GRAPH :g1", "CREATE GRAPH :new ; DROP GRAPH :new",
    "ADD :g1 TO :g2", "ADD GRAPH :g1 TO DEFAULT", "ADD DEFAULT TO :g1", "ADD :no TO :g1",
    "COPY :g1 TO :g2", "COPY :g1 TO DEFAULT", "COPY DEFAULT TO GRAPH :g9", "COPY :no TO :g1",
    "MOVE :g1 TO :g2", "MOVE :g1 TO DEFAULT", "MOVE DEFAULT TO :g9", "MOVE SILENT :no TO :g1",
    "MOVE :g1 TO :g1", "COPY DEFAULT TO DEFAULT", "ADD SILENT :g1 TO :g1", "MOVE :no TO :no",
    # Several.
    "INSERT DATA { :d :p :e } ; DELETE { ?s :p ?o } INSERT { ?s :r ?o } WHERE { ?s :p ?o } ; "
    "DELETE WHERE { :d :r ?o } ;",
    "DROP GRAPH :g1 ; INSERT { GRAPH :g1 { ?s :p ?g } } WHERE { GRAPH ?g { ?s :p ?o } } ; "
    "COPY :g1 TO :g2 ; CLEAR GRAPH :g1 ; INSERT DATA { GRAPH :g1 { :z :p 'last' } }",
    "INSERT { GRAPH :g1 { ?s ?p ?o } } WHERE { ?s ?p ?o } ; "
    "INSERT { GRAPH :all { ?g :holds ?n } } WHERE { "
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g }",
    # How it is written.
    "insert{?s:r?o}where{?s:p?o}",
    "DELETE{?s:p?o}INSERT{?o:r?s.}WHERE{?s:p?o.FILTER(?o!=1&&isIRI(?o))} # done",
    "# first { \nINSERT # ; then\n { ?s :r \"\"\"a\"; } \"\"\" } # }\n WHERE { ?s :p '}' , ?o }",
    "INSERT { ?s :r ?o . } WHERE { ?s :p ?o . } ; # nothing follows",
    "BASE <http://base/> INSERT { <s> :r <#o> GRAPH <g> { <s> :r ?o } } WHERE { ?s :p ?o }",
    "PREFIX g: <http://x/g> WITH g:1 DELETE { GRAPH g:2 { ?s ?p ?o } } "
    "WHERE { GRAPH g:2 { ?s ?p ?o } }",
    "INSERT { GRAPH <relative> { :a :p <r> } } WHERE {} ; CLEAR SILENT GRAPH <relative>",
]  # fmt: skip


def store_of(text: str = DATA) -> Store:
    store = Store()
    store.extend(parse(text.encode(), format=RdfFormat.TRIG))
    return store


def told(store: Store) -> list[str]:
    """The quads of a store and its graphs, whatever blank nodes are called."""
    found = Dataset(store)
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, found)) + sorted(map(str, store.named_graphs()))


def both(text: str, data: str = DATA) -> tuple[Store, Store]:
    """A graph after an update by the engine, and by a recorder whose record is checked."""
    theirs = store_of(data)
    ours = Store()
    ours.extend(theirs)
    lines, graphs = dump_lines(ours), set(ours.named_graphs())
    options = {"base_iri": "http://base.example/"}
    theirs.update(text, **options)
    for graph in list(theirs.named_graphs()):
        if isinstance(graph, BlankNode):
            # The graphs of a dataset have IRIs (SPARQL 1.1, section 13.1), to the engine not all.
            theirs.remove_graph(graph)
    recorder = Recorder(ours)
    update(text, recorder, options)
    patch = recorder.patch
    assert patch.lines(lines) == dump_lines(ours)
    assert not set(patch.added) & set(lines)
    assert set(patch.removed) <= set(lines)
    there = set(ours.named_graphs())
    assert recorder.graphs == (there - graphs, graphs - there)
    return theirs, ours


@pytest.mark.parametrize("text", MADE)
def test_an_update_makes_what_the_engine_makes(text: str) -> None:
    theirs, ours = both(PREFIX + text)
    assert told(ours) == told(theirs)


Patterns = list[tuple[str, ...]]
PATTERNS = st.lists(
    st.tuples(
        st.sampled_from(("", "", "GRAPH ?g", "GRAPH :g1", "GRAPH ?o")),
        st.sampled_from(("?s", ":a")),
        st.sampled_from((":p", "?p", ":q")),
        st.sampled_from(("?o", "?s", ":b", "1")),
    ),
    max_size=3,
)


def block(patterns: Sequence[tuple[str, ...]]) -> str:
    parts = []
    for graph, *triple in patterns:
        text = " ".join(triple)
        parts.append(f"{graph} {{ {text} }}" if graph else f"{text} .")
    return "{ " + " ".join(parts) + " }"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("", "WITH :g1", "WITH :g9")), PATTERNS, PATTERNS, PATTERNS,
            st.sampled_from(("", "USING :g2", "USING NAMED :g1 USING :g1")),
        ),
        min_size=1, max_size=3,
    )
)  # fmt: skip
def test_any_update_makes_what_the_engine_makes(
    given: list[
        tuple[str, list[tuple[str, ...]], list[tuple[str, ...]], list[tuple[str, ...]], str]
    ],
) -> None:
    text = PREFIX + " ; ".join(
        f"{head} DELETE {block(less)} INSERT {block(more)} {sources} WHERE {block(where)}"
        for head, less, more, where, sources in given
    )
    theirs, ours = both(text)
    assert told(ours) == told(theirs)


def made(text: str, data: str = DATA) -> Store:
    store = store_of(data)
    update(PREFIX + text, Recorder(store), {})
    return store


def test_prefixes_and_a_base_may_stand_between_operations() -> None:
    """The engine does not read them there, though SPARQL 1.1 Update has them (section 3)."""
    store = made(
        "INSERT DATA { :s :p 1 } ; PREFIX : <http://y/> BASE <http://b/> "
        "INSERT { :s :p <o> } WHERE {} ; CREATE GRAPH <g>", ""
    )  # fmt: skip
    assert sorted(map(str, store)) == [
        '<http://x/s> <http://x/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "<http://y/s> <http://y/p> <http://b/o>",
    ]
    assert [str(graph) for graph in store.named_graphs()] == ["<http://b/g>"]


def test_what_is_random_is_the_same_in_all_templates() -> None:
    store = made(
        "DELETE { :a :p ?o } INSERT { ?s :id ?id . GRAPH :g1 { ?s :id ?id } GRAPH ?s { ?s :id ?id }"
        "} WHERE { ?s :q ?o BIND(STRUUID() AS ?id) }"
    )
    found: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode("http://x/id"), None, None):
        found.setdefault(str(quad.subject), set()).add(str(quad.object))
    assert found
    assert all(len(ids) == 1 for ids in found.values())


def test_all_is_deleted_before_anything_is_inserted() -> None:
    """SPARQL 1.1 Update, section 3.1.3: for every solution, not for one after the other."""
    text = "DELETE { ?a :p ?b } INSERT { ?b :p ?a } WHERE { ?a :p ?b }"
    store = made(text, "@prefix : <http://x/> . :a :p :b . :b :p :a . :c :p :a .")
    assert sorted(str(quad.triple) for quad in store) == [
        f"<http://x/{a}> <http://x/p> <http://x/{b}>" for a, b in ("ab", "ac", "ba")
    ]


def test_scratch_graphs_are_seen_by_nobody_and_stay_nowhere() -> None:
    count = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"
    before = {str(row["g"]) for row in store_of().query(count)}  # type: ignore[union-attr]
    store = made(
        "INSERT { GRAPH ?s { ?s :p ?o } } WHERE { ?s :p ?o } ; "
        "INSERT { GRAPH :seen { ?g :seen true } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    )
    seen = {
        str(quad.subject)
        for quad in store.quads_for_pattern(None, None, None, NamedNode("http://x/seen"))
    }
    assert seen == before | {"<http://x/a>", "<http://x/b>"}
    assert not [g for g in store.named_graphs() if "urn:" in str(g)]


@pytest.mark.parametrize(
    "text",
    [
        "INSERT", "INSERT DATA { :a :b }", "INSERT DATA { ?a :b 1 }", "DELETE DATA { _:a :b 1 }",
        "DELETE { _:a :b 1 } WHERE {}", "DELETE { [] :b 1 } WHERE {}", "DELETE WHERE { _:a :b 1 }",
        "INSERT { :a :b 1 }", "INSERT { :a :b 1 } WHERE { ?s ?p }", "CLEAR", "CLEAR GRAPH 1",
        "CREATE DEFAULT", "COPY :a :b", "WITH :g1 INSERT DATA { :a :b 1 }", "no:where :a :b",
        "INSERT DATA { :a :b 1 } INSERT DATA { :a :b 2 }", "INSERT DATA { no:x :b 1 }",
        "INSERT { GRAPH no:x { :a :b 1 } } WHERE {}", "DROP GRAPH no:x", "SELECT * {}",
        "INSERT DATA { :a :b 1 } ; INSERT DATA { :a :b }", "INSERT { :a :b 1 } WHERE {} }",
        "INSERT DATA { _:a :b 1 } ; INSERT DATA { _:a :b 2 }", "DELETE WHERE { ?s ?p ?o } USING :g",
        "DELETE DATA { :a :p 1 } ; INSERT { :a :b '\" } WHERE {}",
    ],
)  # fmt: skip
def test_what_the_engine_does_not_read_is_refused_as_it_says(text: str) -> None:
    with pytest.raises(SyntaxError) as theirs:
        store_of().update(PREFIX + text)
    with pytest.raises(SyntaxError) as ours:
        update(PREFIX + text, Recorder(store_of()), {})
    assert str(ours.value) == str(theirs.value)


@pytest.mark.parametrize("text", ["CLEAR GRAPH :no", "DROP GRAPH :no", "MOVE :no TO :g1"])
def test_a_graph_that_is_not_there_is_named(text: str) -> None:
    with pytest.raises(RuntimeError, match="<http://x/no> does not exist"):
        store_of().update(PREFIX + text)
    with pytest.raises(NoSuchGraph, match="http://x/no"):
        made(text)


def test_a_graph_that_is_there_is_not_created() -> None:
    with pytest.raises(RuntimeError, match="<http://x/g1> already exists"):
        made("CREATE GRAPH :g1")


def test_functions_are_called_and_those_that_nobody_knows_are_told() -> None:
    with pytest.raises((RuntimeError, ValueError), match="http://x/f"):
        made("INSERT { ?s :r ?v } WHERE { ?s :p ?o BIND(:f(?o) AS ?v) }")
    store = store_of()
    known = {NamedNode("http://x/f"): lambda value: value}
    text = f"{PREFIX} INSERT {{ ?s :r ?v }} WHERE {{ ?s :p ?o BIND(:f(?o) AS ?v) }}"
    update(text, Recorder(store), {"custom_functions": known})
    assert list(store.quads_for_pattern(None, NamedNode("http://x/r"), None, None))


def test_much_data_is_read_at_once() -> None:
    lines = [f'<http://x/{n}> <http://p/> "{n}" <http://g/> .\n'.encode() for n in range(5000)]
    text = " ".join(f"<http://x/{n}> <http://p/> '{n}' ." for n in range(5000))
    store = Store()
    recorder = Recorder(store)
    update(f"INSERT DATA {{ GRAPH <http://g/> {{ {text} }} }}", recorder, {})
    assert recorder.patch.added == tuple(sorted(lines))
    update(f"DELETE DATA {{ GRAPH <http://g/> {{ {text} }} }}", recorder, {})
    assert not recorder.patch
    assert list(quads(recorder.patch.added)) == []
    assert not [quad for quad in store if isinstance(quad, Quad)]
