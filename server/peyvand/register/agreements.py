"""A row about an agreement, read into the claims that it makes."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from peyvand.register.actors import Actor, Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells, Dated
from peyvand.register.choices import chosen
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS, EntryKind, field
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.register.signatures import sign, signatures_of
from peyvand.sources.dates import bounds
from peyvand.vocabulary.iris import LABEL, TYPE, iri

# What an agreement should have; a row without them is written, and its sender is told.
_WANTED = ("kind", "date", "approvals", "signatures", "purpose", "areas", "grounds")
_LEAST = 2
# An approval is by a body, at some time.
_PARTS = re.compile("[,،]")


def agreement(cells: Cells) -> Entry | None:
    """The claims of a row about an agreement; None if it is refused."""
    parties, others = _parties(cells), cells.things("other_parties")
    date, ended = cells.date("date"), cells.date("ended")
    _compare(cells, date, ended)
    kind, paper = cells.choice("kind"), cells.choice("instrument")
    official, areas = cells.choice("official"), cells.choices("areas")
    limits, goals = cells.choices("limits"), cells.things("goals")
    older = _older(cells, parties, date)
    actors = Actors(cells)
    signatures = signatures_of(cells, actors, [*parties, *(found for found, _ in others)])
    approvals = _approvals(cells, actors)
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not basis:
        return None
    node, names = _name(cells, parties)
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    said = Said((kind[0].iri,), kind[1]) if kind else Said((iri("pv:Agreement"),))
    claims.say(node, TYPE, said)
    claims.say(node, LABEL, Said(names))
    printed = cells.row.cell("parties")
    claims.say(node, "pv:hasParty", Said(tuple(one.iri for one in parties), printed))
    if others:
        further = tuple(found.iri for found, _ in others)
        claims.say(node, "pv:hasFurtherParty", Said(further, cells.row.cell("other_parties")))
    for prop, one in (("pv:hasInstrument", paper), ("pv:hasOfficiality", official)):
        if one:
            claims.say(node, prop, Said((one[0].iri,), one[1]))
    for prop, when in (("pv:signed", date), ("pv:ended", ended)):
        if when:
            claims.say(node, prop, when.said())
    for body, when, text in approvals:
        claims.say(node, "pv:isApprovedBy", Said((body.iri,), text))
        if when:
            claims.say(node, "pv:approved", when.said())
    for prop, some in (("pv:coversArea", areas), ("pv:hasLimit", limits)):
        for choice, text in some:
            claims.say(node, prop, Said((choice.iri,), text))
    if purposes := cells.texts("purpose"):
        claims.say(node, "pv:purpose", Said(purposes))
    _grounds(cells, claims, node)
    for found, text in goals:
        claims.say(node, "pv:servesGoal", Said((found.iri,), text))
    if older:
        claims.say(node, "pv:renews", Said((older.iri,), cells.row.cell("renews")))
    actors.introduce(claims)
    sign(cells, claims, node, names, signatures)
    return entry_of(cells, node, names, claims, basis[1])


def _parties(cells: Cells) -> list[Found]:
    """The parties, each once; two at least."""
    given = len(cells.row.values("parties"))
    parties: dict[NamedNode, Found] = {}
    for found, text in cells.things("parties"):
        if found.iri in parties:
            cells.tell("parties", "party-twice", {"name": text})
        parties[found.iri] = found
    if given == 1:
        cells.tell("parties", "one-party")
    for found in parties.values():
        if not cells.state.values(found.iri, "pv:inCountry"):
            told = {"name": found.label("en"), "name_fa": found.label("fa")}
            cells.warn("parties", "country-unknown", told)
        if "fa" not in found.labels:
            cells.warn("parties", "no-persian-name", {"name": found.label("en")})
    if len(parties) >= _LEAST:
        pair = cells.state.agreements_of(list(parties))
        # Whoever renews an agreement knows of it.
        for node in pair[:1] if not cells.has("renews") else ():
            known = Found(node, cells.state.labels(node), {})
            told = {"name": known.label("en"), "name_fa": known.label("fa")}
            cells.warn("parties", "pair-known", told, meant=known.told())
    return list(parties.values())


def _compare(cells: Cells, date: Dated | None, ended: Dated | None) -> None:
    """Tell an end that lies, or may lie, before the signing."""
    if not date or not ended:
        return
    told = {"date": date.printed, "ended": ended.printed}
    (first, last), (begins, ends) = bounds(date.read.edtf), bounds(ended.read.edtf)
    if first and ends and ends < first:
        cells.tell("ended", "end-before-start", told)
    elif last and begins and begins < last:
        cells.warn("ended", "end-perhaps-before-start", told)


def _older(cells: Cells, parties: list[Found], date: Dated | None) -> Found | None:
    """The agreement that is renewed: an earlier one of the same parties."""
    older = cells.thing("renews")
    if not older:
        return None
    told = {"name": older.label("en"), "name_fa": older.label("fa")}
    shared = set(cells.state.nodes(older.iri, "pv:hasParty")) & {one.iri for one in parties}
    if parties and len(shared) < _LEAST:
        cells.tell("renews", "renews-others", told)
    known = cells.state.values(older.iri, "pv:signed")
    firsts = [bounds(value.value)[0] for value in known]
    last = bounds(date.read.edtf)[1] if date else None
    if date and last and firsts and all(first and last < first for first in firsts):
        said = {"date": date.printed, "other_date": ", ".join(value.value for value in known)}
        cells.tell("date", "renews-later", told | said)
    return older


def _name(cells: Cells, parties: list[Found]) -> tuple[NamedNode, tuple[Literal, Literal]]:
    """The IRI of an agreement, after its parties in the order of the alphabet, and its labels."""
    names = sorted(one.slug.rpartition("/")[2] for one in parties)
    english = [one.label("en") for one in parties]
    persian = [
        one.labels.get("fa") or cells.state.transliteration(one.iri) or one.label("en")
        for one in parties
    ]
    and_en = f"{', '.join(english[:-1])} and {english[-1]}"
    and_fa = f"{'، '.join(persian[:-1])} و {persian[-1]}"
    labels = in_both(f"Agreement of {and_en}", f"پیمان {and_fa}")
    return cells.state.free(f"agreement/{'-'.join(names)}"), labels


def _approved(cells: Cells) -> list[tuple[str, str, str]]:
    """Who approved and when, if that is said, each with the text as it was entered."""
    found = []
    for text in cells.row.values("approvals"):
        body, *when = map(str.strip, _PARTS.split(text, maxsplit=1))
        found.append((body, when[0] if when else "", text))
    return found


def _approvals(cells: Cells, actors: Actors) -> list[tuple[Actor, Dated | None, str]]:
    found = []
    for body, when, text in _approved(cells):
        actor = actors.find("approvals", body, ACTORS, "pv:Organisation")
        date = cells.date_of("approvals", when) if when else None
        if actor:
            found.append((actor, date, text))
    return found


def _grounds(cells: Cells, claims: ClaimsOf, node: NamedNode) -> None:
    """What the parties have in common: concepts where the text is one, else as it was entered."""
    grounds = field(EntryKind.AGREEMENT, "grounds")
    for literal in cells.texts("grounds"):
        if choice := chosen(grounds, literal.value):
            claims.say(node, "pv:hasAffinityCriterion", Said((choice.iri,), literal.value))
        else:
            claims.say(node, "pv:affinityBasis", Said((literal,)))
