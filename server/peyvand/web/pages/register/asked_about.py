"""What a request is about: a document, a claim or a thing that the graph has."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from flask import request

from peyvand.errors import BadRequest, NotFound
from peyvand.vocabulary.iris import BASE
from peyvand.web.linked_data.addresses import Name, read
from peyvand.web.pages.components.site import Site
from peyvand.wording import say

_PARTS = ("id/", "page/", "data/")
_SPACE = re.compile(r"\s+")


def asked_about(site: Site, written: str) -> Name:
    """What somebody names: by its IRI, the address of its page, or its kind and name.

    Args:
        site: where it is looked for, in the current version.
        written: such as ``agreement/tabriz-wuhan``.

    Raises:
        BadRequest: nothing is named.
        NotFound: there is no such thing; as ``Unknown`` it names those most like it.
        Gone: there was.
    """
    if not written.strip():
        raise BadRequest(**say("request-about"))
    path = written.strip().removeprefix(BASE)
    if "://" in path:
        path = unquote(urlsplit(path).path)
    path = path.removeprefix("/")
    for part in _PARTS:
        path = path.removeprefix(part)
    path = _SPACE.sub("-", path.partition("?")[0])
    # Of a name alone the kind is not told; those like it are looked for among all.
    name = read(path if "/" in path else f"city/{path}", written)
    if name.kind == "graph":
        raise NotFound(**say("request-about"))
    site.bridge.standing(name, None, request.remote_addr or "")
    return name
