"""The audit of the documents' graph, and of a small one that can be counted by hand."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from audit.samples import asking
from peyvand.audit import Audited, audit, rulings
from peyvand.graph.build import Graph
from peyvand.graph.profiles import shipped
from peyvand.resources import root


@pytest.fixture(scope="session")
def of_documents(graph: Graph) -> list[Audited]:
    ask = asking(graph.store)
    return audit(ask, rulings(ask, shipped().values()))


@pytest.fixture(scope="session")
def small_store() -> Store:
    store = Store()
    case = root() / "tests/queries/own/audit/data.trig"
    store.load(path=str(case), format=RdfFormat.TRIG)
    return store


@pytest.fixture(scope="session")
def of_small(small_store: Store) -> list[Audited]:
    return audit(asking(small_store))
