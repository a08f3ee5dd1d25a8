"""Reading the network out of files: pairs, and what is known of the cities."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from peyvand.errors import SourceError
from peyvand.network.model import Network, Node, Tie, network_of

_HINT = "The first line names the columns: {}, separated by commas."
_PAIRS = ("one", "other")
_CITIES = ("id", "name", "country", "lat", "lon")


def read_pairs(pairs: Path, cities: Path | None = None) -> Network:
    """The network of a CSV file of pairs.

    Args:
        pairs: columns ``one`` and ``other``; if there is a column ``directed``, a row with 1 in it
            is a statement of the first about the second.
        cities: columns ``id`` and any of ``name``, ``name_fa``, ``country``, ``lat``, ``lon``.

    Raises:
        SourceError: a file cannot be read, a column is missing, or a line lacks a value.
    """
    return network_of(_ties(pairs), _nodes(cities) if cities else {})


def _ties(path: Path) -> Iterator[Tie]:
    for line, row in _lines(path, _PAIRS):
        parties = tuple(row[name].strip() for name in _PAIRS)
        if not all(parties):
            raise SourceError(path, line, "a pair lacks an end.", "Give both one and other.")
        yield Tie(parties, one_sided=row.get("directed", "") == "1")


def _nodes(path: Path) -> dict[str, Node]:
    nodes = {}
    for line, row in _lines(path, ("id",)):
        name = row["id"].strip()
        nodes[name] = Node(
            name,
            en=row.get("name", ""),
            fa=row.get("name_fa", ""),
            country=row.get("country", ""),
            latitude=_degrees(path, line, row.get("lat", ""), 90),
            longitude=_degrees(path, line, row.get("lon", ""), 180),
        )
    return nodes


def _degrees(path: Path, line: int, text: str, most: int) -> float | None:
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    # A comparison with NaN is false, so this refuses what is not a number too.
    if not -most <= value <= most:
        raise SourceError(
            path, line, f"{text!r} is not in degrees.", f"Write a number from -{most} to {most}."
        )
    return value


def _lines(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                hint = _HINT.format(", ".join(_PAIRS if needed == _PAIRS else _CITIES))
                raise SourceError(path, 1, f"there is no column {missing[0]}.", hint)
            for row in reader:
                yield reader.line_num, row
    except OSError as error:
        raise SourceError(path, None, f"{error.strerror}.", "Give a file that exists.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(path, None, f"not CSV in UTF-8: {error}.", "Save it so.") from error
