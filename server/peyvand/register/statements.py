"""A row about what somebody said, read into the claim that it makes."""

from __future__ import annotations

from pyoxigraph import Literal

from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import Basis, ClaimsOf, Said
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS, STATEMENTS
from peyvand.register.rows import Entry
from peyvand.vocabulary.iris import iri


def statement(cells: Cells) -> Entry | None:
    """The claim of a row about what was said; None if it is refused."""
    about, says, said_on = cells.thing("about"), cells.choice("says"), cells.date("said_on")
    texts, actors = cells.texts("statement"), Actors(cells)
    speaker = actors.one("speaker", ACTORS, "pv:Person")
    basis = basis_of(cells, actors)
    if cells.refused or not (basis and about and speaker):
        return None
    source = basis[0]
    claims = ClaimsOf(cells.by, cells.state, source, cells.texts("note"))
    spoken = Basis(
        source.stated_in,
        (speaker.iri,),
        said_on.read.edtf if said_on else source.stated_on,
    )
    prop = says[0].iri if says else iri(STATEMENTS[0])
    # Whoever issued the file passes on what the speaker says.
    reported = source.stated_by != spoken.stated_by
    claims.say(about.iri, prop, Said(texts), basis=spoken, reported=reported)
    actors.introduce(claims)
    names = [Literal(about.label(tag)) for tag in ("en", "fa")]
    return entry_of(cells, about.iri, names, claims, basis[1])
