"""Which nodes may break a shape, found by SPARQL, so that SHACL looks only at them.

pySHACL takes about a millisecond a node and constraint, which is minutes for a graph of a
million quads. Each constraint of SHACL Core is translated into a condition that holds for every
node that breaks it (the definitions of SHACL are given in SPARQL: https://www.w3.org/TR/shacl/,
section 4). A condition may hold for a node that breaks nothing, and holds for every node where a
constraint is not known here: pySHACL then decides. It never misses one; tests compare the reports.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import combinations, count

from pyoxigraph import Store
from rdflib import RDF, RDFS, SH, XSD, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Literal, Node

from peyvand.graph.conditions import Conditions, Statements
from peyvand.graph.focus_nodes import (
    Focus,
    Hierarchy,
    Targets,
    pairs_of,
    select,
    targeting,
    term,
)
from peyvand.graph.validate import Report, validate
from peyvand.graph.view import union

ANYWHERE = "true"
_NEVER = "false"
_PASSIVE = {
    RDF.type, RDFS.label, RDFS.comment, RDFS.isDefinedBy, SH.message, SH.severity, SH.path, SH.name,
    SH.description, SH.order, SH.group, SH.defaultValue, SH.targetClass, SH.targetSubjectsOf,
    SH.targetObjectsOf, SH.targetNode, SH.flags, SH.qualifiedValueShape, SH.deactivated,
}  # fmt: skip
# Lexical forms that are surely sound; anything else is looked at.
_SOUND = {
    XSD.integer: "^[+-]?[0-9]{1,99}$",
    XSD.decimal: "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$",
    XSD.boolean: "^(true|false|0|1)$",
    XSD.date: "^[1-9][0-9]{3}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    "|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)$",
    XSD.string: "",
    RDF.langString: "",
}
_KINDS = {
    SH.IRI: "isIRI({v})",
    SH.BlankNode: "isBlank({v})",
    SH.Literal: "isLiteral({v})",
    SH.BlankNodeOrIRI: "!isLiteral({v})",
    SH.BlankNodeOrLiteral: "!isIRI({v})",
    SH.IRIOrLiteral: "!isBlank({v})",
}
_COMPARED = {
    SH.minInclusive: ">=",
    SH.maxInclusive: "<=",
    SH.minExclusive: ">",
    SH.maxExclusive: "<",
}
_MEASURED = {SH.minLength: ">=", SH.maxLength: "<="}
# The constraints that only a value can break.
_OF_EACH = {
    SH["class"], SH.datatype, SH.nodeKind, SH.pattern, SH["in"], SH.languageIn, SH.node,
    SH.property,
    SH["and"], SH["or"], SH["not"], SH.xone, SH.disjoint,
    SH.lessThanOrEquals, SH.qualifiedMaxCount, *_COMPARED, *_MEASURED,
}  # fmt: skip
# Beyond this, counting by pairs of values costs more than looking.
_MOST_COUNTED = 4


def validate_store(store: Store, shapes: Graph) -> Report:
    """Validate a graph, as ``validate`` does, in a fraction of its time.

    Args:
        store: the graph; the names of graphs are ignored, as by ``to_graph``.
        shapes: the shapes.

    Returns:
        The same results as ``validate(to_graph(store), shapes)``.
    """
    candidates = candidate_nodes(store, shapes)
    if not candidates:
        return Report((), Graph())
    with closing(union(store)) as whole:
        return validate(whole, targeting(shapes, candidates), view=True)


def candidate_nodes(store: Store, shapes: Graph) -> dict[Node, set[Focus]]:
    """By shape, the targets that may break it: all that do, and as few others as is known."""
    hierarchy = Hierarchy(pairs_of(store))
    targets, translated = Targets(shapes, hierarchy), Translator(shapes, hierarchy)
    statements = Statements(store)
    conditions = {it: Conditions(translated.conditions(it)) for it in targets.shapes()}

    def asked(shape: Node) -> list[tuple[Node, str]]:
        # Of the conditions of shapes, so that they can stand in no file.
        questions = conditions[shape].questions(statements, targets.patterns(shape))
        return [(shape, text) for text in questions]

    def found(question: tuple[Node, str]) -> set[Focus]:
        return {row["x"] for row in select(store, question[1])}

    candidates: dict[Node, set[Focus]] = {}
    # The engine answers several questions at a time, each on a processor of its own.
    with ThreadPoolExecutor() as pool:
        questions = [question for several in pool.map(asked, conditions) for question in several]
        for (shape, _), nodes in zip(questions, pool.map(found, questions), strict=True):
            if nodes:
                candidates.setdefault(shape, set()).update(nodes)
    return candidates


class Translator:
    """Conditions of SPARQL under which a node may break the shapes.

    Args:
        shapes: the shapes.
        hierarchy: the classes of the data.
    """

    def __init__(self, shapes: Graph, hierarchy: Hierarchy) -> None:
        self._shapes, self._hierarchy = shapes, hierarchy
        self._numbers = count()

    def conditions(self, shape: Node) -> list[str]:
        """Conditions of which one holds if ?x breaks a shape; none for a shape that nothing breaks.

        They are asked for together, so that the targets are gone through once.
        """
        return self._shape(shape, "?x", ())

    def _shape(self, shape: Node, node: str, above: tuple[Node, ...]) -> list[str]:
        """Conditions of which one holds if the node breaks the shape."""
        if (shape, SH.deactivated, Literal(True)) in self._shapes:
            return []
        if shape in above:
            return [ANYWHERE]
        above = (*above, shape)
        path = self._shapes.value(shape, SH.path)
        if path is None:
            return [
                condition
                for name, value in self._shapes.predicate_objects(shape)
                if name not in _PASSIVE
                for condition in self._value(shape, name, value, node, above)
            ]
        written = self._path(path)
        if not written:
            return [ANYWHERE]
        conditions = []
        for name, value in self._shapes.predicate_objects(shape):
            if name in _PASSIVE:
                continue
            counted = self._counted(shape, name, value, f"{node} {written}", above)
            if counted is not None:
                conditions.append(counted)
                continue
            if name not in _OF_EACH:
                # Another constraint may be broken by what is not among the values.
                return [ANYWHERE]
            v = self._variable()
            for bad in self._value(shape, name, value, v, above):
                conditions.append(f"EXISTS {{ {node} {written} {v} FILTER({bad}) }}")
        return conditions

    def _counted(
        self, shape: Node, name: Node, value: Node, start: str, above: tuple[Node, ...]
    ) -> str | None:
        """The condition of a constraint on the values together; nothing if it is on each."""
        if name in (SH.minCount, SH.maxCount):
            number = int(value) + (name == SH.maxCount)  # type: ignore[call-overload]
            if number > _MOST_COUNTED:
                return ANYWHERE
            several = self._several(start, number)
            if name == SH.maxCount:
                return several
            return f"NOT {several}" if number else _NEVER
        if name == SH.hasValue:
            return f"NOT EXISTS {{ {start} {term(value)} }}"
        if name == SH.uniqueLang:
            a, b = self._variable(), self._variable()
            return (
                f"EXISTS {{ {start} {a}, {b} FILTER(!sameTerm({a}, {b}) && "
                f'LCASE(LANG({a})) = LCASE(LANG({b})) && LANG({a}) != "") }}'
            )
        if name == SH.lessThan:
            a, b = self._variable(), self._variable()
            node = start.partition(" ")[0]
            return (
                f"EXISTS {{ {start} {a} . {node} {term(value)} {b} "
                f"FILTER(COALESCE(!({a} < {b}), true)) }}"
            )
        if name == SH.qualifiedMinCount:
            inner = self._shapes.value(shape, SH.qualifiedValueShape)
            if int(value) != 1 or inner is None:  # type: ignore[call-overload]
                return ANYWHERE
            v = self._variable()
            bad = " || ".join(self._shape(inner, v, above)) or _NEVER
            return f"NOT EXISTS {{ {start} {v} FILTER(!({bad})) }}"
        return None

    def _several(self, start: str, number: int) -> str:
        """That there are at least so many values."""
        names = [self._variable() for _ in range(number)]
        apart = " && ".join(f"!sameTerm({a}, {b})" for a, b in combinations(names, 2))
        return f"EXISTS {{ {start} {', '.join(names)} FILTER({apart or ANYWHERE}) }}"

    def _value(
        self, shape: Node, name: Node, value: Node, v: str, above: tuple[Node, ...]
    ) -> list[str]:
        """Conditions of which one holds if a value breaks one constraint."""
        if name == SH["class"]:
            # Most values are of the class itself, for types by superclass are derived: that is one
            # look, where the classes below it take one for each type of the value.
            itself = f"NOT EXISTS {{ {v} a {term(value)} }}"
            classes = self._hierarchy.named(value)
            if len(classes) == 1:
                return [itself]
            c = self._variable()
            below = f"NOT EXISTS {{ {v} a {c} FILTER({c} IN ({', '.join(classes)})) }}"
            return [f"{itself} && {below}"]
        if name == SH.datatype:
            return [_datatype(value, v)]
        if name == SH.nodeKind:
            return [f"!({_KINDS[value].format(v=v)})" if value in _KINDS else ANYWHERE]  # type: ignore[index]
        if name == SH.pattern:
            flags = self._shapes.value(shape, SH.flags)
            options = f", {term(flags)}" if flags else ""
            matched = f"REGEX(STR({v}), {term(value)}{options})"
            return [f"COALESCE(isBlank({v}) || !{matched}, true)"]
        if name == SH["in"]:
            same = [f"sameTerm({v}, {term(m)})" for m in Collection(self._shapes, value)]
            return [f"!({' || '.join(same) or _NEVER})"]
        if name == SH.hasValue:
            return [f"!sameTerm({v}, {term(value)})"]
        if name == SH.languageIn:
            tags = [f"LANGMATCHES(LANG({v}), {term(m)})" for m in Collection(self._shapes, value)]
            return [f"COALESCE(!({' || '.join(tags) or _NEVER}), true)"]
        if name in _COMPARED:
            return [f"COALESCE(!({v} {_COMPARED[name]} {term(value)}), true)"]  # type: ignore[index]
        if name in _MEASURED:
            fits = f"STRLEN(STR({v})) {_MEASURED[name]} {term(value)}"  # type: ignore[index]
            return [f"COALESCE(isBlank({v}) || !({fits}), true)"]
        if name in (SH.node, SH.property):
            return self._shape(value, v, above)
        if name == SH["not"] and (datatype := self._only(value, SH.datatype)):
            # A value of another datatype is surely none of this one.
            return [f"isLiteral({v}) && DATATYPE({v}) = {term(datatype)}"]
        if name in (SH["and"], SH["or"]):
            members = [self._shape(m, v, above) for m in Collection(self._shapes, value)]
            if name == SH["and"]:
                return [condition for member in members for condition in member]
            broken = [f"({' || '.join(member) or _NEVER})" for member in members]
            return [" && ".join(broken)] if broken else [ANYWHERE]
        return [ANYWHERE]

    def _only(self, shape: Node, name: Node) -> Node | None:
        """The value of a constraint, if a shape has no other."""
        said = list(self._shapes.predicate_objects(shape))
        return said[0][1] if len(said) == 1 and said[0][0] == name else None

    def _path(self, path: Node) -> str:
        """A property path, or nothing where it is of a kind that is not known here."""
        if isinstance(path, URIRef):
            return term(path)
        inverse = self._shapes.value(path, SH.inversePath)
        if isinstance(inverse, URIRef):
            return f"^{term(inverse)}"
        if (path, RDF.first, None) in self._shapes:
            steps = [self._path(step) for step in Collection(self._shapes, path)]
            return "/".join(steps) if all(steps) else ""
        return ""

    def _variable(self) -> str:
        return f"?v{next(self._numbers)}"


def _datatype(datatype: Node, v: str) -> str:
    right = f"isLiteral({v}) && DATATYPE({v}) = {term(datatype)}"
    if datatype in _SOUND:
        pattern = _SOUND[datatype]  # type: ignore[index]
        sound = f'{right} && REGEX(STR({v}), "{pattern}")' if pattern else right
        return f"!({sound})"
    # Of other types of XML Schema and RDF, the library knows which forms are wrong.
    known = str(datatype).startswith((str(XSD), str(RDF)))
    return ANYWHERE if known else f"!({right})"
