"""The page of the network as an article: six figures as sentences, each with what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from peyvand.digits import number, percent
from peyvand.features.countries import common_name
from peyvand.sources.catalogue import own
from peyvand.texts import text
from peyvand.vocabulary.labels import pick, tag_of
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.network.network_charts import svg_countries, svg_degrees, svg_distances
from peyvand.web.pages.network.network_part import Part

_COUNTRIES = own("web/geojson/countries")


@dataclass(frozen=True)
class Sentence:
    """A figure in words.

    Attributes:
        name: of the figure, for its address on the page.
        figure: it alone, as the page prints it large.
        told: what it says.
        meaning: how it is computed.
    """

    name: str
    figure: str
    told: str
    meaning: str


@dataclass(frozen=True)
class Chart:
    """A chart of the page: its name, the drawing, and what it says."""

    name: str
    svg: Markup
    told: str


def sentences(found: Mapping[str, Any], language: str) -> list[Sentence]:
    """The figures that tell the most, in words; those that a graph is too small for are left out.

    Args:
        found: the figures of a version, as ``peyvand network`` writes them.
        language: of the sentences.
    """

    def n(value: float, digits: int = 0) -> str:
        return number(f"{value:,.{digits}f}", language)

    size, degrees, paths = (found.get(name) or {} for name in ("size", "degrees", "paths"))
    countries, distances = found.get("countries") or {}, found.get("distances") or {}
    communities = found.get("communities") or {}
    made: list[tuple[str, Callable[[], tuple[str, dict[str, str]]]]] = [
        (
            "size",
            lambda: (
                n(size["nodes"]),
                {"cities": n(size["nodes"]), "pairs": n(size["edges"])},
            ),
        ),
        (
            "partners",
            lambda: (
                n(degrees["median"]),
                {
                    "median": n(degrees["median"]),
                    "mean": n(degrees["mean"], 1),
                    "most": n(degrees["max"]),
                },
            ),
        ),
        (
            "whole",
            lambda: (
                percent(size["largest_component_share"], language),
                {
                    "share": percent(size["largest_component_share"], language),
                    "parts": n(size["components"] - 1),
                },
            ),
        ),
        (
            "steps",
            lambda: (
                n(paths["mean"], 1),
                {"mean": n(paths["mean"], 1), "most": n(paths["diameter"])},
            ),
        ),
        (
            "distance",
            lambda: (
                n(distances["median_km"]),
                {
                    "median": n(distances["median_km"]),
                    "mean": n(distances["mean_km"]),
                    "random": n(distances["mean_km_at_random"]),
                },
            ),
        ),
        (
            "abroad",
            lambda: (
                percent(countries["across_share"], language),
                {
                    "share": percent(countries["across_share"], language),
                    "unknown": n(countries["unknown"]),
                    "groups": n(communities["number"]),
                },
            ),
        ),
    ]
    told = []
    for name, make in made:
        try:
            figure, values = make()
        except (KeyError, TypeError, ValueError):
            # A network without places, or of one city, has no such figure.
            continue
        words = text(f"network-{name}", language).format(**values)
        told.append(Sentence(name, figure, words, text(f"network-{name}-means", language)))
    return told


def charts(found: Mapping[str, Any], site: Site) -> list[Chart]:
    """The charts that there is something to draw for.

    Args:
        found: the figures of a version.
        site: the pages, which know the names of countries.
    """
    language = site.language
    made = []
    for name, rows in (
        ("distances", found.get("distance_histogram")),
        ("countries", found.get("country_pairs")),
        ("degrees", found.get("degree_distribution")),
    ):
        if rows:
            title = text(f"plot-{name}", language)
            svg = _drawn(name, rows, title, site)
            made.append(Chart(name, svg, text(f"network-chart-{name}", language)))
    return made


def _drawn(name: str, rows: Sequence[Mapping[str, Any]], title: str, site: Site) -> Markup:
    if name == "countries":
        return svg_countries(rows, country_names(site), title, site.language)
    draw = svg_distances if name == "distances" else svg_degrees
    return draw(rows, title, site.language)


def country_names(site: Site) -> dict[str, str]:
    """What countries are called in the language of the page, by each of their names, and by that
    under which the figures have them."""
    language = site.language
    labels: dict[str, dict[str, str]] = {}
    called: dict[str, set[str]] = {}
    for row in site.select(_COUNTRIES.text):
        country, label = row["country"].value, row["label"]
        # A country may have several labels in a language; the first is what others show.
        labels.setdefault(country, {}).setdefault(tag_of(label), label.value)
        called.setdefault(country, set()).update((label.value, common_name(label.value)))
    return {
        name: pick(labels[country], language)[0]
        for country, names in called.items()
        for name in names
    }


def downloads(version: int, part: Part) -> list[tuple[str, str]]:
    """The files of a part of the network, each with its address; places are those of the whole."""
    asked: dict[str, Any] = {"scope": part.scope, "until": part.until}
    asked = {} if part.is_whole else asked
    graphs = [
        (name, url_for("figures.file", name=name, version=version, **asked))
        for name in ("network.graphml", "network.gexf")
    ]
    places = [
        (f"{name}.geojson", url_for(f"geojson.{name}", version=version))
        for name in ("cities", "pairs")
    ]
    return [*graphs, *places]
