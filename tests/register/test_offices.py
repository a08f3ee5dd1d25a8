"""A new name is that of an office where both its languages say so."""

from __future__ import annotations

import csv

import pytest

from peyvand.register.offices import names_an_office
from peyvand.resources import root


@pytest.mark.parametrize(
    ("english", "persian", "expected"),
    [
        ("Mayor of Arak", "شهردار اراک", True),
        ("Arak Mayor", "شهردار اراک", True),
        ("Deputy governor of Markazi", "معاون استاندار مرکزی", True),
        ("Head of the council", "رییس شورا", True),
        ("Municipality of Arak", "شهرداری اراک", False),
        ("Office of the Mayor of Arak", "دفتر شهردار اراک", False),
        ("Secretariat of the council", "دبیرخانهٔ شورا", False),
        ("Ministry of the Interior", "وزارت کشور", False),
        ("Ali Vazir", "وزیر علی", False),
        ("Mina Head", "مینا هد", False),
        ("", "", False),
    ],
)
def test_both_names_tell_an_office(english: str, persian: str, expected: bool) -> None:
    assert names_an_office(english, persian) is expected


def test_the_offices_of_the_documents_are_told_by_their_names_and_no_other_thing_is() -> None:
    wrong = []
    for path in sorted((root() / "data/curated/register").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                kind, english, persian = (row.get(n) or "" for n in ("class", "en", "fa"))
                if kind == "pv:Person":  # one of them is told by the office alone
                    continue
                office = kind == "pv:Office"
                if english and persian and names_an_office(english, persian) is not office:
                    wrong.append((path.name, english, persian))
    assert wrong == []
