"""Which part answers for the IRIs that this host stands for, and for what crawlers ask."""

from __future__ import annotations

from peyvand.query.executor import Executor
from peyvand.settings import Settings
from peyvand.web.http.routing import READ, Route
from peyvand.web.linked_data.dereferencing import Things
from peyvand.web.linked_data.discovery import DUMP, Guide
from peyvand.web.linked_data.dumps import Dumps
from peyvand.web.linked_data.jsonld import PATH as CONTEXT
from peyvand.web.linked_data.jsonld import Context
from peyvand.web.linked_data.ontology import Vocabulary

_STEMS, _SUFFIXES = ("ns", "shapes"), ("ttl", "nt", "jsonld", "rdf", "html")


class LinkedData:
    """Answers for IRIs.

    Args:
        executor: what evaluates.
        settings: the operator's limits.
    """

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self.things = things = Things(executor, settings)
        vocabulary = Vocabulary(executor).answer
        guide, dumps = Guide(executor, things.register), Dumps(executor)
        answers = {
            "thing": ("/id/<rest:name>", things.identified),
            "thing_data": ("/data/<rest:name>", things.data),
            "named_graph": ("/graph/<rest:name>", things.graph),
            "dumps": ("/dumps", dumps.answer),
            "dump": ("/dumps/<rest:name>", dumps.answer),
            "robots": ("/robots.txt", guide.robots),
            "llms": ("/llms.txt", guide.llms),
            "sitemap": ("/sitemap.xml", guide.sitemap),
            "sitemap_part": ("/sitemaps/<rest:name>", guide.sitemap),
            "catalogue": ("/.well-known/api-catalog", guide.catalogue),
            "dataset": ("/dataset", guide.dataset),
            "dataset_dump": (DUMP, guide.dataset),
            "context": (CONTEXT, Context(executor).answer),
            "ns": ("/ns", vocabulary),
            "ns_part": ("/ns/<rest:name>", vocabulary),
            "shapes": ("/shapes", vocabulary),
        }
        for stem in _STEMS:
            for suffix in _SUFFIXES:
                answers[f"{stem}_{suffix}"] = (f"/{stem}.{suffix}", vocabulary)
        self.routes = [Route(name, rule, READ, how) for name, (rule, how) in answers.items()]
