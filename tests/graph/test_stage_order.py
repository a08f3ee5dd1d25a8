"""In which order stages are by their dates, and what is told of those that are in a wrong one."""

from __future__ import annotations

import datetime
from itertools import product
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from rdflib import SH, SKOS, URIRef
from rdflib import Graph as Library

from peyvand.graph.build import Graph
from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.derive import date_bounds, derive
from peyvand.graph.rules.stage_dates import with_stages
from peyvand.graph.stage_order import CERTAINLY, POSSIBLY, stage_order
from peyvand.graph.validate import Result, read_shapes
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.files import read_ontology, shape_files
from peyvand.vocabulary.iris import EDTF, PV, iri, thing

ONE, OTHER, THING = thing("stage/one"), thing("stage/other"), thing("agreement/a-b")
SIGNED, ENDED = thing("stage/a-b-signed"), thing("stage/a-b-ended")


def order(one: str | None, other: str | None) -> str:
    """How two stages of these dates are ordered, as signs of the two directions."""
    store = Store()
    for event, date in ((ONE, one), (OTHER, other)):
        store.add(Quad(event, iri("pv:isStageOf"), THING))
        if date:
            store.add(Quad(event, iri("pv:date"), Literal(date, datatype=EDTF)))
    store.extend(date_bounds(store))
    found = {(quad.subject, quad.object): quad.predicate for quad in stage_order(store)}
    sign = {CERTAINLY: "<", POSSIBLY: "?", None: "-"}
    return sign[found.get((ONE, OTHER))] + sign[found.get((OTHER, ONE))]


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("1990", "2013", "<-"),
        ("2012-12-31", "2013", "<-"),
        ("2013", "2013", "??"),
        ("2013-05", "2013", "??"),
        # The first day of a year is before no day of it.
        ("2013", "2013-01-01", "-?"),
        ("2013-12-31", "2013", "-?"),
        ("2013-05-01", "2013-05-01", "--"),
        ("[2000,2009]", "2005", "??"),
        # Of an end that is open it is not known which day it is.
        ("../2004", "2000", "??"),
        ("2004/..", "2010", "??"),
        ("2004/..", "2004-01-01", "-?"),
        ("2004/..", "2000", "-<"),
        # What has no date is in no order.
        ("XXXX", "2013", "--"),
        (None, "2013", "--"),
    ],
)
def test_the_order_of_two_stages(one: str | None, other: str | None, wanted: str) -> None:
    assert order(one, other) == wanted
    assert order(other, one) == wanted[::-1]


def test_stages_of_different_things_are_in_no_order_and_what_is_no_day_is_none() -> None:
    store = Store()
    for number, event in enumerate((ONE, OTHER)):
        store.add(Quad(event, iri("pv:isStageOf"), thing(f"agreement/{number}")))
        store.add(Quad(event, iri("pv:latestDate"), Literal(f"200{number}-01-01", datatype=_DAY)))
        store.add(Quad(event, iri("pv:earliestDate"), Literal(f"200{number}-01-01", datatype=_DAY)))
    assert list(stage_order(store)) == []
    store.add(Quad(OTHER, iri("pv:isStageOf"), thing("agreement/0")))
    store.add(Quad(OTHER, iri("pv:earliestDate"), Literal("soon", datatype=_DAY)))
    assert [quad.predicate for quad in stage_order(store)] == [CERTAINLY]


_DAY = iri("xsd:date")


def numbered(store: Store, number: int, days: tuple[str, str], stage: str) -> NamedNode:
    """A stage of a thing."""
    event = thing(f"stage/n{number:03}")
    store.add(Quad(event, iri("pv:isStageOf"), THING))
    store.add(Quad(event, iri("pv:reachedStage"), thing(f"concept/stage-{stage}")))
    for prop, day in zip(("pv:earliestDate", "pv:latestDate"), days, strict=True):
        store.add(Quad(event, iri(prop), Literal(day, datatype=_DAY)))
    return event


