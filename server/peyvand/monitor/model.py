"""What a monitor tells: figures with their groups, and signings by year and age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

# Which agreements are counted: those of documents and registers, or those that datasets alone have
# too.
SCOPES = ("documents", "world")
# The scope of what is counted whatever agreement it is of.
ALL = "all"


@dataclass(frozen=True)
class Group:
    """Things that are alike in what a figure counts by.

    Attributes:
        key: an IRI or a word that tells the group; empty for those of which nothing is on record.
        count: how many things there are in it.
        labels: what it is called, by language; a word is called by the texts of the program.
    """

    key: str
    count: int
    labels: Mapping[str, str]

    @property
    def slug(self) -> str:
        """The end of its IRI, or its word."""
        return self.key.replace("#", "/").rpartition("/")[2]


@dataclass(frozen=True)
class Figure:
    """A number of things in groups, and the query that lists them.

    Attributes:
        name: of the figure.
        query: a SELECT query that lists what was counted.
        by: its variable that tells the group; empty if there are no groups.
        total: how many things there are.
        groups: in order.
    """

    name: str
    query: str
    by: str
    total: int
    groups: tuple[Group, ...]

    def share(self, group: Group) -> float | None:
        """The part that a group is of the whole; None of nothing."""
        return group.count / self.total if self.total else None

    def count(self, slug: str) -> int:
        """How many things a group has."""
        return sum(group.count for group in self.groups if group.slug == slug)


@dataclass(frozen=True)
class Spread:
    """How many signings lie in a year, or in a band of ages, for certain and possibly.

    Attributes:
        start: the year, or the least age in full years.
        end: the greatest age; None if there is no greatest.
        certain: whose dates leave open no other.
        possible: whose dates leave open this one and others; they are counted at each.
    """

    start: int
    end: int | None
    certain: int
    possible: int


@dataclass(frozen=True)
class Signings:
    """When agreements were signed.

    Attributes:
        query: a SELECT query that lists the days between which each was signed.
        total: how many agreements there are.
        known: of how many something is known.
        years: from the first to the last that is told.
        ages: in bands.
        outside: how many may lie in years that are not told, since they are far from the present.
    """

    query: str
    total: int
    known: int
    years: tuple[Spread, ...]
    ages: tuple[Spread, ...]
    outside: int = 0

    @cached_property
    def certain(self) -> int:
        """How many are of a year that is known for certain."""
        return sum(year.certain for year in self.years)
