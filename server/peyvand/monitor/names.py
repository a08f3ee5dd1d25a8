"""What figures and their groups are called."""

from __future__ import annotations

from peyvand import digits
from peyvand.monitor.board import YEARS
from peyvand.monitor.model import Figure, Group, Signings, Spread
from peyvand.texts import text, texts

# What is rounded to nothing.
_FEW = 0.005


def name_of(figure: str, language: str, years: int = YEARS) -> str:
    """What a figure is called; ``years`` are those that it asks about, if it asks about any."""
    return text(figure, language, "figure").format(years=written(years, language))


def group_name(figure: Figure, group: Group, language: str) -> str:
    """What a group is called: by its word, by what the graph calls it, or by the end of its IRI."""
    if ":" not in group.key:
        words, word = texts(language, "group"), group.slug or "none"
        return words.get(f"{figure.name}-{word}") or words.get(word) or word
    other = next(iter(group.labels.values()), group.slug)
    return group.labels.get(language) or other


def share_of(figure: Figure, group: Group, language: str) -> str:
    """The share of a group in percent; nothing where there is no whole.

    A few are not nobody, and nearly all are not all.
    """
    share = figure.share(group)
    if share is None:
        return ""
    if 0 < share <= _FEW:
        return text("monitor-under", language).format(share=digits.percent(0.01, language))
    if 1 - _FEW <= share < 1:
        return text("monitor-over", language).format(share=digits.percent(0.99, language))
    return digits.percent(share, language)


def ages(band: Spread, language: str) -> str:
    """What a band of ages is called."""
    start = digits.number(str(band.start), language)
    if band.end is None:
        return text("monitor-age-from", language).format(start=start)
    end = digits.number(str(band.end), language)
    return text("monitor-age-band", language).format(start=start, end=end)


def written(value: int, language: str) -> str:
    """A number with its thousands set apart."""
    return digits.number(f"{value:,}", language)


def outside_of(found: Signings, language: str) -> str:
    """How many signings may lie in years that are not told; nothing if none does."""
    if not found.outside:
        return ""
    first, last = (found.years[0].start, found.years[-1].start) if found.years else (0, 0)
    return text("monitor-outside", language).format(
        count=written(found.outside, language),
        start=digits.number(str(first), language),
        end=digits.number(str(last), language),
    )
