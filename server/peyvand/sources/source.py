"""What a source of the graph is: where it is from, what it registers, and what it claims.

A source is a class of one module, and a row of ``sources/registered.py``. The build reads the
registered things of all sources first, so that each may name those of any other, and then what
each one says, in the order of the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from pyoxigraph import NamedNode, Quad

from peyvand.model import Claim
from peyvand.sources.registry import Registry
from peyvand.sources.snapshots import Snapshot
from peyvand.vocabulary.properties import Vocabulary


@dataclass(frozen=True)
class Preference:
    """A decision that one claim's reading stands in the default graph and its rivals' do not."""

    preferred: str
    overruled: tuple[str, ...]


@dataclass(frozen=True)
class Registered:
    """What a source makes known before anything is claimed: things, and its dated copies."""

    quads: Sequence[Quad] = ()
    snapshots: Mapping[str, Snapshot] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What a source may refer to.

    ``things`` are those that a row may name, ``register`` is what is said of them, ``cities`` are
    ours by the item that they were decided to be, and ``said`` is what the sources before this one
    claim.
    """

    data: Path
    vocabulary: Vocabulary
    register: Sequence[Quad]
    things: Registry
    snapshots: Mapping[str, Snapshot]
    cities: Mapping[NamedNode, NamedNode]
    said: Sequence[Claim] = ()


@dataclass(frozen=True)
class Content:
    """What a source says.

    ``quads`` stand as they are given. Each claim stands in the named graph given with it; of
    ``claims`` the readings stand in the default graph too, of ``aside`` they do not.
    ``preferences`` tell which of rival claims gives the reading.
    """

    quads: Sequence[Quad] = ()
    claims: Sequence[tuple[NamedNode, Claim]] = ()
    aside: Sequence[tuple[NamedNode, Claim]] = ()
    preferences: Sequence[Preference] = ()


class Source(Protocol):
    """A source of the graph.

    ``name`` is for messages, ``folder`` is where its tables are below ``data``, ``licence`` is the
    IRI of the licence that they are under. One that is ``of_the_world`` is left out of a build of
    the documents alone. Of a property in ``single_valued`` a thing has one value at a time: the
    newest claim of all sources that say so gives the reading.
    """

    name: ClassVar[str]
    folder: ClassVar[str]
    licence: ClassVar[str]
    of_the_world: ClassVar[bool] = False
    single_valued: ClassVar[frozenset[NamedNode]] = frozenset()

    def register(self, data: Path, vocabulary: Vocabulary) -> Registered:
        """The things and dated copies that the source makes known.

        Raises:
            SourceError: a row holds something wrong.
        """
        return Registered()

    def read(self, known: Known) -> Content:
        """What the source says.

        Raises:
            SourceError: a row holds something wrong; its file, line and remedy are in the message.
        """
        return Content()
