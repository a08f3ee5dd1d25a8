"""What a write asks for, what bounds it, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from peyvand.graph.results import Result
from peyvand.register.rows import RawRow
from peyvand.settings import Settings
from peyvand.withdrawal.model import Ruling


class WriteKind(StrEnum):
    """What a write does; the manifest of the version that it makes says so."""

    UPDATE = "update"
    PUT = "put"
    POST = "post"
    DELETE = "delete"
    ROLLBACK = "rollback"
    REGISTER = "register"
    RULE = "rule"


@dataclass(frozen=True, kw_only=True)
class WriteRequest:
    """What every write says beside its change: whose it is, and when it is to be refused.

    ``rights`` are the graphs that may be touched, ``role`` and ``about`` what of the graph may be
    said and of which things (see ``Token``), ``if_match`` the versions that it is meant for; a
    ``dry_run`` tells what would be done and does nothing.
    """

    by: str
    rights: tuple[str, ...]
    role: str = ""
    about: tuple[str, ...] = ()
    if_match: tuple[int, ...] | None = None
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True)
class Update(WriteRequest):
    """A SPARQL update; ``base`` is what its relative IRIs are resolved against."""

    text: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    base: str | None = None
    kind: ClassVar[WriteKind] = WriteKind.UPDATE


@dataclass(frozen=True)
class Part:
    """A file of data that was sent, and its media type."""

    path: str
    type: str


@dataclass(frozen=True, kw_only=True)
class GraphWrite(WriteRequest):
    """A graph is put, posted to or deleted, as the Graph Store HTTP Protocol does.

    ``graph`` is its IRI, or ``default``, or None for one that is to be named; ``contexts`` are the
    JSON-LD contexts that the parts may name, by their IRIs.
    """

    kind: WriteKind
    graph: str | None = None
    parts: tuple[Part, ...] = ()
    base: str | None = None
    contexts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rollback(WriteRequest):
    """The graph of an older version becomes the current one again."""

    number: int
    kind: ClassVar[WriteKind] = WriteKind.ROLLBACK


@dataclass(frozen=True, kw_only=True)
class Registration(WriteRequest):
    """Rows of a form or a table are entered in the register of whoever sends them.

    ``entry`` is what kind of entry they are (``EntryKind``). All of them are written or none,
    unless the good ones are to be: ``accept_good``.
    """

    entry: str
    rows: tuple[RawRow, ...]
    accept_good: bool = False
    kind: ClassVar[WriteKind] = WriteKind.REGISTER


@dataclass(frozen=True, kw_only=True)
class Rule(WriteRequest):
    """A ruling on a request for withdrawal comes into the journal, and with it into the graph.

    One that withdraws something is only tried (``dry_run``): what goes by it goes from every
    version.
    """

    ruling: Ruling
    kind: ClassVar[WriteKind] = WriteKind.RULE


Write = Update | GraphWrite | Rollback | Registration | Rule


@dataclass(frozen=True)
class WriteLimits:
    """What bounds every write, and how many versions are kept whole after it."""

    keep: int
    max_term_bytes: int
    max_nesting: int
    # How long an update may be evaluated; 0 for as long as it takes.
    update_timeout_s: float
    # How long a write waits for another to end.
    wait_s: float

    @classmethod
    def of(cls, settings: Settings) -> WriteLimits:
        """What the operator allows."""
        return cls(
            keep=settings.keep_versions,
            max_term_bytes=settings.max_term_bytes,
            max_nesting=settings.max_nesting,
            update_timeout_s=settings.update_timeout_s or settings.query_timeout_s,
            wait_s=settings.write_timeout_s / 2,
        )


@dataclass(frozen=True)
class WriteJob:
    """To a writer: a write, the folder of the versions, and the limits."""

    home: str
    limits: WriteLimits
    request: Write


@dataclass(frozen=True)
class Entered:
    """A row that was entered, by its number, and the IRI of what it is about."""

    row: int
    about: str


@dataclass(frozen=True)
class WriteAnswer:
    """What a write did, or in a dry run would have done; ``to_json`` leaves out what is not known.

    Of ``warnings`` and of ``normalised``, the literals that are kept in another form, the first are
    shown; the counts are whole.

    Of a registration ``rows`` are what is told of the rows (``Problem.to_json``, with ``about``,
    the IRI of what the row is about), ``entered`` those that are written, and ``refused`` tells
    that none is because of the others. A dry run gives the ``claims`` and what is ``derived`` from
    them, as lines of N-Quads.
    """

    version: int
    added: int | None = None
    removed: int | None = None
    created: bool = False
    graph: str | None = None
    warnings: tuple[Result, ...] = ()
    normalised: tuple[dict[str, Any], ...] = ()
    normalised_count: int | None = None
    dry_run: bool = False
    rows: tuple[dict[str, Any], ...] = ()
    entered: tuple[Entered, ...] = ()
    refused: bool = False
    claims: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain values, for a client."""
        told = {
            **vars(self),
            "warnings": [dict(vars(warning)) for warning in self.warnings],
            "normalised": list(self.normalised),
            "rows": list(self.rows),
            "entered": [dict(vars(row)) for row in self.entered],
        }
        # What only a registration has.
        for name in ("rows", "entered", "refused", "claims", "derived"):
            if not told[name]:
                del told[name]
        for count in ("added", "removed", "normalised_count"):
            if told[count] is None:
                del told[count]
        return told
