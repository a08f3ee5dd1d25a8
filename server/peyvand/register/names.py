"""How a reader of rows finds what a name means; the index of names is asked by others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import NamedNode

from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import pick


@dataclass(frozen=True)
class Found:
    """A thing that a name may mean.

    Attributes:
        iri: the thing.
        labels: its labels by language.
        country: the labels of its country, by which one is told from others of its name.
    """

    iri: NamedNode
    labels: Mapping[str, str]
    country: Mapping[str, str]

    @property
    def slug(self) -> str:
        """Its identifier, which names it in a row as its names do: ``city/arak``."""
        return self.iri.value.removeprefix(str(ID))

    def label(self, language: str) -> str:
        """Its label in a language, else in the other, else its identifier."""
        return pick(self.labels, language)[0] or self.slug

    def told(self) -> str:
        """It as a suggestion: its identifier with its label, and its country."""
        named = ", ".join(filter(None, (self.label("en"), pick(self.country, "en")[0])))
        return f"{self.slug} ({named})"


class Names(Protocol):
    """The names of the graph; texts in any script, folded as the search folds them."""

    def find(self, text: str, classes: Sequence[str]) -> Sequence[Found]:
        """The things of some classes that a text names; all classes if none is given."""

    def near(self, text: str, classes: Sequence[str]) -> Sequence[Found]:
        """The things of some classes whose names are like a text, the likeliest first."""
