"""The report on a comparison as a graph, with notes in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.comparison.fourway import Row
from peyvand.digits import digits
from peyvand.vocabulary.iris import ID, LABEL, TYPE, graph, iri, thing
from peyvand.vocabulary.labels import LANGUAGES, pick, tag_of

REPORT = graph("report-wikidata")
# What outcomes and findings are called: a label by the name of its concept and its language.
Labels = Mapping[str, Mapping[str, str]]
# What things are called that are given by kind and slug, several with commas between.
Name = Callable[[str, str], str]
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}", re.ASCII)
_THING = re.compile(r"[a-z-]+/[\w.-]+", re.ASCII)


def names_in(store: Store) -> Name:
    """What a graph calls things, for notes: by kind and slug, and in which language.

    What has no name is written as it is given, and a date in the digits of the language.
    """

    @cache
    def labels(one: str) -> dict[str, str]:
        if not _THING.fullmatch(one):
            return {}
        return {
            tag_of(quad.object): quad.object.value
            for name in (LABEL, iri("pv:transliteration"))
            for quad in store.quads_for_pattern(thing(one), name, None, DefaultGraph())
            if isinstance(quad.object, Literal)
        }

    def name(written: str, language: str) -> str:
        if _DATE.fullmatch(written):
            return digits(written, language)
        between = "، " if language == "fa" else ", "
        return between.join(pick(labels(one), language)[0] or one for one in written.split(", "))

    return name


def report_quads(rows: Iterable[Row], labels: Labels, name: Name) -> Iterator[Quad]:
    """The report as a graph that SPARQL can ask: a ``pv:Comparison`` for each row.

    Args:
        rows: the report.
        labels: what its notes call the findings; see ``graph.labels_of_outcomes``.
        name: what they call things; see ``names_in``.
    """
    for row in rows:
        subject = row.here or row.there
        node = thing(f"comparison/{subject.removeprefix(ID).replace('/', '-')}")

        def say(prop: str, value: NamedNode | Literal, node: NamedNode = node) -> Quad:
            return Quad(node, iri(prop), value, REPORT)

        yield Quad(node, TYPE, iri("pv:Comparison"), REPORT)
        yield say("pv:compares", NamedNode(subject))
        yield say("rdfs:label", Literal(row.name, language="en"))
        if row.name_fa:
            yield say("rdfs:label", Literal(row.name_fa, language="fa"))
        for outcome in dict.fromkeys((row.outcome, *(f.kind for f in row.findings))):
            yield say("pv:hasOutcome", thing(f"concept/{outcome}"))
        for finding in row.findings:
            called = labels.get(finding.kind, {})
            for tag in (tag for tag in LANGUAGES if tag in called):
                parts = (part for part in (finding.here, finding.there) if part)
                values = " · ".join(name(part, tag) for part in parts)
                yield say("pv:note", Literal(f"{called[tag]}: {values}", language=tag))
        for claim in (*row.evidence_here, *row.evidence_there):
            yield say("prov:wasDerivedFrom", NamedNode(claim))
