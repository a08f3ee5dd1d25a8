"""All plots of the figures of a graph, and the files that they are written to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from peyvand.errors import PeyvandError
from peyvand.monitor.board import OF_YEARS, YEARS, Board
from peyvand.monitor.kept import Past
from peyvand.monitor.model import ALL
from peyvand.monitor.names import outside_of
from peyvand.monitor.plots import alone, svg_ages, svg_groups, svg_versions, svg_years
from peyvand.vocabulary.labels import LANGUAGES


@dataclass(frozen=True)
class Drawing:
    """A plot, and of how many of all agreements it tells.

    Attributes:
        name: of the plot.
        svg: it.
        query: lists what is drawn.
        known: of how many it tells.
        total: of how many it might.
        note: what it leaves out, in words.
    """

    name: str
    svg: Markup
    query: str
    known: int
    total: int
    note: str = ""


def drawings(board: Board, scope: str, language: str) -> Iterator[Drawing]:
    """The plots of a scope that have something to show."""
    signings, vitality = board.signings[scope], board.figures[scope]["vitality"]
    for name, svg, note in (
        ("years", svg_years(signings, language), outside_of(signings, language)),
        ("ages", svg_ages(signings, language), ""),
    ):
        if svg is not None:
            yield Drawing(name, svg, signings.query, signings.known, signings.total, note)
    svg = svg_groups(vitality, language)
    if svg is not None:
        # Each agreement has a bar, those that are only listed too.
        yield Drawing("vitality", svg, vitality.query, vitality.total, vitality.total)


def over_versions(
    board: Board, past: Sequence[Past], scope: str, language: str
) -> dict[str, Markup]:
    """The figures of a scope over the versions, by name: those that there are.

    What asks about some years is kept of the usual ones, and drawn where those are asked about.
    """
    found = {
        name: svg_versions(figure, past, scope, language)
        for name, figure in board.figures[scope].items()
        if board.years == YEARS or name not in OF_YEARS
    }
    return {name: svg for name, svg in found.items() if svg is not None}


def write_drawings(board: Board, past: Sequence[Past], folder: Path) -> list[Path]:
    """Write every plot as SVG, in each language.

    Args:
        board: the figures.
        past: those of versions.
        folder: must exist.

    Raises:
        PeyvandError: the folder cannot be written.
    """
    files = []
    for language in LANGUAGES:
        found = {
            f"{scope}-{drawing.name}": drawing.svg
            for scope in board.scopes
            for drawing in drawings(board, scope, language)
        }
        for scope in (*board.scopes, ALL):
            for name, svg in over_versions(board, past, scope, language).items():
                found[f"{scope}-versions-{name}"] = svg
        for name, svg in found.items():
            path = folder / f"{name}.{language}.svg"
            try:
                path.write_text(alone(str(svg)) + "\n", encoding="utf-8")
            except OSError as error:
                raise PeyvandError(
                    f"{path}: {error.strerror}.", "Give a folder that can be written to."
                ) from error
            files.append(path)
    return files
