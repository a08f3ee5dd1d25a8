"""The sources of the graph: a row each, in the order in which they are read."""

from __future__ import annotations

from peyvand.sources.decisions import Curated
from peyvand.sources.documents import Documents
from peyvand.sources.geonames_tables import GeoNames
from peyvand.sources.register import RegisterOfThings
from peyvand.sources.source import Source
from peyvand.sources.wikidata.snapshots import WikidataSnapshots
from peyvand.sources.world import World

SOURCES: tuple[Source, ...] = (
    RegisterOfThings(),
    Curated(),
    Documents(),
    WikidataSnapshots(),
    GeoNames(),
    World(),
)
