"""One version of the graph: where its files are, and what its manifest tells."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from peyvand.errors import Damaged, Withheld
from peyvand.graph.layout import DUMP, MANIFEST, PATCH, STORE
from peyvand.graph.tally import Tally
from peyvand.graph.withheld import UNDER
from peyvand.wording import say


@dataclass(frozen=True)
class Version:
    """One published version."""

    path: Path

    @property
    def held(self) -> Store | None:
        """Its graph, if this process holds it."""
        return None

    @cached_property
    def number(self) -> int:
        """Its number; versions count from 1."""
        return int(self.path.name)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The facts about the version, as written in ``manifest.json``.

        Raises:
            Damaged: they cannot be read.
        """
        try:
            manifest: dict[str, Any] = json.loads(
                (self.path / MANIFEST).read_text(encoding="utf-8")
            )
        except (OSError, ValueError) as error:
            reason = f"{MANIFEST} cannot be read"
            raise Damaged(**say("damaged-version", number=self.number, reason=reason)) from error
        return manifest

    @property
    def is_unchanged(self) -> bool:
        """Whether it is what it was when its manifest was read: it may have been made anew."""
        return Version(self.path).graph_sum == self.graph_sum

    def check(self) -> None:
        """See that it is what it was when its manifest was read.

        Raises:
            Withheld: it was made anew without what was withdrawn.
        """
        if not self.is_unchanged:
            raise Withheld(**say("withheld", number=self.number))

    @property
    def tag(self) -> str:
        """What tells it from all others for whoever holds answers of it.

        A version never changes, but that it is made anew without what was withdrawn.
        """
        under = str(self.manifest.get(UNDER, ""))
        return f"v{self.number}-{under[:12]}" if under else f"v{self.number}"

    @property
    def graph_sum(self) -> str:
        """What tells its graph from every other: a checksum, whatever the graph was made of."""
        return str(self.manifest.get("graph_sum") or self.manifest.get("dump_sha256", ""))

    @property
    def dump(self) -> Path:
        """The sorted N-Quads dump; it is there if somebody asked for it."""
        return self.path / DUMP

    @property
    def store(self) -> Path:
        """The on-disk store; older versions keep only their patch."""
        return self.path / STORE

    @property
    def patch(self) -> Path:
        """What it changed of the version before."""
        return self.path / PATCH

    @property
    def tally(self) -> Tally | None:
        """What its lines add up to; versions of older programs do not tell."""
        text = self.manifest.get("graph_sum")
        return Tally.read(self.manifest["quads"], text) if text else None

    @property
    def kept_apart(self) -> dict[str, str]:
        """The graphs whose licence does not let them stand among others, with it."""
        return dict(self.manifest.get("kept_apart", {}))

    def licences(self, graphs: Iterable[str]) -> list[str]:
        """The licences of those of some graphs that are kept apart, in order."""
        apart = self.kept_apart
        return sorted({apart[graph] for graph in graphs if graph in apart})

    @property
    def empty_graphs(self) -> list[str]:
        """The named graphs that exist without a triple."""
        return list(self.manifest.get("empty_graphs", ()))
