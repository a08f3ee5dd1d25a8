"""Cheap checks of a SPARQL text before any engine sees it: size, nesting, forbidden words.

The engine overflows its native stack on deep nesting, plans for minutes over hundreds of
patterns, and has no switch for SERVICE and LOAD; so these are refused here, from the tokens
alone. A forbidden word is refused wherever it is not plainly part of a variable, a local name,
a string, an IRI or a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from peyvand.errors import ForbiddenQuery, TooLarge
from peyvand.query.diagnosis import broken, diagnose, explained
from peyvand.query.diagnosis.functions import AGGREGATES
from peyvand.query.lexer import TOKEN, after_prologue, place
from peyvand.settings import Settings
from peyvand.wording import say

_CALL = "service"
_LOAD = "load"
# Within parentheses "<" may be "less than", and then what looks like an IRI holds code: brackets,
# and beginnings of strings and of comments, which hide what follows. No expression has "://".
_CODE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.\-]*://)[^<>]*['#()\[\]]")
# An IRI that begins as a string does; to the lexer it is "less than".
_QUOTED = re.compile(r"""<'[^<>"{}|^`\x00-\x20]*>""")
_FORBIDDEN = {True: re.compile(f"{_CALL}|{_LOAD}", re.I), False: re.compile(_CALL, re.I)}
# What Wikidata's own endpoint has for labels.
_LABELS = re.compile(r"SERVICE\s+(?:wikibase:label|<http://wikiba\.se/ontology#label>)", re.I)
# Punctuation that may stand in names (SPARQL 1.1, PN_CHARS_BASE) and is never meant to.
_MARKS = re.compile("[؟،؛٪۔٫٬]+")
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")
_PROLOGUE = {"BASE", "PREFIX"}
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset(
    "ADD CLEAR COPY CREATE DELETE DROP INSERT LOAD MOVE WITH".split()  # noqa: SIM905
)
# Functions whose value differs from one evaluation to the next (SPARQL 1.1, 17.4).
_VOLATILE = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE"})


@dataclass(frozen=True)
class Limits:
    """What a text may have: bytes of UTF-8, open brackets at one point, triple patterns."""

    bytes: int = 200_000
    nesting: int = 100
    patterns: int = 200

    @classmethod
    def of_queries(cls, settings: Settings) -> Limits:
        """The operator's limits for queries."""
        return cls(settings.max_query_bytes, settings.max_nesting, settings.max_patterns)

    @classmethod
    def of_updates(cls, settings: Settings) -> Limits:
        """The operator's limits for updates, whose data may be long."""
        return cls(
            settings.max_upload_mb * 1024 * 1024, settings.max_nesting, settings.max_patterns
        )


@dataclass(frozen=True)
class Facts:
    """What the tokens tell: the form of a query (None if it is not plain), whether another
    evaluation on the same graph may give another answer, and whether IRIs may be relative to the
    address that is asked."""

    form: str | None
    volatile: bool
    # The variables that SELECT gives and that nothing in the query can give a value.
    unbound: tuple[str, ...] = ()
    # An aggregate within another, which the engine gives no value.
    nested: str | None = None

    @property
    def doubtful(self) -> bool:
        """Whether there is something to tell beside any answer."""
        return bool(self.unbound or self.nested)

    relative: bool = False


def check(text: str, limits: Limits, *, update: bool = False) -> Facts:
    """Refuse what must not reach the engine.

    Args:
        text: the query or update.
        limits: what it may have.
        update: whether updates are meant; else they are refused.

    Raises:
        TooLarge: the text is longer than the limit.
        MalformedQuery: a string does not end, or holds an escape that there is not.
        ForbiddenQuery: an update where a query is meant, too deep, too many patterns, or it
            calls another host.
    """
    size = len(text.encode())
    if size > limits.bytes:
        name = "PEYVAND_MAX_UPLOAD_MB" if update else "PEYVAND_MAX_QUERY_BYTES"
        raise TooLarge(**say("text-bytes", size=size, limit=limits.bytes, setting=name))
    walk = _Walk(text, limits, update)
    walk.go()
    return Facts(walk.form, walk.volatile, walk.unbound(), walk.nested, walk.relative)


