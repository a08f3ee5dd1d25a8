"""What is found, as tables for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from peyvand.affinity.criteria import Ground
from peyvand.model import Answer

_PAIR_COLUMNS = (
    *("criterion", "ground", "answer", "value", "threshold", "evidence", "text"),
    *("source", "line"),
)
_LIKE_COLUMNS = (
    *("rank", "iri", "en", "fa", "linked", "met", "not-met", "no-data", "out-of-field"),
    *("criteria", "partners", "agreements", "dated", "oldest", "newest", "active", "successes"),
)


def pair_table(told: Mapping[str, Any]) -> str:
    """What ``output.pair_json`` tells, as CSV: a row for each piece of evidence."""
    return _table(_PAIR_COLUMNS, _pair_rows(told))


def _pair_rows(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each piece of evidence; one without for a criterion that has none."""
    for criterion in told["criteria"]:
        row = {**criterion, "threshold": told["thresholds"].get(criterion["criterion"])}
        for evidence in criterion["evidence"] or [{}]:
            said = evidence.get("text", {})
            yield {
                **row,
                "evidence": evidence.get("iri") or evidence.get("value"),
                "text": said.get("en") or next(iter(said.values()), None),
                "source": evidence.get("source"),
                "line": evidence.get("line"),
            }


def likeness_table(told: Mapping[str, Any]) -> str:
    """What ``output.likeness_json`` tells, as CSV: a row for each city."""
    return _table(
        _LIKE_COLUMNS,
        (
            {
                **city,
                **city["links"],
                "criteria": " ".join(
                    one["criterion"]
                    for one in city["criteria"]
                    if one["answer"] == Answer.MET and one["ground"] != Ground.EXCLUSION
                ),
            }
            for city in told["cities"]
        ),
    )


def _table(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
