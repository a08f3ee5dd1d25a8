"""The OOPS! pitfalls that can be looked for offline, each by its number."""

from __future__ import annotations

import re
from collections import defaultdict

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection

from peyvand.graph.build import Graph as BuiltGraph
from peyvand.graph.validate import read_shapes, shape_files
from peyvand.resources import root
from peyvand.vocab import PV

OBJECT, DATA = OWL.ObjectProperty, OWL.DatatypeProperty


def of(ontology: Graph, terms: set[URIRef], kind: URIRef) -> set[URIRef]:
    return {t for t in terms if (t, RDF.type, kind) in ontology}


def test_p04_no_class_stands_alone(ontology: Graph, terms: set[URIRef]) -> None:
    shapes = read_shapes(shape_files(root()))
    for cls in of(ontology, terms, OWL.Class):
        connected = (
            set(ontology.subjects(RDFS.subClassOf, cls))
            | set(ontology.objects(cls, RDFS.subClassOf))
            | set(ontology.subjects(RDFS.domain, cls))
            | set(ontology.subjects(RDFS.range, cls))
            | set(shapes.subjects(None, cls))
        )
        assert connected, cls


def test_p05_no_term_is_declared_twice_over(ontology: Graph, terms: set[URIRef]) -> None:
    kinds = {OWL.Class, OBJECT, DATA, OWL.AnnotationProperty}
    for term in terms:
        assert len(set(ontology.objects(term, RDF.type)) & kinds) == 1, term


def test_p06_no_cycle_in_the_hierarchy(ontology: Graph, terms: set[URIRef]) -> None:
    for prop in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader):
        for start in set(ontology.subjects(prop, None)):
            above = list(ontology.transitive_objects(start, prop))[1:]
            assert start not in above, f"{start} by {prop}"


def test_p07_no_two_concepts_in_one_name(terms: set[URIRef]) -> None:
    assert [t for t in terms if re.search(r"[a-z](And|Or)[A-Z]", str(t))] == []


def test_p08_no_missing_annotation(ontology: Graph, terms: set[URIRef]) -> None:
    for term in terms:
        for prop in (RDFS.label, SKOS.definition):
            languages = {o.language for o in ontology.objects(term, prop)}  # type: ignore[attr-defined]
            assert languages == {"en", "fa"}, f"{term} {prop}"


def test_p10_disjointness_is_stated(ontology: Graph) -> None:
    sets = [
        set(Collection(ontology, ontology.value(node, OWL.members)))
        for node in ontology.subjects(RDF.type, OWL.AllDisjointClasses)
    ]
    assert {PV.Agreement, PV.Organisation, PV.Person, PV.Place} <= set().union(*sets)
    assert any({PV.SisterCityAgreement, PV.FriendshipAgreement} <= members for members in sets)


def test_p11_every_data_property_has_a_range(ontology: Graph, terms: set[URIRef]) -> None:
    for prop in of(ontology, terms, DATA):
        assert list(ontology.objects(prop, RDFS.range)), prop


def test_p11_an_object_property_has_domain_or_range_or_a_shape(
    ontology: Graph, terms: set[URIRef]
) -> None:
    shapes = read_shapes(shape_files(root()))
    paths = set(shapes.objects(None, SH.path))
    for prop in of(ontology, terms, OBJECT):
        ends = [*ontology.objects(prop, RDFS.domain), *ontology.objects(prop, RDFS.range)]
        assert ends or prop in paths, prop


def test_p13_there_are_no_inverses_on_purpose(ontology: Graph) -> None:
    assert list(ontology.triples((None, OWL.inverseOf, None))) == []


def test_p19_no_property_has_several_domains_or_ranges(ontology: Graph, terms: set[URIRef]) -> None:
    """Several domains would mean their intersection; a union is one domain."""
    for prop in terms:
        assert len(list(ontology.objects(prop, RDFS.domain))) <= 1, prop
        assert len(list(ontology.objects(prop, RDFS.range))) <= 1, prop


