"""A query as far as rewriting needs it: groups and what stands in them, with their variables.

Every node gives its text by ``str``. ``seen`` are the variables that are in scope in what a node
matches, ``sure`` those of them that every solution binds (SPARQL 1.1, section 18.2.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from peyvand.query.rewriting.lexing import Token, rendered

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass
class Code:
    """An expression or the like: tokens, and the groups of EXISTS in it."""

    parts: list[Token | Group]

    def __str__(self) -> str:
        return rendered(self.parts)

    def groups(self) -> Iterator[Group]:
        """The groups of EXISTS."""
        return (part for part in self.parts if isinstance(part, Group))


class Item:
    """Something in a group."""

    @property
    def seen(self) -> Names:
        """Variables that a solution may bind."""
        return self._seen()

    @property
    def sure(self) -> Names:
        """Variables that every solution binds."""
        return self._sure()

    def groups(self) -> Iterator[Group]:
        """The groups directly within."""
        return self._groups()

    def _seen(self) -> Names:
        return NONE

    def _sure(self) -> Names:
        return NONE

    def _groups(self) -> Iterator[Group]:
        return iter(())


@dataclass(frozen=True)
class Path:
    """A property path: ``link``, or the mark of what is done to its parts."""

    kind: str
    parts: tuple[Path, ...]
    text: str


@dataclass(frozen=True)
class Triple:
    """A triple pattern; ``path`` is a variable's token or a path."""

    subject: Token
    path: Token | Path
    object: Token

    def __str__(self) -> str:
        return f" {self.subject.text} {self.path.text} {self.object.text} ."

    def names(self) -> Names:
        """The variables."""
        terms = (self.subject, self.path, self.object)
        return frozenset(term.variable for term in terms if isinstance(term, Token)) - {""}


@dataclass
class Statement(Item):
    """Triple patterns with one subject; ``source`` is how they were written, if they still are."""

    triples: list[Triple]
    source: list[Token] | None = None

    def __str__(self) -> str:
        return rendered([*self.source, DOT] if self.source is not None else self.triples)

    def _seen(self) -> Names:
        return union(triple.names() for triple in self.triples)

    def _sure(self) -> Names:
        return self._seen()


DOT = Token("symbol", ".")


@dataclass
class Filter(Item):
    """FILTER and its constraint."""

    code: Code

    def __str__(self) -> str:
        return f" FILTER {self.code}"

    def _groups(self) -> Iterator[Group]:
        return self.code.groups()


@dataclass
class Bind(Item):
    """BIND: what stands within the parentheses before AS, and the variable."""

    code: Code
    name: str

    def __str__(self) -> str:
        return f" BIND ({self.code} AS ?{self.name} )"

    def _seen(self) -> Names:
        return frozenset({self.name})

    def _groups(self) -> Iterator[Group]:
        return self.code.groups()


@dataclass
class Values(Item):
    """VALUES in a group, or after a query; ``full`` are the names that every row binds."""

    text: str
    names: Names
    full: Names

    def __str__(self) -> str:
        return self.text

    def _seen(self) -> Names:
        return self.names

    def _sure(self) -> Names:
        return self.full


@dataclass
class Branches(Item):
    """Groups with UNION between them; one alone is a group in a group."""

    branches: list[Group]

    def __str__(self) -> str:
        return " UNION".join(str(branch) for branch in self.branches)

    def _seen(self) -> Names:
        return union(branch.seen for branch in self.branches)

    def _sure(self) -> Names:
        return frozenset.intersection(*(branch.sure for branch in self.branches))

    def _groups(self) -> Iterator[Group]:
        return iter(self.branches)


@dataclass
class Nested(Item):
    """OPTIONAL, MINUS or LATERAL and its group."""

    word: str
    group: Group

    def __str__(self) -> str:
        return f" {self.word}{self.group}"

    def _seen(self) -> Names:
        return NONE if self.word == "MINUS" else self.group.seen

    def _sure(self) -> Names:
        return self.group.sure if self.word == "LATERAL" else NONE

    def _groups(self) -> Iterator[Group]:
        return iter((self.group,))


@dataclass
class Graph(Item):
    """GRAPH, its name and its group."""

    name: Token
    group: Group

    def __str__(self) -> str:
        return f" GRAPH {self.name.text}{self.group}"

    def _seen(self) -> Names:
        return self.group.seen | ({self.name.variable} if self.name.variable else NONE)

    def _sure(self) -> Names:
        return self.group.sure | ({self.name.variable} if self.name.variable else NONE)

    def _groups(self) -> Iterator[Group]:
        return iter((self.group,))


@dataclass
class Select(Item):
    """SELECT, within a group or as the query itself.

    ``chosen`` are the variables and expressions, None for all; ``by`` is what stands after GROUP
    BY, ``having`` from HAVING on, ``order`` from ORDER on, ``cut`` from LIMIT or OFFSET on.
    """

    quantity: str
    chosen: list[Choice] | None
    sources: list[Token]
    where: Group
    by: list[Choice] = field(default_factory=list)
    having: Code = field(default_factory=lambda: Code([]))
    order: Code = field(default_factory=lambda: Code([]))
    cut: list[Token] = field(default_factory=list)
    values: Values | None = None
    grouped: bool = False

    def __str__(self) -> str:
        chosen = " *" if self.chosen is None else rendered(self.chosen)
        by = f" GROUP BY{rendered(self.by)}" if self.by else ""
        head = f" SELECT{self.quantity}{chosen}{rendered(self.sources)} WHERE{self.where}"
        return f"{head}{by}{self.having}{self.order}{rendered(self.cut)}{self.values or ''}"

    def _seen(self) -> Names:
        outer = self.values.seen if self.values else NONE
        if self.chosen is None:
            return self.where.seen | outer
        return frozenset(choice.name for choice in self.chosen if choice.name)

    def _sure(self) -> Names:
        outer = self.values.sure if self.values else NONE
        inner = self.where.sure | outer
        if self.chosen is None:
            return inner
        return inner & {choice.name for choice in self.chosen if choice.code is None}

    def _groups(self) -> Iterator[Group]:
        yield self.where
        for code in self.codes():
            yield from code.groups()

    def codes(self) -> Iterator[Code]:
        """Every expression."""
        for choice in (*(self.chosen or ()), *self.by):
            if choice.code is not None:
                yield choice.code
        yield self.having
        yield self.order


@dataclass
class Choice:
    """What is selected or grouped by: a variable, or an expression with the name it gets."""

    name: str
    code: Code | None = None

    def __str__(self) -> str:
        if self.code is None:
            return f" ?{self.name}"
        return f" ({self.code} AS ?{self.name} )" if self.name else f" ({self.code} )"


@dataclass
class Group:
    """What stands in braces."""

    items: list[Item]

    def __str__(self) -> str:
        return f" {{{rendered(self.items)} }}"

    @property
    def seen(self) -> Names:
        """Variables that a solution may bind."""
        return union(item.seen for item in self.items)

    @property
    def sure(self) -> Names:
        """Variables that every solution binds."""
        return union(item.sure for item in self.items)


def union(sets: Iterable[Names]) -> Names:
    """All names of all sets."""
    return NONE.union(*sets)
