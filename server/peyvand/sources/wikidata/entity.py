"""Entity JSON: what Special:EntityData answers, and what a line of a JSON dump holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from peyvand.sources.wikidata.draft import (
    ItemDraft,
    StatementDraft,
    globe_snak,
    item_snak,
    quantity_snak,
    rank_of,
)
from peyvand.sources.wikidata.model import (
    NONE,
    NORMAL,
    STRING,
    TEXT,
    TIME,
    UNKNOWN,
    CityRecord,
    Snak,
)
from peyvand.sources.wikidata.properties import GUID, KEPT, QID, entity_of
from peyvand.sources.wikidata.times import JULIAN, edtf_of

Complain = Callable[[str, str], None]
_WITHOUT = {"somevalue": UNKNOWN, "novalue": NONE}


class NotAnItem(ValueError):
    """The entity is of another kind (a property, a lexeme); nothing is wrong with it."""


def entities_of(document: Any) -> Iterator[tuple[str, Any]]:
    """The entities of a document, each under the QID that was asked for.

    A document is an entity, the answer of Special:EntityData or of the API ("entities" by QID),
    or a list of entities.

    Raises:
        ValueError: it is none of these.
    """
    if isinstance(document, list):
        for entity in document:
            yield "", entity
    elif not isinstance(document, dict):
        raise ValueError("not an entity of Wikidata, nor a list of some")
    elif isinstance(document.get("entities"), dict):
        yield from document["entities"].items()
    else:
        yield "", document


def redirect_of(entity: Any) -> tuple[str, str]:
    """A redirect that the entity tells of: from and to; empty if there is none."""
    if isinstance(entity, dict):
        found = entity.get("redirects")
        if isinstance(found, dict):
            return str(found.get("from", "")), str(found.get("to", ""))
        if "redirect" in entity:
            return str(entity.get("entity", "")), str(entity["redirect"])
    return "", ""


def read_entity(entity: Any, asked: str, complain: Complain) -> CityRecord:
    """The record of an entity.

    Args:
        entity: the JSON.
        asked: the QID it was answered for, which may be a redirect to its own; or nothing.
        complain: called with a kind and a message for every value that is broken; that value is
            left out, and the rest is read.

    Raises:
        NotAnItem: the entity is a property or a lexeme, or a redirect without content.
        ValueError: it is not an entity at all.
    """
    if not isinstance(entity, dict):
        raise ValueError(f"not an entity but {type(entity).__name__}")
    if "missing" in entity:
        raise ValueError(f"Wikidata has no {asked or entity.get('id')}")
    if entity.get("type", "item") != "item" or "redirect" in entity:
        raise NotAnItem
    qid = entity.get("id")
    if not isinstance(qid, str) or not QID.fullmatch(qid):
        if isinstance(qid, str) and qid[:1] in "PLM" and qid[1:2].isdecimal():
            raise NotAnItem
        raise ValueError(f"an entity without the number of an item (id {str(qid)[:40]!r})")
    item = ItemDraft(qid)
    source, target = redirect_of(entity)
    for old in (source if target in (qid, "") else "", asked):
        if QID.fullmatch(old) and old != qid:
            item.redirected_from.add(old)
    modified = entity.get("modified")
    item.modified = modified if isinstance(modified, str) else ""
    _read_names(entity, item, complain)
    claims = entity.get("claims", entity.get("statements"))
    for prop, statements in _members(claims, "claims", complain):
        if prop not in KEPT:
            continue
        for number, statement in enumerate(statements if isinstance(statements, list) else ()):
            try:
                draft = _statement(prop, statement, complain)
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                complain("value", f"{qid} {prop} {_name(statement)}: {_words(error)}")
                continue
            item.statements[draft.id or f"{prop}#{number}"] = draft
    return item.finished()


def _members(value: Any, what: str, complain: Complain) -> Iterator[tuple[str, Any]]:
    # PHP writes an empty object as an empty list.
    if isinstance(value, dict):
        yield from value.items()
    elif value not in (None, []):
        complain("value", f"{what} is not an object")


def _read_names(entity: dict[str, Any], item: ItemDraft, complain: Complain) -> None:
    for member, target in (("labels", item.labels), ("descriptions", item.descriptions)):
        for tag, text in _members(entity.get(member), member, complain):
            value = text.get("value") if isinstance(text, dict) else text
            if isinstance(value, str):
                # The language of the text, not of the asking, where a fallback was answered.
                target[text.get("language", tag) if isinstance(text, dict) else tag] = value
            else:
                complain("value", f"{item.qid}: the {member[:-1]} in {tag!r} is not a text")
    for tag, texts in _members(entity.get("aliases"), "aliases", complain):
        found = item.aliases.setdefault(tag, set())
        for text in texts if isinstance(texts, list) else [texts]:
            value = text.get("value") if isinstance(text, dict) else text
            if isinstance(value, str):
                found.add(value)
            else:
                complain("value", f"{item.qid}: an alias in {tag!r} is not a text")


def _statement(prop: str, statement: Any, complain: Complain) -> StatementDraft:
    draft = StatementDraft(prop, str(statement.get("id", "")))
    if draft.id and not GUID.fullmatch(draft.id):
        raise ValueError("the identifier is not one of a statement")
    draft.rank = rank_of(statement.get("rank", NORMAL))
    draft.value = _snak(prop, statement["mainsnak"])
    draft.qualifiers = set(_snaks(statement.get("qualifiers"), draft.id, complain))
    for number, reference in enumerate(statement.get("references") or ()):
        snaks = reference.get("snaks") if isinstance(reference, dict) else reference
        draft.references[str(number)] = set(_snaks(snaks, draft.id, complain))
    return draft


def _snaks(found: Any, guid: str, complain: Complain) -> Iterator[Snak]:
    for prop, snaks in _members(found, "a list of snaks", complain):
        for snak in snaks if isinstance(snaks, list) else ():
            try:
                yield _snak(prop, snak)
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                complain("value", f"{guid} {prop}: {_words(error)}")


def _snak(prop: str, snak: dict[str, Any]) -> Snak:
    kind = snak.get("snaktype", "value")
    if kind in _WITHOUT:
        return Snak(prop, _WITHOUT[kind])
    value = snak["datavalue"]["value"]
    form = snak["datavalue"]["type"]
    if form == "wikibase-entityid":
        letter = "P" if value.get("entity-type") == "property" else "Q"
        # Old documents give the number only.
        return item_snak(prop, value.get("id") or f"{letter}{value['numeric-id']}")
    if form == "time":
        julian = str(value.get("calendarmodel", "")).endswith(JULIAN)
        return Snak(prop, TIME, edtf_of(value["time"], int(value["precision"]), julian=julian))
    if form == "quantity":
        unit = entity_of(str(value.get("unit", "")))
        return quantity_snak(prop, str(value["amount"]), unit)
    if form == "globecoordinate":
        globe = entity_of(str(value.get("globe") or "")) or "Q2"
        width = value.get("precision")
        precision = None if width is None else float(width)
        point = float(value["latitude"]), float(value["longitude"])
        return globe_snak(prop, *point, precision, globe)
    if form == "monolingualtext":
        return Snak(prop, TEXT, f"{value['text']}@{value['language']}")
    if isinstance(value, str):
        return Snak(prop, STRING, value)
    raise ValueError(f"a value of type {str(form)[:40]!r} is not understood")


def _name(statement: Any) -> str:
    return str(statement.get("id", ""))[:60] if isinstance(statement, dict) else "a statement"


def _words(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return str(error) if isinstance(error, ValueError) else "not of the form it should have"
