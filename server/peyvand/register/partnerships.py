"""A row that proposes that two cities become partners, read into the claims that it makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from peyvand.features.folding import is_arabic
from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.choices import Choice, chosen, meant
from peyvand.register.claims import Said
from peyvand.register.drafts import Draft
from peyvand.register.field import Field, FieldKind
from peyvand.register.fields import ACTORS, field
from peyvand.register.names import Found
from peyvand.register.pipelines import named
from peyvand.register.rows import Entry
from peyvand.register.scalars import amount_of, decimal
from peyvand.register.state import State

_LIKING = "ground-liking"
_WANTED = ("look_at_cities", "by")
# «criterion: number».
_WEIGHT = re.compile(r"(?P<criterion>[^:：]+)[:：](?P<amount>[^:：]+)")
_CRITERION = Field("criterion", FieldKind.CHOICE, scheme="affinity-criteria")


@dataclass(frozen=True)
class _Weight:
    """How much a criterion counts, as it was entered."""

    criterion: Choice
    amount: Decimal
    printed: str


def partnership(cells: Cells) -> Entry | None:
    """The claims of a row that proposes a partnership; None if it is refused."""
    proposed = cells.things("cities")
    cities = [found for found, _ in proposed]
    if len({one.iri for one in cities}) != 2 and not cells.refused:
        cells.tell("cities", "two-cities", {"value": cells.row.cell("cities")})
    grounds = _grounds(cells)
    weights = _weights(cells)
    looks = {name: cells.texts(name) for name in ("look_at_cities", "look_at_countries")}
    actors = Actors(cells)
    authors = actors.each("by", ACTORS, "pv:Person")
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not basis:
        return None
    node, names = _name(cells.state, cities)
    draft = Draft(cells, actors, basis, "pv:PartnershipProposal", node, names)
    draft.each("pv:hasProposedParty", proposed)
    for choice, literal in grounds:
        if choice:
            draft.say("pv:hasAffinityCriterion", Said((choice.iri,), literal.value))
        else:
            draft.texts("pv:affinityBasis", [literal])
    for prop, texts in zip(("pv:lookAtCities", "pv:lookAtCountries"), looks.values(), strict=True):
        draft.texts(prop, texts)
    draft.each("pv:isProposedBy", authors)
    for weight in weights:
        _say_weight(draft, weight)
    return draft.entry()


def _grounds(cells: Cells) -> list[tuple[Choice | None, Literal]]:
    """The grounds: concepts where a text names one, else as they were entered."""
    one = field(cells.kind, "grounds")
    grounds = [(chosen(one, literal.value), literal) for literal in cells.texts("grounds")]
    if grounds and all(choice and choice.name == _LIKING for choice, _ in grounds):
        cells.tell("grounds", "liking-alone")
    return grounds


def _weights(cells: Cells) -> list[_Weight]:
    """How much criteria count; each once."""
    found: dict[NamedNode, _Weight] = {}
    for text in cells.row.values("weights"):
        match = _WEIGHT.fullmatch(text)
        if not match:
            cells.tell("weights", "weight-form", {"value": text})
            continue
        choice = chosen(_CRITERION, match["criterion"].strip())
        if not choice:
            written = match["criterion"].strip()
            told = {"value": written, **cells.called("weights")}
            tag = "fa" if is_arabic(written) else "en"
            near = "; ".join(one.label(tag) for one in meant(_CRITERION, written))
            cells.tell("weights", "no-choice", told, meant=near)
            continue
        amount = amount_of(cells, "weights", match["amount"].strip())
        if choice.iri in found:
            cells.tell("weights", "weighed-twice", named(choice.iri, "name"))
        elif amount is not None:
            found[choice.iri] = _Weight(choice, amount, text)
    return list(found.values())


def _say_weight(draft: Draft, weight: _Weight) -> None:
    """Add how much a criterion counts, which is a thing of its own."""
    node = draft.claims.numbered(f"weight/{draft.node.value.rpartition('/')[2]}")
    english, persian = draft.names
    draft.claims.named(
        node,
        "pv:CriterionWeight",
        f"{english.value}: {weight.criterion.label('en')}",
        f"{persian.value}: {weight.criterion.label('fa')}",
    )
    say = draft.claims.say
    say(node, "pv:isWeightOf", Said((draft.node,)))
    say(node, "pv:weighsCriterion", Said((weight.criterion.iri,), weight.printed))
    say(node, "pv:weight", Said((decimal(weight.amount),), weight.printed))


def _name(state: State, cities: Sequence[Found]) -> tuple[str, tuple[str, str]]:
    """The name of a proposal in IRIs, after its cities in the order of the alphabet, and those
    for people in English and in Persian.
    """
    slugs = sorted(one.slug.rpartition("/")[2] for one in cities)
    english = [one.label("en") for one in cities]
    persian = [
        one.labels.get("fa") or state.transliteration(one.iri) or one.label("en") for one in cities
    ]
    names = (
        f"Proposal of a partnership of {' and '.join(english)}",
        f"پیشنهاد پیوند {' و '.join(persian)}",
    )
    return f"proposal/{'-'.join(slugs)}", names
