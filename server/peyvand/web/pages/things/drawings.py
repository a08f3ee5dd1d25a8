"""The drawings of pages as files of their own: SVG, and PNG made of it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import resvg_py
from flask import Response, abort, request

from peyvand.vocabulary.iris import ID
from peyvand.web.http.conditional import conditional
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.linked_data.addresses import read
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.things.introductions import INTRODUCTIONS

# A drawing alone may style itself, and do nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# The colours of the pages' light theme; a file does not follow whoever looks at it.
STYLE = (
    # What has a size of its own, such as names on maps, keeps it.
    "svg{font:13px Vazirmatn,'Noto Naskh Arabic',system-ui,sans-serif}text{fill:#1d2326}"
    ".name{text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:.3em;"
    "stroke-linejoin:round}"
    ".year{fill:#566066}.grid{fill:none;stroke:#d9d4c8}.map .grid{stroke-width:.1}"
    ".land{fill:#e6e2d8;stroke:#d9d4c8;stroke-width:.1}"
    ".link{fill:none;stroke:#0b5d6b;stroke-width:.3;stroke-opacity:.75}"
    ".link.world{stroke:#b06a10;stroke-width:.2;stroke-opacity:.5}"
    ".place,.moment{fill:#0b5d6b}.place.world{fill:#b06a10}.place.self{fill:#1d2326}"
    ".moment.title{fill:#b06a10}.bar-of-chart{fill:#0b5d6b}"
    ".community{fill:#0b5d6b;fill-opacity:.22}"
    ".tie{fill:none;stroke:#566066;stroke-opacity:.45}"
)
_FONT = Path(__file__).parents[2] / "static" / "built" / "Vazirmatn-Regular.ttf"
_WIDTH = 1600  # pixels
_RULE = "/drawings/<kind>/<slug>/<which>.<any(svg, png):end>"


def served(svg: str, end: str) -> Response:
    """A drawing as the file that is asked for, which does nothing but show itself.

    Args:
        svg: it.
        end: ``svg`` or ``png``.
    """
    if end == "svg":
        response = Response(svg, mimetype="image/svg+xml")
    else:
        response = Response(png(svg), mimetype="image/png")
    response.headers["Content-Security-Policy"] = POLICY
    return response


def routes(site: Site) -> list[Route[View]]:
    """The route ``/drawings/KIND/SLUG/WHICH.svg`` or ``.png``."""

    def drawing(kind: str, slug: str, which: str, end: str) -> Any:
        name = read(f"{kind}/{slug}", request.path)
        if kind not in INTRODUCTIONS:
            abort(404)
        introduction = INTRODUCTIONS[kind](site, f"{ID}{kind}/{name.slug}", site.language)
        svg = introduction.get("drawings", {}).get(which)
        if svg is None:
            abort(404)
        response = served(alone(str(svg)), end)
        response.headers["Content-Disposition"] = f'inline; filename="{which}.{end}"'
        response.headers["Peyvand-Version"] = str(site.version)
        return conditional(response, weak=False)

    return [
        Route("drawings.drawing", _RULE, GET, drawing),
    ]


def alone(svg: str) -> str:
    """An ``svg`` element of a page as a document of its own, with its colours."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        "<title>", f"<style>{STYLE}</style><title>", 1
    )


@lru_cache(maxsize=32)
def png(svg: str) -> bytes:
    """A drawing in pixels, on white, with the shipped font alone: the same on every machine."""
    fonts = [str(_FONT)] if _FONT.is_file() else None
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=_WIDTH,
            background="#fff",
            font_files=fonts,
            font_family="Vazirmatn",
            sans_serif_family="Vazirmatn",
            skip_system_fonts=fonts is not None,
        )
    )
