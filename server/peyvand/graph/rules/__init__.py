"""What must hold of the graph: its shapes, and the rules that SHACL cannot say."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Store
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef

from peyvand.graph.earlier import Earlier
from peyvand.graph.incremental import validate_change
from peyvand.graph.patch import Patch, dump_lines
from peyvand.graph.prepared_shapes import prepared
from peyvand.graph.rules.activities import Idea, OneSided, Strangers
from peyvand.graph.rules.agreements import Order, PartiesOnce, Past
from peyvand.graph.rules.evidence import Explained, OwnSource
from peyvand.graph.rules.partnerships import Disputed
from peyvand.graph.rules.renewals import Renewals
from peyvand.graph.rules.rule import COMPONENT, Rule
from peyvand.graph.rules.screening import OpenItems
from peyvand.graph.rules.stage_dates import with_stages
from peyvand.graph.rules.stages import Cause
from peyvand.graph.rules.terms import Declared
from peyvand.graph.survey import Survey
from peyvand.graph.validate import SEVERITIES, Report, Result
from peyvand.texts import texts
from peyvand.vocabulary.iris import PVS

_OTHERS: tuple[Rule, ...] = (
    *(OwnSource(), Order(), Past(), PartiesOnce(), Cause()),
    *(Strangers(), Idea(), OneSided(), OpenItems(), Renewals(), Disputed()),
)
RULES: tuple[Rule, ...] = (Explained(), Declared(), *_OTHERS)
_OF_SHACL = {name: severity for severity, name in SEVERITIES.items()}


def check(store: Store, patch: Patch, shapes: Graph) -> Report:
    """Ask the shapes and the rules of what a change touches.

    Args:
        store: the graph after the change, with all that follows from it.
        patch: the change, with all that follows from it.
        shapes: the shapes that it must conform to.

    Returns:
        The results about what the change touches, those of the shapes before those of the rules
        in the report graph.
    """
    report = with_stages(store, validate_change(store, shapes, patch))
    return with_results(report, broken_by(store, patch))


def prepare(shapes: Graph, store: Store) -> None:
    """Find what every change is asked, so that none after it has to.

    Args:
        shapes: the shapes.
        store: a graph with the classes of those to come.
    """
    prepared(shapes, store)
    texts("en", "rule")
    texts("fa", "rule")


def broken_by(store: Store, patch: Patch) -> list[Result]:
    """What of a graph breaks a rule, of what a change touches."""
    before = Earlier(store, patch)
    return _asked(store, ((rule, rule.touched(store, before)) for rule in RULES))


def broken(store: Store, survey: Survey | None = None) -> list[Result]:
    """What of a graph breaks a rule.

    Args:
        store: the graph.
        survey: what its lines tell, if they were read.
    """
    survey = survey or Survey.of(dump_lines(store))
    rules: tuple[Rule, ...] = (Explained(survey), Declared(survey), *_OTHERS)
    return _asked(store, ((rule, rule.all(store)) for rule in rules))


def _asked(store: Store, cases: Iterable[tuple[Rule, Iterable[object]]]) -> list[Result]:
    found = {
        result
        for rule, asked in cases
        for case in set(asked)
        for result in rule.results(store, case)
    }
    return sorted(found)


def with_rules(store: Store, report: Report, survey: Survey | None = None) -> Report:
    """A report of the shapes on a whole graph, with the stages they are about and the rules.

    Args:
        store: the graph.
        report: what the shapes say of it.
        survey: what its lines tell, if they were read.
    """
    return with_results(with_stages(store, report), broken(store, survey))


def with_results(report: Report, results: list[Result]) -> Report:
    """A report with more results, in its graph too."""
    if not results:
        return report
    graph = report.graph
    root = graph.value(None, RDF.type, SH.ValidationReport) or BNode()
    graph.add((root, RDF.type, SH.ValidationReport))
    conforms = not report.results and not any(it.severity == "violation" for it in results)
    graph.set((root, SH.conforms, Literal(conforms)))
    for result in results:
        node = BNode()
        graph.add((root, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        graph.add((node, SH.resultSeverity, _OF_SHACL[result.severity]))
        graph.add((node, SH.sourceShape, PVS[result.shape]))
        graph.add((node, SH.sourceConstraintComponent, PVS[COMPONENT]))
        graph.add((node, SH.focusNode, URIRef(result.focus)))
        if result.value:
            graph.add((node, SH.value, Literal(result.value)))
        graph.add((node, SH.resultMessage, Literal(result.message_en, lang="en")))
        graph.add((node, SH.resultMessage, Literal(result.message_fa, lang="fa")))
    return Report(tuple(sorted((*report.results, *results))), graph)
