"""The IRIs that this host answers for, and the paths that it answers them at.

No text of a client becomes part of a query unless it has passed here: the characters that are
let through can neither end an IRI in SPARQL nor begin anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from peyvand.errors import BadRequest, NotFound
from peyvand.formats import SUFFIXES, TURTLE
from peyvand.vocabulary.iris import BASE
from peyvand.wording import say

_KIND = re.compile(r"[a-z][a-z0-9-]{0,63}")
# Letters and digits of any script, and what RFC 3987 lets stand in a segment, but no
# parentheses and no quotation marks.
_SLUG = re.compile(r"[\w.~!$&*+,;=:@-]{1,200}")
_SAFE = re.compile(re.escape(BASE) + r"[\w.~!$&*+,;=:@/#-]{1,300}")


def under(licence: str) -> str:
    """The link to a licence that some of an answer is under (RFC 4946)."""
    return f'<{licence}>; rel="license"'


def described_by(path: str) -> str:
    """In a Link header: where the description of what is answered is."""
    return f'<{path}>; rel="describedby"; type="{TURTLE.media_type}"'


# The description of the whole graph.
DESCRIBED = described_by("/.well-known/void")


@dataclass(frozen=True)
class Name:
    """A thing or a graph as a path names it: its kind, its slug, and the suffix of a format."""

    kind: str
    slug: str
    suffix: str = ""

    @property
    def iri(self) -> str:
        """The IRI that it has everywhere."""
        if self.kind == "graph":
            return f"{BASE}graph/{self.slug}"
        return f"{BASE}id/{self.kind}/{self.slug}"

    def path(self, part: str, suffix: str = "") -> str:
        """Its path below ``/id``, ``/data`` or ``/page``, as it is sent over HTTP."""
        end = f".{suffix}" if suffix else ""
        if self.kind == "graph" and part == "id":
            return f"/graph/{quote(self.slug, safe='.~!$&*+,;=:@-')}{end}"
        return f"/{part}/{self.kind}/{quote(self.slug, safe='.~!$&*+,;=:@-')}{end}"

    @property
    def canonical(self) -> str:
        """The IRI as a header can carry it."""
        return quote(self.iri, safe=":/#.~!$&*+,;=@-")


def read(rest: str, path: str) -> Name:
    """The name in the part of a path after its first segment.

    Args:
        rest: such as ``city/isfahan.ttl``.
        path: the whole path, for the message.

    Raises:
        NotFound: no thing can have this name.
    """
    kind, _, slug = rest.partition("/")
    stem, dot, suffix = slug.rpartition(".")
    if not dot or suffix not in (*SUFFIXES, "html"):
        stem, suffix = slug, ""
    if not (_KIND.fullmatch(kind) and _SLUG.fullmatch(stem)):
        raise NotFound(**say("no-such-path", path=path[:200]))
    return Name(kind, stem, suffix)


def of_iri(iri: str) -> Name | None:
    """The name that an IRI of a thing or a graph stands for, if it is one of ours."""
    rest = iri.removeprefix(BASE).removeprefix("id/")
    kind, _, slug = rest.partition("/")
    if iri == rest or not (_KIND.fullmatch(kind) and _SLUG.fullmatch(slug)):
        return None
    name = Name(kind, slug)
    return name if name.iri == iri else None


def is_safe(iri: str) -> bool:
    """Whether an IRI is one of ours and may be written into a query as it is."""
    return _SAFE.fullmatch(iri) is not None


def term(iri: str) -> NamedNode:
    """An IRI as a term of a query.

    Raises:
        BadRequest: it is none that may be written into a query.
    """
    try:
        if is_safe(iri):
            return NamedNode(iri)
    except ValueError:
        pass
    raise BadRequest(**say("not-iri", name="path", value=iri[:200]))


def local(iri: str) -> str:
    """The path of this host that answers for an IRI of ours; any other IRI as it is."""
    if iri.startswith(BASE):
        return quote(iri.removeprefix(BASE[:-1]), safe="/:#.~!$&*+,;=@-")
    return iri


def module_name(module: str) -> str:
    """What the page of a module of the ontology is called by, from its IRI; of all ``all``."""
    return module.partition("/ns/")[2].replace("/", "-") or "all"
