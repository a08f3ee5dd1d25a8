"""What a list of withdrawals changes of a whole graph, with all that follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Store

from peyvand.graph.consequences import follow
from peyvand.graph.patch import Patch
from peyvand.graph.recorder import Recorder
from peyvand.graph.withdrawing.change import Withdrawing
from peyvand.withdrawal.model import Docket


@dataclass(frozen=True)
class Purge:
    """What a list changed of a graph.

    Attributes:
        patch: the change, with what followed.
        withdrawing: what of it the list says.
        recorder: has made it, and can undo it.
    """

    patch: Patch
    withdrawing: Withdrawing
    recorder: Recorder


def purge(store: Store, docket: Docket) -> Purge:
    """Take what is withdrawn out of a graph, and bring what is derived to what is left."""
    withdrawing, recorder = Withdrawing.of(store, docket), Recorder(store)
    recorder.remove(withdrawing.removed)
    for name in withdrawing.scope.graphs:
        recorder.remove_graph(name)
    recorder.add(withdrawing.added)
    follow(recorder, recorder.patch)
    return Purge(recorder.patch, withdrawing, recorder)
