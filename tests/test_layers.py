"""Imports run one way, and modules stay small."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

import pytest

import peyvand
from peyvand.vocabulary.iris import PREFIXES

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.layers import LEAVES as LOWEST
from tools.layers import PICTURE, imported, picture

PACKAGE = Path(peyvand.__file__).parent
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "bundle" not in p.parts)
# What each layer may import from the package, beside itself.
LEAVES = set(LOWEST)
ALLOWED = {
    "features": LEAVES,
    "sources": LEAVES,
    "evidence": LEAVES | {"sources"},
    "exports": LEAVES | {"sources"},
    "comparison": LEAVES | {"sources", "features", "exports"},
    "columns": LEAVES,
    "graph": LEAVES | {"sources", "features", "evidence", "comparison", "columns"},
    "network": LEAVES | {"sources", "features"},
    "register": LEAVES | {"sources", "features", "evidence"},
    "monitor": LEAVES | {"sources"},
    "affinity": LEAVES | {"sources", "features", "partners"},
    "partners": LEAVES | {"sources", "features", "graph"},
    "recognition": LEAVES | {"sources", "graph"},
    "purging": LEAVES | {"graph", "query"},
    "replication": LEAVES | {"graph", "purging"},
    "engines": LEAVES | {"graph"},
    "doctor": LEAVES | {"sources", "graph", "query", "engines"},
    "screening": LEAVES | {"sources", "features"},
    "clocks": LEAVES | {"sources", "register"},
    "audit": LEAVES | {"sources", "graph", "monitor", "recognition", "clocks"},
    "search": LEAVES | {"sources", "features", "graph"},
    "query": LEAVES | {"sources", "graph", "register", "search", "clocks", "columns", "engines"},
    "linkage": LEAVES | {"sources", "features", "comparison", "exports", "search"},
    "web": LEAVES
    | {"sources", "features", "graph", "query", "search", "linkage", "network", "register"}
    | {"monitor", "recognition", "clocks", "audit", "partners", "affinity", "screening"}
    | {"purging", "exports"},
    "commands": LEAVES
    | {"sources", "features", "comparison", "exports", "graph", "query", "search", "linkage"}
    | {"network", "register", "monitor", "recognition", "clocks", "audit", "partners"}
    | {"affinity", "screening", "purging", "client", "mcp", "replication", "engines", "doctor"}
    | {"columns"},
    "client": LEAVES | {"sources"},
    "mcp": LEAVES | {"client", "graph", "web"},
    "cli": LEAVES | {"sources", "graph", "query", "web", "commands"},
}


# What loads the engines of matching, of networks and of HTTP, which most commands do without.
HEAVY = {"linkage", "mcp", "network", "partners", "replication", "web"}
# What decides, and reads or writes nothing.
PURE = ("features", "linkage", "evidence", "comparison", "exports", "register", "recognition")
# The packages of ``web``, which import those before them; the modules beside put them together.
OF_WEB = ("http", "linked_data", "endpoint", "pages", "reconciliation", "openapi")
# Those of ``web/pages``, the same.
OF_PAGES = (
    *("components", "following", "register", "things", "lists", "search", "match", "network"),
    *("questions", "checks", "partnership", "ontology"),
)


def test_imports_run_one_way() -> None:
    wrong = {}
    for path in MODULES:
        layer = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if layer not in ("__init__", "__main__"):
            wrong[path] = imported(path) - {layer} - ALLOWED.get(layer, LEAVES)
    assert {path: packages for path, packages in wrong.items() if packages} == {}


@pytest.mark.parametrize("part", OF_WEB)
def test_the_packages_of_the_web_import_those_before_them(part: str) -> None:
    before = set(OF_WEB[: OF_WEB.index(part) + 1])
    paths = list((PACKAGE / "web" / part).rglob("*.py")) or [PACKAGE / "web" / f"{part}.py"]
    wrong = {path.name: imported(path, below="peyvand.web") - before for path in paths}
    assert {name: parts for name, parts in wrong.items() if parts} == {}


@pytest.mark.parametrize("part", OF_PAGES)
def test_the_packages_of_the_pages_import_those_before_them(part: str) -> None:
    before = set(OF_PAGES[: OF_PAGES.index(part) + 1])
    paths = list((PACKAGE / "web" / "pages" / part).glob("*.py"))
    wrong = {path.name: imported(path, below="peyvand.web.pages") - before for path in paths}
    assert paths
    assert {name: parts for name, parts in wrong.items() if parts} == {}


def test_the_picture_of_the_layers_is_that_of_the_code() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run: python -m tools.layers"


def test_a_command_loads_what_is_heavy_when_it_runs() -> None:
    for path in (PACKAGE / "cli.py", *(PACKAGE / "commands").glob("*.py")):
        assert imported(path, everywhere=False) & HEAVY == set(), path


def test_the_pure_middle_reads_no_file() -> None:
    for path in chain.from_iterable((PACKAGE / name).glob("*.py") for name in PURE):
        text = path.read_text(encoding="utf-8")
        assert "open(" not in text
        assert "Path" not in text


def test_modules_are_small() -> None:
    # Lists of commands with their help, and of errors with theirs, are let be longer.
    most = {path: 360 if path.name in ("cli.py", "errors.py") else 300 for path in MODULES}
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: count for path, count in lines.items() if count > most[path]} == {}


def test_every_prefix_ends_as_a_namespace() -> None:
    assert all(iri.endswith(("#", "/")) for iri in PREFIXES.values())


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("make_conditional(", "web/http/conditional.py"),
        ("in request.headers.items()", "web/http/flask_requests.py"),
        ("async for piece in answer.pieces", None),
        ("bridge.endpoint", "web/serving.py"),
        ("add_url_rule(", "web/app.py"),
        ("Blueprint", None),
    ],
)
def test_what_has_one_home_stands_nowhere_else(what: str, where: str | None) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    found = [path.relative_to(PACKAGE).as_posix() for path in texts if what in texts[path]]
    assert found == ([where] if where else [])
