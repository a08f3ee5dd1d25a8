"""Links in words: the two values compared, what their agreement is worth, and the doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peyvand.features.distance import kilometres
from peyvand.features.levels import level_of
from peyvand.features.names import folded
from peyvand.linkage.calibration import Calibration
from peyvand.linkage.classification import REVIEW, Link, Rules, Scored, doubt
from peyvand.linkage.model import GRADES
from peyvand.linkage.sentences import reason_text, slip_text
from peyvand.linkage.slips import Slip
from peyvand.model import City

_MEANINGS = {
    (name, grade.name): grade.meaning for name, grades in GRADES.items() for grade in grades
}


def compared(place: City, record: City, pair: Scored) -> list[dict[str, Any]]:
    """Each comparison of a pair: both values, the grade in words, and its weight in bits."""
    left_name, right_name = _telling(place, record)
    km = kilometres(place, record)
    values: dict[str, tuple[Any, Any]] = {
        "name": (left_name, right_name),
        "country": (place.country, record.country),
        "distance": (_point(place), _point(record)),
        "population": (place.population, record.population),
        "kind": (_level(place), _level(record)),
    }
    rows = []
    for name, (left, right) in values.items():
        grade = pair.grades.get(name, "")
        row = {
            "what": name,
            "left": left,
            "right": right,
            "grade": _MEANINGS.get((name, grade), "not known of both"),
            "bits": round(pair.weights.get(name, 0.0), 2),
        }
        if name == "distance" and km is not None:
            row["km"] = round(km, 1)
        rows.append(row)
    return rows


def sentence(place: City, record: City, pair: Scored) -> str:
    """The same in one line, for a table."""
    said = []
    for row in compared(place, record, pair):
        if row["what"] == "distance" and "km" in row:
            said.append(f"{row['km']} km apart")
        elif row["what"] == "kind" and row["left"] != row["right"]:
            said.append(f"kind {row['left'] or 'place'} / {row['right'] or 'place'}")
        elif row["what"] in ("name", "country", "population") and row["left"] and row["right"]:
            said.append(f"{row['what']} {row['left']} / {row['right']}")
    if place.lent_by:
        what = "names and place" if place.is_place_lent else "names"
        heard = ", as which it is transliterated" if place.is_lent_by_sound else ""
        said.append(f"{what} with the help of {place.lent_by}{heard}")
    if place.slip:
        said.append(slip_text(Slip(place.slip)))
    return "; ".join(said)


def why(link: Link, place: City, described: Mapping[str, City]) -> str:
    """The reason of a link with the values it rests on."""
    if link.pair is None:
        return reason_text(link.reason)
    values = sentence(place, described[link.pair.row], link.pair)
    return "; ".join(part for part in (reason_text(link.reason), values) if part)


def explanation(
    link: Link,
    place: City,
    described: Mapping[str, City],
    rules: Rules,
    calibration: Calibration,
) -> dict[str, Any]:
    """Everything about a link, down to the values compared, and the other items considered."""
    told: dict[str, Any] = {
        "id": link.left,
        "name": place.names[0] if place.names else "",
        "decision": link.decision,
        "qid": link.right,
        "probability": round(link.probability, 4),
        "reason": link.reason.code if link.reason else "",
        "why": why(link, place, described),
    }
    if link.pair:
        told["weight_bits"] = round(link.pair.weight, 2)
        told["compared"] = compared(place, described[link.pair.row], link.pair)
        told["item"] = _facts(described[link.pair.row])
    told["others"] = [
        {
            "qid": pair.right,
            "name": described[pair.row].names[0],
            "probability": round(_chance(link, pair, place, rules, calibration), 4),
            "weight_bits": round(pair.weight, 2),
            "values": sentence(place, described[pair.row], pair),
            "doubt": reason_text(doubt(pair, rules)),
            "item": _facts(described[pair.row]),
        }
        for pair in link.others
    ]
    return told


def _chance(link: Link, pair: Scored, place: City, rules: Rules, calibration: Calibration) -> float:
    """The probability of an item that another was preferred to."""
    reason = doubt(pair, rules) or (link.reason if link.decision == REVIEW else None)
    other = Link(link.left, pair.right, REVIEW, pair.probability, reason, pair, (pair,))
    return calibration.probability(other, place)


def _telling(place: City, record: City) -> tuple[str, str]:
    """The names that agree, if any do as folded; else the main ones."""
    right = {name: spelt for spelt in (*record.names, *record.aliases) for name in folded([spelt])}
    for spelt in (*place.names, *place.aliases):
        for name in folded([spelt]):
            if name in right:
                main = place.names[0] if place.names else spelt
                return spelt if spelt == main else f"{main} ({spelt})", right[name]
    return (place.names or ("",))[0], (record.names or ("",))[0]


def _facts(record: City) -> dict[str, Any]:
    """What is known of an item, whether or not the list has something to compare."""
    facts = {
        "level": _level(record),
        "country": record.country,
        "place": _point(record),
        "population": record.population,
    }
    return {name: value for name, value in facts.items() if value}


def _level(city: City) -> str:
    said = level_of(city.names[0]) if city.names else ""
    return said or ", ".join(city.levels)


def _point(city: City) -> str:
    return f"{city.latitude:.4f},{city.longitude:.4f}" if city.located else ""
