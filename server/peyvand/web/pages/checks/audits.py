"""Pages of stated totals, beside our counts."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache, partial

from flask import Response, abort, make_response

from peyvand.audit import Kept
from peyvand.audit.names import days_of
from peyvand.audit.output import csv_of, json_of
from peyvand.audit.verdicts import Verdict, judge
from peyvand.errors import NotFound
from peyvand.graph.profiles import shipped
from peyvand.sources.catalogue import own
from peyvand.texts import text
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, READ, Route, View
from peyvand.web.pages.checks.verdicts import address_of, cited, shown
from peyvand.web.pages.components.as_of import as_of
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.dates import spoken
from peyvand.web.pages.components.sheets import asked_table
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.lists.check_tables import CheckTables
from peyvand.web.pages.lists.conflicts import conflicts
from peyvand.web.pages.questions.bars import Bar, svg_bars
from peyvand.web.pages.things import drawings
from peyvand.wording import say

# What documents and officials state beside each other. What the graph counts stands nowhere there.
_AUDITED = (
    "who-holds-the-agreements",
    "rival-statistics",
    "world-totals",
    "count-differs-from-list",
)


def routes(site: Site) -> list[Route[View]]:
    """The pages ``/audit`` and ``/audit/TOTAL``."""
    tables = CheckTables(site)

    @lru_cache(maxsize=2)
    def kept(number: int) -> Kept:
        versions = site.bridge.versions
        mark = versions.get(number).graph_sum
        return Kept(versions.home, number, mark, site.select, shipped().values())

    @site.lasting
    def page() -> str:
        asked = as_of(site)
        return site.render(
            "audit.html",
            as_of=asked,
            days=days_of(asked.clocks, site.language, partial(spoken, language=site.language)),
            totals=[shown(one, site) for one in judge(kept(site.version).audit(asked.look))],
            verdicts=[str(one) for one in Verdict],
            query=own("audit/totals").text.strip(),
            tables=[made for name in _AUDITED if (made := tables.of(name))],
        )

    @site.lasting
    def verdict(key: str) -> str:
        asked = as_of(site)
        judged = judge(kept(site.version).audit(asked.look))
        same = [one for one in judged if one.audited.total.key == key]
        if not same:
            raise NotFound(**say("no-total", total=key[:100]))
        made = [shown(one, site, whole=True) for one in same]
        about = {one.audited.total.about.iri for one in same}
        origin = current_request().origin
        return site.render(
            "verdict.html",
            as_of=asked,
            days=days_of(asked.clocks, site.language, partial(spoken, language=site.language)),
            totals=made,
            cited=cited(made[0], site, address_of(site, key, origin)),
            conflicts=[one for one in conflicts(site).values() if about & set(one["things"])],
        )

    def drawing(end: str) -> Response:
        judged = judge(kept(site.version).audit(as_of(site).look))
        found = Counter(str(one.verdict) for one in judged)
        bars = [
            Bar(text(f"verdict-{one}", site.language), str(found[one])) for one in map(str, Verdict)
        ]
        title = text("audit-totals", site.language)
        svg = svg_bars(bars, title=title, language=site.language)
        if svg is None:
            abort(404)
        return conditional(drawings.served(drawings.alone(str(svg)), end))

    def totals() -> Response:
        request = current_request()
        form = asked_format(request, page=True)
        if (table := asked_table()) in _AUDITED:
            tables.of(table)
            return make_response("")
        if form == "html":
            return make_response(page())
        asked = as_of(site)
        found = kept(site.version).audit(asked.look)
        body = {**json_of(found, site.version, asked.clocks), "lang": site.language}
        return data_answer(form, request, site.version, body, csv_of(found))

    return [
        Route("audits.audit", "/audit", READ, totals),
        Route("audits.drawing", "/audit/verdicts.<any(svg, png):end>", GET, drawing),
        Route("audits.verdict", "/audit/<key>", GET, verdict),
    ]
