"""The algebra of SPARQL (SPARQL 1.1, section 18.2), as far as columns answer it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode


class Outside(Exception):
    """What the columns do not answer exactly: the query is the store's."""


@dataclass(frozen=True)
class Variable:
    """A variable, or a blank node of a query.

    Args:
        name: without its sign; those that no query can name begin with a space.
    """

    name: str

    @property
    def hidden(self) -> bool:
        """Whether no query can name it: ``*`` leaves it out."""
        return self.name.startswith(" ")


Constant = NamedNode | Literal
Node = Variable | Constant


@dataclass(frozen=True)
class Call:
    """An operator or function.

    Args:
        name: its sign or its word in capitals; a cast is named by the IRI of the type.
        arguments: what it is given.
    """

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Exists:
    """EXISTS; NOT EXISTS is the call ``!`` of it."""

    pattern: Pattern


@dataclass(frozen=True)
class Aggregate:
    """An aggregate of a group.

    Args:
        name: its word in capitals.
        distinct: whether each value counts once.
        argument: None for ``COUNT(*)``.
        separator: of GROUP_CONCAT.
    """

    name: str
    distinct: bool
    argument: Expression | None
    separator: str = " "


Expression = Variable | Constant | Call | Exists | Aggregate


@dataclass(frozen=True)
class Quad:
    """A pattern of one quad.

    Args:
        graph: None is the default graph.
    """

    subject: Node
    predicate: Node
    object: Node
    graph: Node | None


@dataclass(frozen=True)
class Basic:
    """Patterns that must all match; none of them match once."""

    quads: tuple[Quad, ...]


@dataclass(frozen=True)
class Join:
    """Solutions of both that agree."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True)
class LeftJoin:
    """OPTIONAL, with the filters of its group, which see both sides."""

    left: Pattern
    right: Pattern
    conditions: tuple[Expression, ...]


@dataclass(frozen=True)
class Union:
    """The solutions of each."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True)
class Minus:
    """The solutions of the left that no solution of the right agrees with in a shared variable."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True)
class Filter:
    """The solutions for which every condition holds."""

    pattern: Pattern
    conditions: tuple[Expression, ...]


@dataclass(frozen=True)
class Extend:
    """BIND and ``(… AS ?x)``: a value for one more variable, unless it is an error."""

    pattern: Pattern
    variable: Variable
    expression: Expression


@dataclass(frozen=True)
class Values:
    """A table of constants; None is UNDEF."""

    variables: tuple[Variable, ...]
    rows: tuple[tuple[Constant | None, ...], ...]


@dataclass(frozen=True)
class Group:
    """Groups by the values of keys, with what is computed of each.

    Args:
        keys: variables of the pattern.
        aggregates: the variables that they get, and what they are.
    """

    pattern: Pattern
    keys: tuple[Variable, ...]
    aggregates: tuple[tuple[Variable, Aggregate], ...]


@dataclass(frozen=True)
class Order:
    """What is sorted by, and whether from the greatest."""

    expression: Expression
    descending: bool


@dataclass(frozen=True)
class Select:
    """What a query or sub-select gives of the solutions.

    Args:
        variables: those it shows, in order.
        order: keys of the order, the first first; it sees what is not shown too.
        offset: how many rows are left out first.
        limit: how many rows are given at most; None for all.
    """

    pattern: Pattern
    variables: tuple[Variable, ...]
    distinct: bool = False
    order: tuple[Order, ...] = ()
    offset: int = 0
    limit: int | None = None

    @property
    def cut(self) -> bool:
        """Whether rows are left out by their place."""
        return self.limit is not None or self.offset > 0


Pattern = Basic | Join | LeftJoin | Union | Minus | Filter | Extend | Values | Group | Select


@dataclass(frozen=True)
class Dataset:
    """The graphs that a query is asked of.

    Args:
        default: those whose merge is the default graph; None for the store's own default graph.
        named: the named graphs; None for all of the store's.
    """

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Query:
    """A query.

    Args:
        form: SELECT or ASK.
        select: the solutions.
        dataset: what FROM says, or the protocol, which goes before it.
    """

    form: str
    select: Select
    dataset: Dataset = field(default_factory=Dataset)


def join(left: Pattern | None, right: Pattern) -> Pattern:
    """Both patterns, of which the first may be none yet; patterns of quads become one."""
    if left is None or left == Basic(()):
        return right
    if right == Basic(()):
        return left
    if isinstance(left, Basic) and isinstance(right, Basic):
        return Basic((*left.quads, *right.quads))
    if isinstance(left, Join) and isinstance(left.right, Basic) and isinstance(right, Basic):
        return Join(left.left, Basic((*left.right.quads, *right.quads)))
    return Join(left, right)
