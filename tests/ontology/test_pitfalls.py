"""The OOPS! pitfalls that can be looked for offline, each by its number."""

from __future__ import annotations

import re
from collections import defaultdict

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, VANN, Graph, URIRef
from rdflib.collection import Collection

from peyvand.graph.validate import read_shapes
from peyvand.resources import root
from peyvand.vocabulary.files import ontology_files, shape_files
from peyvand.vocabulary.iris import PV

HEADER = URIRef("https://w3id.org/peyvand/ns")
OBJECT, DATA = OWL.ObjectProperty, OWL.DatatypeProperty


def of(ontology: Graph, terms: set[URIRef], kind: URIRef) -> set[URIRef]:
    return {t for t in terms if (t, RDF.type, kind) in ontology}


# Object properties that say nothing of one of their ends, with the reason.
ANYTHING = "things of several kinds stand there; the shapes say which"
OPEN_ENDS = {
    PV.compares: "an agreement or a city, and whatever else will be compared",
    PV.chooses: ANYTHING,
    PV.hasBenefit: ANYTHING,
    PV.hasParticipant: "persons and organisations; who else may take part is left open",
    PV.hasSignatory: "persons, or offices whose holder is not named",
    PV.hasStatus: ANYTHING,
    PV.hasWikidataCandidate: "any thing may be a Wikidata item, which is not of a class of ours",
    PV.hasWikidataItem: "any thing may be a Wikidata item, which is not of a class of ours",
    PV.inCountry: "cities and organisations",
    PV.involves: ANYTHING,
    PV.isApprovedBy: ANYTHING,
    PV.isDerivedBy: "graphs and queries are not of a class of ours",
    PV.isFoundBy: "queries are not of a class of ours",
    PV.isPossiblySameAs: "two organisations, or two places",
    PV.isRequestAbout: ANYTHING,
}


def test_p02_no_class_is_a_synonym_of_another(ontology: Graph, terms: set[URIRef]) -> None:
    for prop in (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs):
        assert list(ontology.triples((None, prop, None))) == []


def test_p03_subclass_and_type_are_not_made_anew(terms: set[URIRef]) -> None:
    names = {str(term).removeprefix(str(PV)) for term in terms}
    assert not {"is", "isA", "isInstanceOf", "isSubclassOf", "type"} & names


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


def test_p11_an_object_property_has_domain_and_range_or_a_reason(
    ontology: Graph, terms: set[URIRef]
) -> None:
    open_ends = {
        prop
        for prop in of(ontology, terms, OBJECT)
        if not (ontology.value(prop, RDFS.domain) and ontology.value(prop, RDFS.range))
    }
    assert open_ends == set(OPEN_ENDS)


def test_p11_where_the_ontology_is_silent_a_shape_speaks(
    ontology: Graph, terms: set[URIRef]
) -> None:
    shapes = read_shapes(shape_files(root()))
    paths = set(shapes.objects(None, SH.path))
    for prop in of(ontology, terms, OBJECT):
        ends = [*ontology.objects(prop, RDFS.domain), *ontology.objects(prop, RDFS.range)]
        assert ends or prop in paths, prop


def test_p13_p25_and_p26_there_are_no_inverses_on_purpose(ontology: Graph) -> None:
    """One direction only, so none can be missing or wrong; a relation both ways is symmetric."""
    assert list(ontology.triples((None, OWL.inverseOf, None))) == []


def test_p19_no_property_has_several_domains_or_ranges(ontology: Graph, terms: set[URIRef]) -> None:
    """Several domains would mean their intersection; a union is one domain."""
    for prop in terms:
        assert len(list(ontology.objects(prop, RDFS.domain))) <= 1, prop
        assert len(list(ontology.objects(prop, RDFS.range))) <= 1, prop


def test_p21_no_class_for_the_rest(ontology: Graph, terms: set[URIRef]) -> None:
    classes = of(ontology, terms, OWL.Class)
    assert [t for t in classes if re.search("Other|Misc|Unknown", str(t))] == []


def test_p22_names_follow_one_convention(ontology: Graph, terms: set[URIRef]) -> None:
    classes = of(ontology, terms, OWL.Class)
    for term in terms:
        name = str(term).removeprefix(str(PV))
        assert re.fullmatch("[A-Z][A-Za-z]*" if term in classes else "[a-z][A-Za-z]*", name)


def test_p24_no_definition_defines_by_its_own_name_alone(
    ontology: Graph, terms: set[URIRef]
) -> None:
    for term in terms:
        label = next(o for o in ontology.objects(term, RDFS.label) if o.language == "en")  # type: ignore[attr-defined]
        text = next(o for o in ontology.objects(term, SKOS.definition) if o.language == "en")  # type: ignore[attr-defined]
        assert len(str(text).split()) >= 4, term
        assert str(text).lower().rstrip(".") != str(label).lower(), term


def test_p28_a_symmetric_property_has_one_kind_of_end(ontology: Graph) -> None:
    symmetric = set(ontology.subjects(RDF.type, OWL.SymmetricProperty))
    between_claims = {PV.hasSameWordingAs, PV.reportsSameSpeechAs}
    between_cities = {
        *(PV.isLinkedInDocumentsWith, PV.isLinkedWith, PV.isNeighbourOf),
        *(PV.isPairedWith, PV.isTwinnedWith, PV.hasDisputeWith),
    }
    assert symmetric == between_cities | between_claims | {PV.isPossiblySameAs}
    for prop in symmetric:
        assert ontology.value(prop, RDFS.domain) == ontology.value(prop, RDFS.range), prop


def test_p29_nothing_is_transitive(ontology: Graph) -> None:
    assert list(ontology.subjects(RDF.type, OWL.TransitiveProperty)) == []


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


def test_p34_and_p35_every_name_of_ours_is_declared(ontology: Graph, terms: set[URIRef]) -> None:
    named = {t for triple in ontology for t in triple if isinstance(t, URIRef)}
    assert {t for t in named if t.startswith(str(PV))} == terms


def test_p36_no_file_extension_in_an_iri(ontology: Graph, terms: set[URIRef]) -> None:
    ours = [*terms, *ontology.subjects(RDF.type, OWL.Ontology)]
    assert [t for t in ours if re.search(r"\.(ttl|owl|rdf|xml)$", str(t))] == []


def test_p40_no_term_in_a_namespace_of_others(terms: set[URIRef]) -> None:
    assert [t for t in terms if not str(t).startswith(str(PV))] == []


def test_p38_each_file_declares_its_ontology_and_no_other() -> None:
    for path in ontology_files(root()):
        part = Graph().parse(path)
        stem = path.relative_to(root() / "ontology").with_suffix("").as_posix()
        expected = HEADER if stem == "peyvand" else URIRef(f"{HEADER}/{stem}")
        assert set(part.subjects(RDF.type, OWL.Ontology)) == {expected}, path.name
        assert set(part.objects(None, RDFS.isDefinedBy)) <= {expected}, path.name


def test_p39_the_namespace_is_stated(ontology: Graph) -> None:
    assert str(ontology.value(HEADER, VANN.preferredNamespaceUri)) == str(PV)


def test_p41_no_part_lacks_a_licence(ontology: Graph) -> None:
    for header in ontology.subjects(RDF.type, OWL.Ontology):
        assert len(list(ontology.objects(header, DCTERMS.license))) == 1, header
