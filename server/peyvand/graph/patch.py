"""What one version adds to another and removes from it, as lines of N-Quads.

Written in the RDF Patch format (Apache Jena's: a line each, ``D`` for removed and ``A`` for
added, between ``TX`` and ``TC``). Blank nodes keep their labels from version to version, so that
a line means the same in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse, serialize

from peyvand.errors import Damaged
from peyvand.wording import say


@dataclass(frozen=True)
class Patch:
    """The lines that are added and those that are removed, each sorted, with line ends."""

    added: tuple[bytes, ...] = ()
    removed: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    @property
    def inverse(self) -> Patch:
        """The patch that undoes this one."""
        return Patch(self.removed, self.added)

    def lines(self, before: Iterable[bytes]) -> list[bytes]:
        """The sorted lines that this patch makes of others."""
        return sorted((set(before) - set(self.removed)) | set(self.added))

    def then(self, other: Patch) -> Patch:
        """This patch and then another, as one: of each line it says what was said of it last.

        What was added and then removed is removed, whatever the lines are that it is applied to.
        """
        more, less = set(other.added), set(other.removed)
        return Patch(
            tuple(sorted(set(self.added) - less | more)),
            tuple(sorted(set(self.removed) - more | less)),
        )

    def apply(self, store: Store) -> None:
        """Change a store."""
        for quad in quads(self.removed):
            store.remove(quad)
        store.extend(quads(self.added))

    def graphs(self) -> set[str]:
        """The names of the graphs it changes; the default graph is the empty name."""
        names = set()
        for quad in quads((*self.added, *self.removed)):
            graph = quad.graph_name
            names.add("" if isinstance(graph, DefaultGraph) else str(graph.value))
        return names

    def text(self) -> bytes:
        """The patch as RDF Patch, with removals first."""
        return b"".join(
            (
                b"TX .\n",
                *(b"D " + line for line in self.removed),
                *(b"A " + line for line in self.added),
                b"TC .\n",
            )
        )


def net(patches: Iterable[Patch]) -> Patch:
    """What some patches change together, made one after another on lines that each was made for.

    Unlike with ``Patch.then``, what comes and goes again, or goes and comes again, is no change.
    """
    first: dict[bytes, bool] = {}
    last: dict[bytes, bool] = {}
    for patch in patches:
        for lines, is_added in ((patch.removed, False), (patch.added, True)):
            for line in lines:
                first.setdefault(line, is_added)
                last[line] = is_added
    changed = sorted(line for line, is_added in first.items() if last[line] == is_added)
    return Patch(
        tuple(line for line in changed if last[line]),
        tuple(line for line in changed if not last[line]),
    )


def difference(before: Iterable[bytes], after: Iterable[bytes]) -> Patch:
    """What leads from some lines to others."""
    old, new = set(before), set(after)
    return Patch(tuple(sorted(new - old)), tuple(sorted(old - new)))


def read_patch(path: Path) -> Patch:
    """A patch from a file.

    Raises:
        Damaged: the file is missing, or is not a whole patch.
    """
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except OSError as error:
        words = say("damaged-version", number=path.parent.name, reason=error.strerror)
        raise Damaged(**words) from error
    if not lines or lines[0] != b"TX .\n" or lines[-1] != b"TC .\n":
        reason = f"{path.name} is not a whole patch"
        raise Damaged(**say("damaged-version", number=path.parent.name, reason=reason))
    return Patch(
        tuple(line[2:] for line in lines if line.startswith(b"A ")),
        tuple(line[2:] for line in lines if line.startswith(b"D ")),
    )


def quads(lines: Sequence[bytes]) -> Iterable[Quad]:
    """The quads of some lines."""
    return parse(b"".join(lines), format=RdfFormat.N_QUADS)


def as_lines(some: Iterable[Quad]) -> tuple[bytes, ...]:
    """Quads as sorted lines of N-Quads, as a dump has them."""
    text = serialize(some, format=RdfFormat.N_QUADS)
    assert text is not None
    return tuple(sorted(text.splitlines(keepends=True)))


def dump_lines(store: Store) -> list[bytes]:
    """A whole store as N-Quads, one quad a line, sorted by code point: the same every time."""
    text = store.dump(format=RdfFormat.N_QUADS)
    assert text is not None
    return sorted(text.splitlines(keepends=True))
