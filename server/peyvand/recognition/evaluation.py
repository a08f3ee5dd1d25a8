"""The shapes of a profile, applied to forms of what is said of agreements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from peyvand.graph.profiles import Profile
from peyvand.graph.validate import validate
from peyvand.graph.view import library_term
from peyvand.recognition.model import Finding
from peyvand.recognition.slices import AGREEMENT, Form
from peyvand.vocabulary.iris import PVS
from peyvand.vocabulary.terms import PV

_SLICE = "urn:slice:"
# What asks about a shape, so that what it finds inside is told of the shape itself.
_ASKS = "-asked"
# What a profile finds of a form, and the kinds that it has.
Found = tuple[tuple[Finding, ...], tuple[str, ...]]


def evaluate(profile: Profile, forms: Sequence[Form]) -> dict[Form, Found]:
    """What the shapes of a profile find of each form, whatever it is about.

    Args:
        profile: the profile.
        forms: the forms.
    """
    broken: dict[str, set[str]] = defaultdict(set)
    if forms:
        for result in validate(_data(forms), _asking(profile)).results:
            broken[result.focus].add(result.shape.removesuffix(_ASKS))
    return {
        form: (
            tuple(findings_of(profile, broken[_node(place)])),
            tuple(kind for kind in profile.kinds if kind not in broken[_node(place)]),
        )
        for place, form in enumerate(forms)
    }


def findings_of(profile: Profile, broken: Collection[str]) -> list[Finding]:
    """What the shapes of a profile say that an agreement does not meet.

    Args:
        profile: the profile.
        broken: the local names of those that it does not meet.
    """
    found = []
    for name in (*profile.field, *profile.rules):
        if name in broken:
            messages = {
                message.language or "": str(message)  # type: ignore[attr-defined]
                for message in profile.shapes.objects(PVS[name], SH.message)
            }
            is_against = (PVS[name], SH.severity, SH.Violation) in profile.shapes
            found.append(Finding(name, name in profile.field, is_against, messages))
    return found


def _asking(profile: Profile) -> Graph:
    """The shapes of a profile and of its kinds, each asked about every agreement."""
    shapes = Graph()
    for triple in profile.shapes:
        if triple[1] != SH.targetClass:
            shapes.add(triple)
    for name in (*profile.field, *profile.rules, *profile.kinds):
        asked: Node = PVS[name]
        if (PVS[name], RDF.type, SH.PropertyShape) not in shapes:
            asked = PVS[name + _ASKS]
            shapes.add((asked, RDF.type, SH.NodeShape))
            shapes.add((asked, SH.node, PVS[name]))
        shapes.add((asked, SH.targetClass, PV.Agreement))
    return shapes


def _data(forms: Sequence[Form]) -> Graph:
    data = Graph()
    for place, form in enumerate(forms):
        data.add((URIRef(_node(place)), RDF.type, PV.Agreement))
        for subject, prop, value in form:
            node = URIRef(_node(place, value)) if isinstance(value, str) else library_term(value)
            data.add((URIRef(_node(place, subject)), URIRef(prop), node))
    return data


def _node(place: int, name: str = AGREEMENT) -> str:
    return f"{_SLICE}{place}:{name}"
