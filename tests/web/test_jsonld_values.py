"""Odd values, texts and numbers as compacted JSON-LD, read back by two readers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyld import jsonld as pyld
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from peyvand.vocabulary.iris import BASE, PREFIXES
from peyvand.web.linked_data import jsonld
from peyvand.web.linked_data.jsonld import MOST, compacted, context, written

PV, ID = PREFIXES["pv"], BASE + "id/"
RDFS, XSD = PREFIXES["rdfs"], PREFIXES["xsd"]


def canonical(quads: Any) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def read(body: bytes | str) -> set[Quad]:
    return canonical(parse(body, format=RdfFormat.JSON_LD))


def by_pyld(doc: Any, served: bytes) -> set[Quad]:
    """What pyld reads, if the context is fetched at its IRI; anything else is not there."""

    def load(url: str, options: object) -> dict[str, Any]:
        assert url == BASE + "context.jsonld"
        found = {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url}
        return {**found, "document": json.loads(served)}

    linked = {**doc, "@context": BASE + "context.jsonld"}
    lines = pyld.to_rdf(linked, {"format": "application/n-quads", "documentLoader": load})
    return canonical(parse(lines, format=RdfFormat.N_QUADS))


def test_dates_have_the_type_that_the_ontology_says() -> None:
    assert context()["signed"] == {"@id": PV + "signed", "@type": f"{PREFIXES['edtf']}EDTF"}
    assert context()["population"] == {"@id": PV + "population"}
    assert context()["earliestDate"]["@type"] == XSD + "date"
    assert context()["inCountry"]["@type"] == "@id"
    # Those of other vocabularies, too; and what is no property has no name of its own.
    assert context()["dcterms:created"]["@type"] == XSD + "date"
    assert context()["rdfs:comment"]["@container"] == "@language"
    assert context()["wgs:lat"]["@type"] == XSD + "decimal"
    assert context()["wdt:P190"]["@type"] == "@id"
    assert not {"City", "Agreement", "Claim"} & set(context())
    assert context()["advantage"]["@container"] == "@language"
    assert context()["distanceInKilometres"]["@type"] == XSD + "decimal"


def test_a_property_of_several_types_has_none_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    size, range_ = NamedNode(PV + "size"), NamedNode(PREFIXES["schema"] + "rangeIncludes")
    kind = NamedNode(PREFIXES["owl"] + "DatatypeProperty")
    ontology = [Quad(size, NamedNode(PREFIXES["rdf"] + "type"), kind)]
    for name, expected in (("date", {"@type": XSD + "date"}), ("gYear", {})):
        ontology.append(Quad(size, range_, NamedNode(XSD + name)))
        monkeypatch.setattr(jsonld, "read_ontology", lambda _: iter(ontology))
        assert context.__wrapped__()["size"] == {"@id": PV + "size", **expected}


def test_a_description_has_the_short_names_that_its_terms_need() -> None:
    kind = Quad(A, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["skos"] + "Concept"))
    body = compacted([kind, Quad(A, NamedNode(PV + "population"), literal("2", XSD + "integer"))])
    assert body is not None
    document = json.loads(body)
    assert {"@vocab", "id", "type", "pv", "skos", "population"} <= document["@context"].keys()
    assert not {"dcterms", "prov", "signed", "label"} & document["@context"].keys()
    assert document["@graph"][0]["type"] == "skos:Concept"


def literal(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(kind))


EDTF = PREFIXES["edtf"] + "EDTF"
A, B = NamedNode(ID + "city/a"), BlankNode("b")
ODD: list[tuple[NamedNode | BlankNode, str, Any]] = [
    (A, RDFS + "label", Literal("A", language="en")),
    (A, RDFS + "label", Literal("B", language="en")),
    (A, RDFS + "label", Literal("ا", language="fa")),
    (A, RDFS + "label", Literal("Ä", language="de-at")),
    (A, RDFS + "label", Literal("no language")),
    (A, RDFS + "label", NamedNode(ID + "city/b")),
    (A, PV + "signed", literal("2000-10-27", EDTF)),
    (A, PV + "signed", literal("1985~/199X", EDTF)),
    (A, PV + "signed", Literal("2000")),
    (A, PV + "signed", literal("2000", XSD + "gYear")),
    (A, PV + "earliestDate", literal("2000-01-01", XSD + "date")),
    (A, PV + "earliestDate", literal("2000-99-01", XSD + "date")),
    (A, PV + "population", literal("12", XSD + "integer")),
    (A, PV + "population", literal("-0", XSD + "integer")),
    (A, PV + "population", literal("007", XSD + "integer")),
    (A, PV + "population", literal("+7", XSD + "integer")),
    (A, PV + "population", literal("123456789012345678901234567890", XSD + "integer")),
    (A, PV + "population", literal("many", XSD + "integer")),
    (A, PV + "population", literal("1.0E0", XSD + "double")),
    (A, PV + "population", literal("INF", XSD + "double")),
    (A, PV + "distanceInKilometres", literal("10.50", XSD + "decimal")),
    (A, PV + "isReciprocal", literal("true", XSD + "boolean")),
    (A, PV + "isReciprocal", literal("1", XSD + "boolean")),
    (A, PV + "isReciprocal", literal("true", XSD + "token")),
    (A, PV + "inCountry", Literal("a text where a link is meant")),
    (A, PV + "inCountry", NamedNode("geo:37.786971,-122.399677")),
    (A, PV + "inCountry", NamedNode("urn:x:y")),
    (A, PV + "inCountry", NamedNode(PV + "City")),
    (A, PV + "notAnywhere", NamedNode("http://x.example/?a=b#c")),
    (A, PV + "advantage", Literal("@id")),
    (A, PV + "advantage", Literal("pv:City")),
    (A, PV + "advantage", Literal("", language="en")),
    (A, "http://x.example/p", Literal("of no vocabulary")),
    (A, "urn:p", Literal("of none at all")),
    (A, PREFIXES["rdf"] + "type", NamedNode(PV + "City")),
    (A, PREFIXES["rdf"] + "type", NamedNode("http://x.example/Class")),
    (A, PREFIXES["rdf"] + "type", B),
    (A, PREFIXES["rdf"] + "type", Literal("odd")),
    (A, PV + "note", B),
    (B, RDFS + "seeAlso", BlankNode("c")),
    (BlankNode("c"), PREFIXES["rdf"] + "first", B),
    (BlankNode("c"), PREFIXES["rdf"] + "rest", NamedNode(PREFIXES["rdf"] + "nil")),
    (NamedNode(ID + "city/شیراز"), PREFIXES["wdt"] + "P190", A),
    (A, PREFIXES["dcterms"] + "created", literal("2000-01-01", XSD + "date")),
    (A, PREFIXES["skos"] + "note", Literal("n", language="en")),
    (A, PREFIXES["schema"] + "url", literal("http://x.example/", XSD + "anyURI")),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(ODD)))
def test_one_odd_statement_is_read_back(at: int) -> None:
    check([ODD[at]], written()[1])


def test_all_odd_statements_are_read_back() -> None:
    check(ODD, written()[1])
    check(ODD, written()[1], NamedNode(BASE + "graph/document-001"))


def check(rows: Any, served: bytes, graph: NamedNode | None = None) -> None:
    quads = [Quad(s, NamedNode(p), o) for s, p, o in rows]
    if graph is not None:
        quads += [Quad(q.subject, q.predicate, q.object, graph) for q in quads[::2]]
    body = compacted(quads)
    assert body is not None
    assert read(body) == canonical(quads)
    assert by_pyld(json.loads(body), served) == canonical(quads)


def test_an_iri_that_looks_like_a_short_name_is_told_whole() -> None:
    # Its scheme is a prefix: compacting is refused, and the caller writes it at full length.
    assert compacted([Quad(A, NamedNode(PV + "inCountry"), NamedNode("pv:City"))]) is None


def test_a_broken_number_keeps_its_letters() -> None:
    # (pyld as a reader would write 1.0E0.)
    quads = [Quad(A, NamedNode(PV + "population"), literal("1e0", XSD + "double"))]
    body = compacted(quads)
    assert body is not None
    assert read(body) == set(quads)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0", True),
        ("-12", True),
        ("999999999999999", True),
        ("-999999999999999", True),
        ("1000000000000000", False),
        ("9007199254740993", False),
        ("-9007199254740993", False),
        ("18446744073709551617", False),
        ("-0", False),
        ("00", False),
        ("+1", False),
        ("۱۲", False),
    ],
)
def test_only_numbers_that_every_reader_keeps_whole_are_numbers(text: str, kept: bool) -> None:
    # A reader that takes them for floating point keeps 53 bits (RFC 8259, 6).
    body = compacted([Quad(A, NamedNode(PV + "population"), literal(text, XSD + "integer"))])
    assert body is not None
    value = json.loads(body)["@graph"][0]["population"]
    assert value == (int(text) if kept else {"type": "xsd:integer", "@value": text})


def test_too_much_is_not_compacted() -> None:
    quads = [Quad(A, NamedNode(PV + "population"), Literal(n)) for n in range(MOST + 1)]
    assert compacted(quads) is None
    assert compacted(quads[:100]) is not None
