"""The probabilistic model: what is compared, in which grades, and what each grade is worth.

The grades are Splink's comparison levels, written without an engine's dialect. The trained
numbers (how often a grade is met among pairs that are one place, m, and among others, u) are a
plain table of ours: a model that one engine saved does not load on another, but settings built
anew from these numbers give the same probabilities on both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule

from peyvand.features.thresholds import CLOSE_NAME, DISTANCES_KM, POPULATION_RATIOS, SIMILAR_NAME

_RATIO = "greatest(population_l, population_r) <= {most:g} * least(population_l, population_r)"


@dataclass(frozen=True)
class Grade:
    """One grade of a comparison: its name in the numbers, its meaning, and its condition."""

    name: str
    meaning: str
    level: Any


def _array(column: str) -> Any:
    return levels.ArrayIntersectLevel(column)


def _close(column: str, least: float) -> Any:
    return levels.PairwiseStringDistanceFunctionLevel(column, "jaro_winkler", least)


def _across(*more: Any) -> Any:
    """Pairs whose names are in two scripts, such as Persian and Latin."""
    scripts = levels.CustomLevel("script_l <> script_r")
    return levels.And(scripts, *more) if more else scripts


def _within(km: float) -> Any:
    return levels.DistanceInKMLevel("latitude", "longitude", km)


def _ratio(most: float) -> Any:
    return levels.CustomLevel(_RATIO.format(most=most))


def _distances() -> tuple[Grade, ...]:
    within = [Grade(f"{km}", f"within {km} km", _within(km)) for km in DISTANCES_KM]
    far = f"farther than {DISTANCES_KM[-1]} km"
    return (*within, Grade("far", far, levels.ElseLevel()))


def _populations() -> tuple[Grade, ...]:
    first, *more = POPULATION_RATIOS
    within = [Grade(f"{first:g}", "populations within a fifth", _ratio(first))]
    within += [
        Grade(f"{most:g}", f"populations within a factor {most:g}", _ratio(most)) for most in more
    ]
    other = f"populations differ by more than a factor {more[-1]:g}"
    return (*within, Grade("other", other, levels.ElseLevel()))


# Both sides of each equality are of one table, so that the engines join by hashes.
_BESIDE = (
    "l.cells = r.cells AND l.script = CASE WHEN r.script = 'arabic' THEN 'latin' ELSE 'arabic' END "
    "AND abs(l.latitude - r.latitude) < 0.06 AND l.script <> r.script"
)


# The best grade first: a pair has the first whose condition holds.
GRADES: dict[str, tuple[Grade, ...]] = {
    "name": (
        Grade("main", "the names are equal", _array("labels")),
        Grade("alias", "a name equals an alias", _array("names")),
        Grade("spelling", "names are equal but for transliteration", _array("keys")),
        Grade("close", "names are nearly equal", _close("keys", CLOSE_NAME)),
        Grade("sound", "names sound alike in two scripts", _across(_array("skeletons"))),
        Grade("part", "a word of the names is equal", _array("parts")),
        Grade("similar", "names are similar", _close("keys", SIMILAR_NAME)),
        Grade("script", "names in two scripts that cannot be compared", _across()),
        Grade("other", "names differ", levels.ElseLevel()),
    ),
    "country": (
        Grade("same", "the same country", levels.ExactMatchLevel("country")),
        Grade("sovereign", "one state holds or claims both", levels.ExactMatchLevel("sovereign")),
        Grade("other", "different countries", levels.ElseLevel()),
    ),
    "distance": _distances(),
    "population": _populations(),
    "kind": (
        Grade("same", "the same kind of place", levels.ExactMatchLevel("kind")),
        Grade("other", "different administrative kinds", levels.ElseLevel()),
    ),
}
_NULLS = {
    "name": ("name",),
    "country": ("country",),
    "distance": ("latitude", "longitude"),
    "population": ("population",),
    "kind": ("kind",),
}

Numbers = dict[str, Any]


def blocking() -> list[Any]:
    """Which pairs are compared at all.

    Those that share a name key, sound alike in one state, share a word or the first letters near
    each other, or lie side by side with names in two scripts, which no key brings together.
    """
    return [
        block_on("keys", arrays_to_explode=["keys"]),
        block_on("skeletons", "sovereign", arrays_to_explode=["skeletons"]),
        block_on("parts", "cells", arrays_to_explode=["parts", "cells"]),
        block_on("cells", "substr(name, 1, 2)", arrays_to_explode=["cells"]),
        CustomRule(_BESIDE, arrays_to_explode=["cells"]),
    ]


def settings(numbers: Numbers | None = None) -> SettingsCreator:
    """The model for Splink, on any engine.

    Args:
        numbers: the trained numbers, as ``trained`` gives them; without, an untrained model.
    """
    given = numbers or {}
    compared: list[Any] = []
    for name, grades in GRADES.items():
        null = " OR ".join(f"{c}_l IS NULL OR {c}_r IS NULL" for c in _NULLS[name])
        steps: list[Any] = [levels.CustomLevel(null).configure(is_null_level=True)]
        for grade in grades:
            step = grade.level
            if numbers:
                step = step.configure(**given["comparisons"][name][grade.name])
            steps.append(step)
        compared.append(comparisons.CustomComparison(steps, output_column_name=name))
    return SettingsCreator(
        link_type="link_only",
        comparisons=compared,
        blocking_rules_to_generate_predictions=blocking(),
        probability_two_random_records_match=given.get("prior", 0.0001),
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


# No grade is impossible: what was never met in training may yet be.
_LEAST_M, _LEAST_U = 0.001, 1e-7
# Lists in one script cannot teach what a likeness of sound across two is worth. Measured on
# GeoNames instead: of 14,163 names with Persian letters, half have the skeleton of the city's
# Latin name once regions after a comma are left out; of random cities, 17 in 100,000 share one.
_ACROSS = {"sound": (0.5, 0.00017), "script": (0.5, 0.99983)}
# What it adds to a pair, in bits, that names in two scripts are found to sound alike.
SOUND_BITS = math.log2(0.5 / 0.00017) - math.log2(0.5 / 0.99983)


def trained(saved: dict[str, Any]) -> Numbers:
    """Our table of numbers from a model that Splink trained and saved as a dictionary.

    Splink samples u from all pairs, true ones included. Where nearly all pairs of a grade are
    true (places within 1 km), that would hide what the grade is worth, so their share, which the
    prior and m tell, is taken out.
    """
    prior = saved["probability_two_random_records_match"]
    table: dict[str, dict[str, dict[str, float]]] = {}
    for comparison in saved["comparisons"]:
        name = comparison["output_column_name"]
        graded = [
            entry for entry in comparison["comparison_levels"] if not entry.get("is_null_level")
        ]
        table[name] = {}
        for grade, level in zip(GRADES[name], graded, strict=True):
            m = max(level.get("m_probability", 0.0), _LEAST_M)
            u = max(level.get("u_probability", 0.0) - prior * m, _LEAST_U)
            if name == "name":
                m, u = _ACROSS.get(grade.name, (m, u))
            table[name][grade.name] = {
                "m_probability": round(m, 9),
                "u_probability": round(u, 9),
            }
    return {"prior": round(prior, 9), "comparisons": table}
