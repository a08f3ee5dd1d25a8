"""Rows about standing disputes, on the real graph."""

from __future__ import annotations

from typing import Any

import pytest

from peyvand.graph.recorder import Recorder
from query.registered import FILE, told, values

DISPUTE = FILE | {"of": "city/arak", "other": "country/georgia"}


def test_a_dispute_is_a_claim_with_its_source(enter: Any, recorder: Recorder) -> None:
    registering = enter("dispute", DISPUTE | {"note": "Over the customs of a harbour."})
    assert told(registering) == []
    assert values(recorder, "city/arak", "pv:hasDisputeWith") == {"georgia"}
    assert not values(recorder, "country/georgia", "pv:hasDisputeWith")


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"of": ""}, "of", "required"),
        ({"other": ""}, "other", "required"),
        ({"other": "Atlantis"}, "other", "unknown-name"),
        ({"other": "organisation/metropolis"}, "other", "unknown-name"),
        ({"other": "Arak"}, "other", "dispute-with-itself"),
        ({"source_number": ""}, "source_number", "required"),
    ],
)
def test_what_is_wrong_with_a_dispute_is_told(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    assert told(enter("dispute", DISPUTE | more)) == [(2, column, code)]
    assert not recorder.patch
