"""Imports run one way, and modules stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import peyvand
from peyvand.vocab import PREFIXES

PACKAGE = Path(peyvand.__file__).parent
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "bundle" not in p.parts)
# What each layer may import from the package, beside itself.
LEAVES = {
    "disk", "errors", "model", "redaction", "reported", "resources", "settings", "terms", "tokens",
    "vocab", "wording",
}  # fmt: skip
ALLOWED = {
    "sources": LEAVES,
    "merge": LEAVES | {"sources"},
    "linking": LEAVES | {"sources", "merge"},
    "network": LEAVES | {"sources", "merge"},
    "graph": LEAVES | {"sources", "merge"},
    "query": LEAVES | {"sources", "graph"},
    "search": LEAVES | {"sources", "merge", "graph"},
    "web": LEAVES | {"sources", "merge", "graph", "query", "search", "network"},
    "commands": LEAVES | {"sources", "merge", "graph", "query", "search", "linking", "network"},
    "cli": LEAVES | {"sources", "graph", "query", "web", "commands"},
}


# What loads the engines of matching, of networks and of HTTP, which most commands do without.
HEAVY = {"linking", "network", "web"}


def imported(path: Path, everywhere: bool = True) -> set[str]:
    """The parts of the package that a module imports, everywhere in it or when it is loaded."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[0] == "peyvand" and len(parts) > 1:
                found.add(parts[1])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    layer = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if layer in ("__init__", "__main__"):
        return
    assert imported(path) - {layer} <= ALLOWED.get(layer, LEAVES)


def test_a_command_loads_what_is_heavy_when_it_runs() -> None:
    for path in (PACKAGE / "cli.py", *(PACKAGE / "commands").glob("*.py")):
        assert imported(path, everywhere=False) & HEAVY == set(), path


def test_the_pure_middle_reads_no_file() -> None:
    for path in (PACKAGE / "merge").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "open(" not in text
        assert "Path" not in text


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_modules_are_small(path: Path) -> None:
    # Lists of commands with their help, and of errors with theirs, are let be longer.
    most = 360 if path.name in ("cli.py", "errors.py") else 300
    assert len(path.read_text(encoding="utf-8").splitlines()) <= most


def test_every_prefix_ends_as_a_namespace() -> None:
    assert all(iri.endswith(("#", "/")) for iri in PREFIXES.values())
