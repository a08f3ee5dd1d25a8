"""Which part answers for the IRIs that this host stands for, and for what crawlers ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from peyvand.query.executor import Executor
from peyvand.settings import Settings
from peyvand.web.http.messages import Reply, Request
from peyvand.web.linked_data.dereferencing import Things
from peyvand.web.linked_data.discovery import DUMP, Discovery
from peyvand.web.linked_data.dumps import Dumps
from peyvand.web.linked_data.jsonld import PATH as CONTEXT
from peyvand.web.linked_data.jsonld import Context
from peyvand.web.linked_data.ontology import SUFFIXES, OntologyDocuments

Handler = Callable[[Request], Awaitable[Reply]]
_READ = ("GET", "HEAD", "OPTIONS")
_STEMS, _SUFFIXES = ("ns", "shapes"), (*SUFFIXES, "html")
# What is answered here, by the names that templates link to.
RULES = {
    "thing": "/id/<path:name>",
    "thing_data": "/data/<path:name>",
    "named_graph": "/graph/<path:name>",
    "dumps": "/dumps",
    "dump": "/dumps/<path:name>",
    "robots": "/robots.txt",
    "llms": "/llms.txt",
    "sitemap": "/sitemap.xml",
    "sitemap_part": "/sitemaps/<name>",
    "catalogue": "/.well-known/api-catalog",
    "dataset": "/dataset",
    "dataset_dump": DUMP,
    "context": CONTEXT,
    "ns": "/ns",
    "ns_part": "/ns/<path:name>",
    "shapes": "/shapes",
    **{f"{stem}_{suffix}": f"/{stem}.{suffix}" for stem in _STEMS for suffix in _SUFFIXES},
}


class LinkedData:
    """Answers for IRIs.

    Args:
        executor: what evaluates.
        settings: the operator's limits.
    """

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self.things = Things(executor, settings)
        self.vocabulary = OntologyDocuments(executor)
        self.discovery = Discovery(executor, self.things.register)
        self.dumps = Dumps(executor)
        self._below: dict[str, Handler] = {
            "/id/": self.things.identified,
            "/data/": self.things.data,
            "/graph/": self.things.graph,
            "/ns/": self.vocabulary.answer,
            "/dumps/": self.dumps.answer,
            "/sitemaps/": self.discovery.sitemap,
        }
        documents = [f"/{stem}" for stem in _STEMS]
        documents += [f"/{stem}.{suffix}" for stem in _STEMS for suffix in _SUFFIXES]
        self._at: dict[str, Handler] = dict.fromkeys(documents, self.vocabulary.answer)
        self._at |= {
            "/dumps": self.dumps.answer,
            "/robots.txt": self.discovery.robots,
            "/llms.txt": self.discovery.llms,
            "/sitemap.xml": self.discovery.sitemap,
            "/.well-known/api-catalog": self.discovery.catalogue,
            "/dataset": self.discovery.dataset,
            DUMP: self.discovery.dataset,
            CONTEXT: Context(executor).answer,
        }

    def route(self, path: str) -> tuple[tuple[str, ...], Handler] | None:
        """Which methods a path has, and what answers them; None if it is not one of these."""
        handler = self._at.get(path)
        if handler is None:
            handler = self._below.get(path[: path.find("/", 1) + 1])
        return None if handler is None else (_READ, handler)
