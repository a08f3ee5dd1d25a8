"""The parts of the site: five words in every header, and what belongs under each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, request, url_for

# The words, whose texts are ``part-WORD``, and the routes under each with the names of their
# texts; a word leads to the first.
PARTS: dict[str, dict[str, str]] = {
    "explore": {
        "browse.index": "navigation-browse",
        "between.ask": "navigation-between",
        "world.page": "navigation-world",
        "networks.network_map": "navigation-map",
        "figures.network": "navigation-network",
        "monitor.board": "navigation-monitor",
        "plans.plans": "navigation-plans",
        "partners.partners": "navigation-partners",
        "affinity.affinity": "affinity-title",
        "affinity.like": "like-title",
    },
    "check": {
        "audits.audit": "navigation-audit",
        "conflicts.index": "navigation-conflicts",
        "comparison.report": "navigation-comparison",
        "recognition.recognition": "navigation-recognition",
        "speech.statements": "navigation-statements",
        "works.works": "navigation-works",
        "screening.screening": "navigation-screening",
    },
    "ask": {
        "editor.questionnaire": "navigation-ask",
        "editor.query": "navigation-query",
        "search.search": "navigation-search",
    },
    "data": {
        "about.data": "navigation-data",
        "match.match": "navigation-match",
        "api": "api-title",
        "ontology.ontology": "navigation-ontology",
        "register.index": "navigation-register",
        "desk.index": "navigation-desk",
    },
    "about": {
        "about.about": "navigation-about",
        "documentation.index": "docs-title",
        "about.components": "navigation-components",
        "requests.index": "requests-title",
    },
}

# The words that pages are under which no link of the header leads to.
_ALSO = {
    "things.thing": "explore",
    "browse.things": "explore",
    "between.between": "explore",
    "conflicts.conflict": "check",
    "audits.verdict": "check",
    "editor.ask": "ask",
    "ontology.term": "data",
    "ontology.module": "data",
    "ontology.shapes": "data",
    "documentation.one": "about",
    "match.kept": "data",
    "requests.new": "about",
    "requests.one": "about",
}


@dataclass(frozen=True)
class Link:
    """A link of the header.

    Args:
        label: what it says.
        address: where it leads.
        current: the value of ``aria-current``: ``page`` of the page that is asked for, ``true``
            of the word that this is under, else nothing.
    """

    label: str
    address: str
    current: str


def links(
    label: Callable[[str], str], address: Callable[[str], str]
) -> tuple[list[Link], list[Link]]:
    """The links of the header.

    Args:
        label: a text by its name.
        address: the address of a route by its name.

    Returns:
        Those of the five words, and those of what is under the word that this page is under; of
        a page that is under none, the second is empty.
    """
    here = str(request.endpoint)
    words, below = [], []
    for word, texts in PARTS.items():
        names = [name for name in texts if name in current_app.view_functions]
        if not names:
            continue
        inside = here in names or _ALSO.get(here) == word
        words.append(Link(label(f"part-{word}"), address(names[0]), "true" if inside else ""))
        if inside:
            below = [
                Link(label(texts[name]), address(name), "page" if _is_here(name) else "")
                for name in names
            ]
    return words, below


def _is_here(name: str) -> bool:
    # A version and days that are asked for are kept in the addresses of links.
    return url_for(name).partition("?")[0] == request.path
