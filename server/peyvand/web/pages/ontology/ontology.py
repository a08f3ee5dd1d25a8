"""The pages of the ontology and the shapes, made from what they say themselves."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import make_response, render_template, request
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, parse

from peyvand.errors import NotFound, PeyvandError
from peyvand.graph.patch import quads
from peyvand.graph.steps import change
from peyvand.graph.versions import DESCRIPTION, Version
from peyvand.sources.catalogue import own
from peyvand.vocabulary.glossary import SECTIONS, Term
from peyvand.vocabulary.iris import PREFIXES, TYPE, iri, prefixed
from peyvand.vocabulary.release import NS, SHAPES, release
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.linked_data.addresses import described_by, local, module_name
from peyvand.web.linked_data.ontology import SUFFIXES
from peyvand.web.pages.components.collation import collated
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, text, words
from peyvand.web.pages.components.term_queries import USES, kind_of
from peyvand.web.pages.components.values import Shown
from peyvand.web.pages.ontology.ontology_drawing import drawing, links
from peyvand.wording import say

_PV = PREFIXES["pv"]


def routes(site: Site) -> list[Route[View]]:
    """The page ``/page/ns`` and those of terms and modules below it, and ``/page/shapes``."""
    bridge = site.bridge
    counts = _Counts(bridge)

    def ontology() -> Any:
        held = release()
        return _made(
            bridge,
            "ontology.html",
            NS,
            sections={name: _by_label(held.glossary.of(name), site.language) for name in SECTIONS},
            modules={module: held.titles(module) for module in held.modules},
            module_name=module_name,
            drawn=drawing(
                held.glossary,
                site.language,
                text("ontology-drawing", site.language),
                text("ontology-kind-of", site.language),
                _place,
            ),
            links=links(held.glossary),
            roots=_by_label(
                [term for term in held.glossary.of("classes") if not term.broader], site.language
            ),
            kinds_below=lambda term: _by_label(_narrower(term, held.glossary.terms), site.language),
            release=held.version,
            counts=counts.now(),
            module_path=local,
        )

    def term(name: str) -> Any:
        held = release()
        if name not in held.glossary.terms:
            raise NotFound(**say("no-such-term", path=request.path[:200]))
        known = held.glossary.terms[name]
        return _made(
            bridge,
            "term.html",
            known.iri,
            term=known,
            counts=counts.now(),
            uses=_uses(site, known),
        )

    def module(name: str) -> Any:
        held = release()
        address = next((one for one in held.modules if module_name(one) == name), None)
        if address is None:
            raise NotFound(**say("no-such-term", path=request.path[:200]))
        of = _by_label(
            [term for term in held.glossary.terms.values() if term.module == address],
            site.language,
        )
        return _made(
            bridge,
            "module.html",
            address,
            titles=held.titles(address),
            described=held.about(address),
            sections={
                section: [term for term in of if term.section == section] for section in SECTIONS
            },
            alignments=[] if of else held.alignments(address),
            counts=counts.now(),
        )

    def shapes() -> Any:
        return _made(bridge, "shapes.html", SHAPES, shapes=release().glossary.shapes.values())

    return [
        Route("ontology.ontology", "/page/ns", GET, ontology),
        Route("ontology.term", "/page/ns/<name>", GET, term),
        Route("ontology.module", "/page/ns/module/<name>", GET, module),
        Route("ontology.shapes", "/page/shapes", GET, shapes),
    ]


class _Counts:
    """How often terms are used, kept up from version to version: in the default graph, or if they
    stand only in the graphs of the evidence, there."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._lock = threading.Lock()
        # What is counted in the named graphs of a version: the uses of properties and of classes.
        self._held: tuple[Version, Counter[str]] | None = None

    def now(self) -> dict[str, int]:
        """The counts of the current version; none if they take longer than queries may."""
        version = self._bridge.current()
        with self._lock:
            if self._held is None or self._held[0] != version:
                named = self._kept_up(version)
                if named is None:
                    try:
                        named = Counter(self._asked("web/properties-in-graphs", version))
                        named.update(self._asked("web/classes-in-graphs", version))
                    except PeyvandError:
                        return {}
                self._held = version, named
            return {**self._held[1], **_in_default_graph(version)}

    def _kept_up(self, version: Version) -> Counter[str] | None:
        """The counts of the named graphs, of those of a version before and what changed since."""
        if self._held is None:
            return None
        patch = change(self._bridge.versions, self._held[0].number, version)
        if patch is None:
            return None
        counts = Counter(self._held[1])
        for sign, lines in ((1, patch.added), (-1, patch.removed)):
            for quad in quads(lines):
                if quad.graph_name != DefaultGraph():
                    used = (quad.predicate, quad.object if quad.predicate == TYPE else None)
                    terms = (term.value for term in used if isinstance(term, NamedNode))
                    counts.update({term: sign for term in terms if term.startswith(_PV)})
        return +counts

    def _asked(self, query: str, version: Version) -> dict[str, int]:
        rows = self._bridge.select(own(query).text, version.number)
        return {row["t"]["value"]: int(row["n"]["value"]) for row in rows}


