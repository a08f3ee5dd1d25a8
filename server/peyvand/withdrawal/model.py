"""What a request for withdrawal and a ruling on it are. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

# The digest of a list that withdraws nothing, as that of a version that was made without one.
NOTHING = sha256(b"").hexdigest()
# What is told at most, in characters.
MOST_GROUND, MOST_CONTACT, MOST_REASON, MOST_BY = 4000, 200, 4000, 200


class Kind(StrEnum):
    """What somebody asks for."""

    REMOVAL = "removal"
    CORRECTION = "correction"
    COMMENT = "comment"


class Outcome(StrEnum):
    """What was ruled on a request."""

    GRANTED = "granted"
    REFUSED = "refused"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Request:
    """What somebody asks about a document, a claim or a thing.

    ``ground`` and ``contact`` are the asker's own words and where to answer: nobody but the
    operator is shown them, and they are never in the graph. ``at`` is the time, in UTC.
    """

    number: int
    about: str
    kind: Kind
    at: str
    ground: str = ""
    contact: str = ""

    @property
    def on(self) -> str:
        """The day of it, as 2026-03-21."""
        return self.at[:10]

    @property
    def public(self) -> Request:
        """What everybody may know of it."""
        return Request(self.number, self.about, self.kind, self.at)


@dataclass(frozen=True)
class Ruling:
    """What was ruled on the request of a number: by whom, when and why.

    ``withdraws`` are the IRIs of the documents, claims and things that go by it; ``corrected_by``
    is the IRI of the claim that says it rightly. A request that was refused may be ruled on again:
    ``turn`` counts the rulings on one request from 1.
    """

    number: int
    outcome: Outcome
    by: str
    at: str
    reason: str
    withdraws: tuple[str, ...] = ()
    corrected_by: str = ""
    turn: int = 1

    @property
    def on(self) -> str:
        """The day of it, as 2026-03-21."""
        return self.at[:10]

    @property
    def name(self) -> str:
        """What its IRI calls it: the number of the request, and the turn if not the first."""
        return str(self.number) if self.turn == 1 else f"{self.number}-{self.turn}"


@dataclass(frozen=True)
class Withdrawals:
    """The list of what is withdrawn: each ruling that withdraws something.

    Two lists with one ``digest`` withdraw the same by the same rulings.
    """

    rulings: tuple[Ruling, ...] = ()

    @cached_property
    def by_iri(self) -> Mapping[str, Ruling]:
        """The ruling that withdraws each IRI: the first, where several do."""
        return {
            iri: ruling for ruling in reversed(self.rulings) for iri in ruling.withdraws
        }  # fmt: skip

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what is withdrawn and by which rulings, in hexadecimal."""
        lines = sorted(f"{iri} {ruling.name}\n" for iri, ruling in self.by_iri.items())
        return sha256("".join(lines).encode()).hexdigest()

    def __bool__(self) -> bool:
        """Whether anything is withdrawn."""
        return bool(self.by_iri)


@dataclass(frozen=True)
class Docket:
    """All requests and rulings of a home, as its journal has them."""

    requests: tuple[Request, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    def request(self, number: int) -> Request | None:
        """The request of a number."""
        return next((request for request in self.requests if request.number == number), None)

    def ruled(self, number: int) -> tuple[Ruling, ...]:
        """The rulings on a request, the oldest first."""
        return tuple(ruling for ruling in self.rulings if ruling.number == number)

    def outcome(self, number: int) -> Outcome | None:
        """What was ruled last on a request; None while it is open."""
        rulings = self.ruled(number)
        return rulings[-1].outcome if rulings else None

    def same(self, about: str, kind: Kind) -> Request | None:
        """The first request of a kind about something."""
        found: Iterable[Request] = (r for r in self.requests if (r.about, r.kind) == (about, kind))
        return next(iter(found), None)

    def and_ruled(self, ruling: Ruling) -> Docket:
        """The docket with one ruling more."""
        return replace(self, rulings=(*self.rulings, ruling))

    @property
    def open(self) -> tuple[Request, ...]:
        """The requests that nobody has ruled on."""
        ruled = {ruling.number for ruling in self.rulings}
        return tuple(request for request in self.requests if request.number not in ruled)

    @property
    def withdrawals(self) -> Withdrawals:
        """The list of what is withdrawn."""
        return Withdrawals(tuple(ruling for ruling in self.rulings if ruling.withdraws))
