"""Feeds of what changed, version by version, of a city, a country or an agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from flask import Response
from pyoxigraph import Literal, NamedNode, Quad

from peyvand.graph.recent import Changed, recent
from peyvand.graph.versions import Version
from peyvand.sources.catalogue import own
from peyvand.texts import number, text
from peyvand.vocabulary.iris import LABEL, TYPE, iri
from peyvand.vocabulary.labels import tag_of
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.linked_data.addresses import Name, local
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, Term
from peyvand.web.pages.components.standing import standing
from peyvand.web.pages.components.values import shortened
from peyvand.web.pages.following.atom_files import MEDIA_TYPE, Entry, Feed, Line
from peyvand.web.pages.following.following import KINDS

# How many entries a feed has, how many things an entry tells of, and how much of each.
_ENTRIES, _THINGS, _SAID = 30, 40, 12
_ABOUT, _PROPERTY, _READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")
# What an entry is called by the kind of its version; any other made all of the graph anew.
_KINDS = {
    "register": "register",
    **dict.fromkeys(("update", "put", "post", "delete", "rule"), "update"),
    "rollback": "rollback",
}
_ANEW = "anew"
# What is said of a thing: by a property, values that were added, and values that were removed.
_Said = dict[Term, tuple[list[Term], list[Term]]]


def routes(site: Site) -> list[Route[View]]:
    """``/feed/KIND/NAME.atom``."""
    kinds = ", ".join(KINDS)

    @lru_cache(maxsize=16)
    def changes(version: int, iri: str) -> tuple[Changed, ...]:
        """The last changes of a thing; ``version`` is the current one, which they lead to."""
        rows = site.select(own("web/feeds/things-of").bound(this=NamedNode(iri)))
        things = [iri, *(row["thing"].value for row in rows)]
        return tuple(islice(recent(site.bridge.versions, things), _ENTRIES))

    def feed(kind: str, slug: str) -> Response:
        name = standing(site, kind, slug)
        found = changes(site.version, name.iri)
        body = _Made(site, name).feed(found).to_xml()
        response = Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
        response.headers["Content-Language"] = site.language
        response.headers["Peyvand-Version"] = str(site.version)
        return conditional(response)

    return [Route("feeds.of", f"/feed/<any({kinds}):kind>/<slug>.atom", READ, feed)]


class _Made:
    """What changed as a feed in the language of the request.

    Args:
        site: where labels are asked for.
        name: what the feed is about.
    """

    def __init__(self, site: Site, name: Name) -> None:
        self._site, self._name, self._language = site, name, site.language
        self._origin = current_request().origin
        self._reader = Reader(site, self._language)

    def feed(self, changes: Sequence[Changed]) -> Feed:
        """The feed with an entry for each version that changed something."""
        told = {changed.version.number: _told(changed) for changed in changes}
        this = NamedNode(self._name.iri)
        self._reader.learn([this])
        for things in told.values():
            self._reader.learn(_mentioned(things))
        self._remember(changes)
        label, current = self._label(this), self._site.bridge.versions.get(self._site.version)
        newest = changes[0].version if changes else current
        language = urlencode({"lang": self._language})
        return Feed(
            # The same under every name that the server has.
            name=f"{self._name.iri} {self._language}",
            title=text("feed-title", self._language).format(name=label),
            subtitle=text("feed-about", self._language).format(name=label),
            author=text("name", self._language),
            address=f"{current_request().address}?{language}",
            href=f"{self._origin}{self._name.path('page')}?{language}",
            updated=str(newest.manifest["built_at"]),
            language=self._language,
            entries=[self._entry(one, told[one.version.number]) for one in changes],
        )

    def _remember(self, changes: Iterable[Changed]) -> None:
        """Call what is gone from the graph as it was called there."""
        labels: dict[Any, dict[str, str]] = defaultdict(dict)
        for changed in changes:
            for quad in (*changed.removed, *changed.added):
                label, thing = quad.object, quad.subject
                if quad.predicate == LABEL and isinstance(label, Literal):
                    labels[thing].setdefault(tag_of(label), label.value)
        for thing, known in labels.items():
            if not self._reader.labels(thing):
                self._reader.know(thing.value, known)

    def _entry(self, changed: Changed, things: dict[Term, _Said]) -> Entry:
        manifest, version = changed.version.manifest, changed.version
        kind, by = str(manifest.get("kind", "")), str(manifest.get("by", ""))
        left = len(things) - _THINGS
        note = text("feed-whole", self._language) if changed.is_whole else ""
        if left > 0:
            more = number(left, self._language)
            note = text("feed-left-out", self._language).format(count=more)
        return Entry(
            name=f"{version.number} {version.graph_sum}",
            title=title_of(version, self._language, is_whole=changed.is_whole),
            updated=str(manifest["built_at"]),
            href=f"{self._origin}/versions/{version.number}",
            author=by,
            category=kind,
            note=note,
            lines=[self._line(thing, about) for thing, about in islice(things.items(), _THINGS)],
        )

    def _line(self, thing: Term, about: _Said) -> Line:
        said = []
        for prop, sides in about.items():
            for values, key in zip(sides, ("feed-added", "feed-removed"), strict=True):
                if values:
                    shown = [one.text for one in self._reader.shown(values)]
                    form = text(key, self._language)
                    listed = ("، " if self._language == "fa" else ", ").join(dict.fromkeys(shown))
                    said.append(form.format(property=self._label(prop), values=listed))
        href = local(thing.value)
        address = f"{self._origin}{href}" if href.startswith("/") else href
        return Line(self._label(thing), address, said[:_SAID])

    def _label(self, thing: Term) -> str:
        label, _ = self._reader.label(thing)
        return label or shortened(thing.value)


def title_of(version: Version, language: str, *, is_whole: bool = False) -> str:
    """What the entry of a version is called.

    Args:
        version: it.
        language: of the title.
        is_whole: whether it made all of the graph anew, whatever it was made by.
    """
    manifest = version.manifest
    what = _ANEW if is_whole else _KINDS.get(str(manifest.get("kind", "")), _ANEW)
    said = text(f"feed-{what}", language).format(
        by=manifest.get("by", ""), of=number(int(manifest.get("of", 0)), language)
    )
    return f"{text('version', language)} {number(version.number, language)}: {said}"


def _told(changed: Changed) -> dict[Term, _Said]:
    """What a version changed of each thing: by its claims, else by what is said plainly."""
    claimed: dict[Term, _Said] = defaultdict(lambda: defaultdict(lambda: ([], [])))
    plain: dict[Term, _Said] = defaultdict(lambda: defaultdict(lambda: ([], [])))
    for side, quads in enumerate((changed.added, changed.removed)):
        claims = _by_subject(quads)
        for subject, facts in claims.items():
            about = facts.get(_ABOUT, ())
            for thing in about:
                for prop in facts.get(_PROPERTY, ()):
                    claimed[thing][prop][side].extend(facts.get(_READING, ()))
            if not about:
                for prop, values in facts.items():
                    if prop not in (LABEL, TYPE):
                        plain[subject][prop][side].extend(values)
    # What follows from the claims of a register is no news beside them.
    entered = changed.version.manifest.get("kind") == "register"
    news = {**({} if entered else plain), **claimed}
    return {thing: dict(said) for thing, said in news.items()}


def _by_subject(quads: Iterable[Quad]) -> dict[Term, dict[Term, list[Term]]]:
    found: dict[Term, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        found[quad.subject][quad.predicate].append(quad.object)  # type: ignore[index,arg-type]
    return found


def _mentioned(things: dict[Term, _Said]) -> Iterable[Term]:
    for thing, said in things.items():
        yield thing
        for prop, sides in said.items():
            yield prop
            for values in sides:
                yield from values
