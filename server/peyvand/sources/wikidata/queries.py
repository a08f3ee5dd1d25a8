"""What we ask a query service: SPARQL that gives rows of the long shape (see ``columns``).

It is put together here, of the properties that are kept and the items that are asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

from peyvand.sources.wikidata.properties import COORDINATES, KEPT, QID

_PREFIXES = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <http://schema.org/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
"""
_VARIABLES = (
    "item property statement rank value precision datatype language "
    "qualifier qualifierValue qualifierPrecision qualifierDatatype qualifierLanguage "
    "reference referenceProperty referenceValue referencePrecision referenceDatatype "
    "referenceLanguage"
)


def items_page(after: str, limit: int) -> str:
    """Items that state a twin, in the order of their IRIs, from after a given one.

    Going on from the last item, not from a number of rows, keeps pages whole while the data
    behind them changes.
    """
    rest = f'FILTER(STR(?item) > "http://www.wikidata.org/entity/{_checked(after)}")'
    return (
        _PREFIXES
        + f"SELECT DISTINCT ?item WHERE {{ ?item p:P190 ?statement . {rest if after else ''} }}\n"
        + f"ORDER BY STR(?item) LIMIT {limit:d}"
    )


def records_of(qids: Sequence[str]) -> str:
    """Everything that a record keeps of some items."""
    items = " ".join(f"wd:{_checked(qid)}" for qid in qids)
    properties = sorted(KEPT - {COORDINATES})
    plain = " ".join(f"(wd:{p} p:{p} ps:{p})" for p in properties)
    every = " ".join(f"(wd:{p} p:{p})" for p in sorted(KEPT))
    stated = f"VALUES (?property ?p) {{ {every} }} ?item ?p ?statement ."
    return f"""{_PREFIXES}SELECT {" ".join("?" + name for name in _VARIABLES.split())} WHERE {{
  VALUES ?item {{ {items} }}
  {{ VALUES ?property {{ rdfs:label skos:altLabel schema:description owl:sameAs }}
    ?item ?property ?value . BIND(LANG(?value) AS ?language) }}
  UNION
  {{ VALUES (?property ?p ?ps) {{ {plain} }}
    ?item ?p ?statement . ?statement ?ps ?value ; wikibase:rank ?rank . {_typed("")} }}
  UNION
  {{ BIND(wd:P625 AS ?property) ?item p:P625 ?statement .
    ?statement ps:P625 ?value ; wikibase:rank ?rank . BIND(DATATYPE(?value) AS ?datatype)
    OPTIONAL {{ ?statement psv:P625/wikibase:geoPrecision ?precision }} }}
  UNION
  {{ {stated} ?statement rdf:type ?value ; wikibase:rank ?rank .
    FILTER(STRSTARTS(STR(?value), "http://www.wikidata.org/prop/novalue/")) }}
  UNION
  {{ {stated} ?statement ?qualifier ?node . {_dated("qualifier")} }}
  UNION
  {{ {stated} ?statement ?qualifier ?qualifierValue . {_undated("qualifier")} }}
  UNION
  {{ {stated} ?statement prov:wasDerivedFrom ?reference .
    ?reference ?referenceProperty ?node . {_dated("reference", "Property")} }}
  UNION
  {{ {stated} ?statement prov:wasDerivedFrom ?reference .
    ?reference ?referenceProperty ?referenceValue . {_undated("reference", "Property")} }}
}}"""


def _typed(prefix: str) -> str:
    value = f"?{prefix}Value" if prefix else "?value"
    datatype = f"?{prefix}Datatype" if prefix else "?datatype"
    language = f"?{prefix}Language" if prefix else "?language"
    literal = f"isLiteral({value})"
    return (
        f"BIND(IF({literal}, DATATYPE({value}), ?none) AS {datatype}) "
        f"BIND(IF({literal}, LANG({value}), ?none) AS {language})"
    )


def _dated(kind: str, suffix: str = "") -> str:
    # The precision of a date stands in its value node only.
    return (
        f'FILTER(STRSTARTS(STR(?{kind}{suffix}), "http://www.wikidata.org/prop/{kind}/value/")) '
        f"?node wikibase:timeValue ?{kind}Value ; wikibase:timePrecision ?{kind}Precision . "
        f"BIND(xsd:dateTime AS ?{kind}Datatype)"
    )


def _undated(kind: str, suffix: str = "") -> str:
    return (
        f'FILTER(STRSTARTS(STR(?{kind}{suffix}), "http://www.wikidata.org/prop/{kind}/P") '
        f"&& (!isLiteral(?{kind}Value) || DATATYPE(?{kind}Value) != xsd:dateTime)) "
        f"{_typed(kind)}"
    )


def _checked(qid: str) -> str:
    if qid and not QID.fullmatch(qid):
        raise ValueError(f"{qid[:40]!r} is not the number of an item")
    return qid
