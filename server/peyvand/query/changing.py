"""The change that a request asks for, made by a recorder."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from peyvand.errors import BadRequest, Damaged, NotFound, UnknownFunction
from peyvand.graph.lines import between, lines_in, lines_of
from peyvand.graph.normalised import Change as Normalised
from peyvand.graph.normalised import changes
from peyvand.graph.patch import Patch, difference, quads
from peyvand.graph.recorder import Recorder
from peyvand.graph.versions import Version, Versions
from peyvand.query.dataset import with_dataset
from peyvand.query.engine import failure, malformed
from peyvand.query.literals import of_update
from peyvand.query.rewriting import rewritten_update
from peyvand.query.rights import DEFAULT
from peyvand.query.sandbox import limited
from peyvand.query.updating import NoSuchGraph, update
from peyvand.query.upload import read
from peyvand.query.writes import GraphWrite, Rollback, Rule, Update, Write, WriteKind, WriteLimits
from peyvand.vocabulary.iris import BASE
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.statements import decided
from peyvand.wording import say


class Change:
    """The change that a request asks for.

    Args:
        recorder: makes it, of the current version.
        request: what is asked for.
        limits: what bounds it.
        versions: where the versions are.
    """

    def __init__(
        self, recorder: Recorder, request: Write, limits: WriteLimits, versions: Versions
    ) -> None:
        self._recorder, self._store, self._request = recorder, recorder.store, request
        self._limits, self._versions = limits, versions
        self.created = False
        # Literals that do not come back as they were given.
        self._normalised: list[Normalised] = []
        # Those of an update that stand beside what it inserts: they may come into the graph or not.
        self._perhaps: list[Normalised] = []
        self.graph = request.graph if isinstance(request, GraphWrite) else None

    def make(self) -> None:
        """Make it.

        Raises:
            PeyvandError: it cannot be made.
        """
        match self._request:
            case Update() as asked:
                self._update(asked)
            case GraphWrite() as asked:
                self._graph_store(asked)
            case Rollback(number=number):
                self._roll_back(self._versions.get(number))
            case Rule(ruling=ruling):
                docket = Journal(self._versions.home).docket()
                self._recorder.add(decided(docket.and_ruled(ruling)))

    def normalised(self, patch: Patch) -> list[Normalised]:
        """The literals that are not given back as they were given, now that the change is known."""
        if not self._perhaps:
            return self._normalised
        there = {quad.object for quad in quads(patch.added)}
        return self._normalised + [change for change in self._perhaps if change[1] in there]

    def _update(self, request: Update) -> None:
        text = with_dataset(request.text, request.using, request.using_named)
        options: dict[str, Any] = {"base_iri": request.base or None}
        with limited(self._limits.update_timeout_s):
            mended = rewritten_update(text, options)
            options["custom_functions"] = mended.functions
            try:
                update(mended.text, self._recorder, options)
            except SyntaxError as error:
                raise malformed(error, text, update=True) from error
            except NoSuchGraph as error:
                raise self._no_graph(error.name) from error
            except (RuntimeError, ValueError) as error:
                known = failure(error)
                if isinstance(known, UnknownFunction):
                    raise known from error
                raise BadRequest(**say("failed", reason=error)) from error
        inserted, others = of_update(text)
        self._normalised, self._perhaps = changes(inserted), changes(others - inserted)

    def _no_graph(self, name: str) -> NotFound:
        number = self._versions.current().number
        return NotFound(**say("no-graph", graph=name, version=number))

    def _graph_store(self, request: GraphWrite) -> None:
        if self.graph is None:
            self.graph = f"{BASE}graph/{secrets.token_hex(8)}"
        graph = DefaultGraph() if self.graph == DEFAULT else NamedNode(self.graph)
        there = next(
            iter(self._store.quads_for_pattern(None, None, None, graph)), None
        ) is not None or (isinstance(graph, NamedNode) and self._store.contains_named_graph(graph))
        if request.kind is WriteKind.DELETE:
            if not isinstance(graph, NamedNode):
                self._recorder.clear(graph)
            elif there:
                self._recorder.remove_graph(graph)
            else:
                raise self._no_graph(self.graph)
            return
        self.created = not there
        given = (graph, request.base, self._limits.max_nesting, request.contexts)
        found = [quad for part in request.parts for quad in read(part, *given)]
        self._normalised = changes(q.object for q in found if isinstance(q.object, Literal))
        if request.kind is WriteKind.PUT and there:
            self._recorder.clear(graph)
        if isinstance(graph, NamedNode):
            self._recorder.add_graph(graph)
        self._recorder.add(found)

    def _roll_back(self, target: Version) -> None:
        current = self._versions.current()
        patch = self._way(current, target)
        self._recorder.remove(quads(patch.removed))
        self._recorder.add(quads(patch.added))
        names = {*current.empty_graphs, *target.empty_graphs, *(patch.graphs() - {""})}
        self._empty(sorted(names), target.empty_graphs)

    def _way(self, current: Version, target: Version) -> Patch:
        """What leads from one version to another."""
        try:
            return between(self._versions, current.number, target.number)
        except Damaged:
            # Where a change is lost, both graphs may still be had.
            return difference(lines_in(self._store), lines_of(self._versions, target))

    def _empty(self, names: Sequence[str], there: Sequence[str]) -> None:
        """Have those of some graphs that hold nothing exist if they did in the older version."""
        for name in names:
            graph = NamedNode(name)
            if name in there:
                self._recorder.add_graph(graph)
            elif next(iter(self._store.quads_for_pattern(None, None, None, graph)), None) is None:
                self._recorder.remove_graph(graph)
