"""The engine's answers to constructs that it evaluates otherwise than SPARQL 1.1 says."""

from __future__ import annotations

import sys

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib import Dataset, Literal, URIRef

from peyvand.errors import MalformedQuery, UnknownFunction
from peyvand.query.engine import ask
from peyvand.query.rewriting import rewritten_query, rewritten_update
from query.rewriting import PREFIX, X, answers, rewritten, rows, short, store

DATA = """:s :p :o . :o :p :t . :loop :p :loop ; :q "text" .
    GRAPH :g1 { :a :p :b . :b :q 1 } GRAPH :g2 { :c :p :a }"""
TRIG = f"@prefix : <{X}> . {DATA}"


@pytest.fixture(scope="module")
def data() -> Store:
    return store(DATA)


# Zero-length paths from and to constants, each checked with rdflib too (18.4).
PATHS = [
    "SELECT * { :n :p* ?o }",
    "SELECT * { :n :p? ?o }",
    "SELECT * { ?s :p* :n }",
    "SELECT * { ?s :p? :n }",
    "SELECT * { ?s :p* 'no such text' }",
    "SELECT * { ?s :q? 'text' }",
    "SELECT * { :n ^:p* ?o }",
    "SELECT * { :n ^(:p?) ?o }",
    "SELECT * { :n (:p/:q)* ?o }",
    "SELECT * { :n (:p*)+ ?o }",
    "SELECT * { :n !(:p|^:q)* ?o }",
    "SELECT * { :n :p*/:q ?o }",
    "SELECT * { :n :p+ ?o }",
    "SELECT * { :s :p* ?o }",
    "SELECT * { ?s :p* :t }",
    "SELECT * { :n :p? :s }",
    "SELECT * { :n :p* ?o ; :q* ?z . ?s :q ?t }",
    "SELECT * { ?x :p :o . :n :p* ?o OPTIONAL { ?o :p ?z } }",
    "SELECT * { VALUES ?o { :n :m } :n :p* ?o }",
    "SELECT * { BIND(:n AS ?o) :n :p? ?o }",
    "SELECT * { { :n :p* ?o } UNION { ?s :q ?o } }",
    "SELECT * { ?s :q ?o FILTER EXISTS { :n :p* ?z } }",
    "SELECT * { ?s :q ?o MINUS { :n :p* ?z . ?s :p ?s } }",
    "SELECT ?s { ?s :q ?o FILTER NOT EXISTS { ?z :p* :n } }",
    "SELECT * { GRAPH :g1 { :c :p* ?o } }",
    "SELECT * { GRAPH :g1 { :c :p* ?o . ?s :q ?v } }",
    "SELECT (COUNT(*) AS ?c) { :n :p* [] }",
    "SELECT ?v { :n :p* [ :q ?v ] }",
    "SELECT ?y { ?s :q ?y . :n :p* _:b }",
    "SELECT ?o { { SELECT ?o { :n :p? ?o } } }",
]


@pytest.mark.parametrize("query", PATHS)
def test_a_path_of_length_zero_matches_a_constant_that_the_graph_lacks(
    data: Store, query: str
) -> None:
    graph = Dataset()
    graph.parse(data=TRIG, format="trig")
    result = graph.query(PREFIX + query)
    names = [str(variable) for variable in result.vars or ()]
    wanted = rows(
        *(
            {
                name: str(value).replace(X, ":") if isinstance(value, URIRef) else str(value)
                for name, value in zip(names, row, strict=True)
                if isinstance(value, URIRef | Literal)
            }
            for row in result
        )
    )
    assert answers(data, query) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        # rdflib gives two solutions of a set, and none between constants.
        ("SELECT * { :loop :p? ?o }", rows("o=:loop")),
        ("SELECT * { :n :p* :n }", rows("")),
        ("SELECT * { :n :p? <http://x.example/n> }", rows("")),
        ("SELECT * { :n :p* :s }", rows()),
        ("SELECT * { :s :p* :t }", rows("")),
        # Both alternatives match by length zero.
        ("SELECT * { :n (:p*|^:q?|:r) ?o }", rows("o=:n", "o=:n")),
        # In graphs that have the constant, and in those that have not.
        (
            "SELECT * { GRAPH ?g { :c :p* ?o } }",
            rows("g=:g1 o=:c", "g=:g2 o=:c", "g=:g2 o=:a"),
        ),
        ("SELECT * { GRAPH ?g { :n :p? :n } }", rows("g=:g1", "g=:g2")),
        (
            "SELECT * { GRAPH ?g { :c (:p?|:p) ?o } }",
            rows("g=:g1 o=:c", "g=:g2 o=:c", "g=:g2 o=:a", "g=:g2 o=:a"),
        ),
        ("SELECT * { GRAPH :nowhere { :n :p* ?o } }", rows()),
        ("SELECT * FROM :g1 { :c :p* ?o }", rows("o=:c")),
        ("SELECT * FROM :g2 { :c :p* ?o }", rows("o=:c", "o=:a")),
        (
            "SELECT * FROM NAMED :g1 FROM NAMED :none { GRAPH ?g { :a :p? ?o } }",
            rows("g=:g1 o=:a", "g=:g1 o=:b", "g=:none o=:a"),
        ),
    ],
)
def test_a_path_of_length_zero_is_of_the_active_graph(
    data: Store, query: str, wanted: object
) -> None:
    assert answers(data, query) == wanted


