"""A row about a city that wants to join a network, read into the claims that it makes."""

from __future__ import annotations

from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.choices import Choice
from peyvand.register.drafts import Draft
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.register.stages import say_stage
from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES

_WANTED = ("field", "stage", "date")


def accession(cells: Cells) -> Entry | None:
    """The claims of a row about an accession; None if it is refused."""
    city, network = cells.thing("city"), cells.thing("network")
    area, reached = cells.choice("field"), cells.choice("stage")
    date = cells.date("date")
    if date and not cells.has("stage"):
        cells.tell("stage", "required", cells.called("stage"))
    if city and network:
        _known(cells, city, network, area and area[0])
    actors = Actors(cells)
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not (basis and city and network):
        return None
    slugs = [one.slug.rpartition("/")[2] for one in (city, network)]
    if area:
        slugs.append(area[0].name.removeprefix("creative-field-"))
    english, persian = (_name(city, network, area and area[0], tag) for tag in LANGUAGES)
    node, names = f"accession/{'-'.join(slugs)}", (english, persian)
    draft = Draft(cells, actors, basis, "pv:Accession", node, names)
    draft.one("pv:isAccessionOf", city, "city")
    draft.one("pv:isAccessionTo", network, "network")
    draft.each("pv:hasMembershipField", [area])
    if reached:
        labels = {"en": english, "fa": persian}
        say_stage(cells, draft.claims, Found(draft.node, labels, {}), reached, date)
    return draft.entry()


def _known(cells: Cells, city: Found, network: Found, area: Choice | None) -> None:
    """Tell an accession that the graph has of the same city to the same network and field."""
    state = cells.state
    for node in state.having("pv:isAccessionOf", city.iri):
        fields = state.nodes(node, "pv:hasMembershipField")
        if network.iri not in state.nodes(node, "pv:isAccessionTo"):
            continue
        if not area or not fields or area.iri in fields:
            known = Found(node, state.labels(node), {})
            told = {"name": known.label("en"), "name_fa": known.label("fa")}
            cells.warn("city", "accession-known", told, meant=known.told())


def _name(city: Found, network: Found, area: Choice | None, language: str) -> str:
    told = {"city": city.label(language), "network": network.label(language)}
    if not area:
        return text("accession-name", language, "row").format(**told)
    told["field"] = area.label(language)
    return text("accession-name-field", language, "row").format(**told)
