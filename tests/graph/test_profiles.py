"""The files of recognition profiles, and what is refused of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import SH, Graph, Literal

from peyvand.errors import SourceError
from peyvand.graph.build import make_graph
from peyvand.graph.profiles import read_profiles
from peyvand.vocabulary.iris import PVS

Changed = Callable[[str, str, str], Path]


@pytest.fixture
def changed(sources: Path, tmp_path: Path) -> Changed:
    """The profiles with one of them changed."""

    def change(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "shapes" / "profiles"
        folder.mkdir(parents=True)
        for path in (sources / "shapes" / "profiles").glob("*.ttl"):
            text = path.read_text(encoding="utf-8")
            assert path.stem != name or old in text
            wanted = text.replace(old, new) if path.stem == name else text
            (folder / path.name).write_text(wanted, encoding="utf-8")
        return tmp_path

    return change


def test_each_has_its_source_its_date_and_what_it_is_called(sources: Path) -> None:
    profiles = read_profiles(sources)
    assert list(profiles) == ["clair", "doc-001", "doc-003", "official", "rgre", "sci"]
    for profile in profiles.values():
        assert profile.sources
        assert profile.date
        assert {*profile.titles} == {*profile.descriptions} == {"en", "fa"}
    assert profiles["rgre"].date == "2020"
    assert [names["fa"] for names in profiles["rgre"].kinds.values()] == [
        "تماس (Kontakt)",
        "دوستی (Freundschaft)",
        "شراکت (Partnerschaft)",
        "پروژه (Projektpartnerschaft)",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    dcterms:source <https://www.rgre.de/partnerschaft/datenbank/> ;\n", "", "source"),
        ('    dcterms:date "2020"^^edtf:EDTF ;\n', "", "dcterms:date"),
        ('"2020"^^edtf', '"2020-13"^^edtf', "2020-13"),
        ("    dcterms:coverage pvs:Rgre-field , pvs:Rgre-field-known ;\n", "", "field"),
        ("coverage pvs:Rgre-field , ", "coverage ", "field"),
        ("hasPart pvs:Rgre-kind", "hasPart pvs:Rgre-none", "Rgre-none"),
        ("    dcterms:hasPart pvs:Rgre-kind", "    dcterms:creator pvs:Rgre-kind", "rule"),
        (' , "RGRE، آلمان"@fa', "", "Persian"),
        ('identifier "rgre"', 'identifier "other"', "identifier"),
        ("prof:Profile", "prof:Another", "prof:Profile"),
        ("severity sh:Warning", "severity sh:Info", "severity"),
        ("@prefix", "prefix:", "not Turtle"),
    ],
)
def test_what_lacks_something_is_refused(changed: Changed, old: str, new: str, told: str) -> None:
    with pytest.raises(SourceError, match=rf"rgre\.ttl.*{told}"):
        read_profiles(changed("rgre", old, new))


def test_a_build_refuses_it(copy: Path) -> None:
    path = copy / "shapes" / "profiles" / "sci.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("dcterms:coverage", "dcterms:creator"), encoding="utf-8")
    with pytest.raises(SourceError, match=r"sci\.ttl: the profile lacks a field"):
        make_graph(copy, world=False)


def test_shapes_that_look_into_texts_are_told(changed: Changed) -> None:
    profiles = read_profiles(changed("rgre", "sh:class pv:ContactLink", 'sh:pattern "^x"'))
    assert profiles["rgre"].looks_into_texts
    assert not any(one.looks_into_texts for name, one in profiles.items() if name != "rgre")
    shapes = Graph()
    for triple in profiles["sci"].shapes:
        shapes.add(triple)
    shapes.add((PVS["Sci-member"], SH.hasValue, Literal("x")))
    assert replace(profiles["sci"], shapes=shapes).looks_into_texts
