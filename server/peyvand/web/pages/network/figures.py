"""The page of the network's figures, which ``peyvand network`` computes once for each version."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, abort, g, send_from_directory, url_for

from peyvand import digits
from peyvand.sources.catalogue import own
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components import sheets
from peyvand.web.pages.components.answer_files import heading
from peyvand.web.pages.components.geographic import Features
from peyvand.web.pages.components.making import BeingMade, Progress
from peyvand.web.pages.components.script_data import script_data
from peyvand.web.pages.components.site import Site, built, text
from peyvand.web.pages.components.values import figure
from peyvand.web.pages.network.kept_figures import Figures
from peyvand.web.pages.network.network_article import charts, country_names, downloads, sentences
from peyvand.web.pages.network.network_communities import FILE, communities
from peyvand.web.pages.network.network_files import SCOPES, TYPES, network_file
from peyvand.web.pages.network.network_part import Part, Parts, asked_part
from peyvand.web.pages.things import drawings

_PLOTS = ("degrees", "distances", "countries", "map")
# What may be fetched of what the command writes.
_FILES = frozenset(
    [
        *("network.json", "nodes.csv", "edges.csv", "countries.csv", "country_pairs.csv"),
        *("degrees.csv", "distances.csv", "communities.csv", "path_lengths.csv"),
        *("continents.csv", "continent_pairs.csv", FILE),
        *(f"{name}.{end}" for name in _PLOTS for end in ("svg", "png")),
    ]
)
# The picture of the communities as the page has it.
_PICTURES = {f"communities.{end}": end for end in ("svg", "png")}
_GROUPS = (
    *("size", "degrees", "power_law", "clustering", "mixing", "paths", "core", "communities"),
    *("countries", "continents", "distances", "reciprocity"),
)
# The same in SPARQL, as far as a query can tell it, for each plot and table.
_QUERIES = {
    "degrees": "web/degrees",
    "distances": "web/distances",
    "countries": "web/pairs-of-countries",
    "central": "web/central-cities",
}
_DATASETS = own("web/geojson/datasets")
# The tables behind the charts of a part, by the names of the charts.
_ROWS = {
    "degrees": "degree_distribution",
    "distances": "distance_histogram",
    "countries": "country_pairs",
}
# The name of the file of the central cities, and its columns of a city.
_CENTRAL, _CITY = "central", ("sheet-en", "sheet-fa", "sheet-address")


def routes(site: Site) -> list[Route[View]]:
    """The page ``/network`` and its files."""
    versions = site.bridge.versions
    figures, features = Figures(versions.home), Features(site)
    site.bridge.at_end(figures.close)
    pairs = own("web/pairs").text.strip()
    queries = {what: own(name).text.strip() for what, name in _QUERIES.items()}

    def asked() -> Path | None:
        folder = figures.of(versions.get(site.version))
        if folder is None and site.asked_version is None:
            # Those of the version before stand meanwhile, and the page says so.
            found = figures.newest(site.version)
            if found is not None:
                g.peyvand_version, folder = found
        return folder

    def datasets(version: int) -> set[str]:
        rows = site.bridge.select(_DATASETS.text, version)
        return {row["agreement"]["value"] for row in rows}

    parts = Parts(features, datasets)

    def common(part: Part) -> dict[str, Any]:
        """What the page has whatever is asked for: its form, and what the network is made of."""
        return {
            "part": part,
            "years": parts.years(site.version),
            "y": lambda year: digits.digits(str(year), site.language),
            "query": pairs,
        }

    def network() -> Any:
        part = asked_part(current_request().parameters)
        # They are begun at once, whatever else the page has to wait for.
        figures.of(versions.get(site.version))
        part = parts.within(site.version, part)
        if not part.is_whole:
            return part_of_it(part)
        folder = asked()
        if folder is None:
            page = site.render(
                "figures.html",
                **common(part),
                found=None,
                groups=(),
                progress=figures.progress(),
                has_failed=figures.is_refused(versions.get(site.version)),
            )
            return Response(page, headers={"Cache-Control": "no-store"})
        values = json.loads((folder / "network.json").read_text(encoding="utf-8"))
        language = site.language
        if sheets.asked_table() == _CENTRAL:
            body = _central(values, language)
            return sheets.answer(body, _CENTRAL, language, site.version)
        return site.render(
            "figures.html",
            **common(part),
            found=values,
            central=sheets.address(_CENTRAL, language, site.version),
            groups=[name for name in _GROUPS if isinstance(values.get(name), dict)],
            queries=queries,
            sentences=sentences(values, language),
            charts=charts(values, site),
            communities=communities(folder, language, country_names(site)),
            script=built("communities.js"),
            data=script_data(
                language,
                ("communities-", "zoom-"),
                picture=url_for("figures.file", name=FILE, version=site.version),
            ),
            downloads=downloads(site.version, part),
            scoped=(*TYPES,),
            shown=lambda value: figure(_shown(value), language),
        )

    def part_of_it(part: Part) -> Any:
        version, language = site.version, site.language
        found = parts.of(version, part)
        name = sheets.asked_table()
        if rows := name in _ROWS and found.figures.get(_ROWS[name]):
            headings = {key: heading(key, language) for key in rows[0]}
            return sheets.answer(sheets.plain(headings, rows), name, language, version)
        return site.render(
            "figures.html",
            **common(part),
            found=found.figures,
            groups=(),
            queries={},
            sentences=sentences(found.figures, language),
            charts=charts(found.figures, site),
            csv=lambda name: sheets.address(name, language, version),
            downloads=downloads(version, part),
            told=found,
            scoped=(),
        )

    @lru_cache(maxsize=2 * len(SCOPES))
    def packed(version: int, name: str, part: Part) -> bytes:
        cities, pairs = features.cities(version), features.pairs(version)
        return network_file(name, cities, pairs, datasets(version), part.has)

    def whole(name: str) -> Response:
        """The whole network in a format of graphs."""
        parts.read(site.version)
        body = gzip.decompress(packed(site.version, name, asked_part(current_request().parameters)))
        response = Response(body, content_type=TYPES[name])
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Peyvand-Version"] = str(site.version)
        return conditional(response)

    def file(name: str) -> Response:
        if name in TYPES:
            return whole(name)
        if name not in _FILES and name not in _PICTURES:
            abort(404)
        folder = asked()
        if folder is None:
            if figures.is_refused(versions.get(site.version)):
                abort(404)
            raise BeingMade(figures.progress() or Progress(1, 1))
        if name in _PICTURES:
            shown = communities(folder, site.language, country_names(site))
            if shown is None:
                abort(404)
            return conditional(drawings.served(drawings.alone(str(shown.svg)), _PICTURES[name]))
        if name == FILE and (folder / name).is_file():
            # Read whole, it is packed.
            return conditional(Response((folder / name).read_bytes(), mimetype="application/json"))
        return send_from_directory(folder, name, max_age=0)

    return [
        Route("figures.network", "/network", GET, network),
        Route("figures.file", "/network/<name>", GET, file),
    ]


def _central(values: Mapping[str, Any], language: str) -> str:
    """The table of the central cities as CSV: by each measure, those that have most of it."""
    rows = [
        {
            "central-measure": text(f"centrality-{measure}", language),
            "central-place": place,
            "sheet-en": city["en"],
            "sheet-fa": city["fa"],
            "sheet-address": city["id"],
            "value": city["value"],
        }
        for measure, cities in values["top"].items()
        for place, city in enumerate(cities, 1)
    ]
    names = ("central-measure", "central-place", *_CITY, "value")
    return sheets.plain({name: text(name, language) for name in names}, rows)


def _shown(value: Any) -> str:
    """A figure to four digits."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
