"""SHACL validation with pySHACL, and its report in words."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, serialize
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from peyvand.errors import Invalid, PeyvandError, SourceError
from peyvand.graph.rdf11 import as_rdf11
from peyvand.graph.results import Result as Result
from peyvand.wording import say

log = logging.getLogger(__name__)
SEVERITIES = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}


@dataclass(frozen=True)
class Report:
    """All results, and the sh:ValidationReport they came from."""

    results: tuple[Result, ...]
    graph: Graph

    @property
    def violations(self) -> list[Result]:
        """The results that forbid publishing."""
        return [result for result in self.results if result.severity == "violation"]

    @property
    def counts(self) -> dict[str, int]:
        """How many results of each severity, all three named."""
        counted = Counter(result.severity for result in self.results)
        return {name: counted[name] for name in SEVERITIES.values()}

    def text(self, language: str = "en") -> str:
        """The results, a line each, after a line of counts."""
        counts = ", ".join(f"{n} {name}" for name, n in self.counts.items())
        return "\n".join([counts, *(result.line(language) for result in self.results), ""])


def read_shapes(paths: Iterable[Path]) -> Graph:
    """Shapes from Turtle files.

    Raises:
        SourceError: a file is not Turtle.
    """
    shapes = Graph()
    for path in paths:
        try:
            shapes.parse(path, format="turtle")
        except Exception as error:  # rdflib raises many kinds of its own and of Python's
            raise SourceError(path, None, f"not Turtle: {error}", "Correct it.") from error
    return shapes


def load() -> None:
    """Load what validates, for processes that are forked to do so: it takes longer than a write."""
    import peyvand.graph.pyshacl_reports  # noqa: F401


def to_graph(quads: Iterable[Quad]) -> Graph:
    """An rdflib graph of the triples, graph names dropped."""
    triples = {Triple(q.subject, q.predicate, as_rdf11(q.object)) for q in quads}
    data = Graph()
    data.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return data


def validate(data: Graph, shapes: Graph, view: bool = False) -> Report:
    """Validate a graph by SHACL, without inference (the derived types are in the graph).

    Args:
        data: the graph.
        shapes: the shapes.
        view: whether the graph is a view of a store, which cannot be written to or counted.

    Raises:
        Invalid: a shape cannot be applied to a value.
        PeyvandError: pySHACL failed.
    """
    # Shapes are read by servers too, which do not validate and would wait for it to be loaded.
    from pyshacl.errors import ReportableRuntimeError

    from peyvand.graph import pyshacl_reports

    if not view:
        log.info("SHACL validates %d triples", len(data))
    try:
        _, report, _ = pyshacl_reports.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            advanced=False,
            allow_warnings=True,
            allow_infos=True,
            inplace=view,
        )
    except ReportableRuntimeError as error:
        # A blank node, where a shape asks which of two values is less.
        raise Invalid(**say("not-validated", reason=error)) from error
    return read_report(report)


def read_report(report: object) -> Report:
    """The results in a report graph of pySHACL."""
    if not isinstance(report, Graph):
        # pySHACL returns its failure in the report's place.
        raise PeyvandError(f"SHACL could not validate: {report}.", "Check the shapes.")
    # What a shape of values (sh:node) found is the detail of a result, and none of its own.
    details = set(report.objects(None, SH.detail))
    nodes = set(report.subjects(RDF.type, SH.ValidationResult)) - details
    results = (_result(report, node) for node in nodes)
    return Report(tuple(sorted(results)), report)


def _result(report: Graph, node: Node) -> Result:
    def text(prop: URIRef) -> str:
        value = report.value(node, prop)
        return "" if value is None else str(value)

    messages = {m.language or "en": str(m) for m in report.objects(node, SH.resultMessage)}  # type: ignore[attr-defined]
    severity = report.value(node, SH.resultSeverity)
    return Result(
        severity=SEVERITIES.get(severity, "violation"),  # type: ignore[call-overload]
        shape=text(SH.sourceShape).rpartition("#")[2] or text(SH.sourceShape),
        component=text(SH.sourceConstraintComponent).rpartition("#")[2],
        focus=text(SH.focusNode),
        value=text(SH.value),
        message_en=messages.get("en", ""),
        message_fa=messages.get("fa", ""),
    )
