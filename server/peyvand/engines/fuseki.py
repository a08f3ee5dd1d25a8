"""Apache Jena Fuseki: a dataset for each load, changes as RDF Patches, labels of blank nodes."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from peyvand.engines.model import Engine, Held
from peyvand.engines.node import Node
from peyvand.engines.speaking import PATIENCE_S, QUADS, EngineFailed
from peyvand.engines.statements import labelled, patching
from peyvand.graph.patch import Patch
from peyvand.graph.tally import Tally

_POLL_S = 0.5
_BLOCK = 256 * 1024
_PATCH = "application/rdf-patch"
# TDB2 keeps what a change replaces: after so many versions its files are written anew.
_COMPACTED_EVERY = 100


class FusekiNode(Node):
    """One Fuseki; see ``Node``."""

    keeps_labels = True
    most_changed = 200_000

    def held(self) -> Held | None:
        """See ``Node``; a dataset that is gone holds none."""
        try:
            return super().held()
        except EngineFailed as error:
            # It answers, but its disk was lost, or somebody removed the dataset.
            if error.status == 404:
                return None
            raise

    def proves(self, line: bytes) -> bool:
        """See ``Node``."""
        return True

    def tally(self) -> Tally:
        """See ``Node``."""
        with tempfile.TemporaryFile() as file:
            # No limit of time is on this, as there may be on queries.
            return Tally.of(self._read(self._speaker.lines(file, f"{self.engine.at}/data")))

    def change(self, patch: Patch, before: Held, after: Held) -> None:
        """See ``Node``."""
        try:
            # With its length, so that the server need not guess whether it is all.
            content, headers = patching(patch, before, after), {"Content-Type": _PATCH}
            self._speaker.send("POST", f"{self.engine.at}/patch", content=content, headers=headers)
        except EngineFailed as error:
            # Its dataset was made without an address for patches.
            if error.status not in (404, 405):
                raise
            super().change(patch, before, after)

    def load(self, dump: Path, held: Held) -> Engine:
        """See ``Node``; a dataset is made for it, beside the one that is asked meanwhile."""
        old, begins_with = self.engine, f"peyvand-{self.engine.key}-"
        # What a load left that was ended half-way takes the room of this one.
        for one in self._speaker.send("GET", self._admin("datasets")).json()["datasets"]:
            name = str(one["ds.name"]).strip("/")
            if name.startswith(begins_with) and name != self._dataset:
                self._remove(name)
        name = f"{begins_with}{held.number}-{os.urandom(4).hex()}"
        self._speaker.send("POST", self._admin("datasets"), data={"dbName": name, "dbType": "tdb2"})
        self.engine = old.at_dataset(f"{old.url}/{name}", held.number)
        headers = {"Content-Type": QUADS}
        try:
            self._speaker.send(
                "POST", f"{self.engine.at}/data", content=_pieces(dump), headers=headers
            )
            self.mark(held)
        except EngineFailed:
            self.engine = old
            self._remove(name)
            raise
        return self.engine

    def is_due(self, number: int) -> bool:
        """See ``Node``."""
        return number - self.engine.compacted >= _COMPACTED_EVERY

    def compact(self) -> None:
        """See ``Node``."""
        at, until = self._admin(f"compact/{self._dataset}"), time.monotonic() + PATIENCE_S
        task = self._speaker.send("POST", at, params={"deleteOld": "true"}).json()["taskId"]
        while time.monotonic() < until:
            told = self._speaker.send("GET", self._admin(f"tasks/{task}")).json()
            if "finished" in told:
                if told.get("success"):
                    return
                break
            time.sleep(_POLL_S)
        raise self._speaker.failed("its files were not compacted")

    def reject(self, before: Engine) -> None:
        """See ``Node``."""
        wrong, self.engine = self.engine, before
        self.drop(wrong)

    def drop(self, former: Engine) -> None:
        """See ``Node``; other datasets may be somebody else's."""
        if former.at and former.at != self.engine.at:
            self._remove(former.at.rpartition("/")[2])

    @property
    def _dataset(self) -> str:
        return self.engine.at.rpartition("/")[2]

    def _admin(self, path: str) -> str:
        return f"{self.engine.url}/$/{path}"

    def _remove(self, dataset: str) -> None:
        self._speaker.send("DELETE", self._admin(f"datasets/{dataset}"), ignore=True)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        for line_block in iter(lambda: file.readlines(_BLOCK), []):
            yield b"".join(map(labelled, line_block))
