"""What is shown of a thing where somebody chooses between candidates: a page, or a few lines."""

from __future__ import annotations

from html import escape

from flask import Response, render_template

from peyvand.search import PARTIES, Hit
from peyvand.texts import number, text
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web.pages.search.search import description
from peyvand.web.reconciliation.manifest import direction

# A preview is shown in a frame of whoever asks for it, and does nothing there.
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
_MOST_NAMES = 8


def page(hit: Hit, names: list[str], language: str, version: int) -> Response:
    """A small page about a thing, without scripts, to be shown in a frame."""
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    title = hit.label(language) or hit.iri
    second = hit.label_fa if other == "fa" else hit.label_en
    html = render_template(
        "preview.html",
        lang=language,
        dir=direction(language),
        title=title,
        description=description(hit, language),
        other="" if second == title else second,
        other_lang=other,
        other_dir=direction(other),
        names=[name for name in names if name not in (title, second)][:_MOST_NAMES],
        facts=_facts(hit, language),
        iri=hit.iri,
    )
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Content-Language"] = language
    response.headers["Peyvand-Version"] = str(version)
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def snippet(title: str, about: str, language: str) -> str:
    """A few lines of HTML, to be shown beside a suggestion."""
    html = f'<p dir="{direction(language)}" lang="{language}"><b>{escape(title)}</b>'
    return html + (f"<br>{escape(about)}</p>" if about else "</p>")


def _facts(hit: Hit, language: str) -> list[tuple[str, str]]:
    facts = []
    if hit.kind in PARTIES:
        facts.append(("agreements", number(hit.weight, language)))
    if hit.population is not None:
        facts.append(("population", number(hit.population, language)))
    if hit.latitude is not None and hit.longitude is not None:
        facts.append(("place", f"{hit.latitude:.4f}, {hit.longitude:.4f}"))
    if hit.item:
        facts.append(("item", hit.item))
    return [(text(name, language, "fact"), value) for name, value in facts]
