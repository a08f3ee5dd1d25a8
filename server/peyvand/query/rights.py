"""Who may write what: by the graphs of a token, its role, and what a change is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Store

from peyvand.errors import Forbidden
from peyvand.graph.earlier import Earlier
from peyvand.graph.evidence_graphs import holds_evidence
from peyvand.graph.patch import Patch
from peyvand.query.writes import Rollback, WriteRequest
from peyvand.tokens import CLAIMS, EVERYTHING, Role
from peyvand.vocabulary.graphs import is_derived
from peyvand.vocabulary.iris import ID, TYPE, iri, prefixed, thing
from peyvand.wording import say

DEFAULT = "default"
_ABOUT, _PROPERTY, _READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")
_REPLACES, _CLAIM = iri("pv:replaces"), iri("pv:Claim")
# What belongs to an agreement is about what the agreement is about, what belongs to an activity
# about what that is about, an obstacle about what it hinders, a stage of an accession about the
# city that joins, and a district about its city.
_PART_OF = tuple(
    iri(f"pv:{name}")
    for name in (
        *("isSignatureOf", "isStageOf", "isHeldUnder", "isPartOf", "isTaskOf", "isAccessionOf"),
        *("isProposedFor", "isAttendanceOf", "isIndicatorOf", "hinders", "answersObstacle"),
        *("isDecisionAbout", "isGoalOf", "isArticleOf"),
    )
)
# Of an agreement, an activity or a grant, those whom it is about.
_CONCERNS = tuple(
    iri(f"pv:{name}")
    for name in (
        *("hasParty", "hasFurtherParty", "hasParticipant", "hasOrganiser", "tookPlaceIn"),
        *("hasGrantee", "funds", "isPutForwardBy", "isPlanOf"),
    )
)
_FUNDS = iri("pv:funds")
_CONCEPTS = f"{ID}concept/"
State = Store | Earlier


def allow(request: WriteRequest, store: Store, patch: Patch, graphs: Collection[str] = ()) -> None:
    """Refuse a change beyond the rights of the token that it was sent with.

    What counts is what the change touches and what that is about, before it and after it.

    Args:
        request: the write, which says whose it is.
        store: the graph after the change.
        patch: the change that was asked for, without what follows from it.
        graphs: the named graphs that exist only before it or only after it.

    Raises:
        Forbidden: the token gives no right to it.
    """
    names = sorted({name or DEFAULT for name in patch.graphs()} | set(graphs))
    for name in names:
        if is_derived(name) and not isinstance(request, Rollback):
            raise Forbidden(**say("derived-graph", graph=name))
    if EVERYTHING in request.rights:
        return
    for name in names:
        if name not in request.rights:
            raise Forbidden(**say("no-right", name=request.by, graph=name))
        if not request.role and holds_evidence(store, name):
            raise Forbidden(**say("source-graph", name=request.by, graph=name))
    if request.role and patch:
        _Register(request, store, patch).allow()


class _Register:
    """A change of the register of a token, by somebody who may write about some things alone."""

    def __init__(self, request: WriteRequest, store: Store, patch: Patch) -> None:
        self._request = request
        self._after, self._before = store, Earlier(store, patch)
        (graph,) = request.rights
        self._graph = NamedNode(graph)
        self._things = {thing(slug) for slug in request.about}

    def allow(self) -> None:
        """Refuse what is about other things, or of another kind than the role's.

        Raises:
            Forbidden: so it is.
        """
        subjects = {quad.subject for quad in self._before.added | self._before.removed}
        for subject in sorted(subjects, key=str):
            if not isinstance(subject, NamedNode):
                # Whose it is cannot be told, and no correction could name it.
                about = ", ".join(self._request.about)
                raise Forbidden(**say("nameless", name=self._request.by, about=about))
            self._allow(subject)

    def _allow(self, subject: NamedNode) -> None:
        nodes: set[object] = set()
        for state in (self._before, self._after):
            said = list(state.quads_for_pattern(subject, None, None, self._graph))
            about = {quad.object for quad in said if quad.predicate == _ABOUT}
            if not any(quad.predicate == TYPE and quad.object == _CLAIM for quad in said):
                # What is no claim is a row, whose statements are plain: it is about itself.
                nodes |= {subject} if said else set()
                continue
            nodes |= about or {subject}
            for quad in said:
                if quad.predicate == _PROPERTY and about:
                    self._of_role(quad)
        for node in sorted(nodes, key=str):
            if not (isinstance(node, NamedNode) and (self._is_row(node) or self._is_ours(node))):
                request = self._request
                raise Forbidden(
                    **say(
                        "not-about",
                        name=request.by,
                        about=", ".join(request.about),
                        thing=str(getattr(node, "value", node)).removeprefix(str(ID)),
                    )
                )

    def _of_role(self, quad: Quad) -> None:
        allowed = CLAIMS[Role(self._request.role)]
        if allowed is None:
            return
        value = str(getattr(quad.object, "value", quad.object))
        if (prefixed(value) or value) not in allowed:
            raise Forbidden(
                **say(
                    "not-of-role",
                    name=self._request.by,
                    role=self._request.role,
                    property=prefixed(value) or value,
                )
            )

    def _is_row(self, node: NamedNode) -> bool:
        """Whether a thing is the register itself, or one of its files."""
        own, name = node.value.removeprefix(str(ID)), self._request.by
        if own == f"register/{name}":
            return True
        # The name of another register may begin with that of this one.
        return own.startswith(f"register-file/{name}-") and self._own(node)

    def _is_ours(self, node: NamedNode) -> bool:
        """Whether a thing is within the rights, in both states in which anything is said of it."""
        return all(
            self._reaches(state, node, ())
            or (not _concerned(state, node) and self._own(node) and self._referred(state, node))
            for state in (self._before, self._after)
            if _described(state, node)
        )

    def _reaches(self, state: State, node: NamedNode, seen: tuple[NamedNode, ...]) -> bool:
        """Whether a thing is one of the token's, or is an agreement, activity … of one of them."""
        if node in self._things:
            return True
        if node in seen:
            return False
        seen = (*seen, node)
        wholes = {value for prop in _PART_OF for value in _values(state, node, prop)}
        if wholes:
            # A concept is nobody's, so an obstacle is about what it hinders besides.
            owned = {whole for whole in wholes if not whole.value.startswith(_CONCEPTS)}
            return bool(owned) and all(self._reaches(state, whole, seen) for whole in owned)
        concerned = {value for prop in _CONCERNS for value in _values(state, node, prop)}
        # A grant is about the agreements of the projects that it pays for.
        return not self._things.isdisjoint(concerned) or any(
            self._reaches(state, project, seen) for project in _values(state, node, _FUNDS)
        )

    def _own(self, node: NamedNode) -> bool:
        """Whether only this register has spoken of a thing, such as a new person."""
        patterns = ((node, None, None), (None, None, node))
        return not any(
            isinstance(quad.graph_name, NamedNode)
            and quad.graph_name != self._graph
            and not is_derived(quad.graph_name.value)
            for pattern in patterns
            for quad in self._before.quads_for_pattern(*pattern)
        )

    def _referred(self, state: State, node: NamedNode) -> bool:
        """Whether something within the rights names a thing, in this register."""
        for quad in state.quads_for_pattern(None, None, node, self._graph):
            about = state.quads_for_pattern(quad.subject, _ABOUT, None, self._graph)
            for user in [claim.object for claim in about] or [quad.subject]:
                if not isinstance(user, NamedNode) or user == node:
                    continue
                if self._is_row(user) or self._reaches(state, user, ()):
                    return True
        return False


