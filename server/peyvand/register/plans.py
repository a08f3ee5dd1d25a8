"""Rows about a plan, and about a goal, read into the claims that they make."""

from __future__ import annotations

from pyoxigraph import NamedNode

from peyvand.digits import digits
from peyvand.register.actors import Actors, slug
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES

_WANTED = ("content", "areas")


def plan(cells: Cells) -> Entry | None:
    """The claims of a row about a plan; None if it is refused."""
    holders, content, actors = cells.things("of"), cells.texts("content"), Actors(cells)
    _known(cells, "pv:Plan")
    basis = basis_of(cells, actors)
    if cells.refused or not basis:
        return None
    names = in_both(cells.row.cell("name_en"), cells.row.cell("name_fa"))
    node = cells.state.free(f"plan/{slug(names[0].value)}")
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.named(node, "pv:Plan", names[0].value, names[1].value)
    for found, printed in holders:
        claims.say(node, "pv:isPlanOf", Said((found.iri,), printed))
    if content:
        claims.say(node, "pv:characteristic", Said(content))
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def goal(cells: Cells) -> Entry | None:
    """The claims of a row about a goal; None if it is refused."""
    owners, content, areas = cells.things("of"), cells.texts("content"), cells.choices("areas")
    number, actors = cells.number("article"), Actors(cells)
    plans = [found for found, _ in owners if cells.state.is_a(found.iri, ("pv:Plan",))]
    if number and owners and len(plans) != 1:
        cells.tell("article", "article-of-no-plan")
    charged = [
        (actor, printed)
        for printed in cells.row.values("assigned")
        if (actor := actors.find("assigned", printed, ACTORS, "pv:Organisation"))
    ]
    _known(cells, "pv:Goal")
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not basis:
        return None
    names = in_both(cells.row.cell("name_en"), cells.row.cell("name_fa"))
    node = cells.state.free(f"goal/{slug(names[0].value)}")
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.named(node, "pv:Goal", names[0].value, names[1].value)
    for found, printed in owners:
        claims.say(node, "pv:isGoalOf", Said((found.iri,), printed))
    if number:
        article = _article(cells, claims, plans[0], number)
        claims.say(node, "pv:isLaidDownIn", Said((article,), number.printed))
    if content:
        claims.say(node, "pv:content", Said(content))
    for choice, printed in areas:
        claims.say(node, "pv:coversArea", Said((choice.iri,), printed))
    for actor, printed in charged:
        claims.say(node, "pv:isAssignedTo", Said((actor.iri,), printed))
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def _known(cells: Cells, cls: str) -> None:
    """Tell a thing of the class that the graph has under one of the names."""
    names = filter(None, (cells.row.cell("name_en"), cells.row.cell("name_fa")))
    for known in {one.iri: one for name in names for one in cells.find(name, (cls,))}.values():
        told = {"name": known.label("en"), "name_fa": known.label("fa")}
        cells.warn("name_en", "thing-known", told, meant=known.told())


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
