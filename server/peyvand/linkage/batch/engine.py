"""Splink on DuckDB within the process, or on Apache Spark: one model, one set of numbers."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, block_on

from peyvand.linkage.batch.spark import spark
from peyvand.linkage.blocking import Columns, item_of, listed_row, record_row
from peyvand.linkage.classification import Scored
from peyvand.linkage.model import GRADES, Numbers, settings, trained
from peyvand.model import City
from peyvand.resources import root

_SCHEMA = pa.schema(
    [(name, pa.string()) for name in Columns.text]
    + [(name, pa.list_(pa.string())) for name in Columns.lists]
    + [(name, pa.float64()) for name in Columns.numbers]
)
_SPARK_SCHEMA = ", ".join(
    [f"{name} string" for name in Columns.text]
    + [f"{name} array<string>" for name in Columns.lists]
    + [f"{name} double" for name in Columns.numbers]
)
# Splink orders the two sides of a pair by the names of their tables: the list comes first.
_TABLES = ("a_list", "b_records")
# Below this weight, in bits, a pair is not worth carrying out of the engine.
_LEAST_WEIGHT = -5.0
_SEED = 1
# So many rows are in Python's hands at once.
_BATCH = 20_000


def shipped_numbers() -> Numbers:
    """The trained numbers that come with the project; ``train`` makes them anew."""
    numbers: Numbers = json.loads((root() / "data/merge/model.json").read_text(encoding="utf-8"))
    return numbers


def score(
    places: Iterable[City],
    described: Mapping[str, City],
    numbers: Numbers,
    engine: str = "duckdb",
) -> list[Scored]:
    """The likely pairs of a place and an item, in a fixed order.

    Args:
        places: the places of the list.
        described: the descriptions of the items (``candidates.variants``).
        numbers: the trained numbers.
        engine: ``duckdb``, ``spark``, or the URL of a Spark master.
    """
    listed, records = _tables(places, described)
    if not listed.num_rows or not records.num_rows:
        return []
    linker = Linker(_register(engine, listed, records), settings(numbers), log_level=logging.ERROR)
    predicted = linker.inference.predict(threshold_match_weight=_LEAST_WEIGHT)
    graded = ", ".join(f"gamma_{name}, mw_{name}" for name in GRADES)
    chosen = predicted.query_sql(
        f"SELECT unique_id_l, unique_id_r, match_weight, match_probability, {graded} FROM {{this}}"  # noqa: S608
    )
    return sorted(_scored(chosen), key=lambda pair: (pair.left, pair.row))


def train(places: Iterable[City], described: Mapping[str, City]) -> Numbers:
    """The numbers of the model, learned from the two tables without any answer.

    u comes from random pairs; m by expectation maximisation, once among pairs of equal names
    (all but the name) and once among pairs that lie close (the name).
    """
    located = {row: city for row, city in described.items() if city.located}
    listed, records = _tables(places, located)
    linker = Linker(_register("duckdb", listed, records), settings(), log_level=logging.ERROR)
    training = linker.training
    training.estimate_u_using_random_sampling(max_pairs=2e7, seed=_SEED)
    training.estimate_probability_two_random_records_match(
        [block_on("name", "country")], recall=0.9
    )
    training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    training.estimate_parameters_using_expectation_maximisation(
        "l.country = r.country AND abs(l.latitude - r.latitude) < 0.05 "
        "AND abs(l.longitude - r.longitude) < 0.05"
    )
    return trained(linker.misc.save_model_to_json())


def _tables(places: Iterable[City], described: Mapping[str, City]) -> tuple[pa.Table, pa.Table]:
    return _table(map(listed_row, places)), _table(map(record_row, described.values()))


def _table(rows: Iterable[dict[str, Any]]) -> pa.Table:
    # In batches: a million rows as Python's dictionaries take many times the room of the table.
    named = (row for row in rows if row["names"])
    batches = []
    while some := list(islice(named, _BATCH)):
        batches.append(pa.RecordBatch.from_pylist(some, _SCHEMA))
    return pa.Table.from_batches(batches, _SCHEMA)


def _register(engine: str, listed: pa.Table, records: pa.Table) -> list[Any]:
    if engine == "duckdb":
        api: Any = DuckDBAPI(duckdb.connect(":memory:"))
        tables: tuple[Any, ...] = (listed, records)
    else:
        api, session = spark("local[2]" if engine == "spark" else engine)
        tables = tuple(
            session.createDataFrame(table.to_pylist(), schema=_SPARK_SCHEMA)
            for table in (listed, records)
        )
    return [
        api.register(table, dataset_display_name=name)
        for table, name in zip(tables, _TABLES, strict=True)
    ]


def _scored(predicted: Any) -> Iterator[Scored]:
    # Millions of pairs share a few hundred combinations of grades, and each combination one object.
    graded: dict[tuple[Any, ...], tuple[dict[str, str], dict[str, float]]] = {}
    for batch in predicted.as_pyarrow_table().to_batches(_BATCH):
        column = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        numbers = zip(*(column[f"gamma_{name}"] for name in GRADES), strict=True)
        weights = zip(*(column[f"mw_{name}"] for name in GRADES), strict=True)
        for left, row, weight, chance, *key in zip(
            column["unique_id_l"],
            column["unique_id_r"],
            column["match_weight"],
            column["match_probability"],
            numbers,
            weights,
            strict=True,
        ):
            combination = tuple(key)
            if combination not in graded:
                graded[combination] = _graded(*combination)
            grades, worth = graded[combination]
            yield Scored(left, item_of(row), row, round(weight, 6), round(chance, 9), grades, worth)


def _graded(
    numbers: tuple[int, ...], weights: tuple[float, ...]
) -> tuple[dict[str, str], dict[str, float]]:
    grades = {
        name: known[len(known) - 1 - number].name if number >= 0 else ""
        for (name, known), number in zip(GRADES.items(), numbers, strict=True)
    }
    worth = {name: round(weight, 6) for name, weight in zip(GRADES, weights, strict=True)}
    return grades, worth
