"""A small store of agreements and claims."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store


@pytest.fixture
def store() -> Store:
    """Five agreements in the default graph, claims in three named ones."""
    store = Store()
    store.load(path=str(Path(__file__).with_name("tiny.trig")), format=RdfFormat.TRIG)
    return store