def test_a_path_is_left_alone_where_the_graph_has_the_constant(data: Store) -> None:
    query = "SELECT * { :s :p* ?o ; :p? ?z . ?x :p* :t }"
    assert rewritten(data, query) == query


def test_the_dataset_of_the_protocol_is_asked_for_the_constant(data: Store) -> None:
    result = ask(data, PREFIX + "SELECT * { :c :p* ?o }", [f"{X}g1"])
    assert isinstance(result, QuerySolutions)
    assert [short(row["o"]) for row in result] == [":c"]


AGGREGATES = [
    ("GROUP_CONCAT(?x)", '"a"@en "a"@en', "a a"),
    ("GROUP_CONCAT(?x)", '"a"@en', "a"),
    ("GROUP_CONCAT(DISTINCT ?x; SEPARATOR=', ')", '"a"@en "a" "a"@en', "a, a"),
    ("CONCAT(GROUP_CONCAT(?x; SEPARATOR=')'), '!')", '"a"@fa "b"@fa', "a)b!"),
    ("GROUP_CONCAT(?x)", "", ""),
    # What is no string is an error of CONCAT.
    ("GROUP_CONCAT(?x)", '1 "a"', None),
    ("GROUP_CONCAT(?x)", '<http://x.example/a> "a"', None),
    ("GROUP_CONCAT(?x)", 'UNDEF "a"', None),
    ("GROUP_CONCAT(STR(?x))", '1 "a" "b"@en', "1 a b"),
    ("COUNT(?x + 1)", '1 "a" 1 2', "3"),
    ("COUNT(DISTINCT ?x + 1)", '1 "a" 1 2', "2"),
    ("COUNT(DISTINCT ?x + 1)", "1 1 2", "2"),
    ("COUNT(1 / ?x)", "0 0", "0"),
    ("COUNT(DISTINCT 1 / ?x)", "0 0", "0"),
    ("COUNT(STR(?x))", 'UNDEF "a" "b"', "2"),
    ("COUNT(IF(BOUND(?x), ?x, 1/0))", "UNDEF 1", "1"),
    ("COUNT(?x + 1) + COUNT(DISTINCT STR(?x))", '1 "a" "1"', "3"),
    ("COUNT(STR(?x))", "", "0"),
    ("COUNT(DISTINCT ?x + 1)", "", "0"),
    ("COUNT(?x)", 'UNDEF 1 "a" 1', "3"),
    ("COUNT(DISTINCT ?x)", "UNDEF 1 1", "1"),
    ("COUNT(*)", "UNDEF 1 1", "3"),
    ("COUNT(DISTINCT *)", "UNDEF 1 1", "2"),
    ("COUNT ( DISTINCT\n?x )", "1 1", "1"),
    ("SUM(?x)", "", "0"),
    ("SUM(?x)", 'UNDEF 1 "a"', None),
    ("AVG(?x)", "", "0"),
    ("AVG(?x)", '1 "a"', None),
    ("MIN(?x)", "", None),
    ("MAX(1 / ?x)", "1 0", None),
    ("SAMPLE(?x)", "", None),
]


@pytest.mark.parametrize(("expression", "values", "wanted"), AGGREGATES)
def test_an_aggregate_of_errors_and_of_languages(
    data: Store, expression: str, values: str, wanted: str | None
) -> None:
    query = f"SELECT ({expression} AS ?a) {{ VALUES ?x {{ {values} }} }}"
    assert answers(data, query) == rows({} if wanted is None else {"a": wanted})


