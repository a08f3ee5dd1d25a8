"""What is told of choices: plain values, and lines for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peyvand import digits
from peyvand.features.languages import language_name
from peyvand.partners import disputes
from peyvand.partners.choosing import Choices, Part
from peyvand.partners.cities import UNKNOWN, Cities
from peyvand.partners.evidence import Found, evidence
from peyvand.partners.facts import Ask
from peyvand.texts import text
from peyvand.vocabulary.iris import ID

# Criteria that are true or false.
_TRUTHS = ("same-country", "same-name", "same-kind")
# Criteria that are whole numbers.
_WHOLE = ("partners-in-country", "partners-from-country", "population", "degree", "shared-networks")


def json_of(cities: Cities, choices: Choices, ask: Ask, *, explain: bool = True) -> dict[str, Any]:
    """Choices as plain values.

    Args:
        cities: what is known of them.
        choices: what is told.
        ask: asks for the evidence.
        explain: tell each criterion, with its evidence.
    """
    others = [choice.city for choice in choices.choices]
    criteria = [part.criterion for choice in choices.choices[:1] for part in choice.parts]
    found = {
        name: evidence(ask, cities, name, choices.city, others) for name in criteria if explain
    }
    return {
        "city": _city(cities, choices.city),
        "partners": choices.linked,
        "ranked": choices.ranked,
        "weighting": choices.weighting.json(),
        "leftOut": choices.left_out,
        "choices": [
            {
                "rank": choice.rank,
                **_city(cities, choice.city),
                "score": round(choice.score, 4),
                "disputes": disputes.json_of(choice.disputes),
                **(
                    {"criteria": [_part(p, found[p.criterion][choice.city]) for p in choice.parts]}
                    if explain
                    else {}
                ),
            }
            for choice in choices.choices
        ],
    }


def _city(cities: Cities, number: int) -> dict[str, Any]:
    country = int(cities.countries[number])
    placed = bool(cities.placed[number])
    return {
        "iri": cities.iris[number],
        "en": cities.label(number, "en"),
        "fa": cities.label(number, "fa"),
        "country": None if country == UNKNOWN else cities.country_iris[country],
        "latitude": float(cities.latitudes[number]) if placed else None,
        "longitude": float(cities.longitudes[number]) if placed else None,
    }


def _part(part: Part, found: Found) -> dict[str, Any]:
    return {
        "criterion": part.criterion,
        "value": None if part.value is None else float(f"{part.value:.6g}"),
        "points": round(part.points, 4),
        "evidence": found,
    }


def lines_of(told: Mapping[str, Any], language: str, cities: Cities) -> list[str]:
    """What ``json_of`` gives as lines for a terminal."""
    lines = [
        text("partners-of", language).format(
            city=told["city"][language],
            partners=digits.number(f"{told['partners']:,}", language),
            ranked=digits.number(f"{told['ranked']:,}", language),
        ),
        *notes_of(told, language),
    ]
    for choice in told["choices"]:
        rank = digits.number(str(choice["rank"]), language)
        score = digits.number(f"{choice['score']:.2f}", language).replace("-", "\N{MINUS SIGN}")
        country = cities.name(choice["country"], language) if choice["country"] else ""
        lines.append(f"{rank:>4}  {score:>6}  {choice[language]}  {country}".rstrip())
        lines += [f"{'':14}{dispute_of(one, language, cities)}" for one in choice["disputes"]]
        for part in choice.get("criteria", ()):
            name = text(f"criterion-{part['criterion']}", language)
            value = value_of(part["criterion"], part["value"], language)
            points = points_of(part["points"], language)
            lines.append(
                f"              {points:>6}  {name}: {value}{_told(part, language, cities)}"
            )
    return lines


def notes_of(told: Mapping[str, Any], language: str) -> list[str]:
    """What is said of an order beside it: how criteria were weighed, and who was left out."""
    notes = []
    if weighting := told["weighting"]:
        weights = _comma(language).join(
            f"{text(f'criterion-{name}', language)} × {digits.number(f'{weight:g}', language)}"
            for name, weight in weighting["weights"].items()
        )
        called = weighting["name"] or text("partners-weighting-unnamed", language)
        notes.append(
            text("partners-weighting", language).format(
                name=called, digest=weighting["digest"], weights=weights
            )
        )
    if told["leftOut"] is not None:
        many = digits.number(f"{told['leftOut']:,}", language)
        notes.append(text("partners-left-out", language).format(count=many))
    return notes


def dispute_of(dispute: Mapping[str, Any], language: str, cities: Cities) -> str:
    """A stated dispute as it is told beside a city."""
    return text("partners-dispute", language).format(
        place=cities.name(dispute["place"], language),
        other=cities.name(dispute["other"], language),
        claims=_comma(language).join(
            one["claim"].removeprefix(str(ID)) for one in dispute["statements"]
        ),
    )


def points_of(points: float, language: str) -> str:
    """Points as they are shown, with their sign."""
    return digits.number(f"{points:+.2f}".replace("-", "\N{MINUS SIGN}"), language)


def value_of(criterion: str, value: float | None, language: str) -> str:
    """A measured value as it is shown; what is not known says so."""
    if value is None:
        return text("partners-no-data", language)
    if criterion in _TRUTHS:
        return text("partners-yes" if value else "partners-no", language)
    if criterion == "by-the-sea":
        return text(("partners-neither", "partners-one", "partners-both")[int(value)], language)
    if criterion == "country-languages":
        return text("partners-percent", language).format(
            share=digits.number(f"{value:.0f}", language)
        )
    if criterion == "distance":
        return text("partners-kilometres", language).format(
            far=digits.number(f"{value:,.0f}", language)
        )
    return digits.number(
        f"{value:,.0f}" if criterion in _WHOLE else f"{value:,.2f}", language
    ).replace("-", "\N{MINUS SIGN}")


def met_of(part: Mapping[str, Any], language: str, cities: Cities) -> list[tuple[str, str]]:
    """What a criterion is met by: the IRI of each thing, if it has one, and what it is called."""
    met = part["evidence"].get("met", [])
    if part["criterion"] == "country-languages":
        return [("", language_name(code, language)) for code in met]
    return [(iri, cities.name(iri, language)) for iri in met if ":" in iri]


def _told(part: Mapping[str, Any], language: str, cities: Cities) -> str:
    names = [name for _, name in met_of(part, language, cities)]
    return (
        f" ({digits.number(str(len(names)), language)}: {_comma(language).join(names)})"
        if names
        else ""
    )


def _comma(language: str) -> str:
    return "، " if language == "fa" else ", "


def table_of(figures: Mapping[str, Any]) -> list[str]:
    """The figures of an evaluation as lines for a terminal."""
    lines = [f"{figures['cities']:,} cities, {figures['pairs']:,} pairs"]
    for split in ("hidden", "later"):
        part = figures[split]
        lines += ["", f"{split}: {part['seen']:,} pairs seen, {part['hidden']:,} asked both ways"]
        for name, found in part["orders"].items():
            hits = "  ".join(f"{key} {found[key]:.4f}" for key in found if key.startswith("hits"))
            lines.append(f"  {name:<18} {hits}  median {found['median']:,.1f}")
        lines += [
            f"  {group:<18} hits@10 {found['hits@10']:.4f} of {found['asked']:,}"
            for group, found in part["groups"].items()
        ]
    return lines
