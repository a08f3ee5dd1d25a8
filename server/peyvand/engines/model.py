"""Which engines hold versions: their list in a home, and the mark that a version has in each."""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from peyvand.errors import PeyvandError

FILE = "engines.json"
_LOCK = ".engines-list"
# Where an engine says which version it holds: one statement in a graph of its own.
STATE, HELD, VERSION = (f"urn:peyvand:{name}" for name in ("state", "held", "version"))
# The graph that stands for the default one where an engine has none.
DEFAULT = "urn:peyvand:default"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_URL = re.compile(r"https?://[^\s@\"<>\\^`{|}]+")
_PREFIX = "PEYVAND_ENGINE_"


class Kind(StrEnum):
    """How an engine is fed and asked."""

    FUSEKI = "fuseki"
    SPARQL = "sparql"
    VIRTUOSO = "virtuoso"


@dataclass(frozen=True)
class Engine:
    """An engine as the operator named it.

    Attributes:
        name: what it is called here.
        url: of Fuseki the address of the server; else that of the queries.
        kind: how it is fed and asked.
        update: the address of updates, of Virtuoso that of its graph store; of Fuseki it follows
            from ``at``.
        at: of Fuseki the dataset that is asked now; empty until it holds a version.
        key: what the names of its datasets begin with, so that nobody else's are removed.
        compacted: of Fuseki the version at which its files were last as small as can be.
        graphs: of Virtuoso the named graphs that it holds.
    """

    name: str
    url: str
    kind: Kind = Kind.SPARQL
    update: str = ""
    at: str = ""
    key: str = ""
    compacted: int = 0
    graphs: tuple[str, ...] = ()

    @property
    def dataset(self) -> dict[str, list[str]]:
        """The parameters that say which graphs a query is asked of (SPARQL 1.1 Protocol, 2.1.4), of
        one that has no default graph."""
        if self.kind is not Kind.VIRTUOSO:
            return {}
        return {"default-graph-uri": [DEFAULT], "named-graph-uri": [STATE, *self.graphs]}

    @property
    def computes(self) -> bool:
        """Whether the values that queries make are those of SPARQL 1.1; else it is asked for none:
        Virtuoso's yes is the number 1, and its blank nodes are IRIs."""
        return self.kind is not Kind.VIRTUOSO

    @property
    def asked_at(self) -> str:
        """Where queries go; empty while there is nothing to ask."""
        if self.kind is Kind.FUSEKI:
            return f"{self.at}/query" if self.at else ""
        return self.url

    @property
    def updated_at(self) -> str:
        """Where updates go."""
        return f"{self.at}/update" if self.kind is Kind.FUSEKI else self.update

    def at_dataset(self, address: str, number: int) -> Engine:
        """The same, once another dataset of it is asked, which was loaded with a version."""
        return replace(self, at=address, compacted=number)


@dataclass(frozen=True)
class Held:
    """The version that an engine says it holds: its number, and the sum of its graph."""

    number: int
    sum: str

    @property
    def text(self) -> str:
        """It as the mark has it."""
        return f"{self.number} {self.sum}"

    @classmethod
    def read(cls, text: str) -> Held | None:
        """What a mark tells; None if it is none."""
        number, _, told = text.partition(" ")
        plain = number.isascii() and number.isdigit() and len(number) < 10 and bool(told)
        return cls(int(number), told) if plain else None


def engines(home: Path) -> list[Engine]:
    """The engines of a home.

    Raises:
        PeyvandError: the list cannot be read.
    """
    path = home / FILE
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [
            Engine(**{**row, "kind": Kind(row["kind"]), "graphs": tuple(row.get("graphs", ()))})
            for row in rows
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PeyvandError(
            f"{path} cannot be read: {error}.", "Remove it, and add the engines again."
        ) from error


def keep(home: Path, every: Sequence[Engine]) -> None:
    """Keep the list of a home; it is there whole, or as it was."""
    change(home, lambda _: every)


def change(home: Path, how: Callable[[list[Engine]], Sequence[Engine]]) -> None:
    """Change the list of a home, one who does so after another.

    Raises:
        PeyvandError: the list cannot be read, or it is refused.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / _LOCK).open("w") as lock:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        _write(home, how(engines(home)))


def _write(home: Path, every: Sequence[Engine]) -> None:
    made = home / f".{FILE}"
    text = json.dumps([asdict(engine) for engine in every], ensure_ascii=False, indent=2)
    made.write_text(text + "\n", encoding="utf-8")
    os.replace(made, home / FILE)


def added(every: Sequence[Engine], engine: Engine) -> list[Engine]:
    """A list with one engine more.

    Raises:
        PeyvandError: the name is taken or none, or an address is none.
    """
    if not _NAME.fullmatch(engine.name):
        raise PeyvandError(
            f"{engine.name!r} is no name of an engine.",
            "Give up to 32 small letters, digits and hyphens, a letter first.",
        )
    if any(one.name == engine.name for one in every):
        raise PeyvandError(
            f"There is an engine {engine.name} already.",
            f"Choose another name, or remove it: peyvand engines remove {engine.name}",
        )
    for address in (engine.url, engine.update or engine.url):
        if not _URL.fullmatch(address):
            raise PeyvandError(
                f"{address!r} is no address of an engine.",
                "Give such as http://127.0.0.1:3030; a password stands in the environment.",
            )
    return [*every, replace(engine, url=engine.url.rstrip("/"), key=secrets.token_hex(4))]


def named(every: Sequence[Engine], name: str) -> Engine:
    """The engine of a name.

    Raises:
        PeyvandError: there is none.
    """
    for engine in every:
        if engine.name == name:
            return engine
    raise PeyvandError(f"There is no engine {name}.", "List those there are: peyvand engines list")


def credentials(name: str, environment: Mapping[str, str]) -> tuple[str, str] | None:
    """The name and password that an engine takes, from ``PEYVAND_ENGINE_NAME_USER`` and
    ``…_PASSWORD``; None without them."""
    start = _PREFIX + name.upper().replace("-", "_")
    user = environment.get(f"{start}_USER")
    return (user, environment.get(f"{start}_PASSWORD", "")) if user else None
