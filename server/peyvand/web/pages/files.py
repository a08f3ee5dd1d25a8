"""Who holds which file: the open tasks by holder, as a page, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from flask import Response, make_response, url_for
from pyoxigraph import NamedNode

from peyvand.features.folding import fold
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import Request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, Term
from peyvand.web.pages.components.values import shortened
from peyvand.web.pages.register import open_tasks
from peyvand.web.pages.register.open_tasks import Due, OpenTask

_PATH = "/files"
_COLUMNS = ("task", "label", "about", "stage", "holder", "until", "due")
# A holder's name is no longer than this; the rest of what was written is not looked at.
_LONGEST = 200


def routes(site: Site) -> list[Route[View]]:
    """``/files``."""

    def files() -> Response:
        asked, query = current_request(), own("web/calendars/tasks").text.strip()
        day, rows = open_tasks.today(), site.select(query)
        tasks = open_tasks.open_tasks(rows, day)
        reader = Reader(site, asked.language)
        reader.learn(term for task in tasks for term in task.terms)
        wanted = (asked.parameters.one("holder") or "").strip()[:_LONGEST]
        holders = _by_holder(tasks)
        shown = {
            holder: some
            for holder, some in holders.items()
            if not wanted or (holder is not None and _is_called(holder, wanted, reader))
        }
        form = asked_format(asked)
        if form != "html":
            made = {task.task for some in shown.values() for task in some}
            plain = [_plain(task, reader) for task in tasks if task.task in made]
            body = {
                **{"version": site.version, "day": day.isoformat()},
                **{"lang": asked.language, "tasks": plain},
            }
            return data_answer(form, asked, site.version, body, _table(plain))
        page = site.render(
            "files.html",
            groups=[
                (holder and reader.shown([holder]), _by_due(some)) for holder, some in shown.items()
            ],
            others=[(reader.shown([one])[0], _link(one, asked)) for one in holders if one],
            wanted=wanted,
            day=day.isoformat(),
            shown=reader.shown,
            query=query,
        )
        return make_response(page)

    return [Route("files.files", _PATH, READ, files)]


def _by_due(tasks: Iterable[OpenTask]) -> dict[Due, list[OpenTask]]:
    found: dict[Due, list[OpenTask]] = {due: [] for due in Due}
    for task in tasks:
        found[task.due].append(task)
    return {due: some for due, some in found.items() if some}


def _by_holder(tasks: Iterable[OpenTask]) -> dict[Term | None, list[OpenTask]]:
    """The tasks of each holder, of whom there is most to do first; of nobody last."""
    found: dict[Term | None, list[OpenTask]] = {}
    for task in tasks:
        for holder in task.holders or (None,):
            found.setdefault(holder, []).append(task)
    ordered = sorted(found, key=lambda one: (one is None, -len(found[one]), str(one)))
    return {holder: found[holder] for holder in ordered}


def _is_called(holder: Term, text: str, reader: Reader) -> bool:
    """Whether a text is the IRI, the short name or a label of a holder, however it is spelt."""
    names = {holder.value, holder.value.removeprefix(str(ID)), *reader.labels(holder).values()}
    sought = fold(text, whole=True)
    return text in names or bool(sought and sought in {fold(name, whole=True) for name in names})


def _link(holder: Term, asked: Request) -> str:
    short = holder.value.removeprefix(str(ID))
    return url_for("files.files", holder=short, lang=asked.language)


def _plain(task: OpenTask, reader: Reader) -> dict[str, Any]:
    """A task for programs."""
    return {
        "task": task.task.value,
        "label": _label(task.task, reader),
        "about": [_thing(one, reader) for one in task.things],
        "stage": [_thing(one, reader) for one in task.stages],
        "holder": [_thing(one, reader) for one in task.holders],
        "until": task.date.value if task.date else "",
        "due": task.due.value,
    }


def _thing(term: Term, reader: Reader) -> dict[str, str]:
    return {"iri": term.value, "label": _label(term, reader)}


def _label(term: Term, reader: Reader) -> str:
    return reader.label(term)[0] or shortened(term.value) if isinstance(term, NamedNode) else ""


def _table(tasks: list[dict[str, Any]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_cell(task[name]) for name in _COLUMNS] for task in tasks)
    return file.getvalue()


def _cell(value: Any) -> str:
    """What a cell holds; several things are parted as ``; ``."""
    return value if isinstance(value, str) else "; ".join(one["label"] for one in value)
