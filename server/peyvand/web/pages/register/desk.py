"""The desk of a city or region: what its officer has to do, and what is missing."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from pyoxigraph import NamedNode

from peyvand.errors import Unknown
from peyvand.query.refusals import Refusals
from peyvand.search import PARTIES, suggest
from peyvand.sources.catalogue import own
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.linked_data.addresses import Name, of_iri
from peyvand.web.pages.components import answer_files, sheets
from peyvand.web.pages.components.current_index import current_index
from peyvand.web.pages.components.ordering import by_name, rows_in_order
from peyvand.web.pages.components.sections import Reader, Section
from peyvand.web.pages.components.site import Row, Site, Term
from peyvand.web.pages.components.standing import standing
from peyvand.web.pages.following.following import alternates
from peyvand.web.pages.register import open_items, open_tasks
from peyvand.web.pages.register.entry_links import entry_links
from peyvand.web.pages.register.gaps import gaps
from peyvand.web.pages.register.open_tasks import Due
from peyvand.web.pages.register.refused import drafts

PATH = "/desk"
# The kinds of places that have a desk: by the names of those that are parties.
KINDS = ("city", "region")
# How many cities are offered to who gave a name that is none, and how long a name may be.
_NEAR, _LONGEST = 10, 200
_FOUND_WELL = ("exact", "spelling")


def routes(site: Site) -> list[Route[View]]:
    """``/desk`` and ``/desk/KIND/NAME``."""
    desk = _Desk(site)
    kinds = ", ".join(KINDS)
    return [
        Route("desk.index", PATH, GET, desk.index),
        Route("desk.of", f"{PATH}/<any({kinds}):kind>/<slug>", GET, desk.of),
    ]


class _Desk:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._decisions = Section(
            "desk-decisions",
            own("web/desk/decisions").text.strip(),
            ("thing", "stage", "matter", "decision", "body", "date", "session", "reason"),
            ("event",),
        )
        self._datasets = Section(
            "desk-datasets",
            own("web/desk/datasets").text.strip(),
            ("agreement", "partner", "date"),
            ("agreement",),
        )

    def index(self) -> Any:
        """The cities to choose from; the desk of a city that is named well."""
        site, tag = self._site, self._site.language
        asked = (current_request().parameters.one("city") or "").strip()[:_LONGEST]
        near: list[tuple[str, str]] = []
        if asked:
            hits = suggest(current_index(), asked, PARTIES, _NEAR)
            found = ((of_iri(hit.iri), hit) for hit in hits)
            names = [(name, hit) for name, hit in found if name and name.kind in KINDS]
            well = [(name, hit.kind) for name, hit in names if hit.grade in _FOUND_WELL]
            # A city goes before a region of its name.
            meant = [name for name, kind in well if kind == KINDS[0]] or [name for name, _ in well]
            if len(meant) == 1:
                return redirect(_address(meant[0], tag), 303)
            near = [(_address(name, tag), hit.label(tag)) for name, hit in names]
        reader, query = Reader(site, tag), own("web/desk/cities").text
        rows = rows_in_order(query, site.select(query), reader)
        cities = [
            (_address(name, tag), reader.label(row["city"])[0], int(row["agreements"].value))
            for row in rows
            if (name := of_iri(row["city"].value))
        ]
        return site.render("desk.html", cities=cities, asked=asked, near=near)

    def of(self, kind: str, slug: str) -> Any:
        """The desk of a city, or of a region with all that lies in it.

        Raises:
            Unknown: there is no such place; the error names those most like it, with their desks.
        """
        site, tag = self._site, self._site.language
        name = self._named(kind, slug)
        this = NamedNode(name.iri)
        agreements_query = own("web/desk/agreements").bound(this=this).strip()
        gaps_query = own("web/desk/gaps").bound(this=this).strip()
        tasks_query = own("web/calendars/tasks-of").bound(this=this).strip()
        queries = {"tasks": tasks_query, "agreements": agreements_query, "gaps": gaps_query}
        if (table := sheets.asked_table()) in queries:
            return answer_files.answer(site, table, queries[table])
        agreements, missing = site.select(agreements_query), site.select(gaps_query)
        tasks = open_tasks.open_tasks(site.select(tasks_query), open_tasks.today())
        reader = Reader(site, tag)
        reader.learn([this, *_terms(agreements), *_terms(missing)])
        reader.learn(term for task in tasks for term in task.terms)
        screened = open_items.open_before_signing(site, this)
        reader.learn(NamedNode(iri) for one in screened for iri in (one.iri, one.checklist.iri))
        label = reader.label(this)[0]
        things = {name.iri, *(row["agreement"].value for row in agreements)}
        things |= {thing.value for task in tasks for thing in task.things}
        tables = reader.tables((self._decisions, self._datasets), name.iri)
        holders: dict[str, dict[Term, None]] = {}
        for task in tasks:
            for thing in task.things:
                holders.setdefault(thing.value, {}).update(dict.fromkeys(task.holders))
        return site.render(
            "desk-city.html",
            name=name,
            title=label,
            alternates=alternates(name, label, tag),
            forms=entry_links(name.kind, name.slug, (), tag),
            stages=_by_stage(agreements, reader),
            gaps=gaps(missing, reader, tag),
            holders={thing: reader.shown([*some]) for thing, some in holders.items()},
            tasks={due: some for due in Due if (some := [t for t in tasks if t.due is due])},
            day=open_tasks.today().isoformat(),
            refused=drafts(Refusals(site.bridge.versions.home).all(), things, reader, tag),
            screened=open_items.shown(screened, reader),
            screened_query=open_items.query_of(this),
            decisions=tables.get("desk-decisions"),
            datasets=tables.get("desk-datasets"),
            shown=reader.shown,
            agreements_query=agreements_query,
            gaps_query=gaps_query,
            tasks_query=tasks_query,
            files={table: sheets.address(table, tag, site.version) for table in queries},
        )

    def _named(self, kind: str, slug: str) -> Name:
        try:
            return standing(self._site, kind, slug)
        except Unknown as error:
            # To the desks of those that may be meant, and not to their pages.
            for row in (error.members or {}).get("near", ()):
                name = of_iri(str(row["iri"]))
                if name is not None and name.kind in KINDS:
                    row["href"] = _address(name, self._site.language)
            raise


def _address(name: Name, language: str) -> str:
    return url_for("desk.of", kind=name.kind, slug=name.slug, lang=language)


def _terms(rows: list[Row]) -> list[Term]:
    return [term for row in rows for term in row.values()]


def _by_stage(rows: list[Row], reader: Reader) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The agreements by the last stage that each has reached, in the order of the stages.

    Those of which no stage is recorded come first.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        agreement = row["agreement"]
        begun: dict[str, Any]
        begun = {"agreement": agreement, "partners": {}, "order": -1, "stage": None, "dates": {}}
        entry = found.setdefault(agreement.value, begun)
        entry["partners"][row["partner"]] = None
        if "stage" not in row:
            continue
        order = int(row["notation"].value) if row["notation"].value.isdecimal() else 0
        if order > entry["order"]:
            entry.update(order=order, stage=row["stage"], dates={})
        if order == entry["order"] and "date" in row:
            entry["dates"][row["date"]] = None
    groups: dict[tuple[int, Any], list[dict[str, Any]]] = {}
    for entry in found.values():
        groups.setdefault((entry["order"], entry["stage"]), []).append(entry)
    return [
        (
            stage and reader.shown([stage]),
            [
                _shown(entry, reader)
                for entry in by_name(some, lambda one: next(iter(one["partners"])), reader)
            ],
        )
        for (_, stage), some in sorted(groups.items(), key=lambda group: group[0][0])
    ]


def _shown(entry: dict[str, Any], reader: Reader) -> dict[str, Any]:
    return {
        "iri": entry["agreement"].value,
        "agreement": reader.shown([entry["agreement"]]),
        "partners": reader.shown([*entry["partners"]]),
        "dates": reader.shown([*entry["dates"]]),
    }
