"""Tokens for writing: random, named, revocable, kept only as hashes.

A token has 256 random bits, so that one round of SHA-256 keeps it: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from peyvand.errors import PeyvandError

FILE = "tokens.json"
EVERYTHING = "*"
_PREFIX = "pv_"


@dataclass(frozen=True)
class Token:
    """A token without its secret: who has it, and which graphs may be written with it.

    ``graphs`` holds IRIs of graphs, ``default`` for the default graph, or ``*`` for all.
    """

    name: str
    sha256: str
    graphs: tuple[str, ...]
    created: str


class Tokens:
    """The tokens of one home folder."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self._seen: tuple[int, int] | None = None
        self._tokens: list[Token] = []

    def all(self) -> list[Token]:
        """Every token, in the order they were made.

        Raises:
            PeyvandError: the file cannot be read.
        """
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return []
        if self._seen != (state.st_mtime_ns, state.st_ino):
            try:
                rows = json.loads(self._path.read_text(encoding="utf-8"))
                self._tokens = [Token(**{**row, "graphs": tuple(row["graphs"])}) for row in rows]
            except (ValueError, TypeError, KeyError) as error:
                raise PeyvandError(
                    f"{self._path} is not a list of tokens.", "Restore it, or make new tokens."
                ) from error
            self._seen = (state.st_mtime_ns, state.st_ino)
        return list(self._tokens)

    def find(self, secret: str) -> Token | None:
        """The token with a secret. Every token is compared, each in constant time."""
        digest = _digest(secret)
        holder = None
        for token in self.all():
            if hmac.compare_digest(token.sha256, digest):
                holder = token
        return holder

    def add(self, name: str, graphs: tuple[str, ...] = (EVERYTHING,)) -> str:
        """Make a token.

        Returns:
            The secret, which is told this once and kept nowhere.

        Raises:
            PeyvandError: the name is taken.
        """
        tokens = self.all()
        if any(token.name == name for token in tokens):
            raise PeyvandError(
                f"There is a token {name!r} already.", "Choose another name, or revoke it first."
            )
        secret = _PREFIX + secrets.token_urlsafe(32)
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self._write([*tokens, Token(name, _digest(secret), graphs, made)])
        return secret

    def revoke(self, name: str) -> None:
        """Forget a token.

        Raises:
            PeyvandError: there is none of this name.
        """
        tokens = self.all()
        left = [token for token in tokens if token.name != name]
        if left == tokens:
            raise PeyvandError(f"There is no token {name!r}.", "See: peyvand token list")
        self._write(left)

    def _write(self, tokens: list[Token]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".part")
        text = json.dumps([asdict(token) for token in tokens], ensure_ascii=False, indent=2)
        # Nobody but the owner may read even the hashes.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        # The mode of one that an interrupted run left behind stays as it was.
        os.fchmod(descriptor, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._path)
        # A token that was revoked must not come back when power is lost.
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