def test_p22_names_follow_one_convention(ontology: Graph, terms: set[URIRef]) -> None:
    classes = of(ontology, terms, OWL.Class)
    for term in terms:
        name = str(term).removeprefix(str(PV))
        assert re.fullmatch("[A-Z][A-Za-z]*" if term in classes else "[a-z][A-Za-z]*", name)


def test_object_properties_start_with_a_verb(ontology: Graph, terms: set[URIRef]) -> None:
    verbs = re.findall(
        r"\w+",
        "accompanies arises can chooses cites complements corroborates covers disclaims disputes "
        "draws has holds influences involves is needs overrules pursues reached rests supports "
        "took uses",
    )
    # The relation to the place, and the one that is a scale rather than an act.
    nouns = {"inCountry", "certainty"}
    for prop in of(ontology, terms, OBJECT):
        name = str(prop).removeprefix(str(PV))
        first = re.match("[a-z]+", name)
        assert first
        assert first[0] in verbs or name in nouns, name


def test_p24_no_definition_defines_by_its_own_name_alone(
    ontology: Graph, terms: set[URIRef]
) -> None:
    for term in terms:
        label = next(o for o in ontology.objects(term, RDFS.label) if o.language == "en")  # type: ignore[attr-defined]
        text = next(o for o in ontology.objects(term, SKOS.definition) if o.language == "en")  # type: ignore[attr-defined]
        assert len(str(text).split()) >= 4, term
        assert str(text).lower().rstrip(".") != str(label).lower(), term


def test_p32_no_two_terms_share_a_label(ontology: Graph, terms: set[URIRef]) -> None:
    seen: dict[tuple[str, bool], set[URIRef]] = defaultdict(set)
    classes = of(ontology, terms, OWL.Class)
    for term in terms:
        for label in ontology.objects(term, RDFS.label):
            if label.language == "en":  # type: ignore[attr-defined]
                seen[str(label).lower(), term in classes].add(term)
    assert {key: found for key, found in seen.items() if len(found) > 1} == {}


def test_p34_and_p35_everything_used_is_declared(ontology: Graph) -> None:
    declared = set(ontology.subjects(RDF.type, None))
    builtin = (str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#")
    for prop in set(ontology.predicates()):
        assert prop in declared or str(prop).startswith(builtin), prop
    for prop in (RDFS.subClassOf, RDFS.domain, RDFS.range):
        for value in set(ontology.objects(None, prop)):
            if isinstance(value, URIRef):
                assert value in declared or str(value).startswith(builtin), value


def test_p36_no_file_extension_in_an_iri(ontology: Graph, terms: set[URIRef]) -> None:
    ours = [*terms, *ontology.subjects(RDF.type, OWL.Ontology)]
    assert [t for t in ours if re.search(r"\.(ttl|owl|rdf|xml)$", str(t))] == []


def test_p40_no_term_in_a_namespace_of_others(terms: set[URIRef]) -> None:
    assert [t for t in terms if not str(t).startswith(str(PV))] == []


def test_no_term_is_unused(graph: BuiltGraph, terms: set[URIRef]) -> None:
    """Each term is used by the data, or by a shape or a query that looks for it."""
    used = set()
    for quad in graph.store:
        if quad.graph_name.__class__.__name__ == "NamedNode" and str(
            quad.graph_name.value
        ).endswith("graph/ontology"):
            continue
        used.add(quad.predicate.value)
        # A property whose every claim is undecided is used by those claims only.
        if quad.predicate.value in (str(RDF.type), str(PV["property"])):
            used.add(quad.object.value)  # type: ignore[union-attr]
    profiles = read_shapes(sorted((root() / "shapes" / "profiles").glob("*.ttl")))
    looked_for = {str(term) for triple in profiles for term in triple}
    assert {str(term) for term in terms} - used - looked_for == set()
