"""What places are called: every name that a snapshot has, and one to show in each language.

A name stands in the graph of each snapshot that has it. The English and the Persian one to show are
``rdfs:label`` wherever they stand, and every other name is a ``skos:altLabel``, so that a place has
one label in each of the two, and none in the language of its country besides.
Every place has an English label: where no source says which language its name is in, the first in
Latin letters is it; a place that no source names so is called by its item, in words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from peyvand.sources.snapshots import Snapshot, snapshot_of, unnamed
from peyvand.sources.tables import Row, read_table
from peyvand.sources.world.found import WORLD, Found, Labels
from peyvand.vocabulary.iris import LABEL, iri

COLUMNS = ("item", "language", "name", "snapshot")
# Whose names are shown before those of others, the newest first.
_MAKERS = ("wikidata", "whosonfirst", "natural-earth", "geonames")
_UNKNOWN, _SHOWN = "und", ("en", "fa")
# A letter of the Latin blocks of Unicode.
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_ALT_LABEL, _SOURCE = iri("skos:altLabel"), iri("dcterms:source")


def read_names(folder: Path, new: Mapping[str, NamedNode], given: Labels, found: Found) -> Labels:
    """Read the names of places.

    Args:
        folder: the folder of the tables.
        new: the places that are none of ours, by item.
        given: the labels that other sources state of them already.
        found: is added to.

    Returns:
        The names to show, by language.

    Raises:
        SourceError: a row names a snapshot that is not listed.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in read_table(folder / "names.csv", COLUMNS):
        if row["item"] in new:
            rows[row["item"]].append(row)
    return {
        node: _names(item, node, rows[item], given.get(node, {}), found)
        for item, node in new.items()
    }


def _names(
    item: str, node: NamedNode, rows: list[Row], given: Mapping[str, str], found: Found
) -> dict[str, str]:
    """State the names of a place, and tell those to show."""
    named = [(row, snapshot_of(row, found.snapshots)) for row in rows]
    named.sort(key=lambda one: _rank(*one))
    shown = {tag: name for tag, name in given.items() if tag in _SHOWN}
    for row, _ in named:
        if row["language"] in _SHOWN:
            shown.setdefault(row["language"], row["name"])
    for row, snapshot in named:
        language, name = row["language"], row["name"]
        # A name that is shown in some language is not repeated without one.
        main = shown.get(language) == name
        if language != _UNKNOWN or name not in shown.values():
            prop = LABEL if main else _ALT_LABEL
            found.say(node, prop, Literal(name, language=language), snapshot.graph)
        found.say(node, _SOURCE, snapshot.document, snapshot.graph)
    unknown = [row["name"] for row, _ in named if row["language"] == _UNKNOWN]
    latin = next(filter(_LATIN.search, unknown), "")
    defaults = {"en": latin} if latin else {}
    if not latin and "en" not in shown:
        defaults = unnamed(item)
    if not named:
        found.unnamed.add(node)
    for language, name in defaults.items():
        if language not in shown:
            shown[language] = name
            found.say(node, LABEL, Literal(name, language=language), WORLD)
    return shown


def _rank(row: Row, snapshot: Snapshot) -> tuple[bool, int, list[int], str]:
    """The place of a name among those of one language: Wikidata's first, the newest first."""
    maker = re.sub(r"-\d.*|-eurocities$", "", snapshot.name)
    order = _MAKERS.index(maker) if maker in _MAKERS else len(_MAKERS)
    # An inverted text sorts the newest date first.
    newest = [-ord(sign) for sign in snapshot.date]
    return row["language"] == _UNKNOWN, order, newest, row["name"]