def _in_default_graph(version: Version) -> dict[str, int]:
    """The counts that the version's VoID description has already."""
    links = (iri("void:class"), iri("void:property"))
    sizes = (iri("void:entities"), iri("void:triples"))
    named: dict[Any, str] = {}
    counted: dict[Any, int] = {}
    for quad in parse(path=str(version.path / DESCRIPTION), format=RdfFormat.TURTLE):
        if quad.predicate in links and isinstance(quad.object, NamedNode):
            named[quad.subject] = quad.object.value
        elif quad.predicate in sizes and isinstance(quad.object, Literal):
            counted[quad.subject] = int(quad.object.value)
    return {name: counted[part] for part, name in named.items() if part in counted}


def _uses(site: Site, term: Term) -> list[list[list[Shown]]]:
    """Some things that a term is used for: each the thing, and what the term says of it."""
    kind = kind_of(term) or "property"
    reader = Reader(site, site.language)
    for query in USES[kind]:
        try:
            rows = site.select(own(query).bound(**{kind: NamedNode(term.iri)}))
        except PeyvandError:
            return []
        if rows:
            reader.learn(value for row in rows for value in row.values())
            return [
                [reader.shown([row[name]]) for name in ("s", "o") if name in row] for row in rows
            ]
    return []


def _made(bridge: Bridge, template: str, canonical: str, **values: Any) -> Any:
    tag, number = current_request().language, bridge.current().number
    held = release()
    glossary = held.glossary
    response = make_response(
        render_template(
            template,
            **words(tag, number),
            **values,
            suffixes=SUFFIXES,
            canonical=canonical,
            document=local(canonical).partition("#")[0],
            short=lambda address: prefixed(address) or address,
            label=lambda address: (
                glossary.label(address, tag)[0]
                or held.title(address, tag)
                or prefixed(address)
                or address
            ),
            place=_place,
            kind_of=kind_of,
        )
    )
    document = local(canonical).partition("#")[0]
    response.headers["Link"] = f'<{canonical}>; rel="canonical", {described_by(document)}'
    response.headers["Peyvand-Version"] = str(number)
    return conditional(response)


def _by_label(terms: Sequence[Term], language: str) -> list[Term]:
    """Terms in the order of their labels."""
    order = collated((term.label(language) for term in terms), language)
    return sorted(terms, key=lambda term: (order(term.label(language)), term.name))


def _narrower(term: Term, terms: Mapping[str, Term]) -> list[Term]:
    """The terms of ours that are kinds of one."""
    names = (address.removeprefix(_PV) for address in term.narrower)
    return [terms[name] for name in names if name in terms]


def _place(address: str) -> str:
    """Where a term leads to: to its own page, or to where its IRI does."""
    if address.startswith(_PV):
        return f"/page/ns/{address.removeprefix(_PV)}"
    if address in release().modules:
        return f"/page/ns/module/{module_name(address)}"
    return local(address)
