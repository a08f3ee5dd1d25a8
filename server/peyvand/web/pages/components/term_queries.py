"""Queries by which a term of the ontology is tried: things of a class, values of a property."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

from peyvand.graph.versions import Version
from peyvand.sources.catalogue import own
from peyvand.vocabulary.glossary import Term
from peyvand.web.linked_data.description.dataset import uses

# By the kind of a term the queries for a few of its uses: in the default graph, and in the named
# ones of the evidence.
USES = {
    "class": ("web/uses-of-class", "web/uses-of-class-in-graphs"),
    "property": ("web/uses-of-property", "web/uses-of-property-in-graphs"),
}
_FEW = re.compile(r"LIMIT \d+\s*$")
_SHOWN = 100


def kind_of(term: Term) -> str:
    """Whether a term is a ``class`` or a ``property``; nothing for a datatype."""
    return {"classes": "class", "datatypes": ""}.get(term.section, "property")


def query_of(term: Term, version: Version) -> str:
    """The query by which somebody tries a term; nothing for a datatype, which no query asks for.

    Args:
        term: it.
        version: whose description tells whether the default graph uses it, or only named graphs.
    """
    kind = kind_of(term)
    if not kind:
        return ""
    default, named = USES[kind]
    query = own(default if (term.iri, kind) in uses(version) else named)
    found = query.bound(**{kind: NamedNode(term.iri)})
    return _FEW.sub(f"LIMIT {_SHOWN}", found.strip())