def test_aggregates_in_having_and_order_are_the_same_ones(data: Store) -> None:
    values = "VALUES (?k ?x) { (1 'a'@en) (1 'b'@en) (2 'c'@en) (3 1) }"
    query = f"SELECT ?k {{ {values} }} GROUP BY ?k HAVING(GROUP_CONCAT(?x) IN ('a b', 'c'))"
    assert answers(data, query) == rows("k=1", "k=2")
    query = f"SELECT ?k {{ {values} }} GROUP BY ?k HAVING(COUNT(?x + 1) = 1)"
    assert answers(data, query) == rows("k=3")
    query = f"SELECT ?k {{ {values} }} GROUP BY ?k HAVING COUNT(LANG(?x)) ORDER BY COUNT(STR(?x))"
    result = ask(data, query)
    assert isinstance(result, QuerySolutions)
    assert [row["k"].value for row in result][-1] == "1"  # type: ignore[union-attr]


@pytest.mark.parametrize("empty", ["?s :none ?x", "FILTER(false)", "VALUES ?x {}"])
def test_aggregates_over_no_solution(data: Store, empty: str) -> None:
    counted = "(COUNT(*) AS ?c) (COUNT(STR(?x)) AS ?d)"
    assert answers(data, f"SELECT {counted} {{ {empty} }}") == rows("c=0 d=0")
    assert answers(data, f"SELECT {counted} {{ {empty} }} GROUP BY ?x") == rows()
    having = f"SELECT {counted} {{ {empty} }} HAVING(COUNT(?x) > 0)"
    assert answers(data, having) == rows()


BLANKS = [
    # (what is selected, the pattern, how many solutions, how many nodes a solution, in all)
    ("(BNODE('k') AS ?a) (BNODE('k') AS ?b)", "VALUES ?x { 1 2 }", 2, 1, 2),
    ("(BNODE('k') AS ?a) (BNODE('l') AS ?b)", "VALUES ?x { 1 2 }", 2, 2, 4),
    ("(BNODE() AS ?a) (BNODE() AS ?b)", "VALUES ?x { 1 2 }", 2, 2, 4),
    ("(BNODE(?x) AS ?a) (BNODE(?y) AS ?b)", "VALUES (?x ?y) { ('k' 'k') ('k' 'l') }", 2, None, 3),
    ("*", "VALUES ?x { 'k' 'k' } BIND(BNODE(?x) AS ?a) BIND(BNODE(?x) AS ?b)", 2, 1, 2),
    ("*", "?s :p ?o BIND('k' AS ?x) { ?s :p ?o } BIND(BNODE(?x) AS ?a)", 3, 1, 3),
    ("?a ?b", "BIND(BNODE('k') AS ?a) ?s :p ?o BIND(BNODE('k') AS ?b)", 3, 2, 4),
    ("?a (BNODE('k') AS ?b)", "?s :p ?o BIND(BNODE('k') AS ?a)", 3, 1, 3),
    ("DISTINCT (BNODE('k') AS ?a)", "VALUES ?x { 1 1 }", 2, 1, 2),
    ("(BNODE('k') AS ?a)", "?s :p ?o } GROUP BY ?s HAVING(BOUND(?s)", 3, 1, 3),
    ("(BNODE(STR(COUNT(*))) AS ?a) (BNODE('3') AS ?b)", "?s :p ?o", 1, 1, 1),
    ("(BNODE('k') AS ?a)", "?s :none ?o } GROUP BY (1 AS ?k", 0, 0, 0),
    ("(BNODE('k') AS ?a) (COUNT(*) AS ?c)", "?s :none ?o", 1, 1, 1),
    ("(BNODE('k') AS ?a)", "{ SELECT ?s { ?s :p ?o } }", 3, 1, 3),
    ("(BNODE('k') AS ?a)", "?s :p ?o } VALUES ?z { 1 2", 6, 1, 6),
    ("?a", "?s :p ?o BIND(BNODE(1) AS ?a)", 3, 0, 0),
    ("?a", "?s :p ?o BIND(BNODE('k'@en) AS ?a)", 3, 0, 0),
]


@pytest.mark.parametrize(("selected", "pattern", "solutions", "each", "every"), BLANKS)
def test_a_blank_node_of_a_string_is_one_within_a_solution(
    data: Store, selected: str, pattern: str, solutions: int, each: int | None, every: int
) -> None:
    closed = pattern if pattern.count("}") > pattern.count("{") else f"{pattern} }}"
    if closed is pattern:
        closed += ")" if "(" in pattern.rsplit("}", 1)[1] else " }"
    result = ask(data, f"{PREFIX} SELECT {selected} {{ {closed}")
    assert isinstance(result, QuerySolutions)
    found = [{str(row[name]) for name in "ab" if _has(row, name)} for row in result]
    found = [{node for node in row if node.startswith("_:")} for row in found]
    assert len(found) == solutions
    assert each is None or {len(row) for row in found} <= {each}
    assert len(set().union(*found)) == every


