"""What was decided by checklists, as JSON, as the rows of a table, and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peyvand.digits import digits
from peyvand.screening.matters import Checklist, Decision, Screened, states
from peyvand.texts import text
from peyvand.vocabulary.iris import ID

COLUMNS = (
    *("checklist", "checklist_version", "item", "item_en", "item_fa"),
    *("screened", "screened_en", "screened_fa", "state_en", "state_fa", "by_en", "by_fa"),
    *("date", "reason_en", "reason_fa"),
)


def json_of(checklists: Iterable[Checklist], screened: Iterable[Screened]) -> dict[str, Any]:
    """Everything for programs."""
    return {
        "checklists": [
            {
                "iri": one.iri,
                **one.names,
                "version": one.version,
                "items": [
                    {
                        "iri": item.iri,
                        **item.names,
                        "grounds": [dict(ground) for ground in item.grounds],
                        "stated": [
                            {"document": document, "line": int(line) if line else None}
                            for document, line in item.places
                        ],
                    }
                    for item in one.items
                ],
            }
            for one in checklists
        ],
        "screened": [
            {
                "iri": one.iri,
                **one.names,
                "checklist": one.checklist.iri,
                "open": [item.iri for item in one.open],
                "items": [
                    {
                        "iri": item.iri,
                        "state": dict(state),
                        "decisions": [_decision(it) for it in one.decisions.get(item.iri, ())],
                    }
                    for item, _, state in states(one)
                ],
            }
            for one in screened
        ],
    }


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "iri": one.iri,
        "outcome": one.outcome,
        "by": dict(one.by),
        "date": one.date,
        "reason": dict(one.reasons),
    }


def rows_of(
    checklists: Iterable[Checklist], screened: Sequence[Screened]
) -> Iterator[dict[str, str]]:
    """A row for each item: of what is screened by it, or alone where nothing is."""
    for checklist in checklists:
        base = {"checklist": checklist.iri, "checklist_version": str(checklist.version)}
        mine = [one for one in screened if one.checklist.iri == checklist.iri]
        if not mine:
            for item in checklist.items:
                yield {**base, "item": item.iri, **_named("item", item.names)}
        for one in mine:
            for item, stands, state in states(one):
                yield {
                    **base,
                    **{"item": item.iri, **_named("item", item.names)},
                    **{"screened": one.iri, **_named("screened", one.names)},
                    **_named("state", state),
                    **(_of_decision(stands) if stands else {}),
                }


def _of_decision(one: Decision) -> dict[str, str]:
    return {**_named("by", one.by), "date": one.date, **_named("reason", one.reasons)}


def _named(column: str, names: Any) -> dict[str, str]:
    return {f"{column}_{tag}": name for tag, name in names.items()}


def text_of(
    checklists: Iterable[Checklist],
    screened: Sequence[Screened],
    language: str,
    *,
    asked: bool = False,
    only_open: bool = False,
) -> str:
    """What the command prints: each checklist with its items, and what was decided by it.

    Args:
        checklists: those to tell.
        screened: what is screened by them.
        language: of the text.
        asked: whether it is about something that was asked for.
        only_open: whether only items are told on which no decision stands.
    """
    lines: list[str] = []
    nothing = ""
    if not screened:
        nothing = f"screening-{'not-screened' if asked else 'none-open' if only_open else 'none'}"
    for checklist in checklists:
        version = text("screening-version", language).format(
            number=digits(str(checklist.version), language)
        )
        lines.append(f"{checklist.names[language]} · {version}")
        for item in checklist.items:
            grounds = "; ".join(ground[language] for ground in item.grounds)
            places = "; ".join(
                f"{document.removeprefix(str(ID))}:{digits(line, language)}".rstrip(":")
                for document, line in item.places
            )
            lines.append(_line(("-", item.names[language], grounds), places))
        for one in screened:
            if one.checklist.iri != checklist.iri or (only_open and not one.open):
                continue
            lines += ["", f"{one.names[language]} ({one.iri.removeprefix(str(ID))})"]
            for item, stands, state in states(one):
                if only_open and stands:
                    continue
                said = _said(stands, language) if stands else []
                lines.append(_line(("-", item.names[language], state[language], *said)))
    if nothing:
        lines += ["", text(nothing, language)]
    return "\n".join(lines).strip("\n")


def _said(one: Decision, language: str) -> list[str]:
    return [one.by[language], digits(one.date, language), one.reasons[language]]


def _line(parts: Sequence[str], behind: str = "") -> str:
    mark, *rest = parts
    told = " · ".join(filter(None, rest))
    return f"{mark} {told}" + (f"  ({behind})" if behind else "")