def test_of_events_that_are_alike_the_latest_alone_is_told() -> None:
    store = Store()
    delegations = [
        numbered(store, year, (f"{year}-01-01", f"{year}-12-31"), "delegations")
        for year in range(2001, 2005)
    ]
    signed = numbered(store, 1, ("2002-05-01", "2002-05-01"), "signed")
    found = {(q.subject, q.predicate, q.object) for q in stage_order(store)}
    latest = delegations[-1]
    assert found == {
        *((one, CERTAINLY, latest) for one in delegations[:-1]),
        (signed, CERTAINLY, latest),
        (delegations[0], CERTAINLY, signed),
        # The year of the signing has days before it and after it.
        (delegations[1], POSSIBLY, signed),
        (signed, POSSIBLY, delegations[1]),
    }


def test_hundreds_of_stages_are_told_by_few_pairs() -> None:
    store = Store()
    stages = ("idea", "council-approval", "signed", "delegations", "active", "dormant")
    for number in range(300):
        day = str(datetime.date(2000, 1, 1) + datetime.timedelta(days=7 * number))
        numbered(store, number, (day, day), stages[number % len(stages)])
    assert len(list(stage_order(store))) <= 300 * len(stages)


def test_the_shapes_know_which_stage_comes_before_which(sources: Path) -> None:
    """The lists of stages in them are what pv:requiresStage says."""
    schemes = Library()
    schemes.parse(sources / "ontology" / "schemes.ttl")
    wanted = {(a, b) for a, b in schemes.subject_objects(PV.requiresStage)}
    shapes = read_shapes([sources / "shapes" / "lifecycle.ttl"])
    for relation in ("not", "possibly"):
        found = set()
        for shape in shapes.subjects(SH.targetClass, PV.StageEvent):
            if f"StageEvent-{relation}-before-" not in str(shape):
                continue
            those = [
                set(shapes.items(members))
                for alternative in shapes.items(shapes.value(shape, SH["or"]))
                for part in shapes.objects(alternative, SH.property)
                for members in shapes.objects(shapes.value(part, SH.qualifiedValueShape), SH["in"])
            ]
            found |= set(product(*those))
        assert found == wanted, relation
    expected = set(schemes.objects(None, PV.expectsStage))
    assert all((stage, SKOS.inScheme, None) in schemes for stage in expected)


def results(text: str, sources: Path) -> dict[str, Result]:
    """What is found of the stages of an agreement of which something is said."""
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in read_ontology(sources))
    prefixes = (
        "PREFIX pv: <https://w3id.org/peyvand/ns#> "
        "PREFIX edtf: <http://id.loc.gov/datatypes/edtf/> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "PREFIX a: <https://w3id.org/peyvand/id/agreement/> "
    )
    said = 'a:a-b a pv:SisterCityAgreement, pv:Agreement ; rdfs:label "A and B"@en, "الف و ب"@fa . '
    store.load((prefixes + said + text).encode(), format=RdfFormat.TURTLE)
    derive(store, read_catalogue(root() / "queries").of("derive"))
    shapes = read_shapes(shape_files(sources))
    report = with_stages(store, validate_store(store, shapes))
    found = {
        result.shape: result
        for result in report.results
        if result.shape.startswith(("StageEvent", "lacksStage"))
    }
    for result in found.values():
        node = next(
            node
            for node in report.graph.subjects(SH.focusNode, URIRef(result.focus))
            if str(report.graph.value(node, SH.sourceShape)).endswith(f"#{result.shape}")
        )
        told = {str(it) for it in report.graph.objects(node, SH.resultMessage)}
        assert told == {result.message_en, result.message_fa}
    return found


