"""What follows from a change of the graph: the readings of registers, and derived statements.

A write changes what is *said*. What is derived from that is brought up to it by taking the steps
of the derivation again, each on a slice of the graph that holds what it looks at for the things
that the change touches. The rules are those of a build, and so is what comes out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph.derive import Step, derivation, of_derived, steps
from peyvand.graph.patch import Patch, quads
from peyvand.graph.reach import REACHES, Change, Reach, TooMuch, View
from peyvand.graph.recorder import Recorder, stored
from peyvand.graph.stated_pairs import graph_of
from peyvand.resources import root
from peyvand.sources.catalogue import NamedQuery, read_query
from peyvand.vocabulary.iris import ID, LABEL, graph, iri, thing

DEFAULT = DefaultGraph()
_ONE = thing("agreement/any")
# Beyond so many things that a step is to look at, the whole is derived as fast.
MOST = 50_000
_DERIVED_BY = iri("pv:isDerivedBy")
# What a great many statements are derived by: classes, what snapshots were asked, the codes of
# countries, and what stages need.
_SCHEMA = tuple(
    iri(name)
    for name in (
        *("rdfs:subClassOf", "pv:snapshotDate", "pv:hasCoverage", "pv:isoCode"),
        *("pv:requiresStage", "pv:expectsStage"),
    )
)
_SNAPSHOT, _LICENCE = iri("pv:snapshotDate"), iri("dcterms:license")
_OF_SNAPSHOTS = tuple(
    iri(f"pv:{name}") for name in ("about", "property", "reading", "isListedUnder", "isStatedBy")
)


def follow(recorder: Recorder, base: Patch) -> None:
    """Bring what is derived to what a build would derive, now that the graph was changed.

    Its cost is that of what the change touches. Where so much depends on what was changed that
    this is no less than the whole (classes and schemes, the descriptions and claims of snapshots,
    or more than ``MOST`` things of a kind), the whole is derived
    anew: slower, and the same.

    Args:
        recorder: has the store, with the change in it; it records what follows too.
        base: the change.
    """
    if not base:
        return
    change = Change(quads(base.added), quads(base.removed))
    try:
        if _is_basic(change, recorder.store):
            raise TooMuch
        for step, reach, view in _taken(recorder.store):
            # What a register says in plain statements comes with the first step.
            if _is_of_all(change):
                raise TooMuch
            _take(step, reach, view, change, recorder)
    except TooMuch:
        _derive_anew(recorder)


def prepare() -> None:
    """Load what the derivation needs, before a process is forked that follows one change."""
    store = Store()
    place, label = Quad(_ONE, iri("pv:inCountry"), _ONE), Literal("Any", language="en")
    store.extend((Quad(_ONE, iri("pv:hasParty"), _ONE), place, Quad(_ONE, LABEL, label)))
    for _ in derivation(store, _queries()):
        pass


@cache
def _queries() -> tuple[NamedQuery, ...]:
    """The queries that derive statements."""
    folder = root() / "queries" / "derive"
    return tuple(read_query(path, "derive") for path in sorted(folder.glob("*.rq")))


def _taken(store: Store) -> Iterator[tuple[Step, Reach, View]]:
    """Each step, with what it looks at, and the graph as it sees it.

    Raises:
        TooMuch: what a step looks at is not known.
    """
    order = steps(_queries())
    if any(step.name not in REACHES for step in order):
        raise TooMuch
    derivers = _derivers(order)
    hidden = [graph(f"derived-{name}") for step in order for name in step.origins]
    for step in order:
        yield step, REACHES[step.name], View(store, derivers, frozenset(hidden))
        del hidden[: len(step.origins)]


def _derivers(order: list[Step]) -> Mapping[NamedNode | None, list[NamedNode]]:
    """In which graphs what is derived of each property stands; of any, under None."""
    found: dict[NamedNode | None, list[NamedNode]] = defaultdict(list)
    for step in order:
        for name, props in REACHES[step.name].properties.items():
            for prop in (None,) if props is None else props:
                found[prop].append(graph(f"derived-{name}"))
    return dict(found)


def _is_basic(change: Change, store: Store) -> bool:
    """Whether a great deal depends on what somebody changed in a named graph."""
    if any(of_derived(quad.graph_name) for quad in change.named):
        return True
    graphs = {quad.graph_name for quad in change.named if quad.predicate in _OF_SNAPSHOTS}
    snapshots = store.quads_for_pattern(None, _SNAPSHOT, None, DEFAULT) if graphs else ()
    names = (quad.subject for quad in snapshots if isinstance(quad.subject, NamedNode))
    return not graphs.isdisjoint(map(graph_of, names))


def _is_of_all(change: Change) -> bool:
    """Whether a great deal depends on what came to the default graph or left it."""
    documents = (name.value for name in change.subjects(_LICENCE))
    return any(True for _ in change.plain(*_SCHEMA)) or any(
        name.startswith(f"{ID}document/") for name in documents
    )


def _take(step: Step, reach: Reach, view: View, change: Change, recorder: Recorder) -> None:
    """Take a step again for what a change touches, and add what that changes to the change."""
    keys = reach.keys(change, view)
    if not keys:
        return
    if len(keys) > MOST:
        raise TooMuch
    part = Store()
    part.extend(reach.slice(keys, view))
    for name, derived in step.derived(part):
        target = graph(f"derived-{name}")
        plain, beside = set(), set()
        for quad in stored(reach.about(keys, derived)):
            if quad.graph_name != DEFAULT:
                beside.add(quad)
            elif not view.sees(quad):
                plain.add(quad)
        wanted = {_in(target, quad) for quad in plain}
        standing = set(reach.standing(keys, target, view))
        gone = standing - wanted - beside
        recorder.remove(gone)
        left = {_in(DEFAULT, quad) for quad in gone if _is_plain(quad, reach, name)}
        unsaid = {quad for quad in left if not _is_derived(quad, view)}
        recorder.remove(unsaid)
        came = {q for q in plain if q not in recorder.store or _in(target, q) not in standing}
        recorder.add((*plain, *wanted, *beside))
        _name(target, step.origins[name], recorder)
        change.update(came, left)


def _in(name: NamedNode | DefaultGraph, quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, name)


def _is_plain(quad: Quad, reach: Reach, name: str) -> bool:
    """Whether a statement of a graph of what is derived stands in the default graph too."""
    props = reach.properties[name]
    return quad.predicate != _DERIVED_BY and (props is None or quad.predicate in props)


def _is_derived(quad: Quad, view: View) -> bool:
    """Whether some graph of what is derived holds a statement."""
    found = view.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return any(of_derived(other.graph_name) for other in found)


def _name(target: NamedNode, origin: NamedNode, recorder: Recorder) -> None:
    """Have a graph of what is derived say by what it is; without anything derived it is gone."""
    header = Quad(target, _DERIVED_BY, origin, target)
    first = recorder.store.quads_for_pattern(None, None, None, target)
    found = [quad for quad, _ in zip(first, range(2), strict=False)]
    if found == [header]:
        recorder.remove_graph(target)
    elif found:
        recorder.add([header])


def _derive_anew(recorder: Recorder) -> None:
    """Take out everything that is derived, and derive it of what is left."""
    store = recorder.store
    for name in [name for name in store.named_graphs() if of_derived(name)]:
        assert isinstance(name, NamedNode)
        props = _of_graph().get(name.value, None)
        derived = list(store.quads_for_pattern(None, None, None, name))
        recorder.remove(
            _in(DEFAULT, quad)
            for quad in derived
            if quad.predicate != _DERIVED_BY and (props is None or quad.predicate in props)
        )
        recorder.remove_graph(name)
    for part in derivation(store, _queries()):
        recorder.add(part)


@cache
def _of_graph() -> dict[str, tuple[NamedNode, ...] | None]:
    """The properties of what is derived, by the graph."""
    return {
        graph(f"derived-{name}").value: props
        for reach in REACHES.values()
        for name, props in reach.properties.items()
    }
