"""Values of a question's parameters as people write them: names, short names and IRIs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from peyvand.errors import BadRequest
from peyvand.search import KINDS, PARTIES
from peyvand.sources.catalogue import own
from peyvand.sources.parameters import INTEGER
from peyvand.vocabulary.iris import ID, thing
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http.messages import absolute
from peyvand.wording import say

_SHORT = re.compile(r"(?:^|.*\()([a-z][a-z0-9-]*/[^\s()]+)\)?$", re.DOTALL)


@dataclass(frozen=True)
class Thing:
    """Something that a parameter may stand for, with its label in one language."""

    iri: str
    label: str

    @property
    def written(self) -> str:
        """As it stands in a field: the label, and the short name that makes it plain."""
        return f"{self.label} ({self.iri.removeprefix(str(ID))})"


@dataclass(frozen=True)
class Several:
    """What was written names several things, or none: ``things`` are those that are near."""

    things: tuple[Thing, ...]


def read(
    bridge: Bridge, text: str, default: NamedNode | Literal, language: str
) -> NamedNode | Literal | Several:
    """The term that a text in a field stands for.

    Args:
        bridge: what is asked for names.
        text: an IRI, a short name such as ``city/isfahan``, ``Isfahan (city/isfahan)``, or a name.
        default: the parameter's default, whose kind of term and of thing is meant.
        language: the language of labels.

    Raises:
        BadRequest: an IRI that is none.
    """
    text = text.strip()
    if isinstance(default, Literal):
        if default.datatype == INTEGER:
            return Literal(_whole(text))
        if default.language:
            return Literal(text, language=default.language)
        return Literal(text, datatype=default.datatype)
    if re.match(r"<?https?://", text):
        return NamedNode(absolute(text.removeprefix("<").removesuffix(">"), "iri"))
    if short := _SHORT.match(text):
        return NamedNode(absolute(thing(short[1]).value, "iri"))
    base = _kind(default)
    exact = _search(bridge, text, base, language, exact=True)
    if len(exact) == 1:
        return NamedNode(exact[0].iri)
    return Several(tuple(exact or _search(bridge, text, base, language, exact=False)))


def _whole(text: str) -> int:
    """A whole number in any digits."""
    # Beyond twenty digits nothing is meant, and Python reads no number of thousands of them.
    if len(text) > 20 or not text.isdecimal():
        raise BadRequest(**say("no-whole-number", given=text))
    return int(text)


def listed(bridge: Bridge, default: NamedNode | Literal, language: str) -> list[Thing]:
    """The first things of the kind that a parameter is for, to choose from without a script."""
    if isinstance(default, Literal):
        return []
    return _things(bridge, "web/things-of-kind", _kind(default), language)


def named(bridge: Bridge, term: NamedNode | Literal, language: str) -> str:
    """A term as it stands in a field."""
    if isinstance(term, Literal):
        return term.value
    query = own("web/label").bound(thing=term, language=Literal(language))
    rows = bridge.select(query)
    return Thing(term.value, rows[0]["label"]["value"]).written if rows else term.value


def kind(default: NamedNode | Literal) -> str:
    """The kinds that search knows of the things that a parameter is for, with commas; or ""."""
    if isinstance(default, Literal):
        return ""
    name = _kind(default).removeprefix(str(ID)).rstrip("/")
    # Search tells networks of cities from other organisations, and cities from other parties.
    several = {"organisation": ("organisation", "network"), "city": PARTIES}
    return ",".join(several.get(name, (name,) if name in KINDS else ()))


def _kind(default: NamedNode) -> str:
    # The default's kind of thing: https://w3id.org/peyvand/id/city/
    return default.value.rpartition("/")[0] + "/"


def _search(bridge: Bridge, text: str, base: str, language: str, *, exact: bool) -> list[Thing]:
    if "\0" in text or len(text) > 200:
        raise BadRequest("The name is too long.", "Give a shorter one.")
    query = "web/things-named" if exact else "web/things-named-like"
    return _things(bridge, query, base, language, written=Literal(text)) if text else []


def _things(bridge: Bridge, query: str, base: str, language: str, **more: Literal) -> list[Thing]:
    values = {"base": Literal(base), "language": Literal(language)}
    rows = bridge.select(own(query).bound(**values, **more))
    return [Thing(row["thing"]["value"], row["label"]["value"]) for row in rows]
