"""Every literal comes back as it was given, or the answer to the write tells how."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyoxigraph import Literal, NamedNode, Store

from peyvand.graph.normalised import changes, notice
from peyvand.query.literals import of_update

XSD = "http://www.w3.org/2001/XMLSchema#"
TYPES = [
    "string",
    "boolean",
    "decimal",
    "integer",
    "double",
    "float",
    "date",
    "time",
    "dateTime",
    "dateTimeStamp",
    "gYear",
    "gMonth",
    "gDay",
    "gYearMonth",
    "gMonthDay",
    "duration",
    "yearMonthDuration",
    "dayTimeDuration",
    "byte",
    "short",
    "int",
    "long",
    "unsignedByte",
    "unsignedShort",
    "unsignedInt",
    "unsignedLong",
    "positiveInteger",
    "nonNegativeInteger",
    "negativeInteger",
    "nonPositiveInteger",
    "hexBinary",
    "base64Binary",
    "anyURI",
    "language",
    "token",
    "normalizedString",
    "Name",
    "NCName",
    "NMTOKEN",
]
FORMS = some.one_of(
    some.sampled_from(
        ["1.50", "+7", "300", "1", "01", "-0", "1e400", "INF", "NaN", "true", " 1 ", "", "x",
         "2000-01-01", "2000-01-01+00:00", "2000-02-30", "2000-01-01T24:00:00", "12:00:00.0",
         "2000-01-01T00:00:00.000Z", "P12M", "PT60S", "P1Y0M", "-P0D", "0aFF", "9" * 40, "--02-29"]
    ),
    some.from_regex(r"[+-]?[0-9]{0,20}(\.[0-9]{0,20})?([eE][+-]?[0-9]{1,3})?", fullmatch=True),
)  # fmt: skip


def literal(form: str, name: str) -> Literal:
    return Literal(form, datatype=NamedNode(XSD + name))


@given(FORMS, some.sampled_from(TYPES))
def test_what_is_not_told_comes_back_as_it_was(form: str, name: str) -> None:
    asked = literal(form, name)
    store = Store()
    store.update(f'INSERT DATA {{ <x:s> <x:p> "{form}"^^<{XSD}{name}> }}')
    (quad,) = store
    told = dict(changes([asked]))
    assert told.get(asked, asked) == quad.object
    # Told is what changes, and nothing else.
    assert (asked in told) == (quad.object != asked)


@pytest.mark.parametrize(
    ("form", "name", "sound"),
    [
        ("300", "byte", False), ("127", "byte", True), ("-129", "byte", False), ("0", "byte", True),
        ("0", "positiveInteger", False), ("1", "negativeInteger", False),
        ("-1", "unsignedLong", False), ("+7", "int", True), ("2147483648", "int", False),
        ("2000-01-01T00:00:00", "dateTimeStamp", False),
        ("2000-01-01T00:00:00Z", "dateTimeStamp", True), ("1.50", "decimal", True),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_told_to_be(form: str, name: str, sound: bool) -> None:
    (change,) = changes([literal(form, name)])
    told = notice(change)
    assert told["given"] == str(literal(form, name))
    assert ("ill_typed" in told) == (not sound)


@given(FORMS.filter(bool), some.sampled_from(TYPES))
def test_the_literals_of_an_update_are_found(form: str, name: str) -> None:
    text = (
        f'PREFIX xsd: <{XSD}> PREFIX : <http://e/>\n# "0"^^xsd:byte\n'
        f"INSERT DATA {{ :a :p '{form}' , '''{form}'''^^ xsd:{name} , \"x\"@fa-Arab , true }} ;\n"
        f'DELETE {{ ?s :q "{form}x"^^<{XSD}{name}> }} INSERT {{ ?s :q "1{form}"^^<{XSD}{name}> }} '
        f'WHERE {{ ?s :q "2{form}"^^<{XSD}{name}> FILTER(?s < 5) }}'
    )
    inserted, others = of_update(text)
    assert inserted == {literal(form, name), literal(f"1{form}", name)}
    assert others == {
        literal(f"{form}x", name), literal(f"2{form}", name), literal("5", "integer")
    }  # fmt: skip


def test_numbers_that_are_written_bare_are_found() -> None:
    text = "INSERT DATA { <x:1.50> <x:p> 1.50, +7, -7 ,1.0e+5, .5, 5.e3, 007 . _:b1.5 <x:p> 7. }"
    inserted, others = of_update(text)
    assert {one.value for one in inserted} == {
        "1.50", "+7", "-7", "1.0e+5", ".5", "5.e3", "007", "7"
    }  # fmt: skip
    assert not others


def test_the_forms_that_the_documentation_tells() -> None:
    told = [
        ("1.50", "decimal", "1.5", "decimal"), ("+1.0", "decimal", "1", "decimal"),
        (".5", "decimal", "0.5", "decimal"), ("01", "integer", "1", "integer"),
        ("-0", "integer", "0", "integer"), ("7", "int", "7", "integer"),
        ("1.0e0", "double", "1", "double"), ("1e400", "double", "INF", "double"),
        ("1", "boolean", "true", "boolean"), ("PT24H", "duration", "P1D", "duration"),
        ("2000-01-01T24:00:00", "dateTime", "2000-01-02T00:00:00", "dateTime"),
        ("2000-01-01+00:00", "date", "2000-01-01Z", "date"),
    ]  # fmt: skip
    page = (Path(__file__).parents[2] / "docs" / "endpoint.md").read_text(encoding="utf-8")
    for form, kind, stored, stored_kind in told:
        assert changes([literal(form, kind)]) == [
            (literal(form, kind), literal(stored, stored_kind))
        ]
        assert form in page
        assert stored in page
