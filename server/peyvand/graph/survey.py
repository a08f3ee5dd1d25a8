"""What one reading of the sorted lines of a graph tells of the whole of it.

To ask the engine for the same takes a query each, of which each goes through every quad.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from pyoxigraph import Quad, RdfFormat, parse

from peyvand.graph.dataset_counts import Counts
from peyvand.vocabulary.iris import ID, PREFIXES, TYPE, iri

_OURS = tuple(f"<{start}".encode() for start in (ID, PREFIXES["pv"]))
_THINGS = tuple(f"<{start}".encode() for start in (ID, PREFIXES["wd"]))
_OF_THING = _THINGS[0]
_TYPE = str(TYPE).encode()
# What a claim says in three statements of a graph: about what, which property, and its reading.
_PARTS = {str(iri(f"pv:{it}")).encode(): n for n, it in enumerate(("about", "property", "reading"))}
# The properties whose values are classes or properties, where they are in our namespace.
_NAMING = (_TYPE, *(str(iri(f"pv:{it}")).encode() for it in ("property", "reading")))
_TERM = _OURS[1]
# Whether something is of a kind or has a name, is told by these.
_BORNE = {str(iri(name)).encode(): name for name in ("rdf:type", "rdfs:seeAlso", "rdfs:label")}


@dataclass(frozen=True)
class Survey:
    """What the lines of a graph tell.

    Args:
        described: the names of ours, of things and of terms, that are subjects in any graph.
        mentioned: those that are objects in any graph.
        used: the properties that things of ours have in any graph.
        terms: the properties in our namespace that statements of any graph have, and the terms of
            it that types and claims name.
        bearing: the subjects in any graph that have ``rdf:type``, ``rdfs:seeAlso`` and
            ``rdfs:label``, by that name.
        counts: the statistics that VoID asks for.
        unexplained: the statements of the default graph about a thing or an item of Wikidata that
            neither stand in a named graph nor are the reading of a claim of one.
    """

    described: frozenset[str]
    mentioned: frozenset[str]
    used: frozenset[str]
    terms: frozenset[str]
    bearing: dict[str, frozenset[str]]
    counts: Counts
    unexplained: tuple[Quad, ...]

    @classmethod
    def of(cls, lines: Iterable[bytes]) -> Survey:
        """Read the lines of a graph.

        Args:
            lines: all of them, sorted, as ``dump_lines`` gives them.
        """
        subjects: set[bytes] = set()
        objects: set[bytes] = set()
        used: set[bytes] = set()
        properties: set[bytes] = set()
        named: set[bytes] = set()
        bearing: dict[str, set[bytes]] = {name: set() for name in _BORNE.values()}
        plain_subjects: set[bytes] = set()
        plain_objects: set[bytes] = set()
        plain: dict[bytes, int] = defaultdict(int)
        classes: dict[bytes, int] = defaultdict(int)
        graphs: dict[bytes, int] = {}
        said: dict[tuple[bytes, bytes], tuple[list[bytes], ...]] = {}
        alone: list[bytes] = []
        # Of what stands in the default graph and in others the lines follow each other, for a
        # full stop is sorted before the names of graphs.
        waiting: bytes | None = None
        subject = b""
        for line in lines:
            if waiting is not None:
                if not line.startswith(waiting):
                    alone.append(waiting)
                waiting = None
            node, prop, rest = line.split(b" ", 2)
            if node != subject:
                subject = node
                subjects.add(node)
            properties.add(prop)
            if node.startswith(_OF_THING):
                used.add(prop)
            if prop in _BORNE:
                bearing[_BORNE[prop]].add(node)
            value, _, name = rest[:-3].rpartition(b" ")
            if value and (name in graphs or _is_graph(name)):
                graphs[name] = graphs.get(name, 0) + 1
                if prop in _PARTS:
                    parts = said.setdefault((node, name), ([], [], []))
                    parts[_PARTS[prop]].append(value)
            else:
                value = rest[:-3]
                plain_subjects.add(node)
                plain_objects.add(value)
                plain[prop] += 1
                if prop == _TYPE:
                    classes[value] += 1
                if node.startswith(_THINGS):
                    waiting = line[:-2]
            objects.add(value)
            if prop in _NAMING:
                named.add(value)
        if waiting is not None:
            alone.append(waiting)
        read = {b"%s %s %s " % it for parts in said.values() for it in product(*parts)}
        unexplained = b"".join(it + b".\n" for it in alone if it not in read)
        return cls(
            frozenset(_name(it) for it in subjects if it.startswith(_OURS)),
            frozenset(_name(it) for it in objects if it.startswith(_OURS)),
            frozenset(map(_name, used)),
            frozenset(_name(it) for it in properties | named if it.startswith(_TERM)),
            {name: frozenset(map(_name, nodes)) for name, nodes in bearing.items()},
            Counts(
                sum(plain.values()),
                len(plain_subjects),
                len(plain_objects),
                Counter({_name(it): count for it, count in plain.items()}),
                Counter({_name(it): n for it, n in classes.items() if _is_name(it)}),
                Counter({_name(it): count for it, count in graphs.items()}),
            ),
            tuple(parse(unexplained, format=RdfFormat.N_QUADS)),
        )


def _is_graph(end: bytes) -> bool:
    """Whether what a line ends with names a graph, and is no end of a literal or of a triple."""
    return end.startswith((b"<", b"_:")) and b'"' not in end


def _is_name(term: bytes) -> bool:
    return term.startswith(b"<") and not term.startswith(b"<<")


def _name(term: bytes) -> str:
    """What a name or the label of a blank node is, without its signs."""
    text = term.decode()
    return text[1:-1] if text.startswith("<") else text[2:]
