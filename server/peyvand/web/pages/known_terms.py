"""The terms of the graph with their labels, for completion in the query editor."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from peyvand.graph.versions import Version
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import PREFIXES
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.linked_data.void import uses


@dataclass
class Term:
    """A class or property: its prefixed name, its texts by language, how often it is used."""

    name: str
    kind: str
    uses: int = 0
    label: dict[str, str] = field(default_factory=dict)
    definition: dict[str, str] = field(default_factory=dict)


def terms(bridge: Bridge, version: Version) -> list[Term]:
    """The terms that the ontology declares and those that the default graph uses.

    Terms without a prefix of ours are left out: nobody completes a whole IRI.
    """
    found: dict[tuple[str, str], Term] = {}
    for row in bridge.select(own("web/terms").text):
        name = prefixed(row["term"]["value"])
        if name is None:
            continue
        kind = row["kind"]["value"]
        term = found.setdefault((name, kind), Term(name, kind))
        if "label" in row:
            tag = row["label"].get("xml:lang", "en")
            term.label[tag] = row["label"]["value"]
            if "definition" in row:
                term.definition[tag] = row["definition"]["value"]
    for (iri, kind), count in uses(version).items():
        name = prefixed(iri)
        if name is not None:
            found.setdefault((name, kind), Term(name, kind)).uses = count
    return [found[key] for key in sorted(found)]


def prefixed(iri: str) -> str | None:
    """An IRI with a prefix of ours, if it is a name in one of our namespaces."""
    space, local = _split(iri)
    for prefix, known in PREFIXES.items():
        if known == space and local:
            return f"{prefix}:{local}"
    return None


def as_json(found: list[Term]) -> str:
    """The terms as the editor reads them."""
    return json.dumps({"terms": [asdict(term) for term in found]}, ensure_ascii=False)


def _split(iri: str) -> tuple[str, str]:
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:end], iri[end:]
