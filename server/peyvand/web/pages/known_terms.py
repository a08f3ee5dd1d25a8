"""The terms of the graph with their labels, for completion in the query editor."""

from __future__ import annotations

import json

from peyvand.graph.versions import Version
from peyvand.vocabulary.completion import as_json, completions
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.linked_data.description.dataset import uses

# What an ontology calls a class or a property; a term may be declared as several of them.
_TERMS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?term ?kind ?label ?definition WHERE {
  VALUES (?type ?kind) {
    (owl:Class "class") (rdfs:Class "class") (owl:ObjectProperty "property")
    (owl:DatatypeProperty "property") (owl:AnnotationProperty "property")
  }
  ?term a ?type .
  FILTER(ISIRI(?term))
  OPTIONAL { ?term rdfs:label ?label }
  OPTIONAL { ?term skos:definition ?definition FILTER(LANG(?definition) = LANG(?label)) }
}
"""


def terms(bridge: Bridge, version: Version) -> str:
    """The terms that the ontology declares and the default graph uses, as the editor reads them."""
    declared = json.loads(bridge.ask(_TERMS))["results"]["bindings"]
    return as_json(completions(declared, uses(version)))
