"""Which part answers for the IRIs that this host stands for, and for what crawlers ask."""

from __future__ import annotations

from peyvand.query.executor import Executor
from peyvand.settings import Settings
from peyvand.web.http.routing import READ, Route
from peyvand.web.linked_data.dereferencing import Things
from peyvand.web.linked_data.discovery import DUMP, Discovery
from peyvand.web.linked_data.dumps import Dumps
from peyvand.web.linked_data.jsonld import PATH as CONTEXT
from peyvand.web.linked_data.jsonld import Context
from peyvand.web.linked_data.ontology import SUFFIXES, OntologyDocuments

_STEMS, _SUFFIXES = ("ns", "shapes"), (*SUFFIXES, "html")


class LinkedData:
    """Answers for IRIs.

    Args:
        executor: what evaluates.
        settings: the operator's limits.
    """

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self.things = things = Things(executor, settings)
        vocabulary = OntologyDocuments(executor).answer
        discovery, dumps = Discovery(executor, things.register), Dumps(executor)
        answers = {
            "thing": ("/id/<rest:name>", things.identified),
            "thing_data": ("/data/<rest:name>", things.data),
            "named_graph": ("/graph/<rest:name>", things.graph),
            "dumps": ("/dumps", dumps.answer),
            "dump": ("/dumps/<rest:name>", dumps.answer),
            "robots": ("/robots.txt", discovery.robots),
            "llms": ("/llms.txt", discovery.llms),
            "sitemap": ("/sitemap.xml", discovery.sitemap),
            "sitemap_part": ("/sitemaps/<rest:name>", discovery.sitemap),
            "catalogue": ("/.well-known/api-catalog", discovery.catalogue),
            "dataset": ("/dataset", discovery.dataset),
            "dataset_dump": (DUMP, discovery.dataset),
            "context": (CONTEXT, Context(executor).answer),
            "ns": ("/ns", vocabulary),
            "ns_part": ("/ns/<rest:name>", vocabulary),
            "shapes": ("/shapes", vocabulary),
        }
        for stem in _STEMS:
            for suffix in _SUFFIXES:
                answers[f"{stem}_{suffix}"] = (f"/{stem}.{suffix}", vocabulary)
        self.routes = [Route(name, rule, READ, how) for name, (rule, how) in answers.items()]
