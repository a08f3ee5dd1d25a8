"""Every name of a version, for near matches and site maps; and the names that were given up."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode
from rapidfuzz import fuzz, process

from peyvand.graph.patch import quads
from peyvand.graph.steps import change
from peyvand.graph.versions import Version, Versions
from peyvand.query.executor import Executor
from peyvand.query.messages import Question
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import BASE, LABEL
from peyvand.web.linked_data.addresses import Name, is_safe, of_iri

# From more bytes of changes on all names are asked for anew.
_MOST_BYTES = 256 * 1024
_REMOVED = f"D <{BASE}id/".encode()
# How alike, of 100, two names must be, and how many near matches are told.
_ALIKE = 70
_TOLD = 5


# Letters that look alike on keyboards of Arabic and of Persian; hyphens and joiners as spaces.
_ALIKE_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "‌": " ", "-": " ", "_": " "})


def folded(text: str) -> str:
    """A name as it is compared."""
    return text.casefold().translate(_ALIKE_LETTERS)


@dataclass
class Names:
    """The things of a version that have a label: their labels by kind and slug."""

    kinds: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    _ready: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict, repr=False)

    def add(self, iri: str, label: str, language: str) -> None:
        """Take a label."""
        if name := of_iri(iri):
            labels = self.kinds.setdefault(name.kind, {}).setdefault(name.slug, {})
            labels[language] = min(label, labels.get(language, label))

    def after(self, changed: Iterable[Name], now: Names) -> Names:
        """The names after a change.

        Args:
            changed: the things of which labels came or went.
            now: the labels that those have now.
        """
        names = Names(dict(self.kinds), dict(self._ready))
        for kind, things in groupby(sorted(changed, key=lambda n: n.iri), lambda n: n.kind):
            slugs = dict(names.kinds.pop(kind, {}))
            for name in things:
                slugs.pop(name.slug, None)
            slugs |= now.kinds.get(kind, {})
            if slugs:
                names.kinds[kind] = slugs
            names._ready.pop(kind, None)
        return names

    def all(self) -> Iterator[Name]:
        """Every name, in order."""
        for kind in sorted(self.kinds):
            for slug in sorted(self.kinds[kind]):
                yield Name(kind, slug)

    def labels(self, name: Name) -> dict[str, str]:
        """The labels of a thing by language."""
        return self.kinds.get(name.kind, {}).get(name.slug, {})

    def near(self, name: Name) -> list[Name]:
        """The names most like one that is not there, by edit distance, the nearest first.

        They are looked for in slugs and labels of the same kind; if there is no such kind, in
        the kinds that are written almost like it.
        """
        kinds = [name.kind]
        if name.kind not in self.kinds:
            similar = process.extract(name.kind, list(self.kinds), scorer=fuzz.ratio, limit=2)
            kinds = [kind for kind, score, _ in similar if score >= _ALIKE]
        best: dict[Name, float] = {}
        words = folded(name.slug)
        for kind in kinds:
            slugs, texts = self._folded(kind)
            for _, score, at in process.extract(
                words, texts, scorer=fuzz.ratio, limit=3 * _TOLD, score_cutoff=_ALIKE
            ):
                like = Name(kind, slugs[at])
                best[like] = max(score, best.get(like, 0))
        return sorted(best, key=lambda n: (-best[n], n.iri))[:_TOLD]

    def _folded(self, kind: str) -> tuple[list[str], list[str]]:
        """The slugs of a kind, once for the slug and once for each label, and the texts."""
        if kind not in self._ready:
            pairs = [
                (slug, folded(text))
                for slug, labels in self.kinds[kind].items()
                for text in (slug, *labels.values())
            ]
            self._ready[kind] = [slug for slug, _ in pairs], [text for _, text in pairs]
        return self._ready[kind]


class Register:
    """The names of the current version, brought up from version to version.

    Args:
        executor: what evaluates.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._making = asyncio.Lock()
        self._held: tuple[Version, Names] | None = None

    async def names(self) -> Names:
        """The names of the current version."""
        async with self._making:
            version = self._executor.current()
            if self._held is None or self._held[0] != version:
                names = await self._kept_up(version) or await self._asked(version)
                self._held = version, names
            return self._held[1]

    async def _kept_up(self, version: Version) -> Names | None:
        """The names, of those of a version before and what changed since."""
        if self._held is None:
            return None
        versions, (before, names) = self._executor.versions, self._held
        changed = await asyncio.to_thread(_relabelled, versions, before.number, version)
        if not changed:
            return names if changed is not None else None
        now = await self._asked(version, *(NamedNode(name.iri) for name in changed))
        return await asyncio.to_thread(names.after, changed, now)

    async def _asked(self, version: Version, *things: NamedNode) -> Names:
        """The names of some things of a version, or of all."""
        query = own("web/names")
        text = query.bound(s=things) if things else query.text
        answer = await self._executor.query(
            Question(text, "csv", hints=False), version=version.number
        )
        return await asyncio.to_thread(_read, await answer.whole())

    async def last_seen(self, name: Name) -> int | None:
        """The last published version in which a thing was a subject, if it was removed since."""
        return await asyncio.to_thread(self._last_seen, name.iri)

    def _last_seen(self, iri: str) -> int | None:
        for version in reversed(self._executor.versions.all()):
            if iri in _removed(version):
                return version.number - 1
        return None


def _read(text: bytes) -> Names:
    names = Names()
    # Row by row, so that other threads have their turn.
    rows = csv.reader(io.StringIO(text.decode()))
    next(rows, None)
    # The engine quotes no IRI, so that one with a comma comes in pieces.
    for *parts, label, language in rows:
        names.add(",".join(parts), label, language)
    return names


def _relabelled(versions: Versions, before: int, version: Version) -> list[Name] | None:
    """The things whose labels differ from those of a version before; None if too many may."""
    patch = change(versions, before, version, _MOST_BYTES)
    if patch is None:
        return None
    iris = {
        quad.subject.value
        for quad in quads((*patch.added, *patch.removed))
        if quad.predicate == LABEL
        and quad.graph_name == DefaultGraph()
        and isinstance(quad.subject, NamedNode)
        and is_safe(quad.subject.value)
    }
    return [name for iri in sorted(iris) if (name := of_iri(iri))]


def _removed(version: Version) -> frozenset[str]:
    """The things of which a version took statements away."""
    return _removed_by(version.patch) if version.patch.is_file() else frozenset()


@lru_cache(maxsize=1024)
def _removed_by(patch: Path) -> frozenset[str]:
    removed = set()
    with patch.open("rb") as lines:
        for line in lines:
            if line.startswith(_REMOVED):
                removed.add(line[3 : line.index(b">")].decode())
    return frozenset(removed)
