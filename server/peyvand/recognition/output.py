"""Verdicts as text, as JSON and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peyvand import digits
from peyvand.graph.profiles import Profile
from peyvand.model import Answer
from peyvand.recognition.deciding import tally
from peyvand.recognition.model import Finding, Verdict
from peyvand.recognition.names import kinds_of, label, verdict_name
from peyvand.texts import text
from peyvand.vocabulary.iris import ID, prefixed

Names = Mapping[str, Mapping[str, str]]
LANGUAGES = ("en", "fa")


@dataclass(frozen=True)
class Recognition:
    """What a profile says of some agreements.

    Attributes:
        profile: the profile.
        version: the number of the version that was asked.
        scope: which agreements.
        place: the IRI of the place whose agreements these are; "" for all places.
        criteria_only: whether the field is left out.
        verdicts: of each agreement.
        query: what lists the statements that profiles look at, of all agreements.
    """

    profile: Profile
    version: int
    scope: str
    place: str
    criteria_only: bool
    verdicts: Sequence[Verdict]
    query: str

    @property
    def listed(self) -> list[Verdict]:
        """The verdicts of those that the profile speaks of, or may."""
        return [one for one in self.verdicts if one.answer is not Answer.OUT_OF_FIELD]

    @property
    def outside(self) -> list[Verdict]:
        """The verdicts of those that the profile does not speak of."""
        return [one for one in self.verdicts if one.answer is Answer.OUT_OF_FIELD]

    @property
    def field(self) -> dict[Answer, int]:
        """How many agreements are in the field, may be, and are not."""
        counts = dict.fromkeys((Answer.MET, Answer.NO_DATA, Answer.OUT_OF_FIELD), 0)
        for one in self.verdicts:
            counts[one.field] += 1
        return counts


def json_of(
    found: Recognition, names: Names, verdicts: Iterable[Verdict] | None = None
) -> dict[str, Any]:
    """Everything, for programs.

    Args:
        found: the verdicts.
        names: what agreements are called.
        verdicts: those that are told, with what is said of their agreements; None for all.
    """
    profile = found.profile
    told = found.verdicts if verdicts is None else verdicts
    return {
        "profile": profile_json(profile),
        "version": found.version,
        "scope": found.scope,
        "place": found.place or None,
        "criteria_only": found.criteria_only,
        "counts": {str(answer): count for answer, count in tally(found.verdicts).items()},
        "field": {str(answer): count for answer, count in found.field.items()},
        "query": found.query,
        "verdicts": [_verdict(profile, verdict, names) for verdict in told],
    }


def profile_json(profile: Profile) -> dict[str, Any]:
    """What a profile is, for programs."""
    return {
        "name": profile.name,
        "title": dict(profile.titles),
        "description": dict(profile.descriptions),
        "sources": list(profile.sources),
        "date": profile.date,
    }


def _verdict(profile: Profile, verdict: Verdict, names: Names) -> dict[str, Any]:
    looked_at = verdict.looked_at(_properties(profile, verdict.findings))
    return {
        "agreement": verdict.agreement,
        "label": dict(names.get(verdict.agreement, {})),
        "answer": str(verdict.answer),
        "field": str(verdict.field),
        "kinds": list(verdict.kinds),
        "findings": [
            {
                "shape": finding.shape,
                "severity": "violation" if finding.is_against else "warning",
                "field": finding.is_of_field,
                "message": dict(finding.messages),
            }
            for finding in verdict.findings
        ],
        "statements": [[subject, prop, value.value] for subject, prop, value in looked_at],
    }


def rows_of(verdicts: Iterable[Verdict], names: Names) -> Iterator[dict[str, str]]:
    """A row for each agreement."""
    for verdict in verdicts:
        deciding = verdict.deciding
        yield {
            "agreement": verdict.agreement,
            **{tag: names.get(verdict.agreement, {}).get(tag, "") for tag in LANGUAGES},
            "answer": str(verdict.answer),
            "field": str(verdict.field),
            "kinds": " ".join(verdict.kinds),
            "deciding": deciding.shape if deciding else "",
            **{f"message_{tag}": deciding.messages[tag] if deciding else "" for tag in LANGUAGES},
            "findings": " ".join(finding.shape for finding in verdict.findings),
        }


def looked_at(profile: Profile, verdict: Verdict) -> list[tuple[str, str, Any]]:
    """The statements that decide a verdict; all that the profile looks at if it counts."""
    return verdict.looked_at(_properties(profile, verdict.findings))


def _properties(profile: Profile, findings: Iterable[Finding]) -> set[str]:
    shapes = [finding.shape for finding in findings] or [*profile.field, *profile.rules]
    return {prop for shape in shapes for prop in profile.properties[shape]}


def profiles_text(profiles: Iterable[Profile], language: str) -> str:
    """The profiles, each with its source and date."""
    return "\n\n".join("\n".join(_head(profile, language)) for profile in profiles)


def text_of(found: Recognition, names: Names, language: str, explain: bool = False) -> str:
    """The verdicts for people.

    Args:
        found: the verdicts.
        names: what agreements, and things that statements are about, are called.
        language: of the text.
        explain: whether all findings are told, with what was looked at.
    """
    profile = found.profile
    lines = [*_head(profile, language), "", summary(found, names, language)]
    for answer, count in tally(found.verdicts).items():
        lines.append(f"  {verdict_name(answer, language)}: {_number(count, language)}")
    lines.append("")
    for verdict in found.listed:
        lines.append(_line(profile, verdict, names, language))
        if explain:
            lines += _explained(profile, verdict, names, language)
    return "\n".join(lines).rstrip()


def summary(found: Recognition, names: Names, language: str) -> str:
    """Of which agreements it is told, and how many of them the profile speaks of."""
    scope = text(f"monitor-scope-{found.scope}", language)
    if found.place:
        scope = text("recognition-of-place", language).format(
            scope=scope, place=label(names, found.place, language)
        )
    named = "recognition-criteria-only" if found.criteria_only else "recognition-field"
    counts = {str(name).replace("-", "_"): n for name, n in found.field.items()}
    return text(named, language).format(
        scope=scope,
        all=_number(len(found.verdicts), language),
        **{name: _number(count, language) for name, count in counts.items()},
    )


def _head(profile: Profile, language: str) -> list[str]:
    source = text("recognition-source", language)
    date = text("recognition-date", language)
    return [
        f"{profile.titles[language]} ({profile.name})",
        f"  {profile.descriptions[language]}",
        *(f"  {source}: {one}" for one in profile.sources),
        f"  {date}: {profile.date}",
    ]


def _line(profile: Profile, verdict: Verdict, names: Names, language: str) -> str:
    name = label(names, verdict.agreement, language)
    told = f"{name} [{_short(verdict.agreement)}]: {verdict_name(verdict.answer, language)}"
    if verdict.kinds:
        told += f" ({kinds_of(profile, verdict.kinds, language)})"
    if verdict.deciding:
        told += f" – {verdict.deciding.messages[language]} [{verdict.deciding.shape}]"
    return told


def _explained(profile: Profile, verdict: Verdict, names: Names, language: str) -> Iterator[str]:
    for finding in verdict.findings[1:]:
        yield f"    {finding.messages[language]} [{finding.shape}]"
    for subject, prop, value in looked_at(profile, verdict):
        shown = _short(value.value)
        yield f"      {_short(subject)} {prefixed(prop) or prop} {shown}"


def _short(iri: str) -> str:
    return prefixed(iri) or iri.removeprefix(str(ID))


def _number(value: int, language: str) -> str:
    return digits.number(f"{value:,}", language)
