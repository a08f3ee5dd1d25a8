"""Queries and updates written so that the engine answers as SPARQL 1.1 says.

Each rule is of one construct that the engine evaluates otherwise: see ``scopes``, ``paths``,
``graphs``, ``alternatives``, ``blanks`` and ``words``; docs/limits.md lists what remains.
``optionals`` are those by which it looks at less. A text without such a construct passes as it is
(``signs`` tells), and so does one that the engine cannot read: its errors speak of the user's own
text. Nothing that calls another host can come in: the rules write the user's own tokens, which
``guard`` has passed, and none of the words that it refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode, Store

from peyvand.query.functions import FUNCTIONS
from peyvand.query.rewriting.alternatives import mend_alternatives
from peyvand.query.rewriting.blanks import functions, mend_blanks
from peyvand.query.rewriting.context import Context, uncover
from peyvand.query.rewriting.graphs import mend_graphs
from peyvand.query.rewriting.lexing import Token, Unknown, rendered, tokens
from peyvand.query.rewriting.optionals import mend_optionals
from peyvand.query.rewriting.paths import mend_paths
from peyvand.query.rewriting.reader import Reader
from peyvand.query.rewriting.scopes import mend_scopes
from peyvand.query.rewriting.signs import (
    has_aggregates,
    has_cases,
    has_optionals,
    has_structure,
)
from peyvand.query.rewriting.tree import Group
from peyvand.query.rewriting.words import in_lower_case, mend_words

# Longer texts are data, whose tokens would take longer than all else.
_LONGEST = 200_000
_EMPTY = Store()


@dataclass(frozen=True)
class Rewriting:
    """A text for the engine, and the functions that it may call."""

    text: str
    functions: dict[NamedNode, Callable[..., Any]] = field(default_factory=lambda: {**FUNCTIONS})


def rewritten_query(text: str, store: Store, options: dict[str, Any]) -> Rewriting:
    """A query as the engine is to evaluate it.

    Args:
        text: the query, which ``guard.check`` has passed.
        store: the graph, asked whether it has the constants at the ends of paths.
        options: what else the engine is given: the dataset and the base.
    """
    text = _cased(text)
    structure = has_structure(text)
    if not (structure or has_aggregates(text)) or not reads(text, options):
        return Rewriting(text)
    try:
        mended = Query(tokens(text), store, options).mended() if structure else None
        mended = _with_aggregates(mended or Rewriting(text))
    except (Unknown, RecursionError):
        return Rewriting(text)
    return mended if reads(mended.text, options, mended.functions) else Rewriting(text)


def connected_query(text: str, options: dict[str, Any]) -> str:
    """A query written so that less has to be looked at, whichever engine does.

    Args:
        text: the query, which the engine reads.
        options: what else the engine is given: the dataset.
    """
    if "OPTIONAL" not in text.upper() or not has_optionals(text):
        return text
    try:
        mended = _Connected(tokens(text), _EMPTY, options).mended()
    except (Unknown, RecursionError):
        return text
    return mended.text if mended else text


def rewritten_update(text: str, options: dict[str, Any]) -> Rewriting:
    """An update as the engine is to make it: the same for the WHERE of each operation.

    Args:
        text: the update, which ``guard.check`` has passed.
        options: what else the engine is given: the base.
    """
    if len(text) > _LONGEST:
        return Rewriting(text)
    text = _cased(text)
    if not (has_structure(text) or has_aggregates(text)) or not _makes(text, options):
        return Rewriting(text)
    try:
        mended = _Update(tokens(text)).mended()
        mended = _with_aggregates(mended or Rewriting(text))
    except (Unknown, RecursionError):
        return Rewriting(text)
    return mended if _makes(mended.text, options, mended.functions) else Rewriting(text)


def _with_aggregates(mended: Rewriting) -> Rewriting:
    if not has_aggregates(mended.text):
        return mended
    return Rewriting(mend_words(mended.text), mended.functions)


def _cased(text: str) -> str:
    return in_lower_case(text) if has_cases(text) else text


def reads(text: str, options: dict[str, Any], known: dict[NamedNode, Any] | None = None) -> bool:
    """Whether the engine can read a query."""
    try:
        _EMPTY.query(text, custom_functions=known or FUNCTIONS, **options)
    except (OSError, RuntimeError, SyntaxError, ValueError):
        return False
    return True


def _makes(text: str, options: dict[str, Any], known: dict[NamedNode, Any] | None = None) -> bool:
    """Whether the engine can read an update."""
    try:
        Store().update(text, custom_functions=known or FUNCTIONS, **options)
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        # What there is not in an empty graph cannot be dropped, but the text is read.
        return True
    return True


class _Text:
    """Tokens with the groups among them that are read."""

    def __init__(self, tokens: list[Token], ask: Callable[[str], bool] | None) -> None:
        taken = {token.text.lstrip("?$_:") for token in tokens}
        self.context = Context(taken, ask)
        self.tokens = tokens
        self.reader = Reader(tokens, self.context.fresh)
        self.pieces: list[Token | Group | str] = []
        # Whether the default graph may be merged of several.
        self.merged = any(token.word in ("FROM", "USING") for token in tokens)

    def apply(self, group: Group) -> bool:
        """Apply every rule of groups to one; whether functions are needed."""
        mend_scopes(group, self.context)
        mend_paths(group, self.context)
        mend_graphs(group, self.context)
        mend_optionals(group, merged=self.merged)
        mend_alternatives(group, self.context)
        needed = mend_blanks(group, self.context)
        if self.context.hidden:
            uncover(group, self.context.hidden, self.context.hidden)
        return needed


class Query(_Text):
    """A query that is rewritten: its tokens, and the graph that is asked about constants."""

    def __init__(self, tokens: list[Token], store: Store, options: dict[str, Any]) -> None:
        super().__init__(tokens, self._ask)
        self._store, self._options = store, options
        self.merged = self.merged or bool(options.get("default_graph"))
        self._prologue = self._sources = ""

    def mended(self) -> Rewriting | None:
        """The query after every rule; None where none had anything to do."""
        reader = self.reader
        while reader.here.word not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            reader.take()
        self._prologue = rendered(self.tokens[: reader.at])
        if reader.here.word == "SELECT":
            select = reader.select()
            self._sources = rendered(select.sources)
            group, head = Group([select]), ""
        else:
            group, head = self._other()
        before = str(group)
        needed = self.apply(group)
        if str(group) == before:
            return None
        if head.split()[:2] == ["DESCRIBE", "*"] and self.context.hidden:
            raise Unknown
        body = str(group) if head else rendered(group.items)
        text = f"{self._prologue}{head}{body}{rendered(self.tokens[reader.at :])}"
        return Rewriting(text, {**FUNCTIONS, **(functions() if needed else {})})

    def _other(self) -> tuple[Group, str]:
        """The WHERE group of another form, and what stands before it."""
        reader = self.reader
        start = reader.at
        form = reader.take().word
        # The template of CONSTRUCT is in braces too, unless WHERE follows at once.
        if form == "CONSTRUCT" and reader.here.word == "{":
            while not reader.skip("}"):
                reader.take()
        while reader.here.word not in ("FROM", "WHERE", "{"):
            reader.take()
        sources = reader.at
        while reader.here.word not in ("WHERE", "{"):
            reader.take()
        self._sources = rendered(self.tokens[sources : reader.at])
        reader.skip("WHERE")
        head = rendered(self.tokens[start : reader.at])
        return reader.group(), head

    def _ask(self, group: str) -> bool:
        text = f"{self._prologue} ASK {self._sources} {group}"
        try:
            return bool(self._store.query(text, **self._options))
        except (OSError, RuntimeError, SyntaxError, ValueError) as error:
            raise Unknown from error


class _Connected(Query):
    """A query of which only OPTIONAL is looked at."""

    def apply(self, group: Group) -> bool:
        mend_optionals(group, merged=self.merged)
        return False


class _Update(_Text):
    def __init__(self, tokens: list[Token]) -> None:
        super().__init__(tokens, None)

    def mended(self) -> Rewriting | None:
        reader = self.reader
        needed = changed = False
        depth = 0
        while reader.at < len(self.tokens):
            token = reader.take()
            self.pieces.append(token)
            depth += (token.word == "{") - (token.word == "}")
            before = self.tokens[reader.at - 2].word if reader.at > 1 else ""
            if token.word == "WHERE" and depth == 0 and before != "DELETE":
                group = reader.group()
                read = str(group)
                needed = self.apply(group) or needed
                changed = changed or str(group) != read
                self.pieces.append(group)
        if not changed:
            return None
        return Rewriting(rendered(self.pieces), {**FUNCTIONS, **(functions() if needed else {})})
