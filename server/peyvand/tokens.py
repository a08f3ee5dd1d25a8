"""Tokens for writing: random, named, revocable, kept only as hashes.

A token has 256 random bits, so that one round of SHA-256 keeps it: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from peyvand.errors import PeyvandError
from peyvand.vocabulary.graphs import register

FILE = "tokens.json"
EVERYTHING = "*"
_PREFIX = "pv_"
# A name that graphs and claims are named by, and the slug of a thing.
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*")


class Role(StrEnum):
    """What somebody does who writes to a register of their own; or everything, everywhere."""

    ENTER = "enter"
    APPROVE = "approve"
    SCREEN = "screen"
    WITHDRAW = "withdraw"
    RULE = "rule"
    READ = "read"
    ADMINISTER = "administer"


# Every claim says also what its thing is and is called.
_NAMED = ("rdf:type", "rdfs:label")
# What a stage is told by, and what is due after it, or done with it.
_OF_STAGES = (
    *("pv:reachedStage", "pv:isStageOf", "pv:date", "pv:stageReason", "pv:isTaskOf"),
    *("pv:awaitsStage", "pv:isAssignedTo", "pv:isDueOn", "pv:isCompletedOn"),
)
# The properties of the claims that each role may make about the things of its token; None for all.
CLAIMS: Mapping[Role, tuple[str, ...] | None] = {
    Role.ENTER: None,
    Role.APPROVE: (
        *(*_NAMED, *_OF_STAGES, "pv:approved", "pv:isApprovedBy", "pv:hasMatter"),
        *("pv:hasApprovalOutcome", "pv:isDecidedIn"),
    ),
    Role.SCREEN: (*_NAMED, "pv:stance", "pv:hinders", "pv:hasStatus"),
    Role.WITHDRAW: (*_NAMED, *_OF_STAGES, "pv:ended", "pv:hasEndCause"),
    # Whoever rules on requests enters nothing, nor does a key that is there to be counted by.
    Role.RULE: (),
    Role.READ: (),
    Role.ADMINISTER: None,
}


@dataclass(frozen=True)
class Token:
    """A token without its secret: who has it, and which graphs may be written with it.

    ``graphs`` holds IRIs of graphs, ``default`` for the default graph, or ``*`` for all. A token
    with a ``role`` writes the register of its name; ``about`` are the things that its entries
    are about, as ``city/isfahan``. A token that was made without a role has none.
    """

    name: str
    sha256: str
    graphs: tuple[str, ...]
    created: str
    role: str = ""
    about: tuple[str, ...] = ()

    @property
    def may_rule(self) -> bool:
        """Whether its holder rules on requests for withdrawal."""
        return self.role in (Role.RULE, Role.ADMINISTER) or EVERYTHING in self.graphs

    @property
    def facts(self) -> dict[str, Any]:
        """What a write says of the token that it was sent with."""
        return {
            "by": self.name, "rights": self.graphs, "role": self.role, "about": self.about
        }  # fmt: skip


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
                self._tokens = [_token(row) for row in rows]
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

    def add(
        self,
        name: str,
        graphs: Sequence[str] = (),
        role: Role | None = None,
        about: Sequence[str] = (),
    ) -> str:
        """Make a token.

        Args:
            name: whose it is; with a role, also the name of the register.
            graphs: the graphs that it may write, if it has no role; all without any.
            role: what its holder does.
            about: the things that entries are about, as ``city/isfahan``; an administrator's are
                about anything.

        Returns:
            The secret, which is told this once and kept nowhere.

        Raises:
            PeyvandError: the name is taken, or these do not go together.
        """
        graphs = _graphs(name, graphs, role, about)
        tokens = self.all()
        if any(token.name == name for token in tokens):
            raise PeyvandError(
                f"There is a token {name!r} already.", "Choose another name, or revoke it first."
            )
        secret = _PREFIX + secrets.token_urlsafe(32)
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self._write([*tokens, Token(name, _digest(secret), graphs, made, role or "", tuple(about))])
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


def _token(row: dict[str, Any]) -> Token:
    """A token from its row; one that is older than roles has none."""
    lists: dict[str, Any] = {key: tuple(row[key]) for key in ("graphs", "about") if key in row}
    return Token(**(row | lists))


def _graphs(
    name: str, graphs: Sequence[str], role: Role | None, about: Sequence[str]
) -> tuple[str, ...]:
    """The graphs that a token may write.

    Raises:
        PeyvandError: what is given does not go together.
    """
    if role is None:
        if about:
            raise PeyvandError("--about needs a role.", "Give one, as: --role enter")
        return tuple(graphs) or (EVERYTHING,)
    if graphs:
        raise PeyvandError(
            "A token with a role writes its own register, and no graph beside it.",
            "Leave --graph out, or leave --role and --about out.",
        )
    if not _NAME.fullmatch(name):
        raise PeyvandError(
            f"{name!r} cannot name a register.",
            "Write it in small Latin letters, digits and hyphens.",
        )
    if role in (Role.ADMINISTER, Role.RULE, Role.READ):
        if about:
            raise PeyvandError(
                f"What a token with the role {role} is for may be about anything.",
                "Leave --about out.",
            )
        return (EVERYTHING,) if role is Role.ADMINISTER else ()
    wrong = [slug for slug in about if not _SLUG.fullmatch(slug)]
    if wrong or not about:
        raise PeyvandError(
            f"{wrong[0]!r} is no thing." if wrong else f"The role {role} is about something.",
            "Give the things by kind and name, as: --about city/isfahan",
        )
    return (register(name).value,)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