def test_an_end_before_the_signing_is_told_with_both_dates(sources: Path) -> None:
    found = results('a:a-b pv:signed "2013"^^edtf:EDTF ; pv:ended "1990"^^edtf:EDTF .', sources)
    assert found.keys() == {"StageEvent-not-before-signed", "StageEvent-final", "lacksStage"}
    result = found["StageEvent-not-before-signed"]
    assert (result.severity, result.focus) == ("violation", ENDED.value)
    assert result.message_en.endswith("Stages: ended dated 1990, signed dated 2013.")
    assert result.message_fa.endswith("پایان‌یافته به تاریخ ۱۹۹۰ و امضاشده به تاریخ ۲۰۱۳.")
    lacking = found["lacksStage"]
    assert (lacking.severity, lacking.focus) == ("warning", THING.value)
    assert lacking.message_en.endswith("Stages: council approval, permits.")


@pytest.mark.parametrize("count", [2, 3, 9])
def test_a_message_names_several_stages_in_both_languages(count: int, sources: Path) -> None:
    later = " ".join(
        f"<https://w3id.org/peyvand/id/stage/later-{number}> a pv:StageEvent ; "
        "pv:isStageOf a:a-b ; "
        "pv:reachedStage <https://w3id.org/peyvand/id/concept/stage-active> ; "
        f'pv:date "201{number}"^^edtf:EDTF .'
        for number in range(count)
    )
    life = 'a:a-b pv:signed "1980"^^edtf:EDTF ; pv:ended "1990"^^edtf:EDTF . '
    found = results(life + later, sources)
    result = found["StageEvent-final"]
    assert result.message_en.count("active dated 201") == min(count, 5)
    assert result.message_fa.count("فعال به تاریخ ۲۰۱") == min(count, 5)
    assert ("…" in result.message_en) is ("…" in result.message_fa) is (count > 5)


def test_an_end_in_the_year_of_the_signing_deserves_a_look(sources: Path) -> None:
    found = results('a:a-b pv:signed "2013"^^edtf:EDTF ; pv:ended "2013"^^edtf:EDTF .', sources)
    assert found.keys() == {
        *("StageEvent-possibly-before-signed", "StageEvent-possibly-final", "lacksStage"),
    }
    assert {it.severity for it in found.values()} == {"warning"}
    found = results('a:a-b pv:signed "2013"^^edtf:EDTF ; pv:ended "2014"^^edtf:EDTF .', sources)
    assert found.keys() == {"lacksStage"}


def test_an_approval_after_the_signing_is_no_mistake(sources: Path) -> None:
    said = 'a:a-b pv:signed "2013"^^edtf:EDTF ; pv:approved "2014"^^edtf:EDTF .'
    found = results(said, sources)
    assert found.keys() == {"StageEvent-approved-after-signing", "lacksStage"}
    assert "council approval dated 2014" in found["StageEvent-approved-after-signing"].message_en
    assert found["lacksStage"].message_en.endswith("Stages: permits.")


@pytest.mark.parametrize(
    ("criterion", "count"),
    [
        *(("step-clear-goals", 3), ("step-commonalities", 4), ("step-department-support", 0)),
        *(("step-legal-permits", 0), ("step-memorandum-exchange", 0), ("step-delegations", 0)),
        *(("condition-clear-goals", 3), ("condition-council-support", 1)),
    ],
)
def test_the_criteria_of_the_agreements_of_the_documents(
    graph: Graph, criterion: str, count: int
) -> None:
    met = graph.store.quads_for_pattern(
        None, iri("pv:meetsCriterion"), thing(f"concept/{criterion}"), None
    )
    assert len({quad.subject for quad in met}) == count


def test_of_the_signings_in_the_documents_one_has_an_approval(graph: Graph) -> None:
    def subjects(prop: str, value: str) -> set[NamedNode]:
        found = graph.store.quads_for_pattern(None, iri(prop), thing(f"concept/{value}"), None)
        return {quad.subject for quad in found}  # type: ignore[misc]

    signings = subjects("pv:reachedStage", "stage-signed")
    signed = {
        quad.object
        for event in signings
        for quad in graph.store.quads_for_pattern(event, iri("pv:isStageOf"), None, None)
    }
    assert len(signed) == 23
    lacking = subjects("pv:lacksStage", "stage-council-approval")
    assert signed - lacking == {thing("agreement/gaza-tabriz")}
