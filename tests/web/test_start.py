"""What a server loads before it answers: whoever starts one waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Store

from peyvand.graph.history import publish_lines
from peyvand.graph.versions import Versions

# What makes, reasons and validates graphs, and what columns need.
HEAVY = {"duckdb", "numpy", "owlready2", "pyshacl", "sqlglot"}
# What some answers need.
SOMETIMES = {"icalendar", "lxml", "pyparsing", "requests"}
MAKING = {f"peyvand.graph.{name}" for name in ("build", "bulk", "derive", "history", "validate")}
# What only pages need, or tables of entries that are sent.
PAGES = {"flask", "peyvand.web.app", "peyvand.register.tables"}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("peyvand.query.fork_server", HEAVY | MAKING | {"flask", "uvicorn"}),
        # Its processes load what they need beside what it loads after this.
        ("peyvand.web.server", HEAVY | MAKING | SOMETIMES | {"flask", "httpx2", "uvicorn"}),
        (
            "peyvand.web.serving",
            {"duckdb", "numpy", "owlready2", "pyarrow", "pyshacl", *MAKING, *SOMETIMES, *PAGES}
            - {"peyvand.graph.validate"},
        ),
    ],
)
def test_what_is_not_needed_to_answer_is_not_waited_for(module: str, unwanted: set[str]) -> None:
    code = f"import sys, {module}; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not unwanted & set(run.stdout.split())


def test_a_server_whose_pages_cannot_be_loaded_ends_with_the_reason(tmp_path: Path) -> None:
    publish_lines(Versions(tmp_path), Store(), [], "copy", keep=1)
    code = "import sys; from peyvand.cli import main; sys.modules['peyvand.web.app'] = None; "
    code += "sys.exit(main(['serve', '--port', '0']))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PEYVAND_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 1
    assert "peyvand.web.app" in run.stderr.splitlines()[-1]
