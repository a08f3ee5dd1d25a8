"""What the profiles say of the documents' agreements, and how they are looked at."""

from __future__ import annotations

import pytest
from rdflib import RDF, SH, URIRef
from rdflib import Graph as Plain

from peyvand.graph.build import Graph
from peyvand.graph.profiles import Profile
from peyvand.graph.validate import validate
from peyvand.graph.view import library_term
from peyvand.model import Answer
from peyvand.recognition import SCOPES, recognise, tally
from peyvand.recognition.deciding import STATEMENTS, decide, read_slices
from peyvand.recognition.slices import abstracted
from peyvand.vocabulary.iris import PV, PVS, thing
from recognition.conftest import asking

MET, NOT_MET, NO_DATA, OUT = Answer


@pytest.mark.parametrize(
    ("profile", "field", "perhaps", "counts"),
    [
        # An item of a list that cannot be read may be any city.
        ("clair", 1, "mashhad-shandiz-zonuz", (0, 0, 2, 65)),
        ("sci", 0, "mashhad-shandiz-zonuz", (0, 0, 1, 66)),
        ("rgre", 2, "mashhad-shandiz-zonuz", (0, 0, 3, 64)),
        # Of one nobody says which kind it is.
        ("doc-001", 65, "first-european-twinning", (3, 11, 52, 1)),
        ("doc-003", 65, "first-european-twinning", (3, 11, 52, 1)),
        ("official", 65, "first-european-twinning", (0, 3, 63, 1)),
    ],
)
def test_what_the_profiles_say_of_the_documents(
    graph: Graph,
    profiles: dict[str, Profile],
    profile: str,
    field: int,
    perhaps: str,
    counts: tuple[int, ...],
) -> None:
    found = recognise(asking(graph.store), profiles[profile])
    assert tally(found) == dict(zip(Answer, counts, strict=True))
    assert sum(one.field is MET for one in found) == field
    assert [one.agreement for one in found if one.field is NO_DATA] == [
        thing(f"agreement/{perhaps}").value
    ]


def test_without_their_fields_nothing_is_outside(
    graph: Graph, profiles: dict[str, Profile]
) -> None:
    for name in ("clair", "sci", "rgre"):
        found = recognise(asking(graph.store), profiles[name], criteria_only=True)
        assert tally(found) == {MET: 0, NOT_MET: 0, NO_DATA: 67, OUT: 0}


def test_the_agreements_of_a_place_alone(graph: Graph, profiles: dict[str, Profile]) -> None:
    ask = asking(graph.store)
    every = {one.agreement: one for one in recognise(ask, profiles["clair"], scope=SCOPES[1])}
    found = recognise(ask, profiles["clair"], place=thing("city/isfahan"))
    assert len(found) == 20
    assert all(every[one.agreement] == one for one in found)
    assert recognise(ask, profiles["clair"], place=thing("city/nowhere")) == []
    # Those of a country are those of its cities.
    assert len(recognise(ask, profiles["clair"], place=thing("country/iran"))) == 66


def test_a_verdict_tells_what_was_looked_at(graph: Graph, profiles: dict[str, Profile]) -> None:
    profile = profiles["clair"]
    found = recognise(asking(graph.store), profile, place=thing("city/kyoto"))
    (verdict,) = found
    looked = verdict.looked_at(profile.properties["Clair-field"])
    shown = [(s.rpartition("/")[2], p.rpartition("#")[2], v.value) for s, p, v in looked]
    assert ("kyoto", "inCountry", thing("country/japan").value) in shown
    assert {prop for _, prop, _ in shown} == {"hasParty", "inCountry"}
    assert shown[0][0] == "isfahan-kyoto"


def test_forms_say_what_the_agreements_themselves_would(
    graph: Graph, profiles: dict[str, Profile]
) -> None:
    """pySHACL says the same of each agreement by itself, with all its own names and texts."""
    slices = read_slices(asking(graph.store), SCOPES[0])
    for profile in profiles.values():
        shapes = Plain()
        for triple in profile.shapes:
            shapes.add(triple)
        for name in (*profile.field, *profile.rules):
            shapes.add((PVS[name], SH.targetClass, PV.Agreement))
        for verdict in decide(profile, slices)[::9]:
            data = Plain()
            data.add((URIRef(verdict.agreement), RDF.type, PV.Agreement))
            for subject, prop, value in verdict.statements:
                data.add((URIRef(subject), URIRef(prop), library_term(value)))
            broken = {result.shape for result in validate(data, shapes).results}
            against = {
                name
                for name in broken & {*profile.field}
                if (PVS[name], SH.severity, SH.Violation) in profile.shapes
            }
            assert {finding.shape for finding in verdict.findings} == (against or broken)


def test_few_forms_stand_for_many_agreements(graph: Graph, profiles: dict[str, Profile]) -> None:
    slices = read_slices(asking(graph.store), SCOPES[0])
    forms = {abstracted(name, said, profiles["clair"].named) for name, said in slices.items()}
    assert len(forms) < len(slices) / 2
    texts = {abstracted(name, said, profiles["clair"].named, True) for name, said in slices.items()}
    assert len(texts) > len(forms)


def test_the_query_asks_for_all_that_shapes_look_at(profiles: dict[str, Profile]) -> None:
    asked = {
        prop.rpartition("#")[2]
        for profile in profiles.values()
        for shape in (*profile.field, *profile.rules)
        for prop in profile.properties[shape]
    } - {"type"}
    assert {name for name in asked if f"pv:{name}" not in STATEMENTS.text} == set()
