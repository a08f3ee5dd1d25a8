"""Who may write, and on which version they believe they write."""

from __future__ import annotations

import re
from pathlib import Path

from werkzeug.http import parse_etags

from peyvand.errors import Unauthorised
from peyvand.graph.following import refuse_writes
from peyvand.tokens import Token, Tokens
from peyvand.web.http.messages import Request
from peyvand.wording import say

_VERSION = re.compile(r"v(\d{1,9}).*")


class Rights:
    """The tokens, as requests present them.

    Args:
        tokens: those of the home.
        home: the folder, to which nobody may write if it follows another.
    """

    def __init__(self, tokens: Tokens, home: Path) -> None:
        self._tokens, self._home = tokens, home

    def may_write(self) -> None:
        """Refuse a write, whoever sends it, where nobody may write.

        Raises:
            ReadOnly: the home follows another.
        """
        refuse_writes(self._home)

    def writer(self, request: Request) -> Token:
        """The token that a request to write carries; see ``of``.

        Raises:
            ReadOnly: the home follows another.
            Unauthorised: it carries none, or one that is not known.
        """
        self.may_write()
        return self.of(request)

    def has(self, request: Request) -> bool:
        """Whether a request carries a token that is known."""
        try:
            self.of(request)
        except Unauthorised:
            return False
        return True

    def of(self, request: Request) -> Token:
        """The token that a request carries (RFC 6750, section 2.1).

        Raises:
            Unauthorised: it carries none, or one that is not known.
        """
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise Unauthorised(**say("no-token"))
        return self.holder(secret)

    def holder(self, secret: str) -> Token:
        """The token with a secret, in whichever way it came.

        Raises:
            Unauthorised: there is none.
        """
        token = self._tokens.find(secret.strip())
        if token is None:
            raise Unauthorised(**say("unknown-token"))
        return token


def wanted_versions(request: Request) -> tuple[int, ...] | None:
    """The versions that If-Match names; None without it, or if any will do.

    Every ETag of this server begins with the version, and a version never changes; so tags of
    any answer serve, weak ones too.
    """
    header = request.headers.get("if-match")
    if header is None:
        return None
    tags = parse_etags(header.strip())
    if tags.star_tag:
        return None
    # Tags are quoted; Werkzeug reads what is not quoted, too.
    named = (tag for tag in tags.as_set(include_weak=True) if f'"{tag}"' in header)
    found = (_VERSION.fullmatch(tag) for tag in named)
    return tuple(sorted(int(match[1]) for match in found if match))
