"""An update evaluated operation by operation: what each changes goes through a recorder."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from peyvand.graph.recorder import Recorder
from peyvand.query.rewriting.lexing import Token, Unknown
from peyvand.query.updating.operations import Operation, Words, operations
from peyvand.query.updating.templates import Graph, Scratch, Side, where

# Whatever operation is not INSERT DATA has one of these words.
_OTHERS = re.compile(r"where|\b(?:delete|clear|drop|create|add|move|copy|load)", re.IGNORECASE)
_MANAGING = ("CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_DEFAULT = DefaultGraph()


class NoSuchGraph(Exception):
    """An operation that is not SILENT needs a graph that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def update(text: str, recorder: Recorder, options: dict[str, Any]) -> None:
    """Make an update.

    Args:
        text: the update, as the engine is to make it.
        recorder: makes the change.
        options: what else the engine is given: the base, and functions.

    Raises:
        SyntaxError: it is no update.
        NoSuchGraph: see there.
        RuntimeError: the engine gives up, or there is a graph already that is to be created.
        ValueError: the same.
    """
    if not _OTHERS.search(text) and (found := _data(text, options)) is not None:
        recorder.add(found)
        return
    try:
        every = list(operations(text))
        _once(every)
    except Unknown:
        raise _refusal(text, options) from None
    for operation in every:
        try:
            _Evaluation(operation, recorder, options).make()
        except (Unknown, SyntaxError):
            raise _refusal(text, options) from None


def _data(text: str, options: dict[str, Any]) -> list[Quad] | None:
    """The quads of an update that only inserts data; None if the engine cannot read it."""
    store = Store()
    try:
        store.update(text, **options)
    except SyntaxError:
        return None
    return list(store)


def _once(every: list[Operation]) -> None:
    """Refuse a label of a blank node in the data of two operations (SPARQL 1.1, section 19.6)."""
    seen: set[str] = set()
    for operation in every:
        if seen & operation.labels:
            raise Unknown
        seen |= operation.labels


def _refusal(text: str, options: dict[str, Any]) -> SyntaxError:
    """What the engine says of an update that cannot be read."""
    try:
        Store().update(text, **options)
    except SyntaxError as error:
        return error
    except (OSError, RuntimeError, ValueError):
        pass
    return SyntaxError("its operations cannot be told apart")


class _Evaluation:
    """One operation that is made."""

    def __init__(self, operation: Operation, recorder: Recorder, options: dict[str, Any]) -> None:
        self._operation, self._options = operation, options
        self._recorder, self._store = recorder, recorder.store
        self._words = Words(operation.tokens)

    def make(self) -> None:
        """Make it."""
        words = self._words
        first = words.take()
        if first.word in _MANAGING:
            self._readable()
            self._manage(first.word, words.skip("SILENT"))
            return
        if first.word in ("INSERT", "DELETE") and words.skip("DATA"):
            self._add_or_remove(first.word)
            return
        self._readable()
        default: Graph = _DEFAULT
        head = ""
        if first.word == "WITH":
            name = words.take()
            head, default = f"WITH {name.text}", self._resolve(name)
            first = words.take()
        scratch = Scratch(self._resolve)
        templates, sources = "", ""
        if first.word == "DELETE" and words.skip("WHERE"):
            group = words.block()
            templates = scratch.template(Side.REMOVE, group, default)
        else:
            if first.word == "DELETE":
                templates = scratch.template(Side.REMOVE, words.block(), default)
                if words.here.word == "INSERT":
                    first = words.take()
            if first.word == "INSERT":
                templates += scratch.template(Side.ADD, words.block(), default)
            while words.here.word == "USING":
                words.take()
                named = "NAMED " if words.skip("NAMED") else ""
                sources += f"USING {named}{words.take().text} "
            words.skip("WHERE")
            group = words.block()
        self._end()
        self._store.update(
            f"{self._operation.prologue} {head} INSERT {{ {templates} }} {sources}"
            f"WHERE {where(group, scratch.binds)}",
            **self._options,
        )
        found = scratch.taken(self._store)
        self._recorder.remove(found[Side.REMOVE])
        self._recorder.add(found[Side.ADD])

    def _readable(self) -> None:
        """See that the engine reads the operation, which is about to be written otherwise."""
        # In an empty graph there is nothing to drop; what was read cannot be made here.
        with suppress(OSError, RuntimeError, ValueError):
            Store().update(self._operation.text, **self._options)

    def _end(self) -> None:
        if not self._words.ended:
            raise Unknown

    def _add_or_remove(self, word: str) -> None:
        self._readable()
        scratch = Store()
        inner = "".join(map(str, self._words.block()))
        self._end()
        text = f"{self._operation.prologue} INSERT DATA {{{inner} }}"
        scratch.update(text, **self._options)
        (self._recorder.add if word == "INSERT" else self._recorder.remove)(list(scratch))

    def _resolve(self, token: Token) -> NamedNode:
        """The IRI that a token stands for."""
        query = f"{self._operation.prologue} SELECT ({token.text} AS ?graph) {{}}"
        found = self._store.query(query, base_iri=self._options.get("base_iri"))
        assert isinstance(found, QuerySolutions)
        node = next(found)["graph"]
        if not isinstance(node, NamedNode):
            raise Unknown
        return node

    # Management of graphs (SPARQL 1.1 Update, section 3.2).

    def _manage(self, word: str, silent: bool) -> None:
        words = self._words
        if word in ("CLEAR", "DROP"):
            act: Callable[[Graph], None] = self._recorder.clear if word == "CLEAR" else self._drop
            chosen = words.here.word
            if chosen in ("DEFAULT", "ALL"):
                self._recorder.clear(_DEFAULT)
            if chosen in ("NAMED", "ALL"):
                for graph in list(self._store.named_graphs()):
                    if isinstance(graph, NamedNode):
                        act(graph)
            if chosen not in ("DEFAULT", "NAMED", "ALL"):
                self._on(act, self._graph(), silent)
            return
        source = self._graph()
        if word == "CREATE":
            assert isinstance(source, NamedNode)
            if self._store.contains_named_graph(source) and not silent:
                raise RuntimeError(f"The graph {source} already exists")
            self._recorder.add_graph(source)
            return
        if not words.skip("TO"):
            raise Unknown
        target = self._graph()
        if source == target:
            return
        if word != "ADD" and self._there(target):
            self._drop(target)
        self._recorder.add(
            Quad(quad.subject, quad.predicate, quad.object, target) for quad in self._held(source)
        )
        if word == "MOVE":
            self._on(self._drop, source, silent)

    def _graph(self) -> Graph:
        self._words.skip("GRAPH")
        if self._words.skip("DEFAULT"):
            return _DEFAULT
        return self._resolve(self._words.take())

    def _there(self, graph: Graph) -> bool:
        return isinstance(graph, DefaultGraph) or self._store.contains_named_graph(graph)

    def _on(self, act: Callable[[Graph], None], graph: Graph, silent: bool) -> None:
        if self._there(graph):
            act(graph)
        elif not silent:
            assert isinstance(graph, NamedNode)
            raise NoSuchGraph(graph.value)

    def _held(self, graph: Graph) -> list[Quad]:
        return list(self._store.quads_for_pattern(None, None, None, graph))

    def _drop(self, graph: Graph) -> None:
        if isinstance(graph, NamedNode):
            self._recorder.remove_graph(graph)
        else:
            self._recorder.clear(graph)
