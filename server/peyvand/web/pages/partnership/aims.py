"""Plans, their goals and what serves these, with proposals: as read, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode

from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Row

# How something serves a goal: somebody states it, or it serves the plan as a whole. What else is
# told, a rule gives.
STATED, WHOLE = "stated", "whole"
_COLUMNS = (
    *("kind", "of", "of_en", "of_fa", "places", "goal", "goal_en", "goal_fa", "article"),
    *("areas", "assigned", "served", "thing", "thing_en", "thing_fa", "state", "date"),
)


@dataclass
class Serving:
    """What serves a goal: an agreement, an activity, or a membership, which is a claim."""

    thing: str
    how: str
    member: str = ""
    body: str = ""


@dataclass
class Goal:
    """A goal, with where it is laid down, whose it is to reach, its areas and what serves it."""

    iri: str
    articles: dict[str, None] = field(default_factory=dict)
    assigned: dict[str, None] = field(default_factory=dict)
    areas: dict[str, None] = field(default_factory=dict)
    served: dict[tuple[str, str], Serving] = field(default_factory=dict)


@dataclass
class Aims:
    """A plan, policy, programme or event with its goals, and what serves it as a whole."""

    iri: str
    places: dict[str, None] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    whole: dict[tuple[str, str], Serving] = field(default_factory=dict)


@dataclass
class Proposal:
    """A proposal with for whom it is, the states it reached, and what serves it."""

    iri: str
    places: dict[str, None] = field(default_factory=dict)
    states: dict[tuple[str, str], None] = field(default_factory=dict)
    served: dict[str, None] = field(default_factory=dict)


def aims_of(rows: Iterable[Row], city: str = "") -> list[Aims]:
    """The plans, policies, programmes and events with their goals.

    Args:
        rows: of the query ``web/plans/goals``.
        city: the IRI of whose plans are wanted; those of all if empty.
    """
    found: dict[str, Aims] = {}
    for row in rows:
        text = {name: term.value for name, term in row.items()}
        one = found.setdefault(text["of"], Aims(text["of"]))
        _note(one.places, text.get("place"))
        goal = None
        if "goal" in text:
            goal = one.goals.setdefault(text["goal"], Goal(text["goal"]))
            _note(goal.articles, text.get("article"))
            _note(goal.assigned, text.get("assigned"))
            _note(goal.areas, text.get("area"))
        if "how" not in text:
            continue
        serving = Serving(text["thing"], text["how"], text.get("member", ""), text.get("body", ""))
        if serving.how == WHOLE:
            one.whole[serving.how, serving.thing] = serving
        elif goal:
            goal.served[serving.how, serving.thing] = serving
    return [one for one in found.values() if not city or city in one.places]


def proposals_of(rows: Iterable[Row], city: str = "") -> list[Proposal]:
    """The proposals with the states that they reached.

    Args:
        rows: of the query ``web/plans/proposals``.
        city: the IRI of the place for which they are wanted; all if empty.
    """
    found: dict[str, Proposal] = {}
    for row in rows:
        text = {name: term.value for name, term in row.items()}
        one = found.setdefault(text["proposal"], Proposal(text["proposal"]))
        _note(one.places, text.get("for"))
        if "state" in text:
            one.states[text["state"], text.get("date", "")] = None
        _note(one.served, text.get("thing"))
    return [one for one in found.values() if not city or city in one.places]


def _note(found: dict[str, None], value: str | None) -> None:
    if value:
        found[value] = None


def mentioned(aims: Iterable[Aims], proposals: Iterable[Proposal]) -> Iterator[str]:
    """The IRIs that all of it names."""
    for one in aims:
        yield from (one.iri, *one.places)
        for serving in one.whole.values():
            yield serving.thing
        for goal in one.goals.values():
            yield from (goal.iri, *goal.articles, *goal.assigned, *goal.areas)
            for serving in goal.served.values():
                yield from filter(None, (serving.thing, serving.member, serving.body))
    for proposal in proposals:
        yield from (proposal.iri, *proposal.places, *proposal.served)
        yield from (state for state, _ in proposal.states)


def _named(reader: Reader, iri: str) -> dict[str, Any]:
    return {"iri": iri, "label": dict(reader.labels(NamedNode(iri)))}


def _served(reader: Reader, serving: Serving) -> dict[str, Any]:
    told = {**_named(reader, serving.thing), "how": serving.how}
    if serving.member:
        told |= {
            "member": _named(reader, serving.member),
            "network": _named(reader, serving.body),
        }
    return told


def json_of(reader: Reader, aims: list[Aims], proposals: list[Proposal]) -> dict[str, Any]:
    """All of it for JSON; the reader knows the labels."""

    def several(iris: Iterable[str]) -> list[dict[str, Any]]:
        return [_named(reader, iri) for iri in iris]

    return {
        "aims": [
            {
                **_named(reader, one.iri),
                "places": several(one.places),
                "goals": [
                    {
                        **_named(reader, goal.iri),
                        "articles": several(goal.articles),
                        "assignedTo": several(goal.assigned),
                        "areas": several(goal.areas),
                        "served": [_served(reader, it) for it in goal.served.values()],
                    }
                    for goal in one.goals.values()
                ],
                "servedAsAWhole": [_served(reader, it) for it in one.whole.values()],
            }
            for one in aims
        ],
        "proposals": [
            {
                **_named(reader, one.iri),
                "proposedFor": several(one.places),
                "states": [
                    {**_named(reader, state), "date": date or None} for state, date in one.states
                ],
                "servedBy": several(one.served),
            }
            for one in proposals
        ],
    }


def table_of(reader: Reader, aims: list[Aims], proposals: list[Proposal]) -> str:
    """A row for each thing that serves a goal, one for a goal that nothing serves, and one for
    each state of a proposal."""
    file = io.StringIO()
    writer = csv.DictWriter(file, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for one in aims:
        of = _cells(reader, "of", one.iri) | {"kind": "goal", "places": " ".join(one.places)}
        for it in one.whole.values():
            writer.writerow(of | {"kind": "plan", "served": it.how} | _thing(reader, it))
        for goal in one.goals.values():
            row = of | _cells(reader, "goal", goal.iri)
            row["article"] = " ".join(goal.articles)
            row["areas"] = " ".join(goal.areas)
            row["assigned"] = " ".join(goal.assigned)
            for it in goal.served.values():
                writer.writerow(row | {"served": it.how} | _thing(reader, it))
            if not goal.served:
                writer.writerow(row)
    for proposal in proposals:
        row = _cells(reader, "of", proposal.iri) | {"kind": "proposal"}
        row["places"] = " ".join(proposal.places)
        for state, date in proposal.states or {("", ""): None}:
            writer.writerow(row | {"state": state, "date": date})
    return file.getvalue()


def _thing(reader: Reader, it: Serving) -> dict[str, str]:
    if not it.member:
        return _cells(reader, "thing", it.thing)
    both = [_cells(reader, "thing", iri) for iri in (it.member, it.body)]
    joined = {name: ", ".join(one[name] for one in both) for name in both[0]}
    return joined | {"thing": it.thing}


def _cells(reader: Reader, name: str, iri: str) -> dict[str, str]:
    labels = reader.labels(NamedNode(iri))
    return {name: iri, f"{name}_en": labels.get("en", ""), f"{name}_fa": labels.get("fa", "")}
