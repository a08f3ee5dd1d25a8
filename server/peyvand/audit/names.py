"""What totals, counts and gaps are called."""

from __future__ import annotations

from peyvand import digits
from peyvand.audit.model import ANY, Audited, Count, Name, Part, Total, Unit
from peyvand.texts import text, texts
from peyvand.vocabulary.iris import ID

# The bound of a figure that is exceeded.
_LOWER = "more-than"
# What stands between the parts of a list.
_AND = {"en": "; ", "fa": "؛ "}


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
    rule = f"audit-profile-{count.profile}" if unit is Unit.AGREEMENTS else f"audit-{unit}"
    parts = [texts(language)[rule], text(f"audit-sources-{count.sources}", language)]
    parts += [text(f"audit-scope-{count.scope}", language)] if count.scope != ANY else []
    parts += [text(f"audit-dating-{count.dating}", language)] if count.dating != ANY else []
    return _listed(parts, language)


def sum_of(count: Count, language: str) -> str:
    """How many of a count are of documents and how many of datasets alone, if there are both."""
    if not count.parts or not all(count.parts.values()):
        return ""
    return " + ".join(written(number, language) for number in count.parts.values())


def gaps_of(total: Total, count: Count, language: str) -> str:
    """What a total has more than a count; of each reading, if it may be several."""
    signed = [_signed(gap, language) for gap in count.gaps]
    if total.bound == _LOWER:
        signed = [text("audit-at-least", language).format(gap=gap) for gap in signed]
    if len(signed) == 1:
        return signed[0]
    values = (written(value, language) for value in total.readings)
    pairs = zip(signed, values, strict=True)
    return _listed([f"{gap} ({value})" for gap, value in pairs], language)


def notes_of(count: Count, language: str) -> str:
    """What a count has otherwise than the total."""
    return _listed([text(f"audit-note-{note}", language) for note in count.notes], language)


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
