"""Descriptions as compacted JSON-LD, and the context that gives their members short names.

The context is made from the ontology: a property of ours has its own name, texts come by their
language, values have the type that the ontology says. A description carries the part of it that
it needs, so that nobody who reads one has to ask another host; the whole is served for writers.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from peyvand.query.executor import Executor
from peyvand.resources import root
from peyvand.vocabulary.files import read_ontology
from peyvand.vocabulary.iris import BASE, PREFIXES, TYPE, expanded, iri
from peyvand.vocabulary.terms import PV
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import Reply, Request

log = logging.getLogger(__name__)
PATH = "/context.jsonld"
MEDIA_TYPE = RdfFormat.JSON_LD.media_type
_PV = str(PV)
_PLAIN = DefaultGraph()
_XSD = PREFIXES["xsd"]
_STRING, _TAGGED = _XSD + "string", PREFIXES["rdf"] + "langString"
# Items of Wikidata are told by their whole addresses, as things of ours are: a program that knows
# no JSON-LD can follow them. And `geo:` is the scheme of places as well (RFC 5870).
_PREFIXES = {name: start for name, start in PREFIXES.items() if name not in ("wd", "geo")}
# Names for what other vocabularies have and every description uses.
_NAMES = {"label": "rdfs:label", "altLabel": "skos:altLabel", "prefLabel": "skos:prefLabel"}
# Texts in a language, and links, of other vocabularies.
_TEXTS = (
    "rdfs:comment",
    "skos:definition",
    "skos:example",
    "skos:note",
    "skos:scopeNote",
    "dcterms:title",
    "dcterms:description",
    "dcterms:abstract",
    "dcterms:tableOfContents",
    "schema:keywords",
)
_LINKS = (
    "rdfs:seeAlso",
    "rdfs:isDefinedBy",
    "owl:sameAs",
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:relatedMatch",
    "skos:broader",
    "skos:narrower",
    "skos:related",
    "skos:inScheme",
    "skos:topConceptOf",
    "skos:hasTopConcept",
    "dcterms:isPartOf",
    "dcterms:isReplacedBy",
    "dcterms:references",
    "dcterms:license",
    "dcterms:creator",
    "dcterms:publisher",
    "prov:wasDerivedFrom",
    "wdt:P190",
)
_TYPED = {f"dcterms:{name}": f"{_XSD}date" for name in ("created", "issued", "modified")}
# JSON has numbers and truth values of its own. Only what is written as XSD writes it canonically,
# and what every reader of JSON keeps whole, becomes one.
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}", re.ASCII)
_NATIVE = {_XSD + "integer", _XSD + "boolean"}
# Above so many statements to compact takes longer than anyone should wait for.
MOST = 10_000


@cache
def context() -> dict[str, Any]:
    """The whole context: keywords, prefixes and a definition for every property, by name."""
    kinds: dict[str, set[str]] = {}
    ranges: dict[str, set[str]] = {}
    for quad in read_ontology(root()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            name, value = quad.subject.value, quad.object.value
            if quad.predicate == TYPE:
                kinds.setdefault(name, set()).add(value)
            elif quad.predicate in (iri("rdfs:range"), iri("schema:rangeIncludes")):
                ranges.setdefault(name, set()).add(value)
    terms: dict[str, Any] = {"@version": 1.1, "@vocab": _PV, "id": "@id", "type": "@type"}
    terms |= dict(sorted(_PREFIXES.items()))
    links, values = iri("owl:ObjectProperty").value, iri("owl:DatatypeProperty").value
    for name in sorted(kinds):
        if name.startswith(_PV) and kinds[name] & {links, values}:
            of = {"@id"} if links in kinds[name] else ranges.get(name, set())
            terms[name.removeprefix(_PV)] = _definition(name, of)
    for name, curie in _NAMES.items():
        assert name not in terms
        terms[name] = _definition(expanded(curie).value, {_TAGGED})
    of_others = dict.fromkeys(_TEXTS, _TAGGED) | dict.fromkeys(_LINKS, "@id") | _TYPED
    of_others |= {f"wgs:{name}": f"{_XSD}decimal" for name in ("lat", "long")}
    for curie, kind in of_others.items():
        terms[curie] = _definition(expanded(curie).value, {kind})
    return terms


def _definition(name: str, types: set[str]) -> dict[str, Any]:
    # A wider range says nothing of the type.
    types = types - {PREFIXES["rdfs"] + "Literal"}
    only = next(iter(types)) if len(types) == 1 else ""
    if only == _TAGGED:
        return {"@id": name, "@container": "@language"}
    # A number or a truth value of JSON, and a plain text, have no type in a context.
    if only in ("", _STRING, *_NATIVE):
        return {"@id": name}
    return {"@id": name, "@type": only}


@cache
def written() -> tuple[str, bytes]:
    """The whole context as it is served, with a fingerprint that changes when it does."""
    body = json.dumps({"@context": context()}, ensure_ascii=False, indent=1).encode() + b"\n"
    return hashlib.sha256(body).hexdigest()[:24], body


def compacted(quads: list[Quad]) -> bytes | None:
    """Statements as compacted JSON-LD in the order of their subjects; None if that cannot be.

    Args:
        quads: the statements; those of named graphs come in their graphs.
    """
    if len(quads) > MOST:
        return None
    # It loads clients of HTTP, which take as long as much else of a server's start.
    from pyld import jsonld

    used = _used(quads)
    options = {"skipExpansion": True, "graph": True, "documentLoader": _refuse}
    try:
        document = jsonld.compact(_expanded(quads), {"@context": used}, options)
    except jsonld.JsonLdError:
        # An IRI whose scheme is one of the prefixes cannot be told from a short name.
        log.exception("a description cannot be compacted")
        return None
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _refuse(url: str, options: object) -> dict[str, Any]:
    from pyld.jsonld import JsonLdError

    raise JsonLdError(f"No document is loaded: {url}", "jsonld.LoadDocumentError")


@cache
def _by_iri() -> dict[str, str]:
    return {about["@id"]: name for name, about in context().items() if isinstance(about, dict)}


def _used(quads: Iterable[Quad]) -> dict[str, Any]:
    """The part of the context that some statements need."""
    known, terms = context(), set()
    iris = set()
    for quad in quads:
        predicate, value = quad.predicate.value, quad.object
        if predicate in _by_iri():
            terms.add(_by_iri()[predicate])
        iris.add(predicate)
        for term in (quad.subject, value, quad.graph_name):
            if isinstance(term, NamedNode):
                iris.add(term.value)
        if isinstance(value, Literal):
            iris.add(value.datatype.value)
    starts = {re.split(r"[^/#]*$", iri_, maxsplit=1)[0] for iri_ in iris}
    # A term of ours whose values are of another type than the ontology says is written with it.
    wanted = {"pv"} | {name for name, start in _PREFIXES.items() if start in starts}
    wanted |= {name.partition(":")[0] for name in terms if ":" in name}
    kept = {"@version", "@vocab", "id", "type"} | wanted | terms
    return {name: about for name, about in known.items() if name in kept}


def _expanded(quads: Iterable[Quad]) -> list[dict[str, Any]]:
    """Statements in JSON-LD's expanded form, each subject once in a graph."""
    top: list[dict[str, Any]] = []
    graphs: dict[str, list[dict[str, Any]]] = {}
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    for quad in quads:
        place = "" if quad.graph_name == _PLAIN else _name(quad.graph_name)
        if place and place not in graphs:
            graphs[place] = []
            top.append({"@id": place, "@graph": graphs[place]})
        key = place, _name(quad.subject)
        if key not in nodes:
            nodes[key] = {"@id": key[1]}
            (graphs[place] if place else top).append(nodes[key])
        node, value = nodes[key], quad.object
        if quad.predicate == TYPE and not isinstance(value, Literal):
            node.setdefault("@type", []).append(_name(value))
        else:
            node.setdefault(quad.predicate.value, []).append(_value(value))
    return top


def _name(term: object) -> str:
    assert isinstance(term, NamedNode | BlankNode)
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _value(term: object) -> dict[str, Any]:
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    text, kind = term.value, term.datatype.value
    if term.language:
        return {"@value": text, "@language": term.language}
    if kind == _STRING:
        return {"@value": text}
    if kind == _XSD + "integer" and _WHOLE.fullmatch(text):
        return {"@value": int(text)}
    if kind == _XSD + "boolean" and text in ("true", "false"):
        return {"@value": text == "true"}
    return {"@value": text, "@type": kind}


class Context:
    """Answers ``/context.jsonld``.

    Args:
        executor: what knows the version of the graph.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    async def answer(self, request: Request) -> Reply:
        """Answer with the whole context."""
        fingerprint, body = written()
        headers = {
            "Content-Type": MEDIA_TYPE,
            "ETag": f'"{fingerprint}"',
            "Cache-Control": "public, max-age=3600",
            "Link": f'<{BASE[:-1]}{PATH}>; rel="canonical", </ns>; rel="describedby"',
            "Peyvand-Version": str(self._executor.current().number),
        }
        if unmodified := unchanged(request, headers):
            return unmodified
        return Reply(200, headers, body)
