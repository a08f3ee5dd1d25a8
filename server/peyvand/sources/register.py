"""The source that says what things there are: the tables of the register."""

from __future__ import annotations

from pathlib import Path

from peyvand.sources.licences import CC_BY
from peyvand.sources.registry import read_registry
from peyvand.sources.source import Registered, Source
from peyvand.vocabulary.properties import Vocabulary


class RegisterOfThings(Source):
    """Every city, organisation, person, event … that a row may name, with its names."""

    name = "the register"
    folder = "curated/register"
    licence = CC_BY

    def register(self, data: Path, vocabulary: Vocabulary) -> Registered:
        """The registered things."""
        tables = sorted((data / self.folder).glob("*.csv"))
        return Registered(list(read_registry(tables, vocabulary)))
