"""What GeoNames says of our cities: which are capitals.

The table in ``data/geonames`` was derived from a larger file by the script beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from peyvand.model import Claim
from peyvand.sources.licences import CC_BY
from peyvand.sources.registry import Registry
from peyvand.sources.snapshots import Snapshot, read_snapshots, snapshot_of
from peyvand.sources.source import Content, Known, Registered, Source
from peyvand.sources.tables import read_table
from peyvand.vocabulary.iris import iri, thing
from peyvand.vocabulary.properties import Vocabulary

CAPITAL_COLUMNS = ("city", "country", "snapshot")


class GeoNames(Source):
    """The capitals among our cities."""

    name = "GeoNames"
    folder = "geonames"
    licence = CC_BY

    def register(self, data: Path, vocabulary: Vocabulary) -> Registered:
        """The snapshots of GeoNames."""
        path = data / self.folder / "snapshots.csv"
        snapshots, quads = read_snapshots(path, thing("organisation/geonames"))
        return Registered(quads, snapshots)

    def read(self, known: Known) -> Content:
        """The capitals."""
        path = known.data / self.folder / "capitals.csv"
        stated = read_capitals(path, dict(known.snapshots), known.things)
        return Content(claims=[(snapshot.graph, claim) for snapshot, claim in stated])


def read_capitals(
    path: Path, snapshots: dict[str, Snapshot], registry: Registry
) -> Iterator[tuple[Snapshot, Claim]]:
    """Which of our cities are national capitals, from GeoNames."""
    for row in read_table(path, CAPITAL_COLUMNS):
        snapshot = snapshot_of(row, snapshots)
        try:
            city, country = registry.find(row["city"]), registry.find(row["country"])
        except LookupError as error:
            raise row.error(f"{error}.", "Correct the name.") from None
        slug = f"{snapshot.name}-{row['city'].partition('/')[2]}-capital"
        yield snapshot, snapshot.claim(slug, city, iri("pv:isCapitalOf"), (country,))
