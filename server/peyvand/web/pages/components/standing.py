"""What a path below a page names: a thing that stands, or what is told of one that does not."""

from __future__ import annotations

from flask import request

from peyvand.errors import Gone
from peyvand.web.linked_data.addresses import Name, read
from peyvand.web.pages.components.site import Site
from peyvand.wording import say


def standing(site: Site, kind: str, slug: str) -> Name:
    """The name of a thing of the version that the page shows.

    Args:
        site: where it is asked for.
        kind: of the thing, as its IRI names it.
        slug: its name there.

    Raises:
        NotFound: no thing can have this name.
        Unknown: there is no such thing; the error names those most like it.
        Gone: there was, or others took its place, which the error names.
    """
    name = read(f"{kind}/{slug}", request.path)
    found = site.bridge.standing(name, site.asked_version, request.remote_addr or "")
    if found.retired:
        error = Gone(**say("replaced", iri=name.iri, successors=", ".join(found.successors)))
        error.members = {"successors": list(found.successors)}
        raise error
    return name
