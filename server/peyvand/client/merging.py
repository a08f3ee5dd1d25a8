"""Lists that are reconciled with the graph: what is asked of a row, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from peyvand.client.errors import ClientError
from peyvand.vocabulary.iris import BASE

# How many rows go in one request.
BATCH = 50
_PROPERTIES = {"country": "inCountry", "population": "population", "qid": "hasWikidataItem"}


@dataclass(frozen=True)
class Match:
    """What a row of a list is in the graph.

    Attributes:
        row: the row.
        outcome: ``same`` if one thing is it without doubt, ``review`` if a person should look,
            ``none`` if nothing is like it.
        iri: of the thing that is most like it; None without one.
        label: of that thing.
        score: how like it is, from 0 to 100.
        candidates: everything that the server named, the best first.
    """

    row: Mapping[str, Any]
    outcome: str
    iri: str | None
    label: str | None
    score: float
    candidates: tuple[Mapping[str, Any], ...]


def batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """The rows in parts of as many as go in one request."""
    left = iter(rows)
    while part := list(islice(left, BATCH)):
        yield part


def queries(rows: Iterable[Mapping[str, Any]], kind: str) -> dict[str, Any]:
    """A batch of the Reconciliation API 0.2 for rows.

    Args:
        rows: each with ``name``, and any of ``country``, ``lat`` with ``lon``, ``population`` and
            ``qid``.
        kind: the type that is looked for, such as ``City``; "" for any.

    Raises:
        ClientError: a row without a name.
    """
    made = {}
    for number, row in enumerate(rows):
        if not _has(row.get("name")):
            raise ClientError(f"Row {number + 1} has no name. Give each row a 'name'.")
        properties = [
            {"pid": pid, "v": str(row[key])}
            for key, pid in _PROPERTIES.items()
            if _has(row.get(key))
        ]
        if _has(row.get("lat")) and _has(row.get("lon")):
            properties.append({"pid": "coordinates", "v": f"{row['lat']}, {row['lon']}"})
        asked: dict[str, Any] = {"query": str(row["name"]), "properties": properties}
        made[f"q{number}"] = asked | ({"type": kind} if kind else {})
    return made


def read_matches(rows: Iterable[Mapping[str, Any]], told: Mapping[str, Any]) -> list[Match]:
    """What a batch was answered, row by row."""
    return [_match(row, told[f"q{number}"]["result"]) for number, row in enumerate(rows)]


def _match(row: Mapping[str, Any], candidates: list[Mapping[str, Any]]) -> Match:
    if not candidates:
        return Match(row, "none", None, None, 0.0, ())
    best = next((one for one in candidates if one["match"]), candidates[0])
    name = str(best["id"])
    return Match(
        row,
        "same" if best["match"] else "review",
        name if "://" in name else f"{BASE}id/{name}",
        str(best["name"]),
        float(best["score"]),
        tuple(candidates),
    )


def _has(value: Any) -> bool:
    # A frame writes what is missing as a number that is not equal to itself.
    return value is not None and value == value and str(value).strip() not in ("", "<NA>")
