"""What tells whether a build would make another graph than the one before."""

from __future__ import annotations

import hashlib
from pathlib import Path

from peyvand import __version__
from peyvand.sources.optional import FOLDER as IMPORTS

# What a build reads: a change to any of it makes a new version.
INPUTS = ("ontology", "shapes", "queries", "data")
# Whose queries are asked of what was built already.
_ASKED_LATER = (
    *("affinity", "audit", "clocks", "commands", "monitor", "network", "partners"),
    *("recognition", "web"),
)


def fingerprint(root: Path, world: bool = True, home: Path | None = None) -> str:
    """A checksum of everything a build reads, of the program, and of whether it takes the world.

    Args:
        root: the folder with ontology, shapes, queries and data.
        world: whether the world's pairs are taken.
        home: where an operator's lists are, if there are any.
    """
    digest = hashlib.sha256(f"{__version__} {world}".encode())
    for path in sorted((home / IMPORTS).glob("*/*.csv")) if home else ():
        digest.update("/".join(path.parts[-2:]).encode() + b"\0" + path.read_bytes())
    for name in INPUTS:
        for path in sorted((root / name).rglob("*")):
            parts = path.relative_to(root).parts
            if parts[0] == "queries" and parts[1] in _ASKED_LATER:
                continue
            if path.is_file() and path.suffix in {".ttl", ".rq", ".csv", ".toml"}:
                digest.update("/".join(parts).encode() + b"\0")
                digest.update(path.read_bytes())
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.rglob("*.py")):
        # What only serves does not change what is built.
        if path.relative_to(package).parts[0] not in (
            "bundle",
            "formats.py",
            "query",
            "search",
            "texts.py",
            "web",
            "wording.py",
        ):
            digest.update(path.read_bytes())
    return digest.hexdigest()
