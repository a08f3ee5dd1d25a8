"""Pages of what does not agree: the known conflicts, and stated totals beside our counts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from flask import Response, abort, make_response, url_for
from pyoxigraph import NamedNode

from peyvand.audit import Kept
from peyvand.audit.names import days_of
from peyvand.audit.output import csv_of, json_of
from peyvand.audit.verdicts import Verdict, judge
from peyvand.errors import NotFound
from peyvand.graph.profiles import shipped
from peyvand.sources.catalogue import own
from peyvand.vocabulary.labels import tag_of
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, READ, Route, View
from peyvand.web.pages.as_of import as_of
from peyvand.web.pages.data_answers import asked_format, data_answer
from peyvand.web.pages.dates import spoken
from peyvand.web.pages.rows import Column, cells, columns
from peyvand.web.pages.sections import Reader
from peyvand.web.pages.site import Row, Site, href, term
from peyvand.web.pages.values import Shown
from peyvand.web.pages.verdicts import address_of, cited, shown
from peyvand.wording import say

# What documents and officials state beside each other. What the graph counts stands nowhere there.
_AUDITED = (
    "who-holds-the-agreements",
    "rival-statistics",
    "world-totals",
    "count-differs-from-list",
)
_MOST = 300


@dataclass(frozen=True)
class Table:
    """A question's answer for a page."""

    name: str
    title: str
    description: str
    query: str
    csv: str
    columns: list[Column]
    rows: list[list[Shown]]
    left_out: int


def routes(site: Site) -> list[Route[View]]:
    """The pages ``/conflicts``, ``/conflicts/NAME``, ``/audit`` and ``/audit/TOTAL``."""
    known = {query.name: query for query in site.catalogue.queries}

    @lru_cache(maxsize=64)
    def asked(version: int, text: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(site.bridge.ask(text, version=version))
        return answer

    def table(name: str) -> Table | None:
        if name not in known:
            return None
        query, version, tag = known[name], site.version, site.language
        text = query.bound()
        answer = asked(version, text)
        heads = columns(answer["head"]["vars"], tag)
        rows = answer["results"]["bindings"]
        reader = Reader(site, tag)
        reader.learn(term(value) for row in rows[:_MOST] for value in row.values())
        return Table(
            name,
            query.title(tag),
            query.description(tag),
            text,
            url_for("sparql", query=text, format="csv", version=version),
            heads,
            [cells(row, heads, tag, href, reader.label) for row in rows[:_MOST]],
            max(0, len(rows) - _MOST),
        )

    def conflicts() -> str:
        query = own("web/conflicts").text
        conflicts = _conflicts(site.select(query))
        return site.render("conflicts.html", conflicts=conflicts, query=query.strip())

    @site.lasting
    def conflict(name: str) -> str:
        conflict = _conflicts(site.select(own("web/conflicts").text)).get(name.lower())
        if conflict is None:
            abort(404)
        return site.render(
            "conflict.html",
            conflict=conflict,
            decisions=_decisions(site, conflict["iri"]),
            table=table(conflict["query"]),
        )

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
            tables=[made for name in _AUDITED if (made := table(name))],
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
        found = _conflicts(site.select(own("web/conflicts").text))
        origin = current_request().origin
        return site.render(
            "verdict.html",
            as_of=asked,
            days=days_of(asked.clocks, site.language, partial(spoken, language=site.language)),
            totals=made,
            cited=cited(made[0], site, address_of(site, key, origin)),
            conflicts=[one for one in found.values() if about & set(one["things"])],
        )

    def totals() -> Response:
        request = current_request()
        form = asked_format(request, page=True)
        if form == "html":
            return make_response(page())
        asked = as_of(site)
        found = kept(site.version).audit(asked.look)
        body = {**json_of(found, site.version, asked.clocks), "lang": site.language}
        return data_answer(form, request, site.version, body, csv_of(found))

    return [
        Route("audits.conflicts", "/conflicts", GET, conflicts),
        Route("audits.conflict", "/conflicts/<name>", GET, conflict),
        Route("audits.audit", "/audit", READ, totals),
        Route("audits.verdict", "/audit/<key>", GET, verdict),
    ]


def _decisions(site: Site, conflict: str) -> list[dict[str, Any]]:
    """The decisions between what sources say of the things that a conflict involves."""
    rows = site.select(own("web/conflict-decisions").bound(conflict=NamedNode(conflict)))
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        made = found.setdefault(row["decision"].value, {"reasons": {}})
        made |= {
            name: row[name].value for name in ("decision", "thing", "chosen", "rule") if name in row
        }
        made["reasons"][tag_of(row["reason"])] = row["reason"].value
    return list(found.values())


def _conflicts(rows: list[Row]) -> dict[str, dict[str, Any]]:
    """The conflicts by the last part of their IRI, in the order of their identifiers."""
    conflicts: dict[str, dict[str, Any]] = {}
    for row in rows:
        slug = row["conflict"].value.rpartition("/")[2]
        entry = conflicts.setdefault(
            slug,
            {
                "iri": row["conflict"].value,
                "slug": slug,
                "id": row["id"].value,
                "en": row["en"].value,
                "fa": row["fa"].value,
                "query": row["query"].value.rpartition("/")[2] if "query" in row else "",
                "things": {},
            },
        )
        if "thing" in row:
            labels = entry["things"].setdefault(row["thing"].value, {})
            labels[tag_of(row["label"])] = row["label"].value
    return dict(sorted(conflicts.items(), key=lambda item: (len(item[1]["id"]), item[1]["id"])))
