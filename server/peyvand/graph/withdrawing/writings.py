"""What was written, without what is withdrawn of it."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad, Store

from peyvand.graph.patch import Patch, as_lines, quads, read_patch
from peyvand.graph.withdrawing.change import Withdrawing
from peyvand.withdrawal.model import Docket


class Writings:
    """Files of what was written that are brought to a list.

    What they add was perhaps removed again: so it is looked at by itself too.

    Args:
        docket: the requests and rulings.
        withdrawing: what the list changes of the graph that they led to.
    """

    def __init__(self, docket: Docket, withdrawing: Withdrawing) -> None:
        self._docket, self._withdrawing = docket, withdrawing

    def of_file(self, path: Path) -> Patch:
        """What stays of a file."""
        return self.of_patch(read_patch(path))

    def of_patch(self, patch: Patch) -> Patch:
        """What stays of a change; of what it added, what stays in its place."""
        if not patch:
            return patch
        sides = [list(quads(lines)) for lines in (patch.added, patch.removed)]
        scratch = Store()
        scratch.extend(quad for side in sides for quad in side)
        alone, whole = Withdrawing.of(scratch, self._docket), self._withdrawing
        # Which things stood on claims alone, the graph alone can tell.
        gone = {*alone.scope.claims, *alone.scope.others, *whole.scope}
        graphs = alone.scope.graphs | whole.scope.graphs

        def stays(quad: Quad) -> bool:
            ends = quad.subject, quad.object, quad.graph_name
            return not any(end in gone or end in graphs for end in ends)

        added = [q for q in sides[0] if stays(q) and q not in whole.removed]
        removed = [q for q in sides[1] if stays(q)]
        if len(added) == len(sides[0]) and len(removed) == len(sides[1]):
            return patch
        told = {q.subject for q in sides[0] if not stays(q)}
        left = {q for q in (*whole.left, *alone.left) if q.subject in told and q.subject in gone}
        return Patch(as_lines({*added, *left}), as_lines(removed))
