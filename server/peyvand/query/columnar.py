"""The columns of a version for a worker, if there are any and the worker has what they need."""

from __future__ import annotations

import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from peyvand.query.beside import Beside, Plan
from peyvand.query.messages import BesideStore, Question

_MODULE = "peyvand.columns"


def load() -> None:
    """Load the engine of the columns.

    It leaves no thread behind, so that the process can be forked: the connection that it opens
    when it is loaded has some, until it is closed.
    """
    import duckdb

    import peyvand.columns  # noqa: F401

    duckdb.default_connection().close()
