"""What the shapes find of stages, told with the stages and the dates that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from babel.lists import format_list
from pyoxigraph import DefaultGraph, NamedNode, Store
from pyoxigraph import Literal as Term
from rdflib import SH, Graph, URIRef
from rdflib import Literal as LibraryLiteral

from peyvand.digits import digits
from peyvand.graph.stage_order import CERTAINLY, POSSIBLY, Node, later
from peyvand.graph.validate import Report, Result
from peyvand.texts import text
from peyvand.vocabulary.iris import LABEL, PVS, iri

DEFAULT = DefaultGraph()
_REACHED, _LACKS = iri("pv:reachedStage"), iri("pv:lacksStage")
_DATES = (iri("pv:date"), iri("pv:inferredDate"))
# How stages are listed: the Persian list of units has no form for three and more.
_LISTS: Mapping[str, Literal["unit", "standard"]] = {"en": "unit", "fa": "standard"}
# How many stages a message names.
_MOST = 6
# Which stages a shape compares that of its focus node with.
_COMPARED = {
    "StageEvent-approved-after-signing": CERTAINLY,
    "StageEvent-final": CERTAINLY,
    "StageEvent-possibly-final": POSSIBLY,
    **{
        f"StageEvent-{word}-before-{stage}": order
        for stage in ("signed", "tabled", "adopted", "submitted")
        for word, order in (("not", CERTAINLY), ("possibly", POSSIBLY))
    },
}


def with_stages(store: Store, report: Report) -> Report:
    """A report whose messages of stages name the stages with their dates, in its graph too.

    SHACL Core says the same of each node that breaks a shape.

    Args:
        store: the graph that was validated.
        report: what was found of it.
    """
    told = [_told(store, result) for result in report.results]
    for old, new in zip(report.results, told, strict=True):
        if new is not old:
            _say(report.graph, new)
    return Report(tuple(sorted(told)), report.graph)


def _told(store: Store, result: Result) -> Result:
    order = _COMPARED.get(result.shape)
    # What has no name can be looked up by none.
    if (order is None and result.shape != "lacksStage") or ":" not in result.focus:
        return result
    focus = NamedNode(result.focus)
    if order:
        # The graph tells the latest of those that are alike; people are told of all.
        those = [focus, *sorted(later(store, focus, order), key=str)]
        en, fa = ([_dated(store, event, tag) for event in those] for tag in ("en", "fa"))
    else:
        lacking = sorted(_objects(store, focus, _LACKS), key=str)
        en, fa = ([_name(store, stage, tag) for stage in lacking] for tag in ("en", "fa"))
    return replace(
        result,
        message_en=_with(result.message_en, en, "en"),
        message_fa=_with(result.message_fa, fa, "fa"),
    )


def _with(message: str, stages: Sequence[str], language: str) -> str:
    shown = [*stages[:_MOST], "…"] if len(stages) > _MOST else stages
    listed = format_list(shown, _LISTS[language], locale=language)
    return text("stages-of-message", language, "rule").format(message=message, stages=listed)


def _dated(store: Store, event: Node, language: str) -> str:
    """The stages of an event, and its dates."""
    stages = [_name(store, stage, language) for stage in _objects(store, event, _REACHED)]
    dates = [
        quad.object.value
        for prop in _DATES
        for quad in store.quads_for_pattern(event, prop, None, DEFAULT)
        if isinstance(quad.object, Term)
    ]
    return text("stage-with-date", language, "rule").format(
        stage=" / ".join(sorted(stages)), date=digits(" / ".join(sorted(dates)), language)
    )


def _name(store: Store, stage: NamedNode, language: str) -> str:
    """What a stage is called."""
    labels = {
        quad.object.language: quad.object.value
        for quad in store.quads_for_pattern(stage, LABEL, None, DEFAULT)
        if isinstance(quad.object, Term)
    }
    return labels.get(language) or stage.value.rpartition("/")[2]


def _objects(store: Store, subject: Node, prop: NamedNode) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(subject, prop, None, DEFAULT):
        if isinstance(quad.object, NamedNode):
            yield quad.object


def _say(graph: Graph, result: Result) -> None:
    """Have the node of a result in a report graph say its messages."""
    for node in list(graph.subjects(SH.focusNode, URIRef(result.focus))):
        if (node, SH.sourceShape, PVS[result.shape]) in graph:
            graph.remove((node, SH.resultMessage, None))
            for tag, message in (("en", result.message_en), ("fa", result.message_fa)):
                graph.add((node, SH.resultMessage, LibraryLiteral(message, lang=tag)))
