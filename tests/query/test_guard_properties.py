"""Whatever passes the guard, the worker either answers it or says why not: it never dies unheard.

Texts are put together from the grammar's pieces, sane and insane, by hypothesis; the seed is
fixed, so that a run is like the last.
"""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from peyvand.errors import BadRequest, PeyvandError, TooLarge
from peyvand.graph.history import publish_store
from peyvand.query.executor import Executor
from peyvand.query.guard import Limits, check
from peyvand.query.lexer import after_prologue, place, tokens
from peyvand.query.messages import Question
from peyvand.settings import Settings

LIMITS = Limits(bytes=20_000, nesting=50, patterns=60)
# fmt: off
PIECES = st.sampled_from([
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "(", ")", "[", "]", "?x",
    "$y", ".", ";", ",", "<http://x.example/>", "<", ">", "'a'", '"', "'", '"""', "'''", "\\",
    "\\u0041", "#", "\n", "a", "ex:", "ex:a.b", "PREFIX", "PREFIX ex: <http://x.example/>",
    "BASE <http://x.example/>", "*", "SERVICE", "service", "SERVICE<http://127.0.0.1:1/>",
    "trueSERVICE", "FILTER", "OPTIONAL", "UNION", "MINUS", "EXISTS", "BIND", "AS", "VALUES",
    "GRAPH", "FROM", "LOAD", "INSERT", "DATA", "DELETE", "1", "1.5e3", "-1", "+", "*", "/",
    "|", "^", "!", "||", "&&", "=", "!=", "<=", "IN", "NOT", "STR", "REGEX", "COUNT",
    "GROUP BY", "HAVING", "ORDER BY", "LIMIT 5", "OFFSET", "DISTINCT", "true", "@en", "^^",
    "_:b", "شهر", "\u200c", "\ufeff", "%41", "é", "{ ?s ?p ?o }", "( ?x + 1 )",
    "{ { ?s ?p ?o } UNION { } }",
])
# fmt: on
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
@settings(max_examples=1500)
def test_the_guard_answers_or_refuses(text: str) -> None:
    try:
        check(text, LIMITS)
    except BadRequest as error:
        assert error.message
        assert error.hint
        assert error.fa
        if error.line is not None:
            assert 1 <= error.line <= text.count("\n") + 1
    except TooLarge:
        assert len(text.encode()) > LIMITS.bytes


DECLARED = st.sampled_from(
    [
        "PREFIX ",
        "prefix\n",
        "BASE ",
        "ex:",
        "a-b.c:",
        "c.:",
        ":",
        "_:",
        "ex: ",
        "ex:a ",
        "<http://x.example/>",
        "<http://x.example/#>",
        "<x>",
        "<http://x.example/(>",
        "<http://x.example/'>",
        "<a b>",
        " ",
        "#",
        "\n",
        "PREFIX ex: <http://x.example/ns#> ",
        "PREFIX : <urn:a:>\n",
        "SELECT",
        "x",
        "{",
        "?x",
    ]
)


@given(st.lists(DECLARED, max_size=8).map("".join))
def test_what_is_passed_over_is_declarations_and_no_more(text: str) -> None:
    end = after_prologue(text)
    found = list(tokens(text))
    passed = [token for token in found if token.start < end]
    assert [token.kind for token in passed] == ["word", "name", "iri"] * (len(passed) // 3)
    assert {token.text.upper() for token in passed[::3]} <= {"PREFIX"}
    assert all(token.text.endswith(":") for token in passed[1::3])
    # It reads on as if it had read everything.
    assert [(token.kind, token.text) for token in tokens(text[end:])] == [
        (token.kind, token.text) for token in found[len(passed) :]
    ]


@given(TEXTS)
@settings(max_examples=500)
def test_tokens_are_pieces_of_the_text_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.start >= end
        end = token.start + len(token.text)
        assert text[token.start : end] == token.text
        line, column = place(text, token.start)
        assert text.split("\n")[line - 1][column - 1 :].startswith(token.text.split("\n")[0])


@given(
    st.recursive(
        st.sampled_from(["?s ?p ?o", "FILTER(?o > 1)", "VALUES ?x { 1 2 }", "BIND(1 AS ?z)"]),
        lambda inner: st.one_of(
            inner.map("{{ {} }}".format),
            inner.map("OPTIONAL {{ {} }}".format),
            inner.map("FILTER EXISTS {{ {} }}".format),
            inner.map("MINUS {{ {} }}".format),
            inner.map("GRAPH ?g {{ {} }}".format),
            inner.map("{{ SELECT * {{ {} }} }}".format),
            st.tuples(inner, inner).map(lambda two: "{{ {} }} UNION {{ {} }}".format(*two)),
            st.tuples(inner, inner).map(lambda two: "{} . {}".format(*two)),
        ),
        max_leaves=30,
    )
)
@settings(max_examples=300)
def test_sane_queries_pass(pattern: str) -> None:
    assert check(f"SELECT * {{ {pattern} }}", Limits()).form == "SELECT"


@pytest.mark.slow
def test_a_query_that_passes_never_kills_a_worker_unheard() -> None:
    async def try_all() -> int:
        own = Settings(query_timeout_s=3, worker_memory_mb=256, max_nesting=50, max_patterns=60)
        executor = Executor(publish_store(Store()), own)
        answered = 0

        async def one(text: str) -> bool:
            try:
                answer = await executor.query(Question(text, "json"))
            except PeyvandError as error:
                # "died" is what is said when nobody knows why.
                assert "ended unexpectedly" not in error.message, text
                return False
            answer.close()
            return True

        loop = asyncio.get_running_loop()
        texts: list[str] = []

        @given(TEXTS)
        @settings(
            max_examples=400,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def collect(text: str) -> None:
            texts.append(text)

        await loop.run_in_executor(None, collect)
        texts += ["ASK {}", "SELECT * { ?s ?p ?o }"]
        for text in texts:
            answered += await one(text)
        await executor.close()
        return answered

    assert asyncio.run(try_all()) >= 2
