"""The terms of the graph with their labels, for completion in the query editor."""

from __future__ import annotations

from peyvand.graph.versions import Version
from peyvand.sources.catalogue import own
from peyvand.vocabulary.completion import as_json, completions
from peyvand.vocabulary.release import release
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.linked_data.description.dataset import uses


def terms(bridge: Bridge, version: Version) -> str:
    """The terms that the ontology declares and the default graph uses, as the editor reads them."""
    declared = bridge.select(own("web/terms").text)
    return as_json(completions(declared, uses(version), release().glossary.classes_of_properties))
