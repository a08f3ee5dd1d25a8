"""Who signed an agreement: for which party, and in which office."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from peyvand.register.actors import Actor, Actors
from peyvand.register.agreement_fields import FURTHER_PARTIES
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said
from peyvand.register.fields import PLACES
from peyvand.register.names import Found

# A signature is for a party, by somebody, in an office.
_SIGNED = re.compile(r"([^:：]+)[:：](.+)")
_PARTS = re.compile("[,،]")
Signature = tuple[Found, Actor, Actor | None, str]


def signatures_of(cells: Cells, actors: Actors, parties: list[Found]) -> list[Signature]:
    """For which party, by whom and in which office an agreement was signed.

    Args:
        cells: the row, with the signatures in the field ``signatures``.
        actors: those of the row.
        parties: the parties of the agreement.
    """
    by_iri = {one.iri: one for one in parties}
    found = []
    for party, parts, text in _signed(cells):
        named = [*cells.find(party, PLACES), *cells.find(party, FURTHER_PARTIES)]
        places = [one for one in named if one.iri in by_iri]
        if len(places) != 1:
            meant = "; ".join(one.label("en") for one in parties)
            cells.tell("signatures", "signature-of-none", {"name": party}, meant=meant)
            continue
        person = actors.find("signatures", parts[0], ("pv:Person",), "pv:Person")
        office = None
        if len(parts) > 1:
            office = actors.find("signatures", parts[1], ("pv:Office",), "pv:Office")
        if person:
            found.append((by_iri[places[0].iri], person, office, text))
    return found


def sign(
    cells: Cells,
    claims: ClaimsOf,
    node: NamedNode,
    names: tuple[Literal, Literal],
    signatures: list[Signature],
) -> None:
    """Add signatures, each a thing of its own.

    Args:
        cells: the row.
        claims: where they are added.
        node: the agreement.
        names: what it is called in English and in Persian.
        signatures: for which party, by whom, in which office, and the text that says so.
    """
    slug = node.value.rpartition("/")[2]
    for party, person, office, text in signatures:
        signature = claims.numbered(f"signature/{slug}")
        english = f"Signature for {party.label('en')} under {names[0].value}"
        persian = f"امضا از سوی {party.label('fa')} زیر {names[1].value}"
        claims.named(signature, "pv:Signature", english, persian)
        claims.say(signature, "pv:isSignatureOf", Said((node,), text))
        claims.say(signature, "pv:signsFor", Said((party.iri,), text))
        claims.say(signature, "pv:isSignedBy", Said((person.iri,), text))
        if office:
            claims.say(signature, "pv:signsAs", Said((office.iri,), text))
            if office.iri not in cells.state.values(person.iri, "pv:holdsOffice"):
                claims.say(person.iri, "pv:holdsOffice", Said((office.iri,), text))


def _signed(cells: Cells) -> list[tuple[str, list[str], str]]:
    """For whom, by whom and as what it is signed, each with the text as it was entered."""
    found = []
    for text in cells.row.values("signatures"):
        match = _SIGNED.fullmatch(text)
        every = map(str.strip, _PARTS.split(match[2])) if match else ()
        parts = [part for part in every if part]
        if not match or len(parts) not in (1, 2):
            cells.tell("signatures", "signature-form", {"value": text})
            continue
        found.append((match[1].strip(), parts, text))
    return found
