"""The page ``/monitor``: what is on record of the agreements, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from peyvand import digits
from peyvand.monitor import SCOPES, Answers, Figure, Group, look
from peyvand.monitor.board import MISSING, YEARS, Board, day_of
from peyvand.monitor.counting import behind
from peyvand.monitor.drawings import drawings, over_versions
from peyvand.monitor.kept import Past, keep, kept
from peyvand.monitor.model import ALL
from peyvand.monitor.names import group_name, name_of, share_of, written
from peyvand.sources.catalogue import own
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components import answer_files, sheets
from peyvand.web.pages.components.as_of import AsOf, as_of
from peyvand.web.pages.components.site import Site, text

# How many groups of a figure are shown; the list has them all.
_MOST_GROUPS = 15
# The name of the file of all figures.
_FILE = "monitor"


@dataclass(frozen=True)
class Cell:
    """A number of a group in a scope: as it is written, its share, and what lists it."""

    count: str
    share: str
    href: str


@dataclass(frozen=True)
class Line:
    """A group of a figure, with its number in each scope."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Told:
    """A figure as the page shows it.

    Attributes:
        name: of the figure, for its address on the page.
        title: what it is called.
        totals: how many there are in each scope, with what lists them.
        lines: its groups.
        rest: how many groups are left out.
        drawn: it over the versions, if there are several.
    """

    name: str
    title: str
    totals: tuple[Cell, ...]
    lines: tuple[Line, ...]
    rest: int
    drawn: Markup | None


def routes(site: Site) -> list[Route[View]]:
    """The page ``/monitor``."""
    versions = site.bridge.versions

    def made(asked: AsOf) -> Board:
        version = versions.get(site.version)
        built = str(version.manifest.get("built_at", ""))
        is_current = version.number == versions.current().number
        day = day_of(built, datetime.now(UTC).date(), is_current)
        years = current_request().parameters.number("years") or YEARS
        return _as_of(site, asked, years, day) if asked.clocks else _kept(site, years, day)

    def monitor() -> Any:
        name = sheets.asked_table()
        if name == _FILE:
            body = _sheet(made(as_of(site)), site.language)
            return sheets.answer(body, _FILE, site.language, site.version)
        query = _queries(made(as_of(site)), site.language).get(name) if name else None
        return answer_files.answer(site, name, query) if query else page()

    @site.lasting
    def page() -> str:
        version, asked = versions.get(site.version), as_of(site)
        board = made(asked)
        past = kept(versions.home, version.number)
        language = site.language
        told = {scopes: list(_told(board, past, scopes, language)) for scopes in (SCOPES, (ALL,))}
        return site.render(
            "monitor.html",
            board=board,
            as_of=asked,
            missing=[figure for figure in told[SCOPES] if figure.name in MISSING],
            others=[figure for figure in told[SCOPES] if figure.name not in MISSING],
            apart=told[ALL,],
            scopes=SCOPES,
            drawings={scope: list(drawings(board, scope, language)) for scope in _drawn(board)},
            csv=sheets.address(_FILE, language, site.version),
            csv_of=lambda name: sheets.address(name, language, site.version),
            covered=lambda drawing: _covered(drawing.known, drawing.total, language),
        )

    return [Route("monitor.board", "/monitor", GET, monitor)]


def _sheet(board: Board, language: str) -> str:
    """The figures as CSV: a row for each figure, and for each of its groups, in each scope."""
    rows = [
        {
            "monitor-file-figure": name_of(name, language, board.years),
            "monitor-file-group": group_name(figure, group, language) if group else "",
            "monitor-file-scope": text(f"monitor-scope-{scope}", language),
            "monitor-file-count": group.count if group else figure.total,
        }
        for scope in (*SCOPES, ALL)
        for name, figure in board.figures[scope].items()
        for group in (None, *figure.groups)
    ]
    return sheets.plain({name: text(name, language) for name in rows[0]}, rows)


def _kept(site: Site, years: int, day: date) -> Board:
    """The figures on a day, which are kept beside the version."""
    versions = site.bridge.versions
    version = versions.get(site.version)
    answers = Answers(versions.home, version.number, version.graph_sum, site.select)
    board = look(answers, day, years)
    answers.keep()
    keep(versions.home, version.number, version.graph_sum, board)
    return board


def _as_of(site: Site, asked: AsOf, years: int, day: date) -> Board:
    """Those of the agreements that stand on the days that are asked about."""
    rows = site.select(own("monitor/agreements").text)
    standing = asked.agreements({row["agreement"].value: {} for row in rows})
    return look(site.select, asked.clocks.on or day, years, standing=standing.keys())


def _drawn(board: Board) -> tuple[str, ...]:
    """The scopes whose drawings are shown: the second where it has more than the first."""
    first, second = (board.figures[scope]["vitality"].total for scope in SCOPES)
    return SCOPES if second > first else SCOPES[:1]


def _queries(board: Board, language: str) -> dict[str, str]:
    """What lists what is drawn, by scope and plot."""
    return {
        f"{scope}-{drawing.name}": drawing.query
        for scope in _drawn(board)
        for drawing in drawings(board, scope, language)
    }


def _covered(known: int, total: int, language: str) -> str:
    """Of how many a drawing tells, and what share that is."""
    told = text("monitor-covered", language).format(
        known=written(known, language), total=written(total, language)
    )
    return f"{told} ({digits.percent(known / total, language)})" if total else told


def _told(board: Board, past: list[Past], scopes: tuple[str, ...], language: str) -> Iterator[Told]:
    """The figures of some scopes, side by side."""
    drawn = over_versions(board, past, scopes[0], language)
    for name in board.figures[scopes[0]]:
        figures = [board.figures[scope][name] for scope in scopes]
        # What a scope alone has stands below what the first has.
        groups = {group.key: group for figure in figures for group in figure.groups}
        lines = [_line(figures, group, language) for group in groups.values()]
        yield Told(
            name,
            name_of(name, language, board.years),
            tuple(
                Cell(written(figure.total, language), "", _opened(figure.query, language))
                for figure in figures
            ),
            tuple(lines[:_MOST_GROUPS]),
            max(0, len(lines) - _MOST_GROUPS),
            drawn.get(name),
        )


def _line(figures: list[Figure], group: Group, language: str) -> Line:
    return Line(
        group_name(figures[0], group, language),
        tuple(_cell(figure, group, language) for figure in figures),
    )


def _cell(figure: Figure, group: Group, language: str) -> Cell:
    found = next((one for one in figure.groups if one.key == group.key), Group(group.key, 0, {}))
    return Cell(
        written(found.count, language),
        share_of(figure, found, language),
        _opened(behind(figure.query, figure.by, group.key), language) if found.count else "",
    )


def _opened(query: str, language: str) -> str:
    """The address of the page that asks a query."""
    return url_for("editor.query", query=query, lang=language)
