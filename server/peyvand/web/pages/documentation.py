"""The documentation as pages: each file of ``docs/`` rendered from its Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from peyvand.errors import NotFound
from peyvand.resources import root
from peyvand.texts import texts
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components.site import Site
from peyvand.wording import say

# What pages show beside texts.
_PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
# What an anchor leaves out of a heading, as the hosts of repositories have it.
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")

# The pages by whom they are for, in the order in which somebody may want them; those of the folder
# of decisions are none of these.
_GROUPS = {
    "reading": (
        *("pages", "search", "conflicts", "audit", "coverage", "comparison", "network", "monitor"),
        *("recognition", "speech", "systems", "persian", "mistakes"),
    ),
    "asking": (
        *("asking", "model", "endpoint", "linked-data", "snippets", "client", "tables", "mcp"),
        *("wikidata-queries", "alignments", "warnings"),
    ),
    "matching": (
        *("merging", "reconciliation", "transliteration", "wikidata", "world", "snapshots"),
    ),
    "keeping": ("register", "withdrawal", "screening", "partners", "affinity"),
    "running": (
        *("deployment", "settings", "beyond", "limits", "performance", "scale", "testing"),
    ),
}


@dataclass(frozen=True)
class Page:
    """A page of the documentation: its title, and its text as HTML."""

    title: str
    body: Markup


def routes(site: Site) -> list[Route[View]]:
    """The pages ``/docs`` and ``/docs/NAME``, and the pictures on them."""

    def index() -> str:
        told, heads = texts(site.language, "document"), texts(site.language, "documents")
        groups = [
            (heads[group], [(name, page(name).title, told[name]) for name in names])
            for group, names in _GROUPS.items()
        ]
        decisions = sorted((page(name).title, name) for name in _texts() if "/" in name)
        return site.render(
            "documentation.html", groups=groups, decisions=decisions, page=None, told=""
        )

    def one(name: str) -> Any:
        if name in _texts():
            told = texts(site.language, "document").get(name, "")
            return site.render("documentation.html", page=page(name), told=told)
        if name in _pictures():
            path = _pictures()[name]
            return Response(path.read_bytes(), mimetype=_PICTURES[path.suffix])
        raise NotFound(**say("no-such-path", path=f"/docs/{name[:100]}"))

    return [
        Route("documentation.index", "/docs", GET, index),
        Route("documentation.one", "/docs/<path:name>", GET, one),
    ]


@cache
def page(name: str) -> Page:
    """A page by the name of its file without its end.

    Raises:
        KeyError: there is none of this name.
    """
    # Markup in a text stays text: what is shown is what Markdown can say.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(_texts()[name].read_text(encoding="utf-8"))
    title = name
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[place + 1].content.replace("`", "")
            title = heading if token.tag == "h1" else title
            token.attrSet("id", _anchor(heading))
        elif token.type in ("td_open", "th_open"):
            # No style stands in a page.
            token.attrs.pop("style", None)
        elif token.type == "table_open":
            token.attrSet("class", "documented")
        for inner in token.children or ():
            _lead(inner, name)
    body = markdown.renderer.render(tokens, markdown.options, {})
    return Page(title, Markup(body))  # noqa: S704 (of files of our own, whose markup is escaped)


def _lead(token: Token, name: str) -> None:
    """Have a link between files lead to the page of the other; what is no page has no link."""
    if token.type == "image":
        there = _beside(name, str(token.attrs.get("src", "")))
        if there in _pictures():
            token.attrSet("src", f"/docs/{there}")
        else:
            token.type = "text"
    elif token.type == "link_open":
        address = str(token.attrs.get("href", ""))
        if _OUTSIDE.match(address):
            return
        path, sharp, part = address.partition("#")
        there = _beside(name, path).removesuffix(".md")
        if there in _texts() or there in _pictures():
            token.attrSet("href", f"/docs/{there}{sharp}{part}")
        else:
            token.attrs.pop("href", None)


def _beside(name: str, path: str) -> str:
    """A path in ``docs`` that stands in one of its files."""
    parts: list[str] = name.split("/")[:-1]
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _anchor(heading: str) -> str:
    return _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")


@cache
def _texts() -> Mapping[str, Path]:
    folder = root() / "docs"
    return {
        path.relative_to(folder).with_suffix("").as_posix(): path for path in folder.rglob("*.md")
    }


@cache
def _pictures() -> Mapping[str, Path]:
    folder = root() / "docs"
    return {path.name: path for path in folder.iterdir() if path.suffix in _PICTURES}
