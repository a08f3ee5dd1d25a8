"""The description of a thing beside one that is made from the definition, on random graphs."""

from __future__ import annotations

import asyncio
import io
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.errors import BadRequest, TooLarge
from peyvand.query.engine import ask, chosen_format, write
from peyvand.query.executor import Answer
from peyvand.query.guard import Limits, check
from peyvand.query.messages import Question
from peyvand.vocabulary.iris import LABEL, TYPE, graph, iri, thing
from peyvand.web.linked_data.addresses import is_safe, of_iri, read, term
from peyvand.web.linked_data.description.describer import Describer
from peyvand.web.linked_data.description.thing import Description

THING = thing("city/isfahan")
ABOUT, FOUND, PARTY = iri("pv:about"), iri("pv:isFoundAt"), iri("pv:hasParty")
PLAIN = DefaultGraph()
IRIS = [THING, *(thing(f"claim/{name}") for name in ("one", "two", "three"))]
BLANKS = [BlankNode(f"b{number}") for number in range(4)]
PREDICATES = [ABOUT, FOUND, PARTY, LABEL, TYPE, iri("rdfs:seeAlso")]
GRAPHS = [PLAIN, graph("one"), graph("two")]
QUADS = st.builds(
    Quad,
    st.sampled_from([*IRIS, *BLANKS]),
    st.sampled_from(PREDICATES),
    st.sampled_from([*IRIS, *BLANKS, Literal("text"), Literal("متن", language="fa")]),
    st.sampled_from(GRAPHS),
)
STORES = st.lists(QUADS, max_size=40)


class InProcess:
    """An executor that evaluates here: what is tested is what is asked, and what is made of it."""

    def __init__(self, quads: list[Quad]) -> None:
        self.store = Store()
        self.store.extend(quads)

    def version(self, number: int | None) -> Any:
        return SimpleNamespace(number=number or 1)

    async def query(self, question: Question, **_: Any) -> Answer:
        check(question.text, Limits())
        result = ask(self.store, question.text, question.default_graphs, question.named_graphs)
        out = io.BytesIO()
        chosen = chosen_format(result, question.format)
        write(result, chosen, out)
        return Answer(chosen.content_type, None, 1, "name", out.getvalue())


def described(quads: list[Quad], most: int = 1000, page: int = 1) -> Description:
    describer = Describer(InProcess(quads), most)  # type: ignore[arg-type]
    return asyncio.run(describer.describe(THING.value, page=page))


def by_definition(quads: list[Quad]) -> set[Quad]:
    """The concise bounded description with claims and agreements, without any query."""
    everything = set(quads)
    plain = {quad.triple for quad in everything if quad.graph_name == PLAIN}
    found = {q for q in everything if q.subject == THING and q.graph_name == PLAIN}
    found |= {
        q
        for q in everything
        if q.subject == THING and q.graph_name != PLAIN and q.triple not in plain
    }
    agreements = {
        q.subject
        for q in everything
        if q.graph_name == PLAIN and q.predicate == PARTY and q.object == THING
    }
    found |= {
        q
        for q in everything
        if q.graph_name == PLAIN and q.subject in agreements and q.predicate in (TYPE, LABEL, PARTY)
    }
    for name in GRAPHS[1:]:
        inside = {q for q in everything if q.graph_name == name}
        claims = {q.subject for q in inside if q.predicate == ABOUT and q.object == THING}
        places = {q.object for q in inside if q.subject in claims and q.predicate == FOUND}
        found |= {q for q in inside if q.subject in claims | places}
    while True:
        ends = {(q.object, q.graph_name) for q in found if isinstance(q.object, BlankNode)}
        more = {q for q in everything if (q.subject, q.graph_name) in ends} - found
        if not more:
            return found
        found |= more


@settings(max_examples=300)
@given(STORES)
@example([Quad(THING, PARTY, BLANKS[0], PLAIN), Quad(BLANKS[0], PARTY, THING, PLAIN)])
@example([Quad(IRIS[1], ABOUT, THING, GRAPHS[1]), Quad(IRIS[1], FOUND, BLANKS[0], GRAPHS[1])])
def test_it_is_what_the_definition_says(quads: list[Quad]) -> None:
    assert set(described(quads).quads) == by_definition(quads)


@settings(max_examples=60)
@given(STORES, st.integers(1, 7))
def test_pages_together_are_the_whole(quads: list[Quad], most: int) -> None:
    whole = described(quads)
    first = described(quads, most)
    pages = [first, *(described(quads, most, page) for page in range(2, first.pages + 1))]
    assert {q for page in pages for q in page.quads} == set(whole.quads)
    for page in pages:
        assert page.pages == first.pages
        # What a page has beyond its share are statements of blank nodes, which close it.
        closing = {q for q in page.quads if isinstance(q.subject, BlankNode)}
        assert len(set(page.quads) - closing) <= most


@settings(max_examples=60)
@given(STORES, st.randoms())
def test_the_mark_is_of_the_content(quads: list[Quad], random: Any) -> None:
    """Not of the order, nor of what stands elsewhere; but of every statement."""
    first = described(quads)
    far = Quad(thing("city/far"), iri("rdfs:seeAlso"), Literal("far"), PLAIN)
    mixed = [*quads, far]
    random.shuffle(mixed)
    assert described(mixed).fingerprint == first.fingerprint
    own = Quad(THING, iri("rdfs:comment"), Literal("new"), PLAIN)
    assert described([*quads, own]).fingerprint != first.fingerprint


def test_labels_of_what_is_mentioned_are_told() -> None:
    other = thing("city/baalbek")
    label = Quad(other, LABEL, Literal("Baalbek", language="en"), PLAIN)
    link = Quad(THING, iri("pv:isTwinnedWith"), other, PLAIN)
    found = described([label, link])
    assert found.labels == (label,)
    assert found.label(other, "fa") == "Baalbek"


def test_a_part_that_is_too_long_is_refused_and_not_cut() -> None:
    class Endless(InProcess):
        async def query(self, question: Question, **_: Any) -> Answer:
            async def pieces() -> Any:
                while True:
                    yield b"x" * 100_000

            return Answer("text", None, 1, "name", None, pieces())

    describer = Describer(Endless([]), 10)  # type: ignore[arg-type]
    with pytest.raises(TooLarge):
        asyncio.run(describer.describe(THING.value))


@given(st.text(max_size=40))
def test_no_text_can_end_an_iri(text: str) -> None:
    address = f"{THING.value}{text}"
    if is_safe(address):
        assert not set(text) & set('<>"{}|\\^`() \n\r\t')
        assert NamedNode(address)
        query = f"ASK {{ {term(address)} ?p ?o }}"
        check(query, Limits())
        Store().query(query)
    else:
        with pytest.raises(BadRequest):
            term(address)


@given(st.from_regex(r"[a-z][a-z0-9-]{0,8}/[\w.~!$&*+,;=:@-]{1,12}", fullmatch=True))
def test_a_name_is_read_from_its_path_and_its_iri(rest: str) -> None:
    name = read(rest, rest)
    if not name.suffix and name.kind != "graph":
        assert of_iri(name.iri) == name
        assert name.path("id").isascii()
