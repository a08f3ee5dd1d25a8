"""Eighteen kinds of questions that researchers ask of such a graph."""

from itertools import count

from .generate import BASE, has_persian, hub_and_tail, label

_PREFIXES = f"""PREFIX : <{BASE}ns#>
PREFIX city: <{BASE}city/>
PREFIX country: <{BASE}country/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""
LIGHT = ("partners-of-a-small-city", "city-by-persian-label")
ENGINE = ("partners-of-the-hub", "order-by-population", "much-that-is-optional", "big-export")
AGGREGATES = (
    "decades-between-two-countries",
    "agreements-by-country",
    "one-sided-links",
    "years-and-stages",
    "count-of-everything",
)

# How many light questions of one kind there are, none like the other.
_VARIED = 2000
_PARTNERS = (
    "SELECT ?p ?l ?k ?y {{ ?a :party city:{0}, ?p . FILTER(?p != city:{0}) "
    '?p rdfs:label ?l ; :country ?k . FILTER(LANG(?l) = "en") OPTIONAL {{ ?a :year ?y }} }}'
)


def light(triples):
    """Light questions of one kind, about one small city after the other."""
    hub, tail = hub_and_tail(triples)
    cities = range(tail, max(hub, tail - _VARIED), -1)
    return tuple(_PREFIXES + _PARTNERS.format(city) for city in cities)


def questions(triples):
    """Names and texts of the queries for a graph of so many triples."""
    hub, tail = hub_and_tail(triples)
    # Of one that has it: an empty answer costs each server something else.
    persian = label(next(filter(has_persian, count(tail // 2))))[0]
    texts = {
        "partners-of-a-small-city": _PARTNERS.format(tail),
        "partners-of-the-hub": _PARTNERS.format(hub),
        "decades-between-two-countries": "SELECT ?d (COUNT(?a) AS ?n) { ?x :country country:1 . "
        "?a :party ?x, ?z ; :year ?y . ?z :country country:0 . BIND(FLOOR(?y / 10) * 10 AS ?d) } "
        "GROUP BY ?d ORDER BY ?d",
        "partners-of-partners": "SELECT (COUNT(DISTINCT ?z) AS ?n) { "
        f"city:{tail} :twinnedWith ?x . ?x :twinnedWith ?z . FILTER(?z != city:{tail}) "
        f"FILTER NOT EXISTS {{ city:{tail} :twinnedWith ?z }} }}",
        "all-that-can-be-reached": f"SELECT (COUNT(?z) AS ?n) {{ city:{tail} :twinnedWith+ ?z }}",
        "agreements-by-country": "SELECT ?k (COUNT(?a) AS ?n) { ?a :party ?x . ?x :country ?k } "
        "GROUP BY ?k ORDER BY DESC(?n) ?k LIMIT 20",
        "label-contains": "SELECT ?x ?l { ?x a :City ; rdfs:label ?l . "
        'FILTER(CONTAINS(LCASE(STR(?l)), "belcor")) }',
        "label-matches": "SELECT (COUNT(?x) AS ?n) { ?x a :City ; rdfs:label ?l . "
        'FILTER(REGEX(STR(?l), "^mir.*(sol|tir)", "i")) }',
        "much-that-is-optional": "SELECT * { ?x :country country:1 ; rdfs:label ?e . "
        'FILTER(LANG(?e) = "en") OPTIONAL { ?x rdfs:label ?f . FILTER(LANG(?f) = "fa") } '
        "OPTIONAL { ?x skos:altLabel ?o } OPTIONAL { ?x :population ?p } "
        "OPTIONAL { ?x :memberOf ?m } OPTIONAL { ?x owl:sameAs ?s } }",
        "city-by-persian-label": f'SELECT ?x {{ ?x rdfs:label "{persian}"@fa ; a :City }}',
        "one-sided-links": "SELECT (COUNT(*) AS ?n) { ?a :twinnedWith ?b . "
        "FILTER NOT EXISTS { ?b :twinnedWith ?a } }",
        "nearest-by-degrees": f"SELECT ?x ?d {{ city:{hub} geo:lat ?a ; geo:long ?b . ?x a :City ; "
        "geo:lat ?c ; geo:long ?e . BIND((?a-?c)*(?a-?c) + (?b-?e)*(?b-?e) AS ?d) "
        "FILTER(?d < 25) } ORDER BY ?d LIMIT 20",
        "links-of-a-country": "CONSTRUCT { ?x rdfs:label ?l ; :twinnedWith ?z } "
        "{ ?x :country country:3 ; rdfs:label ?l ; :twinnedWith ?z }",
        "description": f"DESCRIBE city:{tail}",
        "years-and-stages": "SELECT ?y ?s (COUNT(?a) AS ?n) { ?a a :Agreement ; :year ?y ; "
        ":stage ?s } GROUP BY ?y ?s ORDER BY DESC(?n) ?y ?s LIMIT 50",
        "order-by-population": "SELECT ?x ?p { ?x a :City ; :population ?p } "
        "ORDER BY DESC(?p) ?x LIMIT 20 OFFSET 1000",
        "count-of-everything": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "big-export": "SELECT ?a ?x ?y { ?a :party ?x ; :year ?y }",
    }
    return {name: _PREFIXES + text for name, text in texts.items()}
