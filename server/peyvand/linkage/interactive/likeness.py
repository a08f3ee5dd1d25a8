"""How much alike the names of things and those of a row of a table are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peyvand.features.folding import fold, joined
from peyvand.features.levels import level_said
from peyvand.features.names import bare, key, skeleton
from peyvand.features.similarity import similarity
from peyvand.features.thresholds import MEANT
from peyvand.search.identifiers import identifiers_in
from peyvand.search.index import Index
from peyvand.search.model import Hit
from peyvand.search.qualified import Place, places

# What a name is worth without what stands beside it, and without the word that says "city".
_BESIDE, _BARE = 0.97, 0.97
# What a name is worth that is spelt otherwise, or sounds alike, and the most that a similar one is:
# the last two are less than equal, so that no match rests on them.
_SPELLING, _SOUND, SIMILAR = 0.95, 0.8, 0.85


@dataclass(frozen=True)
class Alike:
    """The name of a row that is most like those of a thing.

    Attributes:
        name: how much alike, from 0 to 1.
        country: how well the country beside the name fits; None if that is not known.
        undecided: whether a country stands there that cannot be compared.
        kind: the kind of administrative unit that the name says.
        form: what of the row is taken for the name, folded.
    """

    name: float = 0.0
    country: float | None = None
    undecided: bool = False
    kind: str = ""
    form: str = ""


@dataclass(frozen=True)
class _Form:
    """A name in one form, what it is worth, and where it stands beside."""

    folded: str
    worth: float
    identifiers: tuple[str, ...] = ()
    place: Place | None = None

    @property
    def kind(self) -> str:
        beside = self.place.reading.beside if self.place else ()
        # "Tabriz (county)" is no city; "Los Angeles, Los Angeles County" is one.
        alone = [
            name
            for name in (fold(part, whole=True) for part in beside)
            if level_said([name]) and " " not in name
        ]
        return level_said([self.folded, *alone])


def likenesses(index: Index, names: Iterable[str], hits: Sequence[Hit]) -> dict[str, Alike]:
    """How each thing is called, compared with the names of a row."""
    known: dict[str, list[tuple[Any, ...]]] = {hit.iri: [] for hit in hits}
    for iri, *row in index.rows(
        "SELECT things.iri, folded, joined, key, skeleton"
        " FROM things JOIN names ON thing = things.id"
        " WHERE things.iri IN (SELECT value FROM json_each(?))",
        (json.dumps(list(known)),),
    ):
        known[iri].append(tuple(row))
    forms = [form for name in names for form in _forms(index, name)]
    return {hit.iri: _best(forms, hit, known[hit.iri]) for hit in hits} if forms else {}


def _forms(index: Index, name: str) -> Iterable[_Form]:
    yield from _with_bare(_Form(fold(name, whole=True), 1.0, tuple(identifiers_in(name))))
    for place in places(index, name):
        yield from _with_bare(_Form(fold(place.reading.name, whole=True), _BESIDE, (), place))


def _with_bare(form: _Form) -> Iterable[_Form]:
    yield form
    # "City of Tabriz" says no more than Tabriz; "Tabriz County" does.
    short = bare(form.folded)
    if short != form.folded and not level_said([form.folded]):
        yield _Form(short, min(form.worth, _BARE), (), form.place)


def _best(forms: Iterable[_Form], hit: Hit, known: Sequence[tuple[Any, ...]]) -> Alike:
    best = Alike()
    names = (hit.country_en, hit.country_fa)
    for form in forms:
        place = form.place
        fitness = place.fit(hit.country, names) if place else None
        meant = fitness is not None and fitness >= MEANT
        if place and place.reading.doubtful and not meant:
            continue
        name = _alike(form, known) * (1.0 if meant else form.worth)
        if name > best.name:
            undecided = bool(place and place.is_open(hit.country, names))
            best = Alike(name, fitness, undecided, form.kind, form.folded)
    return best


def _alike(form: _Form, known: Sequence[tuple[Any, ...]]) -> float:
    """How much alike a name is to the likest of a thing's, from 0 to 1."""
    together, spelling = joined(form.folded), key(form.folded)
    sound = skeleton(form.folded)
    best = 0.0
    for folded, whole, key_, consonants in known:
        if whole == together or whole in form.identifiers:
            return 1.0
        if key_ is None:
            continue
        if spelling and key_ == spelling:
            best = max(best, _SPELLING)
        elif best < SIMILAR:
            alike = _SOUND if consonants and consonants == sound else 0.0
            best = max(best, alike, SIMILAR * similarity(folded, form.folded))
    return best