def _described(state: State, node: NamedNode) -> bool:
    return _any(state.quads_for_pattern(node, None, None, None)) or _any(
        state.quads_for_pattern(None, _ABOUT, node, None)
    )


def _concerned(state: State, node: NamedNode) -> bool:
    """Whether a thing says itself whom it is about."""
    return any(True for prop in (*_PART_OF, *_CONCERNS) for _ in _values(state, node, prop))


def _values(state: State, node: NamedNode, prop: NamedNode) -> Iterator[NamedNode]:
    """What a thing has by a property: the readings of its claims that nothing replaces.

    What follows from a change is not in the default graph yet, which is asked only for what no
    claim says.
    """
    claimed = False
    for about in state.quads_for_pattern(None, _ABOUT, node, None):
        claim, graph = about.subject, about.graph_name
        if not _any(state.quads_for_pattern(claim, _PROPERTY, prop, graph)):
            continue
        claimed = True
        if isinstance(claim, NamedNode) and not _any(
            state.quads_for_pattern(None, _REPLACES, claim, graph)
        ):
            yield from _named(state.quads_for_pattern(claim, _READING, None, graph))
    if not claimed:
        yield from _named(state.quads_for_pattern(node, prop, None, None))


def _named(quads: Iterable[Quad]) -> Iterator[NamedNode]:
    return (quad.object for quad in quads if isinstance(quad.object, NamedNode))


def _any(quads: Iterable[Quad]) -> bool:
    return next(iter(quads), None) is not None
