"""A row of a document as a claim: what the row says wins over what its document says."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal

from peyvand.errors import SourceError
from peyvand.model import Claim, Quotation, TextSpan
from peyvand.sources.cross_references import PARALLEL_COLUMNS
from peyvand.sources.decisions import READING_COLUMNS
from peyvand.sources.documents import (
    COLUMNS,
    OUTSIDE_COLUMNS,
    Documents,
    read_claims,
    read_outside_claims,
)
from peyvand.sources.licences import CC_BY
from peyvand.sources.origins import COLUMNS as DOCUMENT_COLUMNS
from peyvand.sources.origins import Origin, Origins, read_origins
from peyvand.sources.quotations import QUOTATIONS, cells_of, write_quotations
from peyvand.sources.registry import Registry
from peyvand.sources.source import Content, Known, Preference
from peyvand.vocabulary.iris import EDTF, graph, iri, thing
from peyvand.vocabulary.properties import Vocabulary

THINGS = Registry(
    frozenset(
        thing(slug)
        for slug in ("agreement/a", "city/a", "city/b", "person/p", "organisation/o", "rule/r",
                     "document/001", "document/001b", "work/w", "rule/q")
    )
)  # fmt: skip
# What some datatypes of XML Schema are written like, and what is none of theirs.
LEXICAL = {
    "string": ("so | no", ""),
    "integer": ("0 | 12 | +3 | -07", "1.0 | 1e3 | ۱۲ | 1_000 | - | 0x1"),
    "decimal": ("1 | 1.50 | -0.5 | +12", ".5 | 1. | 1e3 | 1,5 | ۱.۵"),
    "boolean": ("true | false", "True | 1 | yes | falsely"),
    "duration": (
        "P1Y | P2M | P3D | P1Y2M3DT4H5M6S | PT1S | P5Y6M | PT90M",
        "P | 1Y | P1S | PT | P1YT | PT1D | P1D1Y | P-1Y | P1.5Y",
    ),
    "dateTime": (
        "2001-02-03T04:05:06Z | 2001-02-03T04:05:06+03:30 | 2001-02-03T04:05:06-00:00",
        "2001-02-03T04:05:06 | 2001-02-03 | 2001-02-03T04:05Z | 2001-02-03 04:05:06Z"
        " | 2001-02-03T04:05:06+3:30",
    ),
    "date": ("2001-02-03", "2001-2-3 | 2001 | 2001-02-03Z | 01-02-03 | 2001-02-03T00:00:00Z"),
    "anyURI": ("https://x.example/a | urn:x", "a b"),
    "gYear": ("2001", ""),
}
WORDS = Vocabulary(
    {
        iri("pv:signed"): EDTF,
        iri("dcterms:issued"): EDTF,
        iri("pv:hasParty"): None,
        iri("pv:note"): iri("rdf:langString"),
        iri("pv:population"): iri("xsd:integer"),
        iri("geo:asWKT"): iri("geo:wktLiteral"),
        iri("rdf:type"): None,
        **{iri(f"schema:{name}"): iri(f"xsd:{name}") for name in LEXICAL},
    },
    frozenset((iri("pv:City"),)),
)
WHOLE = Origin(thing("document/001"), (thing("organisation/o"),), "2013-12-18", thing("rule/q"))
SOURCE = Origins(WHOLE)
ROW = {"id": "F1", "subject": "agreement/a", "property": "pv:signed", "value": "2000",
       "certainty": "certain", "read_by": "rule/r"}  # fmt: skip


def table(path: Path, columns: tuple[str, ...], *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def claims(folder: Path, *rows: dict[str, str], source: Origins = SOURCE) -> list[Claim]:
    path = table(folder / "001.csv", COLUMNS, *rows)
    return list(read_claims(path, source, WORDS, THINGS))


def test_a_row_says_when_it_was_stated_and_by_whom(tmp_path: Path) -> None:
    plain, own = claims(
        tmp_path,
        ROW,
        {**ROW, "id": "F2", "stated_on": "1999-05~", "stated_by": "person/p | city/a"},
    )
    assert (plain.stated_on, plain.stated_by) == ("2013-12-18", (thing("organisation/o"),))
    assert (own.stated_on, own.stated_by) == ("1999-05~", (thing("person/p"), thing("city/a")))
    assert own.stated_in == plain.stated_in == thing("document/001")
    assert (own.reported_by, plain.reported_by) == ((thing("organisation/o"),), ())
    (undated,) = claims(tmp_path, ROW, source=Origins(replace(WHOLE, voice=(), stated_on="")))
    assert (undated.stated_on, undated.stated_by) == ("", ())


@pytest.mark.parametrize(
    ("speaker", "reported"), [("city/a", True), ("person/p", True), ("organisation/o", False)]
)
def test_words_are_passed_on_by_whoever_speaks_in_the_document(
    tmp_path: Path, speaker: str, reported: bool
) -> None:
    (claim,) = claims(tmp_path, {**ROW, "stated_by": speaker})
    passed_on = ((thing("organisation/o"),), "2013-12-18")
    assert (claim.reported_by, claim.reported_on) == (passed_on if reported else ((), ""))


@pytest.mark.parametrize("date", ["2000-13", "yesterday", "2023-02-29", "sh:1373"])
def test_a_row_that_was_stated_on_no_day_is_refused(tmp_path: Path, date: str) -> None:
    with pytest.raises(SourceError, match="EDTF"):
        claims(tmp_path, {**ROW, "stated_on": date})


def test_every_cell_is_kept(tmp_path: Path) -> None:
    (claim,) = claims(
        tmp_path,
        {
            **ROW, "part": "2", "line": "7", "start": "3", "end": "9", "value": "sh:1373 | 1995",
            "printed": "۱۳۷۳", "candidates": "1996 | sh:1374",
            "certainty": "ambiguous", "citing": "work/w",
            "position": "4", "listed_under": "city/b", "note_en": "so", "note_fa": "چنین",
        },
    )  # fmt: skip
    assert claim == Claim(
        identifier="F1",
        part=2,
        about=thing("agreement/a"),
        property=iri("pv:signed"),
        readings=(
            Literal("1994-03-21/1995-03-20", datatype=EDTF),
            Literal("1995", datatype=EDTF),
        ),
        candidates=(
            Literal("1996", datatype=EDTF),
            Literal("1995-03-21/1996-03-19", datatype=EDTF),
        ),
        certainty=claim.certainty,
        read_by=thing("rule/r"),
        stated_in=thing("document/001"),
        stated_by=(thing("organisation/o"),),
        stated_on="2013-12-18",
        dated_by=thing("rule/q"),
        span=TextSpan(7, 3, 9),
        as_printed="۱۳۷۳",
        solar_hijri="1373",
        solar_hijri_candidates=("1374",),
        cites=thing("work/w"),
        list_position=4,
        listed_under=(thing("city/b"),),
        notes=(Literal("so", language="en"), Literal("چنین", language="fa")),
    )
    assert claim.certainty.value == "ambiguous"


def test_values_of_each_kind(tmp_path: Path) -> None:
    parties, text, number = claims(
        tmp_path,
        {**ROW, "id": "F1", "property": "pv:hasParty", "value": "city/a | city/b"},
        {**ROW, "id": "F2", "property": "pv:note", "value": "", "en": "so", "fa": "چنین"},
        {**ROW, "id": "F3", "property": "pv:population", "value": "12"},
    )
    assert parties.readings == (thing("city/a"), thing("city/b"))
    assert text.readings == (Literal("so", language="en"), Literal("چنین", language="fa"))
    assert number.readings == (Literal("12", datatype=iri("xsd:integer")),)
    assert [claim.part for claim in (parties, text, number)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"property": "pv:note", "value": "so"}, "takes text"),
        ({"en": "so"}, "does not take text"),
        ({"line": "1", "start": "9", "end": "9"}, "empty or reversed"),
        ({"line": "1", "start": "9", "end": "8"}, "empty or reversed"),
        ({"position": "-1"}, "not a whole number"),
        ({"position": "۱"}, "not a whole number"),
        ({"value": "sh:1400-13"}, "Solar Hijri"),
        ({"value": "2023-02-29"}, "EDTF"),
        ({"value": ""}, "neither a value nor candidates"),
        ({"certainty": ""}, "certain, likely or ambiguous"),
        ({"certainty": "sure"}, "certain, likely or ambiguous"),
        ({"property": "pv:sined"}, "did you mean pv:signed"),
        ({"property": "rdf:type", "value": "pv:Citi"}, "did you mean pv:City"),
        ({"property": "pv:hasParty", "value": "Isfahan"}, "takes a thing"),
        ({"property": "pv:hasParty", "value": "city/c"}, "no city is registered"),
        ({"property": "pv:hasParty", "value": "city/a | City/b"}, "takes a thing"),
        ({"candidates": "2023-02-29"}, "EDTF"),
        ({"subject": "agreement/b"}, "no agreement is registered"),
        ({"read_by": ""}, "no  is registered"),
        ({"stated_by": "person/q"}, "no person is registered"),
        ({"citing": "work/v"}, "no work is registered"),
        ({"listed_under": "city/c"}, "no city is registered"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused(
    tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    with pytest.raises(SourceError, match=words):
        claims(tmp_path, {**ROW, **cells})


@pytest.mark.parametrize("name", LEXICAL)
def test_a_value_is_written_as_its_datatype_wants(tmp_path: Path, name: str) -> None:
    good, bad = (text.split(" | ") for text in LEXICAL[name])
    row = {**ROW, "property": f"schema:{name}"}
    kind = None if name == "string" else iri(f"xsd:{name}")
    for value in filter(None, good):
        (claim,) = claims(tmp_path, {**row, "value": value})
        assert claim.readings == (Literal(value, datatype=kind),)
    for value in filter(None, bad):
        with pytest.raises(SourceError, match=f"is not an xsd:{name}"):
            claims(tmp_path, {**row, "value": value})


def test_what_is_no_text_is_kept_with_its_datatype(tmp_path: Path) -> None:
    point, kind, item = claims(
        tmp_path,
        {**ROW, "id": "F1", "property": "geo:asWKT", "value": "POINT(1 2)"},
        {**ROW, "id": "F2", "property": "rdf:type", "value": "pv:City"},
        {**ROW, "id": "F3", "property": "pv:hasParty", "value": "wd:Q1 | city/a"},
    )
    assert point.readings == (Literal("POINT(1 2)", datatype=iri("geo:wktLiteral")),)
    assert kind.readings == (iri("pv:City"),)
    assert item.readings == (iri("wd:Q1"), thing("city/a"))


def test_the_first_solar_hijri_date_of_a_row_is_kept_as_it_was_given(tmp_path: Path) -> None:
    (claim,) = claims(tmp_path, {**ROW, "value": "1990 | sh:1373 | sh:1374"})
    assert claim.solar_hijri == "1373"
    assert [term.value for term in claim.readings] == [
        "1990",
        "1994-03-21/1995-03-20",
        "1995-03-21/1996-03-19",
    ]
    (plain,) = claims(tmp_path, {**ROW, "candidates": "sh:1373"})
    assert plain.solar_hijri == ""
    assert plain.candidates == (Literal("1994-03-21/1995-03-20", datatype=EDTF),)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"stated_on": "2001-13"}, "EDTF"),
        ({"stated_on": ""}, "EDTF"),
        ({"id": "002"}, "no document is registered"),
        ({"voice": "person/p | person/q"}, "no person is registered"),
    ],
)
def test_a_document_that_nobody_could_have_written_is_refused(
    tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    row = {"id": "001", "voice": "person/p", "stated_on": "2001", "dated_by": "rule/r", **cells}
    path = table(tmp_path / "documents.csv", DOCUMENT_COLUMNS, row)
    with pytest.raises(SourceError, match=words):
        read_origins(path, THINGS)


@pytest.mark.parametrize(
    ("places", "expected"),
    [(("1", "0", "1"), TextSpan(1, 0, 1)), (("1", "", "1"), None), (("", "0", "1"), None)],
)
def test_a_place_needs_its_line_and_both_ends(
    tmp_path: Path, places: tuple[str, str, str], expected: TextSpan | None
) -> None:
    line, start, end = places
    (claim,) = claims(tmp_path, {**ROW, "line": line, "start": start, "end": end})
    assert claim.span == expected


def test_parts_of_a_fact_are_told_apart_and_no_other_rows(tmp_path: Path) -> None:
    parts = claims(tmp_path, ROW, {**ROW, "part": "2"})
    assert [claim.part for claim in parts] == [1, 2]
    with pytest.raises(SourceError, match="given already on line 2"):
        claims(tmp_path, ROW, dict(ROW))


def test_a_claim_from_outside_is_its_own_documents(tmp_path: Path) -> None:
    listed = table(
        tmp_path / "documents.csv", DOCUMENT_COLUMNS,
        {"id": "001", "voice": "person/p", "stated_on": "2001", "dated_by": "rule/r"},
    )  # fmt: skip
    sources = read_origins(listed, THINGS)
    assert sources == {
        "001": Origins(
            Origin(thing("document/001"), (thing("person/p"),), "2001", thing("rule/r")), []
        )
    }
    path = table(
        tmp_path / "outside.csv", OUTSIDE_COLUMNS,
        {**ROW, "document": "001", "disputes": "F8", "corroborates": "F9", "stated_on": "2002"},
    )  # fmt: skip
    (claim,) = read_outside_claims(path, sources, WORDS, THINGS)
    assert (claim.stated_on, claim.stated_by) == ("2002", (thing("person/p"),))
    assert claim.disputes == (thing("claim/F8"),)
    assert claim.corroborates == (thing("claim/F9"),)
    table(path, OUTSIDE_COLUMNS, {**ROW, "document": "001"}, {**ROW, "document": "001"})
    with pytest.raises(SourceError, match="given already on line 2"):
        list(read_outside_claims(path, sources, WORDS, THINGS))
    with pytest.raises(SourceError, match="no document"):
        list(read_outside_claims(path, {}, WORDS, THINGS))


# --- all documents together


def filled(folder: Path, name: str, *rows: dict[str, str]) -> Path:
    """The tables of two documents, one of damaged digits, and what stands beside them."""
    documents, curated = folder / "documents", folder / "curated"
    documents.mkdir()
    curated.mkdir()
    listed = {"voice": "person/p", "dated_by": "rule/r"}
    table(
        documents / "documents.csv", DOCUMENT_COLUMNS,
        {**listed, "id": "000", "stated_on": "2019"}, {**listed, "id": "001", "stated_on": "2020"},
    )  # fmt: skip
    table(documents / "000.csv", COLUMNS, {**ROW, "line": "1", "start": "4", "end": "8"})
    table(documents / f"{name}.csv", COLUMNS, *rows)
    span = TextSpan(1, 4, 8)
    write_quotations(
        documents / QUOTATIONS, {("000", span): cells_of("000", span, "the 2000 pact")}
    )
    table(
        curated / "parallels.csv", PARALLEL_COLUMNS,
        {"left": "F1", "right": "F2", "kind": "same-wording"},
    )  # fmt: skip
    table(curated / "outside.csv", OUTSIDE_COLUMNS, {**ROW, "id": "X1", "document": "000"})
    table(
        curated / "readings.csv", READING_COLUMNS,
        {"about": "agreement/a", "property": "pv:signed", "preferred": "F1", "overruled": "F2"},
    )  # fmt: skip
    return folder


def read(data: Path) -> Content:
    things = Registry(THINGS.known | {thing("document/000")})
    return Documents().read(Known(data, WORDS, (), things, {}, {}))


def test_each_claim_stands_in_the_graph_of_its_document(tmp_path: Path) -> None:
    other = {**ROW, "id": "F2", "value": "2001", "citing": "work/w"}
    issued = {**ROW, "id": "F3", "subject": "work/w", "property": "dcterms:issued"}
    content = read(filled(tmp_path, "001", other, issued))
    assert [(name, claim.identifier) for name, claim in content.claims] == [
        (graph("document-000"), "F1"),
        (graph("document-001"), "F2"),
        (graph("document-001"), "F3"),
    ]
    first, second, _ = (claim for _, claim in content.claims)
    # Each has its own date, its quotation, what is parallel to it and whom it cites.
    assert (first.stated_on, first.stated_by) == ("2019", (thing("person/p"),))
    assert first.span
    assert first.span.quotation == Quotation(prefix="the ", exact="2000", suffix=" pact")
    assert first.same_wording == (thing("claim/F2"),)
    assert second.same_wording == (thing("claim/F1"),)
    assert (second.stated_on, second.stated_by) == ("2000", (thing("work/w"),))
    assert (second.reported_on, second.reported_by) == ("2020", (thing("person/p"),))


def test_what_others_say_stands_aside_and_preferences_are_told(tmp_path: Path) -> None:
    content = read(filled(tmp_path, "001", {**ROW, "id": "F2"}))
    ((name, claim),) = content.aside
    assert (name, claim.identifier) == (graph("outside"), "X1")
    assert claim.stated_in == thing("document/000")
    assert content.preferences == [Preference("F1", ("F2",))]
    assert content.quads == ()


def test_only_the_document_with_damaged_digits_is_held_by_their_rules(tmp_path: Path) -> None:
    damaged = {**ROW, "id": "F2", "value": "2001", "printed": "2111"}
    with pytest.raises(SourceError, match=r"001\.csv.*claim F2: 2111 keeps 2001"):
        read(filled(tmp_path, "001", damaged))
    table(tmp_path / "documents" / "001.csv", COLUMNS, {**ROW, "id": "F2"})
    table(tmp_path / "documents" / "000.csv", COLUMNS, {**ROW, "value": "2001", "printed": "2111"})
    assert len(read(tmp_path).claims) == 2


def test_a_table_of_a_document_that_is_not_listed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"002\.csv.*does not list it"):
        read(filled(tmp_path, "002", {**ROW, "id": "F2"}))


def test_the_documents_are_named_in_messages_and_licensed() -> None:
    assert (Documents.name, Documents.licence) == ("the documents", CC_BY)