class _Walk:
    """One pass over the tokens.

    It is on the way of every new query: what no part of the text can be is seen once for all, and
    a token costs a microsecond.
    """

    def __init__(self, text: str, limits: Limits, update: bool) -> None:
        self.text, self.limits, self.update = text, limits, update
        self.form: str | None = None
        self.volatile = False
        self.relative = False
        self._based = False
        self._open: list[str] = []
        self._started = False
        self._patterns = 0
        self._before = ""
        self._selected: dict[str, None] = {}
        self._bound = set[str]()
        self._selecting = True
        self.nested: str | None = None
        self._aggregates: list[int] = []
        words = text.lower()
        self._calls, self._loads = _CALL in words, update and _LOAD in words
        self._quoted = "<'" in text

    def go(self) -> None:
        """Look at every token; the pieces of this class are by their kinds."""
        steps: dict[str | None, Callable[[str, int], None]] = {
            "word": self._word,
            "name": self._name,
            "variable": self._variable,
            "iri": self._iri,
            "open": self._opens,
            "close": self._closes,
            "separator": self._separates,
            "broken": self._broken,
        }
        if self._quoted:
            steps |= {"string": self._string, "long": self._string}
        # Of declarations there is nothing to see but a forbidden word.
        hidden = self._calls or self._loads or self._quoted
        for match in TOKEN.finditer(self.text, 0 if hidden else after_prologue(self.text)):
            kind = match.lastgroup
            if kind == "comment":
                continue
            text = match[0]
            if step := steps.get(kind):
                step(text, match.start())
            self._before = text

    def _broken(self, text: str, start: int) -> None:
        raise diagnose(self.text, update=self.update) or explained(
            self.text, broken(self.text, start)
        )

    def _word(self, text: str, start: int) -> None:
        word = text.upper()
        self.volatile = self.volatile or word in _VOLATILE
        if not self._started and word not in _PROLOGUE:
            self._begin(word, start)
        if text.endswith("."):
            self._separates(text, start)
        if self._calls and (at := text.lower().find(_CALL)) >= 0:
            self._refuse_call("service", start + at)
        if self._loads and not self._open and _LOAD in text.lower():
            raise self._refused("load", start)

    def _begin(self, word: str, start: int) -> None:
        self._started = True
        self.form = word if word in FORMS else None
        if word in UPDATES and not self.update:
            raise self._refused("update-as-query", start, word=word)
        if word in FORMS and self.update:
            raise self._refused("query-as-update", start, word=word)

    def _name(self, text: str, start: int) -> None:
        if text.endswith("."):
            self._separates(text, start)
        if self._calls and (at := text.partition(":")[0].lower().find(_CALL)) >= 0:
            self._refuse_call("service-in-name", start + at)
        declared = self._before.upper() == "PREFIX"
        outside = self._loads and not self._open and not declared
        if outside and _LOAD in text.partition(":")[0].lower():
            raise self._refused("load", start)

    def _variable(self, text: str, start: int) -> None:
        # With the marks that the engine takes for letters of it.
        marks = _MARKS.match(self.text, start + len(text))
        name = text[1:] + (marks[0] if marks else "")
        if not self._selecting or self._before.upper() == "AS":
            self._bound.add(name)
        elif not self._open:
            self._selected[name] = None

    def unbound(self) -> tuple[str, ...]:
        """The variables that are selected and occur nowhere else."""
        if self.form != "SELECT":
            return ()
        return tuple(name for name in self._selected if name not in self._bound)

    def _iri(self, text: str, start: int) -> None:
        absolute = _ABSOLUTE.match(text) is not None
        self._based = self._based or (absolute and self._before.upper() == "BASE")
        self.relative = self.relative or not (absolute or self._based)
        self._see_depth(start, text.count("("))
        # The engine may take it for what stands in an expression.
        if self._open[-1:] == ["("] and _CODE.match(text):
            self._refuse_forbidden(start)

    def _string(self, text: str, start: int) -> None:
        # The engine may take it for the end of an IRI.
        if _QUOTED.match(self.text, start - 1):
            self._refuse_forbidden(start)

    def _opens(self, text: str, start: int) -> None:
        self._selecting = self._selecting and text != "{"
        # The braces of INSERT DATA hold data, not patterns.
        data = self.update and self._before.upper() == "DATA"
        self._open.append("data" if data else text)
        if text == "(" and self._before.upper() in AGGREGATES:
            self._aggregate()
        self._see_depth(start, 0)

    def _closes(self, text: str, start: int) -> None:
        if self._open:
            self._open.pop()
            if self._aggregates and len(self._open) < self._aggregates[-1]:
                self._aggregates.pop()

    def _aggregate(self) -> None:
        """An aggregate begins: see whether it is within another of the same query."""
        if self._aggregates and "{" not in self._open[self._aggregates[-1] :]:
            self.nested = self._before.upper()
        self._aggregates.append(len(self._open))

    def _see_depth(self, start: int, more: int) -> None:
        if len(self._open) + more > self.limits.nesting:
            raise self._refused("nesting", start, limit=self.limits.nesting)

    def _separates(self, text: str, start: int) -> None:
        """Count what separates triple patterns; within parentheses a comma separates arguments."""
        if not self._open or self._open[-1] == "(" or "data" in self._open:
            return
        self._patterns += 1
        if self._patterns > self.limits.patterns:
            raise self._refused("patterns", start, limit=self.limits.patterns)

    def _refuse_forbidden(self, start: int) -> None:
        """Refuse a forbidden word anywhere after what can be read in two ways."""
        self.volatile = True
        if match := _FORBIDDEN[self.update].search(self.text, start):
            raise self._refused("doubtful", match.start(), word=match[0].upper())

    def _refuse_call(self, key: str, at: int) -> None:
        if _LABELS.match(self.text, at):
            key = "service-label"
        raise self._refused(key, at)

    def _refused(self, key: str, position: int, **values: object) -> ForbiddenQuery:
        line, column = place(self.text, position)
        words = say(key, line=line, column=column, **values)
        return ForbiddenQuery(**words, line=line, column=column)
