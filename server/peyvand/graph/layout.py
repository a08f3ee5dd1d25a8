"""What the files and folders of versions are called."""

from __future__ import annotations

DUMP = "graph.nq"
# The checksum of a dump that was made after its version.
DUMP_SUM = "graph.nq.sha256"
# A dump that is being made.
UNFINISHED = ".dump"
STORE = "store"
# The terms and quads as columns of DuckDB, beside the store.
COLUMNS = "columns.duckdb"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
PATCH = "patch.rdfp"
WRITES = "writes.rdfp"
# What a write asked for, if more followed from it.
ASKED = "asked.rdfp"
DESCRIPTION = "void.ttl"
REPORT = "report.ttl"
REPORT_TEXT = "report.txt"
# The index of names, which whoever first needs it makes; it is not among the checksums.
SEARCH = "search.sqlite"
# What partners are looked for in, likewise.
PARTNERS = "partners.json"
# The folder of its terms and quads as columns, likewise; a build makes them with the version.
COLUMNS = "columns"
# What is made of the graph when it is first needed, and goes into no backup.
INDEXES = (SEARCH, PARTNERS, COLUMNS)
# Where a version is made, and where a whole history is, which a backup brings back.
CANDIDATE = ".candidate"
RESTORED = ".restored"
# Where a version is made anew without what was withdrawn, and where it is until that took its
# place: both with the number.
REMAKING, GONE = ".remade-", ".withdrawn-"
# What older versions lose: it can be made again from what they keep.
BULK = (DUMP, DUMP_SUM, UNFINISHED, WRITES, STORE, *INDEXES)
# What else stands in a home and is made of the versions: it goes when they are made anew.
DUMPS, FIGURES, COUNTED, NAMES, DAMAGED = (
    *("dumps", "network", "monitor"),
    *(".names.sqlite", "damaged"),
)
MADE_OF_VERSIONS = (DUMPS, FIGURES, COUNTED, NAMES, f"{NAMES}-journal", DAMAGED)
