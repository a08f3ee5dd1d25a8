"""A row that takes claims of the register back: nothing is said in their place, with the reason."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from peyvand.model import Term
from peyvand.register.cells import Cells
from peyvand.register.claims import Basis, ClaimsOf, Said
from peyvand.register.corrections import node_of, older_claim
from peyvand.register.entries import entry_of
from peyvand.register.rows import Entry
from peyvand.register.stages import said_in_short
from peyvand.register.state import State
from peyvand.vocabulary.iris import ID, LABEL, TYPE, iri, thing

_TRUE = Literal("true", datatype=iri("xsd:boolean"))
# What is entered with a thing, in the same row, and is nothing without it.
_PARTS = ("pv:isSignatureOf", "pv:isAttendanceOf")
_Claim = Mapping[str, list[Term]]


def retraction(cells: Cells) -> Entry | None:
    """The claims that take others back; None if the row is refused."""
    state = cells.state
    found = _taken_back(cells)
    reasons = cells.texts("reason")
    if cells.refused or not found:
        return None
    about = node_of(found[0][1], "pv:about")
    claims = ClaimsOf(cells.by, state, _basis(found[0][1]), cells.texts("note"))
    for node, older in found:
        claims.say(
            node_of(older, "pv:about"),
            node_of(older, "pv:property"),
            Said((), rule=node_of(older, "pv:isReadBy")),
            basis=_basis(older),
            replaces=node,
            reasons=reasons,
            qualified=[("pv:isRetraction", _TRUE)],
        )
    labels = state.labels(about)
    english = labels.get("en", about.value)
    names = [Literal(english), Literal(labels.get("fa", english))]
    return entry_of(cells, about, names, claims, [])


def _taken_back(cells: Cells) -> list[tuple[NamedNode, _Claim]]:
    """The claims that go: the one that is named, or all about the thing that is."""
    text = cells.row.cell("claim")
    slug = text.removeprefix(str(ID))
    kind, _, name = slug.partition("/")
    if name and kind != "claim":
        found = _whole(cells.state, thing(slug)) if _is_name(name) else []
        if not found:
            cells.tell("claim", "unknown-claim", {"value": text})
        return found
    slug, older = older_claim(cells)
    if older is None or cells.refused:
        return []
    about, prop = node_of(older, "pv:about"), node_of(older, "pv:property")
    if iri("pv:isRetraction").value in older:
        cells.tell("claim", "taken-back", {"value": slug})
        return []
    if prop in (TYPE, LABEL):
        whole = about.value.removeprefix(str(ID))
        cells.tell("claim", "take-back-whole", {"value": slug, "name": whole}, meant=whole)
        return []
    known = older.get(iri("pv:reading").value, ())
    others = [node for _, _, node in said_in_short(cells.state, about, prop, tuple(known))]
    return [(thing(f"claim/{slug}"), older), *_claims(cells.state, others)]


def _whole(state: State, about: NamedNode) -> list[tuple[NamedNode, _Claim]]:
    """Every claim of the register about a thing, and about what was entered with it."""
    parts = [part for prop in _PARTS for part in state.having(prop, about)]
    return _claims(state, [node for one in (about, *parts) for node in state.current(one)])


def _claims(state: State, nodes: list[NamedNode]) -> list[tuple[NamedNode, _Claim]]:
    said = [(node, state.claim(node.value.rpartition("/")[2]) or {}) for node in nodes]
    return [(node, one) for node, one in said if iri("pv:isRetraction").value not in one]


def _basis(older: _Claim) -> Basis:
    """What the claim rests on that is taken back."""
    speakers = tuple(one for one in older[iri("pv:isStatedBy").value] if isinstance(one, NamedNode))
    (stated_on,) = older[iri("pv:statedOn").value]
    return Basis(node_of(older, "pv:isStatedIn"), speakers, stated_on.value)


def _is_name(name: str) -> bool:
    return name.isascii() and name.replace("-", "").isalnum()
