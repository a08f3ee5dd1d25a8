"""Rows about a plan, and about a goal, read into the claims that they make."""

from __future__ import annotations

from pyoxigraph import NamedNode

from peyvand.digits import digits
from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said
from peyvand.register.drafts import Draft, slug_of, tell_known
from peyvand.register.fields import ACTORS
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES

_WANTED = ("content", "areas")


def plan(cells: Cells) -> Entry | None:
    """The claims of a row about a plan; None if it is refused."""
    holders, content, actors = cells.things("of"), cells.texts("content"), Actors(cells)
    tell_known(cells, "pv:Plan")
    basis = basis_of(cells, actors)
    if cells.refused or not basis:
        return None
    draft = Draft(cells, actors, basis, "pv:Plan", f"plan/{slug_of(cells)}")
    draft.each("pv:isPlanOf", holders)
    draft.texts("pv:characteristic", content)
    return draft.entry()


def goal(cells: Cells) -> Entry | None:
    """The claims of a row about a goal; None if it is refused."""
    owners, content, areas = cells.things("of"), cells.texts("content"), cells.choices("areas")
    number, actors = cells.number("article"), Actors(cells)
    plans = [found for found, _ in owners if cells.state.is_a(found.iri, ("pv:Plan",))]
    if number and owners and len(plans) != 1:
        cells.tell("article", "article-of-no-plan")
    charged = actors.each("assigned", ACTORS, "pv:Organisation")
    tell_known(cells, "pv:Goal")
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not basis:
        return None
    draft = Draft(cells, actors, basis, "pv:Goal", f"goal/{slug_of(cells)}")
    draft.each("pv:isGoalOf", owners)
    if number:
        article = _article(cells, draft.claims, plans[0], number)
        draft.say("pv:isLaidDownIn", Said((article,), number.printed))
    draft.texts("pv:content", content)
    draft.each("pv:coversArea", areas)
    draft.each("pv:isAssignedTo", charged)
    return draft.entry()


def _article(cells: Cells, claims: ClaimsOf, of: Found, number: Said) -> NamedNode:
    """The article of a plan by its number, which comes to be unless the graph has it."""
    for known in cells.state.having("pv:isArticleOf", of.iri):
        if number.values[0] in cells.state.values(known, "pv:articleNumber"):
            return known
    count = str(getattr(number.values[0], "value", ""))
    node = cells.state.free(f"article/{of.slug.rpartition('/')[2]}-{count}")
    named = {
        tag: text("article-name", tag, "row").format(number=digits(count, tag), plan=of.label(tag))
        for tag in LANGUAGES
    }
    claims.named(node, "pv:Article", named["en"], named["fa"])
    claims.say(node, "pv:isArticleOf", Said((of.iri,)))
    claims.say(node, "pv:articleNumber", number)
    return node
