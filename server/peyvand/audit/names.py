"""What totals, counts and gaps are called."""

from __future__ import annotations

from collections.abc import Callable

from peyvand import digits
from peyvand.audit.model import ANY, Audited, Count, Name, Part, Total, Unit
from peyvand.clocks import Clocks
from peyvand.texts import text, texts
from peyvand.vocabulary.iris import ID

# The bound of a figure that is exceeded.
_LOWER = "more-than"
# What stands between the parts of a list.
_AND = {"en": "; ", "fa": "؛ "}


def days_of(clocks: Clocks, language: str, spoken: Callable[[str], str] = str) -> list[str]:
    """What is told of the days that an audit is asked about.

    Args:
        clocks: the days.
        language: of the text.
        spoken: how a day is written.
    """
    asked = {"audit-on-day": clocks.on, "audit-said-by": clocks.said}
    return [text(name, language).format(day=spoken(str(day))) for name, day in asked.items() if day]


def title_of(total: Total, language: str) -> str:
    """What a total is called."""
    name = total.about.called(language)
    kind = "partners" if total.predicate == "statedPartnerCount" else total.unit
    told = total.predicate == "value"
    return name if told else text(f"audit-{kind}-of", language).format(name=name)


def readings_of(total: Total, language: str) -> str:
    """The value of a total, with its bound and what else it may be."""
    values = [written(value, language) for value in total.readings]
    bound = text(f"audit-bound-{total.bound}", language) if total.bound else "{value}"
    if not total.is_read:
        return text("audit-one-of", language).format(values=_listed(values, language))
    told = bound.format(value=values[0])
    if len(values) == 1:
        return told
    others = _listed(values[1:], language)
    return text("audit-or-else", language).format(value=told, others=others)


def source_of(total: Total, language: str) -> str:
    """Who states a total, where, when and how it is printed."""
    where = total.document.removeprefix(str(ID))
    if total.lines:
        lines = _listed([written(line, language) for line in total.lines], language)
        where = text("audit-where", language).format(document=where, lines=lines)
    parts = [
        _listed([one.called(language) for one in total.speakers], language),
        where,
        _listed([*total.stated_on], language),
        _listed([f"«{one}»" for one in total.printed], language),
    ]
    return " · ".join(part for part in parts if part)


def covered_by(audited: Audited, language: str) -> list[tuple[str, str]]:
    """What a total is said to cover: a name and a value for each thing that is said."""
    total = audited.total
    told = {
        "holder": audited.holder.called(language) if audited.holder else "",
        "period": total.period,
        "scope": _in(total.scope, language),
        "exception": _in(total.exceptions, language),
    }
    return [
        (text(f"audit-{name}", language), value or text("audit-unsaid", language))
        for name, value in told.items()
        if value or name != "exception"
    ]


def count_name(count: Count, unit: Unit, language: str) -> str:
    """What is counted: by which rule, of which sources, which scope and which time."""
    parts = [_rule(count, unit, language), text(f"audit-sources-{count.sources}", language)]
    parts += [text(f"audit-scope-{count.scope}", language)] if count.scope != ANY else []
    parts += [text(f"audit-dating-{count.dating}", language)] if count.dating != ANY else []
    return _listed(parts, language)


def _rule(count: Count, unit: Unit, language: str) -> str:
    if count.rule:
        return text("audit-by-profile", language).format(profile=count.rule.called(language))
    return texts(language)[
        f"audit-profile-{count.profile}" if unit is Unit.AGREEMENTS else f"audit-{unit}"
    ]


def sum_of(count: Count, language: str) -> str:
    """How many of a count are of documents and how many of datasets alone, if there are both."""
    if not count.parts or not all(count.parts.values()):
        return ""
    return " + ".join(written(number, language) for number in count.parts.values())


def gaps_of(total: Total, count: Count, language: str) -> str:
    """What a total has more than a count; of each reading, if it may be several."""
    told = [_gap(gap, count.perhaps, total.bound == _LOWER, language) for gap in count.gaps]
    if len(told) == 1:
        return told[0]
    values = (written(value, language) for value in total.readings)
    pairs = zip(told, values, strict=True)
    return _listed([f"{gap} ({value})" for gap, value in pairs], language)


def _gap(most: int, perhaps: int, is_least: bool, language: str) -> str:
    """A gap, which is less by those that perhaps count too."""
    least = _signed(most - perhaps, language)
    if is_least:
        return text("audit-at-least", language).format(gap=least)
    if not perhaps:
        return least
    return text("audit-gap-between", language).format(least=least, most=_signed(most, language))


def notes_of(count: Count, language: str) -> str:
    """What a count has otherwise than the total."""
    notes = [text(f"audit-note-{note}", language) for note in count.notes]
    if count.perhaps:
        perhaps = text("audit-perhaps", language).format(count=written(count.perhaps, language))
        notes.insert(0, perhaps)
    return _listed(notes, language)


def part_name(part: Part, language: str) -> str:
    """What agreements have in common that a total may leave out."""
    return text(f"audit-part-{part.name}", language)


def written(value: int, language: str) -> str:
    """A number with its thousands set apart."""
    return digits.number(f"{value:,}", language)


def _signed(value: int, language: str) -> str:
    sign = {True: "+", False: "−"}[value > 0] if value else ""
    return sign + written(abs(value), language)


def _listed(parts: list[str], language: str) -> str:
    return _AND[language].join(parts)


def _in(name: Name | None, language: str) -> str:
    return name.called(language) if name else ""
