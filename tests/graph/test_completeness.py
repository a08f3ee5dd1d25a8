"""What a source must say of its things, whichever source it is."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from peyvand.errors import BuildRefused
from peyvand.graph import build as building
from peyvand.graph.assemble import assemble
from peyvand.graph.build import Graph, make_graph, prove
from peyvand.graph.completeness import Gap, Missing, gaps
from peyvand.graph.validate import read_shapes
from peyvand.sources.catalogue import read_catalogue
from peyvand.sources.licences import CC0
from peyvand.sources.registered import SOURCES
from peyvand.sources.snapshots import Snapshot
from peyvand.sources.source import Content, Known, Source
from peyvand.vocabulary.files import shape_files
from peyvand.vocabulary.iris import LABEL, PREFIXES, TYPE, graph, iri, thing

PREFIX = "BASE <https://w3id.org/peyvand/id/>\n" + "".join(
    f"PREFIX {name}: <{start}>\n" for name, start in PREFIXES.items()
)
SHAPES = rdflib.Graph().parse(
    data=PREFIX + "[] sh:targetSubjectsOf pv:of ; sh:property [ sh:path pv:name ] .",
    format="turtle",
)
# A graph of which nothing is missing.
WHOLE = """
pv:City a owl:Class . pv:name a owl:DatatypeProperty . wdt:P190 a owl:ObjectProperty .
<city/a> a pv:City ; rdfs:label "A" ; pv:name "a" ; wdt:P190 <city/q1> ; dcterms:source <http://x/>.
<city/q1> rdfs:label "Q1" ; rdfs:seeAlso wd:Q1 .
<claim/1> a pv:Claim ; prov:used <city/a> . <decision/1> a pv:Decision . pv:Claim a owl:Class .
<selector/1> a oa:TextPositionSelector . pv:Decision a owl:Class . dcterms:source a owl:AnnotationProperty .
<http://x/thing> <http://x/property> <http://x/other> .
"""  # noqa: E501


def found(text: str) -> list[tuple[Missing, str, str]]:
    store = Store()
    store.load(f"{PREFIX}{text}", format=RdfFormat.TURTLE, to_graph=NamedNode("http://g/"))
    base, terms = "https://w3id.org/peyvand/id/", PREFIXES["pv"]

    def short(name: str) -> str:
        return name.removeprefix(base).replace(terms, "pv:")

    return [(gap.missing, short(gap.thing), short(gap.subject)) for gap in gaps(store, SHAPES)]


def test_of_a_whole_graph_nothing_is_missing() -> None:
    assert found(WHOLE) == []


@pytest.mark.parametrize(
    ("more", "missing", "name", "subject"),
    [
        ('<agreement/x> rdfs:label "X"', Missing.TYPE, "agreement/x", "agreement/x"),
        ("<agreement/x> a pv:City", Missing.LABEL, "agreement/x", "agreement/x"),
        # What points to another dataset needs no class, but a name.
        ("<city/q2> rdfs:seeAlso wd:Q2", Missing.LABEL, "city/q2", "city/q2"),
        ("<city/a> wdt:P190 <city/b>", Missing.THING, "city/b", "city/a"),
        ("<claim/1> wdt:P190 pv:Town", Missing.THING, "pv:Town", "claim/1"),
        ("<http://x/thing> <http://x/p> <city/b>", Missing.THING, "city/b", "http://x/thing"),
        ("pv:size a owl:DatatypeProperty", Missing.SHAPE, "pv:size", "pv:size"),
        ("<city/a> <http://y/p> 1", Missing.SHAPE, "http://y/p", "city/a"),
    ],
)
def test_what_is_missing_is_named(more: str, missing: Missing, name: str, subject: str) -> None:
    assert found(f"{WHOLE}{more} .") == [(missing, name, subject)]


def test_a_gap_says_what_is_to_be_done() -> None:
    assert Gap(Missing.TYPE, "x", "x").line() == "x has no type: give it a class."
    assert Gap(Missing.THING, "x", "y").line().startswith("x (in y) is named, ")


# A line more in a file, and what it is refused for.
GAPS = [
    ("data/curated/register/outside.csv", "agreement/bare,,Bare,برهنه,,,,,",
     "agreement/bare has no type"),
    ("data/wikidata/partners.csv", "Q43631,Q9999999,wikidata-2019-08,1,,",
     "city/q9999999 has no label"),
    ("data/curated/conflicts.csv", "X-98,Odd,نادر,no-such-query,,,",
     "query/no-such-query (in https://w3id.org/peyvand/id/conflict/x-98) is named"),
    ("data/curated/conflicts.csv", "X-99,Odd,نادر,,claim/F999-1,,",
     "claim/F999-1 (in https://w3id.org/peyvand/id/conflict/x-99) is named"),
    ("ontology/agreement.ttl", "pv:isNew a owl:DatatypeProperty .", "ns#isNew has no shape"),
]  # fmt: skip


@pytest.mark.slow
def test_gaps_refuse_the_build_and_are_placed_at_their_rows(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "prove_consistent", lambda quads: None)
    places = {}
    for path, text, words in GAPS:
        lines = [*(copy / path).read_text(encoding="utf-8").splitlines(), text]
        (copy / path).write_text("\n".join(lines) + "\n", encoding="utf-8")
        places[words] = f"{copy / path}:{len(lines)}: "
    with pytest.raises(BuildRefused) as caught:
        prove(make_graph(copy, world=False), copy)
    said = str(caught.value).splitlines()
    assert said[0].startswith(f"The graph lacks {len(said) - 1} thing(s)")
    for words, place in places.items():
        (line,) = (line for line in said if words in line)
        assert line.startswith(place)
    assert caught.value.hint


class Odd(Source):
    """A source of one thing, which says no more of it than it is told to."""

    name = "odd"
    folder = "odd"
    licence = CC0
    said: ClassVar[list[Quad]] = []

    def read(self, known: Known) -> Content:
        """What it was told to say."""
        return Content(quads=self.said)


WHERE = graph("odd")
SAID = {
    Missing.LABEL: [(TYPE, iri("pv:DatasetAgreement"))],
    Missing.TYPE: [(LABEL, Literal("new", language="en"))],
    Missing.THING: [
        (TYPE, iri("pv:DatasetAgreement")), (LABEL, Literal("new", language="en")),
        (iri("pv:hasParty"), thing("city/nowhere")),
    ],
    Missing.SHAPE: [
        (TYPE, iri("pv:DatasetAgreement")), (LABEL, Literal("new", language="en")),
        (NamedNode("http://x/p"), Literal("new")),
    ],
}  # fmt: skip


@pytest.mark.slow
def test_any_source_is_held_to_it(sources: Path) -> None:
    new = {missing: thing(f"agreement/new-{missing.name.lower()}") for missing in SAID}
    Odd.said = [
        Quad(new[missing], prop, value, WHERE)
        for missing, said in SAID.items()
        for prop, value in said
    ]
    catalogue = read_catalogue(sources / "queries")
    store = Store()
    store.extend(assemble(sources, catalogue, False, (*SOURCES, Odd())).quads)
    found = gaps(store, read_shapes(shape_files(sources)))
    for missing, node in new.items():
        told = [gap.missing for gap in found if node.value in (gap.subject, gap.thing)]
        assert told == [missing]


@pytest.mark.slow
def test_of_two_sources_the_newest_claim_gives_the_reading(sources: Path) -> None:
    city, population = thing("city/isfahan"), iri("pv:population")

    class Newer(Source):
        """A source that has a population, too."""

        name, folder, licence = "newer", "newer", CC0
        single_valued = frozenset({population})

        def read(self, known: Known) -> Content:
            """One claim."""
            snapshot = Snapshot("newer", "2100", thing("document/newer"), thing("person/p"))
            value = Literal("7", datatype=iri("xsd:integer"))
            claim = snapshot.claim("newer-1", city, population, (value,))
            return Content(claims=[(snapshot.graph, claim)])

    catalogue = read_catalogue(sources / "queries")
    parts: list[list[Quad]] = []
    found = assemble(sources, catalogue, False, (*SOURCES, Newer()), parts.append).quads
    # It is told as it is read, and nothing else.
    assert [quad for part in parts for quad in part] == found
    assert len(parts) > len(SOURCES) / 2
    plain = [quad.object for quad in found
             if (quad.subject, quad.predicate) == (city, population)]  # fmt: skip
    assert [value.value for value in plain if isinstance(value, Literal)] == ["7"]


def test_of_the_documents_nothing_is_missing(graph: Graph, sources: Path) -> None:
    assert gaps(graph.store, read_shapes(shape_files(sources))) == []


def test_every_source_says_where_it_is_from(sources: Path) -> None:
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    for source in SOURCES:
        assert (sources / "data" / source.folder).is_dir()
        assert source.licence.startswith("https://creativecommons.org/")
