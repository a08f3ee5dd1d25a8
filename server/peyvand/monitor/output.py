"""What is written of the figures: a text for the terminal, JSON, and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from peyvand.disk import write_tables
from peyvand.monitor.board import Board
from peyvand.monitor.kept import Past
from peyvand.monitor.model import Figure, Signings, Spread
from peyvand.monitor.names import ages, group_name, name_of, outside_of, share_of, written
from peyvand.texts import text

# How many groups of a figure a text has: there are more of countries alone.
_MOST = 14
_WIDTH = 46


def json_of(board: Board, version: int, past: Sequence[Past] = ()) -> dict[str, Any]:
    """The figures with their queries, as plain values."""
    return {
        "version": version,
        "day": str(board.day),
        "years": board.years,
        "figures": {
            scope: {name: _figure(figure) for name, figure in figures.items()}
            for scope, figures in board.figures.items()
        },
        "signings": {scope: _signings(found) for scope, found in board.signings.items()},
        "versions": [
            {"version": one.version, "day": one.day, "counts": one.counts} for one in past
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "total": figure.total,
        "groups": [
            {"key": group.key, **group.labels, "count": group.count, "share": figure.share(group)}
            for group in figure.groups
        ],
        "query": figure.query,
    }


def _signings(found: Signings) -> dict[str, Any]:
    return {
        "total": found.total,
        "known": found.known,
        "outside": found.outside,
        "years": [_spread(year) for year in found.years],
        "ages": [_spread(band) for band in found.ages],
        "query": found.query,
    }


def _spread(one: Spread) -> dict[str, Any]:
    return {
        "from": one.start,
        "to": one.end,
        "certain": one.certain,
        "possible": one.possible,
    }


def text_of(board: Board, language: str) -> str:
    """The figures as lines for a terminal, in a language."""
    lines = [text("monitor-day", language).format(day=board.day), ""]
    for scope, figures in board.figures.items():
        lines += [text(f"monitor-scope-{scope}", language), ""]
        for name, figure in figures.items():
            title = name_of(name, language, board.years)
            lines += [*_lines(title, figure, language), ""]
        if scope in board.signings:
            lines += [*_signing_lines(board.signings[scope], language), ""]
    return "\n".join(lines).rstrip()


def _lines(title: str, figure: Figure, language: str) -> Iterator[str]:
    yield f"  {title:<{_WIDTH}} {written(figure.total, language):>8}"
    for group in figure.groups[:_MOST]:
        label = group_name(figure, group, language)
        share = share_of(figure, group, language)
        yield f"    {label:<{_WIDTH - 2}} {written(group.count, language):>8} {share:>6}".rstrip()
    if len(figure.groups) > _MOST:
        rest = written(len(figure.groups) - _MOST, language)
        yield f"    {text('monitor-more', language).format(count=rest)}"


def _signing_lines(found: Signings, language: str) -> Iterator[str]:
    title = text("monitor-signings", language)
    covered = text("monitor-covered", language).format(
        known=written(found.known, language), total=written(found.total, language)
    )
    yield "; ".join(filter(None, (f"  {title}: {covered}", outside_of(found, language))))
    for band in found.ages:
        certain, possible = (written(n, language) for n in (band.certain, band.possible))
        told = text("monitor-and-possibly", language).format(certain=certain, possible=possible)
        yield f"    {ages(band, language):<{_WIDTH - 2}} {told}"


def tables(board: Board, past: Sequence[Past] = ()) -> dict[str, list[dict[str, Any]]]:
    """The figures as tables by name: the groups, the signings by year and age, and the versions."""
    return {
        "figures": [
            {
                **{"scope": scope, "figure": name, "group": group.key},
                **{tag: group_name(figure, group, tag) for tag in ("en", "fa")},
                **{"count": group.count, "of": figure.total, "share": _rounded(figure, group)},
            }
            for scope, figures in board.figures.items()
            for name, figure in figures.items()
            for group in figure.groups
        ],
        "signings": _spreads(board.signings, "years"),
        "ages": _spreads(board.signings, "ages"),
        "versions": [
            {
                **{"version": one.version, "day": one.day, "scope": scope},
                **{"figure": name, "group": slug, "count": count},
            }
            for one in past
            for scope, figures in one.counts.items()
            for name, counts in figures.items()
            for slug, count in counts.items()
        ],
    }


def _rounded(figure: Figure, group: Any) -> str:
    share = figure.share(group)
    return "" if share is None else f"{share:.4f}"


def _spreads(found: Mapping[str, Signings], name: str) -> list[dict[str, Any]]:
    return [
        {"scope": scope, **_spread(one)}
        for scope, signings in found.items()
        for one in getattr(signings, name)
    ]


def write(board: Board, version: int, past: Sequence[Past], folder: Path) -> list[Path]:
    """Write ``monitor.json``, and a CSV file for each table that has a row.

    Returns:
        The files.

    Raises:
        PeyvandError: the folder cannot be written.
    """
    return write_tables(folder, "monitor", json_of(board, version, past), tables(board, past))
