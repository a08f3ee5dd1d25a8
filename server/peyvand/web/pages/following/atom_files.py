"""Feeds as files: the Atom Syndication Format (RFC 4287)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

MEDIA_TYPE = "application/atom+xml"
_ATOM, _XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"
# What XML 1.0 cannot hold, however it is written.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ET.register_namespace("", _ATOM)
ET.register_namespace("xhtml", _XHTML)


@dataclass(frozen=True)
class Line:
    """A line of an entry: what it is about, with its address, and what is said of it."""

    text: str
    href: str
    said: Sequence[str] = ()


@dataclass(frozen=True)
class Entry:
    """An entry of a feed.

    Attributes:
        name: what tells it from every other.
        title: what it is called.
        updated: when it became so, as RFC 3339 writes it.
        href: where more is told.
        author: who did it; "" if that is not known.
        category: what kind of change it is.
        note: a sentence before the lines; "" for none.
        lines: what it tells.
    """

    name: str
    title: str
    updated: str
    href: str
    author: str
    category: str
    note: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Feed:
    """A feed.

    Attributes:
        name: what tells it from every other, wherever it is asked for.
        title: what it is called.
        subtitle: what it tells.
        author: who publishes it.
        address: its own address.
        href: the page that it is about.
        updated: when it last changed, as RFC 3339 writes it.
        language: of its texts.
        entries: the newest first.
    """

    name: str
    title: str
    subtitle: str
    author: str
    address: str
    href: str
    updated: str
    language: str
    entries: Sequence[Entry]

    def to_xml(self) -> bytes:
        """The feed as a file."""
        root = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": self.language})
        _text(root, "id", _urn(self.name))
        _text(root, "title", self.title)
        _text(root, "subtitle", self.subtitle)
        _text(root, "updated", self.updated)
        _text(ET.SubElement(root, f"{{{_ATOM}}}author"), "name", self.author)
        _link(root, "self", self.address, MEDIA_TYPE)
        _link(root, "alternate", self.href, "text/html")
        for entry in self.entries:
            self._entry(root, entry)
        written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return written + b"\n"

    def _entry(self, root: ET.Element, entry: Entry) -> None:
        made = ET.SubElement(root, f"{{{_ATOM}}}entry")
        _text(made, "id", _urn(f"{self.name} {entry.name}"))
        _text(made, "title", entry.title)
        _text(made, "updated", entry.updated)
        if entry.author:
            _text(ET.SubElement(made, f"{{{_ATOM}}}author"), "name", entry.author)
        _link(made, "alternate", entry.href, "")
        ET.SubElement(made, f"{{{_ATOM}}}category", {"term": entry.category})
        content = ET.SubElement(made, f"{{{_ATOM}}}content", {"type": "xhtml"})
        direction = "rtl" if self.language == "fa" else "ltr"
        block = ET.SubElement(content, f"{{{_XHTML}}}div", {"dir": direction})
        if entry.note:
            ET.SubElement(block, f"{{{_XHTML}}}p").text = _clean(entry.note)
        if entry.lines:
            listed = ET.SubElement(block, f"{{{_XHTML}}}ul")
            for line in entry.lines:
                _line(listed, line)


def _line(listed: ET.Element, line: Line) -> None:
    item = ET.SubElement(listed, f"{{{_XHTML}}}li")
    link = ET.SubElement(item, f"{{{_XHTML}}}a", {"href": line.href})
    link.text = _clean(line.text)
    if line.said:
        under = ET.SubElement(item, f"{{{_XHTML}}}ul")
        for said in line.said:
            ET.SubElement(under, f"{{{_XHTML}}}li").text = _clean(said)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = _clean(text)


def _link(parent: ET.Element, relation: str, href: str, kind: str) -> None:
    given = {"rel": relation, "href": href, **({"type": kind} if kind else {})}
    ET.SubElement(parent, f"{{{_ATOM}}}link", given)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _urn(name: str) -> str:
    """A name that stays, made of another."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
