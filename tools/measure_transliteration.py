"""How often a transliteration is what sources write: python -m tools.measure_transliteration.

Every place of the tables of the world that has an English and a Persian name is transliterated from
the first and compared with the second, as search compares names; docs/transliteration.md has the
figures.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz.distance import JaroWinkler, Levenshtein

from peyvand.features.folding import fold, joined
from peyvand.features.transliteration import persian

WORLD = Path(__file__).parents[1] / "data" / "world"
# Words for a kind of unit are translated, and sources leave them out here and there.
KIND = re.compile(r"^(?:استان|شهرستان|ناحیه|منطقه|شهرداری|شهر|ایالت|دهستان|بخش|جزیره) (?=.)")
LEAST = 20


def pairs() -> list[tuple[str, str, list[str]]]:
    """The country, English name and Persian names of each place that has all three."""
    english: dict[str, tuple[str, str]] = {}
    persians: dict[str, list[str]] = defaultdict(list)
    countries: dict[str, str] = {}
    for row in rows("names.csv"):
        if row["language"] == "en":
            english[row["item"]] = max(
                english.get(row["item"], ("", "")), (row["snapshot"], row["name"])
            )
        elif row["language"] == "fa":
            persians[row["item"]].append(row["name"])
    for row in rows("places.csv"):
        if row["property"] == "country":
            countries.setdefault(row["item"], row["value"])
    return [
        (countries[item], english[item][1], names)
        for item, names in sorted(persians.items())
        if item in english and item in countries
    ]


def rows(name: str) -> Iterable[dict[str, str]]:
    with (WORLD / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def compared(country: str, english: str, names: list[str]) -> tuple[bool, bool, float, int, int]:
    """Whether it is one of the names, whether but for one letter, and how like the likest."""
    own = plain(persian(english, country))
    other = max((plain(name) for name in names), key=lambda name: JaroWinkler.similarity(own, name))
    errors = Levenshtein.distance(own, other)
    return own == other, errors <= 1, JaroWinkler.similarity(own, other), errors, len(other)


def plain(name: str) -> str:
    return joined(fold(KIND.sub("", name.partition("،")[0].partition("(")[0].strip())))


def figures(found: list[tuple[bool, bool, float, int, int]]) -> dict[str, float]:
    exact, near, likeness, errors, letters = (sum(one[n] for one in found) for n in range(5))
    return {
        "names": len(found),
        "same": round(100 * exact / len(found), 1),
        "same_but_a_letter": round(100 * near / len(found), 1),
        "jaro_winkler": round(likeness / len(found), 3),
        "letter_errors": round(100 * errors / letters, 1),
    }


def main() -> int:
    """Print the figures as JSON: of all names, and of each country with enough of them."""
    found = defaultdict(list)
    for country, english, names in pairs():
        found[country].append(compared(country, english, names))
    ranked = sorted(found, key=lambda country: (-len(found[country]), country))
    told = {
        "all": figures([one for some in found.values() for one in some]),
        **{code: figures(found[code]) for code in ranked if len(found[code]) >= LEAST},
    }
    json.dump(told, sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
