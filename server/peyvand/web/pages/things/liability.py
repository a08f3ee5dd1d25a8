"""The notice on pages of texts that somebody gathered who is not their publisher."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.components.values import Shown


@dataclass(frozen=True)
class Notice:
    """Which texts were gathered, by whom, and who says not to be liable for them."""

    documents: list[Shown]
    aggregators: list[Shown]
    disclaiming: list[Shown]


def notice(site: Site, iri: str, language: str) -> Notice | None:
    """The notice about a document or a claim; None if nobody gathered its text."""
    rows = site.select(own("web/liability").bound(this=NamedNode(iri)))
    if not rows:
        return None
    reader = Reader(site, language)
    reader.learn(term for row in rows for term in row.values())

    def shown(name: str) -> list[Shown]:
        return reader.shown(list(dict.fromkeys(row[name] for row in rows if name in row)))

    return Notice(shown("document"), shown("aggregator"), shown("disclaiming"))
