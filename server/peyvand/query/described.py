"""Queries in the words of VoID, which are answered of the description of a version.

An editor that asks an endpoint which classes its properties join asks in these words; the graph
itself has none of them, so that such a query has no other answer.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from peyvand.graph.dataset_parts import DATASET, EXTENSIONS, description
from peyvand.graph.layout import DESCRIPTION
from peyvand.query.diagnosis import mentions
from peyvand.query.messages import Location, Question
from peyvand.vocabulary.iris import PREFIXES, TYPE, iri

_WORDS = (PREFIXES["void"], EXTENSIONS)
_PARTS = iri("void:classPartition")


class Described:
    """The description of a version, in a process that has its graph.

    Args:
        store: the graph.
        location: where its files are.
    """

    def __init__(self, store: Store, location: Location) -> None:
        self._store = store
        place = location.store or location.dump
        self._file = Path(place).parent / DESCRIPTION if place else None

    def answers(self, question: Question) -> bool:
        """Whether a question is about the description.

        It has a word of VoID, names no graph, and no property that the description has not. Where
        the graph itself says something in VoID, it names the dataset of the description too.
        """
        text = question.text
        if question.default_graphs or question.named_graphs or _WORDS[0] not in text:
            return False
        named, in_graphs = mentions(text)
        properties = {one.value for one in named if one.role == "property"}
        words = {one for one in properties if one.startswith(_WORDS)}
        if in_graphs or not words or self._file is None or not self._file.is_file():
            return False
        if DATASET not in {one.value for one in named}:
            said = self._store.quads_for_pattern(None, _PARTS, None, DefaultGraph())
            if next(said, None) is not None:
                return False
        return properties == words or properties - words <= self._properties

    @cached_property
    def store(self) -> Store:
        """The description."""
        assert self._file is not None
        return description(self._store, self._file)

    @cached_property
    def _properties(self) -> set[str]:
        """What the description says beside the words of VoID."""
        assert self._file is not None
        told = parse(path=str(self._file), format=RdfFormat.TURTLE)
        return {TYPE.value, *(quad.predicate.value for quad in told)}