def _has(row: object, name: str) -> bool:
    try:
        return row[name] is not None  # type: ignore[index]
    except KeyError:
        return False


def test_a_blank_node_of_a_string_is_compared_within_a_solution(data: Store) -> None:
    assert answers(data, "SELECT ?s { ?s :q ?o FILTER(BNODE('k') = BNODE('k')) }") == rows(
        "s=:loop"
    )
    assert answers(data, "SELECT ?s { ?s :q ?o FILTER(BNODE('k') = BNODE('l')) }") == rows()


def test_two_evaluations_make_different_blank_nodes(data: Store) -> None:
    first, second = (answers(data, "SELECT (BNODE('k') AS ?a) {}") for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        # The group between does not match ?x, so EXISTS is not about the outer one.
        (
            "SELECT * { ?z :q ?x { ?z :p ?y FILTER EXISTS { :o :p ?x } } }",
            ["z=:loop x=text y=:loop"],
        ),
        ("SELECT * { ?z :q ?x { ?z :p ?y FILTER NOT EXISTS { :o :p ?x } } }", []),
        ("SELECT ?e { ?z :q ?x { ?z :p ?y BIND(EXISTS { :o :p ?x } AS ?e) } }", ["e=true"]),
        (
            "SELECT ?y { ?z :q ?x OPTIONAL { { ?z :p ?y FILTER EXISTS { :o :p ?x } } } }",
            ["y=:loop"],
        ),
        ("SELECT ?x { ?z :q ?x { :a :p ?y } UNION { FILTER NOT EXISTS { :o :p ?x } } }", []),
        ("SELECT ?z { ?z :q ?x MINUS { ?z :p ?y FILTER EXISTS { :o :p ?x } } }", []),
        # Filters of OPTIONAL, and all in EXISTS, know what is outside.
        ("SELECT ?y { ?z :q ?x OPTIONAL { ?z :p ?y FILTER EXISTS { :o :p ?x } } }", [""]),
        ("SELECT ?z { ?z :q ?x FILTER EXISTS { { ?z :p ?y FILTER EXISTS { :o :p ?x } } } }", []),
        ("SELECT ?z { ?z :q ?x FILTER EXISTS { { ?z :p ?y FILTER EXISTS { ?x :p ?y } } } }", []),
        ("SELECT ?z { ?z :q ?x { ?z :p ?y FILTER EXISTS { ?z :q ?v } } }", ["z=:loop"]),
    ],
)
def test_exists_takes_the_values_of_its_own_group_alone(
    data: Store, query: str, wanted: list[str]
) -> None:
    assert answers(data, query) == rows(*wanted)


def test_true_and_false_have_no_case(data: Store) -> None:
    query = "SELECT (TRUE AS ?a) (False AS ?b) ('TRUE' AS ?c) { ?s :q ?TRUE }"
    assert answers(data, query) == rows("a=true b=false c=TRUE")
    assert rewritten(data, query) == query.replace("(TRUE", "(true").replace("(False", "(false")


def test_an_error_is_told_of_the_text_that_was_sent(data: Store) -> None:
    text = "SELECT *\n{ :n <http://x.example/p>* ?o .\n  GRAPH ?g { MINUS { ?s ?p } } } # TRUE"
    with pytest.raises(MalformedQuery) as caught:
        ask(data, text)
    assert caught.value.line == 2
    text = "SELECT (TRUE AS ?a)\n{ ?s ?p FALSE ; ; ?q }"
    with pytest.raises(MalformedQuery) as caught:
        ask(data, text)
    assert (caught.value.line, caught.value.column) == (2, 21)


def test_relative_iris_are_resolved_before_the_graph_is_asked(data: Store) -> None:
    for start, wanted in (("s", [":o", ":s", ":t"]), ("n", [":n"])):
        text = f"SELECT ?o {{ <{start}> <p>* ?o }}"
        result = ask(data, text, base=X)
        assert isinstance(result, QuerySolutions)
        assert sorted(short(row["o"]) for row in result) == wanted
    graph = store(":s :p :o")
    mended = rewritten_update("INSERT { <n> <is> ?o } WHERE { <n> <p>* ?o }", {"base_iri": X})
    graph.update(mended.text, base_iri=X)
    assert answers(graph, "SELECT ?o { :n :is ?o }") == rows("o=:n")


def test_an_unknown_function_is_named(data: Store) -> None:
    with pytest.raises(UnknownFunction, match=f"<{X}distance>"):
        answers(data, "SELECT * { ?s :q ?o FILTER(:distance(?s, ?o) < 5) }")


