"""What a server loads before it answers: whoever starts one waits for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

# What makes, reasons and validates graphs, and what columns need.
HEAVY = {"duckdb", "numpy", "owlready2", "pyshacl", "sqlglot"}
# What some answers need.
SOMETIMES = {"icalendar", "lxml", "pyparsing", "requests"}
MAKING = {f"peyvand.graph.{name}" for name in ("build", "bulk", "derive", "history", "validate")}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("peyvand.query.fork_server", HEAVY | MAKING | {"flask", "uvicorn"}),
        # Its processes load what they need beside what it loads after this.
        ("peyvand.web.server", HEAVY | MAKING | SOMETIMES | {"flask", "httpx2", "uvicorn"}),
        (
            "peyvand.web.serving",
            {"duckdb", "numpy", "owlready2", "pyarrow", "pyshacl", *MAKING, *SOMETIMES}
            - {"peyvand.graph.validate"},
        ),
    ],
)
def test_what_is_not_needed_to_answer_is_not_waited_for(module: str, unwanted: set[str]) -> None:
    code = f"import sys, {module}; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not unwanted & set(run.stdout.split())
