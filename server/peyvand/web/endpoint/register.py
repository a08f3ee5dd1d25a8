"""Templates of tables of entries at ``/register/template.csv``."""

from __future__ import annotations

import hashlib

from peyvand.errors import BadRequest
from peyvand.register.fields import EntryKind
from peyvand.register.templates import template
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import Reply, Request
from peyvand.wording import say

PATH = "/register"
TEMPLATE = f"{PATH}/template.csv"
_CSV = "text/csv"


class RegisterTables:
    """Answers for the templates."""

    async def template(self, request: Request) -> Reply:
        """A table with the headings of a kind of entry, in a language, and no entry."""
        kind, language = _kind(request), request.language
        made = template(kind, language).encode()
        headers = {
            "Content-Type": f"{_CSV}; charset=utf-8; header=present",
            "Content-Language": language,
            "Content-Disposition": f'attachment; filename="{kind}-{language}.csv"',
            "ETag": f'W/"{hashlib.sha256(made).hexdigest()[:20]}"',
            "Cache-Control": "public, no-cache",
        }
        return unchanged(request, headers) or Reply(200, headers, made)


def _kind(request: Request) -> EntryKind:
    named = request.parameters.one("kind") or EntryKind.AGREEMENT.value
    try:
        return EntryKind(named)
    except ValueError:
        allowed = ", ".join(EntryKind)
        raise BadRequest(**say("no-entry-kind", value=named[:40], allowed=allowed)) from None