def test_the_pattern_of_an_update_is_rewritten_too(data: Store) -> None:
    graph = store(":s :p :o")
    text = """PREFIX : <http://x.example/>
        INSERT { GRAPH :g { :found :is ?o } } WHERE { :n :p* ?o } ;
        INSERT { ?a :same ?b } WHERE { ?s :p ?o BIND(BNODE('k') AS ?a) BIND(BNODE('k') AS ?b) } ;
        INSERT { :n :counts ?c } WHERE {
            SELECT (COUNT(?o + 1) AS ?c) { GRAPH ?g { ?s ?p ?o MINUS { ?a :is ?b } } } } ;
        DELETE { ?s :p ?o } INSERT { ?s :p TRUE } WHERE { ?s :p ?o FILTER(True) }"""
    mended = rewritten_update(text, {})
    graph.update(mended.text, custom_functions=mended.functions)
    assert answers(graph, "SELECT ?o { GRAPH :g { ?s :is ?o } }") == rows("o=:n")
    assert answers(graph, "SELECT ?x { ?x :same ?x }").total() == 1
    assert answers(graph, "SELECT ?c { :n :counts ?c }") == rows("c=0")
    assert answers(graph, "SELECT ?o { :s :p ?o }") == rows("o=true")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> 'GRAPH ?g { MINUS }', TRUE }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } } ; CLEAR GRAPH <urn:g>",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o FILTER(?s = ?o) } }",
        "INSERT { ?s <urn:p> ?o } WHERE { ?s <urn:p>* ?o }",
    ],
)
def test_an_update_without_such_constructs_passes_as_it_is(text: str) -> None:
    assert rewritten_update(text, {}).text == text.replace("TRUE", "true")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } LIMIT 1",
        "SELECT DISTINCT *{ ?s ?p ?o }",
        "SELECT (COUNT ( * ) AS ?c) (COUNT(DISTINCT\n*) AS ?d) { ?s ?p ?o }",
        "SELECT (COUNT(?x) AS ?c) (COUNT( DISTINCT $x ) AS ?d) (SUM(?y) AS ?e) { ?x :p ?y }",
        "SELECT (BNODE ( ) AS ?b) (true AS ?c) ('TRUE' AS ?d) { }",
        "SELECT ?g { GRAPH ?g { ?s ?p ?o FILTER(?o = 1) OPTIONAL { ?s :q ?x } } FILTER(?g = :g) }",
        "CONSTRUCT { ?s :p ?o } WHERE { ?s :q ?o FILTER NOT EXISTS { ?s :p ?o } }",
        "# GRAPH ?g { MINUS { ?s :p* ?o } }\nDESCRIBE :s",
        "SELECT * { ?s :p 'GRAPH ?g { MINUS {} }' ; :q ?v FILTER(?v<5) }",
    ],
)
def test_a_query_without_such_constructs_passes_as_it_is(data: Store, query: str) -> None:
    text = PREFIX + query
    assert rewritten_query(text, data, {}).text == text


LIGHT = [
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o . FILTER(?o > 5) } ORDER BY ?s LIMIT 10",
    "SELECT ?s { ?s ?p ?o FILTER(?o > 5 || ?o = 'a|b' || REGEX(?o, \"a|b\")) }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?t } }",
    "SELECT ?t (COUNT(DISTINCT ?s) AS ?n) { ?s a ?t OPTIONAL { ?s :p ?x } } GROUP BY ?t",
    "SELECT ?g ?s { VALUES ?s { :a } GRAPH ?g { ?s a ?t FILTER(?t != :b) } FILTER(?g != :h)"
    " OPTIONAL { GRAPH ?g { ?s :p ?x } } FILTER NOT EXISTS { ?s :q ?y } }",
]


def calls_of(query: str, data: Store) -> tuple[int, bool]:
    """How many functions are called to rewrite a query, and whether it is left as it was."""
    text, count = PREFIX + query, 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        mended = rewritten_query(text, data, {})
    finally:
        sys.setprofile(None)
    return count, mended.text is text


@pytest.mark.parametrize("query", LIGHT)
def test_a_light_query_is_not_slowed(data: Store, query: str) -> None:
    """It is seen at a glance that nothing is to be rewritten: no query is read in full."""
    calls, same = calls_of(query, data)
    assert calls < 100
    assert same


def test_a_query_that_is_read_in_full_takes_many_calls(data: Store) -> None:
    assert calls_of("SELECT * { :n :p* ?o }", data)[0] > 500
