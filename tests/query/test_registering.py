"""Rows that are entered, read with the names and the state of the real graph of the documents."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse, serialize

from peyvand.errors import BadRequest
from peyvand.graph.recorder import Recorder
from peyvand.graph.validate import Result
from peyvand.query.registering import Registering
from peyvand.query.writes import Registration
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.rows import RawRow, Severity
from peyvand.search.index import Index
from peyvand.vocabulary.iris import ID, iri, thing
from query.registered import FILE, NOW, claim_of, numbers, problem, told, values

ARAK_SHIRAZ = {
    "parties": "اراک؛ شیراز", "kind": "خواهرخواندگی", "date": "۱۲ اردیبهشت ۱۴۰۳", **FILE
}  # fmt: skip
EIGHT = [
    ARAK_SHIRAZ,
    ARAK_SHIRAZ | {"parties": "Arak"},
    ARAK_SHIRAZ | {"parties": "Arak; France"},
    ARAK_SHIRAZ | {"parties": "Arak; atlantis"},
    ARAK_SHIRAZ | {"date": "2010", "ended": "1990"},
    ARAK_SHIRAZ | {"date": "--,,//"},
    ARAK_SHIRAZ | {"parties": "Arak; Batumi"},
    ARAK_SHIRAZ | {"kind": "marriage"},
]
WRONG = [
    (3, "parties", "one-party"),
    (4, "parties", "country-as-party"),
    (5, "parties", "unknown-name"),
    (6, "ended", "end-before-start"),
    (7, "date", "no-date"),
    (9, "kind", "no-choice"),
]


def test_an_agreement_is_claims_with_the_file_they_rest_on(enter: Any, recorder: Recorder) -> None:
    registering = enter("agreement", ARAK_SHIRAZ)
    assert [entry.about for entry in registering.entries] == [thing("agreement/arak-shiraz")]
    agreement = "agreement/arak-shiraz"
    assert values(recorder, agreement, "rdf:type") == {"ns#SisterCityAgreement"}
    assert values(recorder, agreement, "pv:hasParty") == {"arak", "shiraz"}
    assert values(recorder, agreement, "pv:signed") == {"2024-05-01"}
    names = {"Agreement of Arak and Shiraz", "پیمان اراک و شیراز"}
    assert values(recorder, agreement, "rdfs:label") == names
    claim = claim_of(registering, "pv:signed")
    said = {
        "pv:asPrinted": "۱۲ اردیبهشت ۱۴۰۳",
        "pv:solarHijriDate": "1403-02-12",
        "pv:isReadBy": "entered",
        "pv:certainty": "certain",
        "pv:isEnteredBy": "arak",
        "pv:enteredOn": "2026-11-29T10:00:00Z",
        "pv:isStatedBy": "municipality-of-arak",
        "pv:statedOn": "2024-05-04",
        "pv:isStatedIn": "arak-123-lf",
    }
    assert {prop: values(recorder, claim, prop) for prop in said} == {
        prop: {value} for prop, value in said.items()
    }
    file = "register-file/arak-123-lf"
    assert values(recorder, file, "pv:isIssuedBy") == {"municipality-of-arak"}
    assert values(recorder, file, "dcterms:identifier") == {"الف"}
    assert values(recorder, file, "dcterms:issued") == {"2024-05-04"}
    assert values(recorder, "register/arak", "rdf:type") == {"ns#Register"}


def test_a_whole_agreement_has_signatures_approvals_areas_and_grounds(
    enter: Any, recorder: Recorder
) -> None:
    enter(
        "agreement",
        ARAK_SHIRAZ
        | {
            "other_parties": "Iran; UNESCO",
            "instrument": "تفاهم‌نامهٔ خواهرخواندگی",
            "official": "رسمي",
            "ended": "2025",
            "signatures": "اراک: علی رضایی / Ali Rezaei, شهردار اراک / Mayor of Arak",
            "approvals": "شورای اسلامی شهر اراک / Islamic City Council of Arak، خرداد ۱۴۰۲",
            "purpose": "گسترش گردشگری",
            "areas": "آموزش; arts",
            "grounds": "همنامی; تاریخ مشترک",
            "limits": "محدود در زمان; limited to named projects",
            "note": "برگهٔ دوم ناخواناست",
        },
    )
    agreement = "agreement/arak-shiraz"
    said = {
        "pv:hasFurtherParty": {"iran", "unesco"},
        "pv:hasInstrument": {"instrument-sister-city-memorandum"},
        "pv:hasOfficiality": {"official"},
        "pv:ended": {"2025"},
        "pv:isApprovedBy": {"islamic-city-council-of-arak"},
        "pv:approved": {"2023-06-21"},
        "pv:purpose": {"گسترش گردشگری"},
        "pv:coversArea": {"area-education", "area-arts"},
        "pv:hasAffinityCriterion": {"affinity-same-name"},
        "pv:affinityBasis": {"تاریخ مشترک"},
        "pv:hasLimit": {"limit-time", "limit-projects"},
    }
    assert {prop: values(recorder, agreement, prop) for prop in said} == said
    signature = "signature/arak-shiraz-1"
    assert values(recorder, signature, "pv:isSignatureOf") == {"arak-shiraz"}
    assert values(recorder, signature, "pv:signsFor") == {"arak"}
    assert values(recorder, signature, "pv:isSignedBy") == {"ali-rezaei"}
    assert values(recorder, signature, "pv:signsAs") == {"mayor-of-arak"}
    assert values(recorder, "person/ali-rezaei", "pv:holdsOffice") == {"mayor-of-arak"}
    assert values(recorder, "person/ali-rezaei", "rdfs:label") == {"Ali Rezaei", "علی رضایی"}
    assert values(recorder, "claim/arak-1", "pv:note") == {"برگهٔ دوم ناخواناست"}


def test_eight_rows_give_eight_reports_and_write_nothing(enter: Any, recorder: Recorder) -> None:
    registering = enter("agreement", *EIGHT)
    assert told(registering) == WRONG
    assert (8, "parties", "pair-known") in told(registering, Severity.WARNING)
    assert problem(registering, "country-as-party").suggestion == "Other parties: France"
    known = [one.suggestion for one in registering.problems if one.code == "pair-known"]
    assert "agreement/arak-batumi (Agreement of Arak and Batumi)" in known
    assert "Sister-City Agreement" in problem(registering, "no-choice").suggestion
    assert {one.row for one in registering.problems} == set(range(2, 10))
    assert registering.refused
    assert not recorder.patch


def test_the_good_and_the_warned_are_written_if_that_is_asked(
    enter: Any, recorder: Recorder
) -> None:
    registering = enter("agreement", *EIGHT, good=True)
    assert told(registering) == WRONG
    assert [(one.row, one.about.rpartition("/")[2]) for one in registering.entered()] == [
        (2, "arak-shiraz"),
        (8, "arak-batumi-2"),
    ]
    # No number of a claim is left out.
    claims = numbers(registering)
    assert claims == list(range(1, len(claims) + 1))
    assert values(recorder, "agreement/arak-batumi-2", "pv:hasParty") == {"arak", "batumi"}
    rows = {row["row"]: row["about"] for row in registering.told() if row["code"] == "entered"}
    assert rows[8] == thing("agreement/arak-batumi-2").value


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"parties": "Arak; Arak"}, "parties", "party-twice"),
        ({"parties": "اراك; Shirāz; UNESCO"}, "parties", "organisation-as-party"),
        ({"parties": ""}, "parties", "required"),
        ({"instrument": "parchment"}, "instrument", "no-choice"),
        ({"official": "perhaps"}, "official", "no-choice"),
        ({"kind": "friendship; contact"}, "kind", "several"),
        ({"areas": "arts; war"}, "areas", "no-choice"),
        ({"ended": "soon"}, "ended", "no-date"),
        ({"signatures": "somebody"}, "signatures", "signature-form"),
        ({"signatures": "Tehran: علی / Ali"}, "signatures", "signature-of-none"),
        ({"signatures": "Arak: علی رضایی"}, "signatures", "both-names"),
        # A person has no level, and a level is one of the scheme.
        ({"signatures": "Arak: علی / Ali / city level"}, "signatures", "both-names"),
        ({"source_office": "شهرداری / Municipality / some level"}, "source_office", "both-names"),
        ({"approvals": "شورای اراک / Council of Arak, soon"}, "approvals", "no-date"),
        ({"source_number": ""}, "source_number", "required"),
        ({"source_date": "12/05/2016"}, "source_date", "no-date"),
        ({"source_office": "Municipality of Arak"}, "source_office", "both-names"),
        ({"source_sha256": "abc"}, "source_sha256", "no-digest"),
        ({"source": "Document 001: research article on sister cities"}, "source", "two-sources"),
        ({"party": "Arak"}, "party", "unknown-column"),
        (dict.fromkeys(FILE, ""), "source_number", "no-source"),
    ],
)
def test_what_is_wrong_with_an_agreement_is_told_of_its_field(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    registering = enter("agreement", ARAK_SHIRAZ | more)
    assert told(registering) == [(2, column, code)]
    assert not recorder.patch


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"date": "1403"}, "date", "hijri-assumed"),
        ({"date": "2031"}, "date", "future-date"),
        ({"date": "2010", "ended": "2010-05"}, "ended", "end-perhaps-before-start"),
        ({"parties": "Arak; Batumi"}, "parties", "pair-known"),
        ({}, "", "wanted"),
    ],
)
def test_what_deserves_a_look_is_told_and_written(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    registering = enter("agreement", ARAK_SHIRAZ | more)
    assert told(registering) == []
    assert (2, column, code) in told(registering, Severity.WARNING)
    assert recorder.patch


def test_a_misspelt_name_is_told_those_that_are_like_it(enter: Any) -> None:
    registering = enter("agreement", ARAK_SHIRAZ | {"parties": "Arak; Shirz"})
    assert told(registering) == [(2, "parties", "unknown-name")]
    assert problem(registering, "unknown-name").suggestion.startswith("city/shiraz (Shiraz, Iran)")


def test_an_identifier_names_what_names_leave_open(enter: Any, recorder: Recorder) -> None:
    enter("agreement", ARAK_SHIRAZ | {"parties": f"city/arak; {thing('city/shiraz').value}"})
    assert values(recorder, "agreement/arak-shiraz", "pv:hasParty") == {"arak", "shiraz"}
    assert told(enter("agreement", ARAK_SHIRAZ | {"parties": "city/arak; country/iran"})) == [
        (2, "parties", "country-as-party")
    ]


def test_who_is_new_in_one_row_is_known_in_the_next(enter: Any, recorder: Recorder) -> None:
    signed = "Arak: علی رضایی / Ali Rezaei"
    rows = [
        ARAK_SHIRAZ | {"signatures": signed},
        ARAK_SHIRAZ
        | {"parties": "Arak; Tabriz", "signatures": signed, "source_office": "شهرداری اراک"},
    ]
    registering = enter("agreement", *rows)
    assert told(registering) == []
    for pair in ("arak-shiraz", "arak-tabriz"):
        assert values(recorder, f"signature/{pair}-1", "pv:isSignedBy") == {"ali-rezaei"}
    assert not values(recorder, "person/ali-rezaei-2", "rdf:type")
    # The file is the same.
    assert not values(recorder, "register-file/arak-123-lf-2", "rdf:type")


def test_another_file_of_the_same_number_is_another(enter: Any, recorder: Recorder) -> None:
    enter(
        "agreement", ARAK_SHIRAZ, ARAK_SHIRAZ | {"parties": "Arak; Tabriz", "source_date": "2024"}
    )
    assert values(recorder, "register-file/arak-123-lf-2", "dcterms:issued") == {"2024"}


def test_claims_go_on_from_those_there_are(enter: Any, recorder: Recorder) -> None:
    first = enter("agreement", ARAK_SHIRAZ)
    second = enter("agreement", ARAK_SHIRAZ | {"parties": "Arak; Tabriz"})
    assert min(numbers(second)) == max(numbers(first)) + 1
    # Another register begins with one.
    third = enter("agreement", ARAK_SHIRAZ | {"parties": "Arak; Yazd"}, by="yazd-city")
    assert values(recorder, "claim/yazd-city-1", "pv:isEnteredBy") == {"yazd-city"}
    assert third.entries


def test_one_of_two_years_is_undecided(enter: Any, recorder: Recorder) -> None:
    registering = enter("agreement", ARAK_SHIRAZ | {"date": "یکی از ۱۳۸۰ و ۱۳۸۵"})
    claim = claim_of(registering, "pv:signed")
    assert values(recorder, claim, "pv:certainty") == {"ambiguous"}
    assert values(recorder, claim, "pv:solarHijriCandidate") == {"1380", "1385"}
    assert len(values(recorder, claim, "pv:candidate")) == 2


def test_a_place_of_the_graph_gets_facts(enter: Any, recorder: Recorder) -> None:
    registering = enter(
        "place",
        FILE
        | {
            "place": "تبریز",
            "name_en": "Tauris",
            "other_names": "Tebriz; تبریز",
            "population": "۱٬۵۵۸٬۶۹۳",
            "item": "Q80053",
            "highest_office": "شهردار تبریز / Mayor of Tabriz",
        },
    )
    assert told(registering) == []
    assert {"Tauris", "Tebriz"} <= values(recorder, "city/tabriz", "skos:altLabel")
    assert values(recorder, "city/tabriz", "pv:hasHighestOffice") == {"mayor-of-tabriz"}


def test_a_place_and_its_municipality_are_tied_by_the_office_that_heads_it(
    enter: Any, recorder: Recorder
) -> None:
    row = FILE | {"place": "Tabriz", "municipality": "شهرداری تبریز"}
    assert told(enter("place", row)) == [(2, "municipality", "municipality-without-head")]
    headed = row | {"highest_office": "شهردار تبریز / Mayor of Tabriz"}
    assert told(enter("place", headed)) == []
    assert values(recorder, "office/mayor-of-tabriz", "pv:isOfficeAt") == {"tabriz-municipality"}
    arak = FILE | {"place": "Arak", "highest_office": "شهردار اراک / Mayor of Arak"}
    assert told(enter("place", arak)) == []
    new = FILE | {"place": "Arak", "municipality": "شهرداری شهر اراک / Arak City Hall"}
    assert told(enter("place", new)) == []
    assert values(recorder, "office/mayor-of-arak", "pv:isOfficeAt") == {"arak-city-hall"}
    assert values(recorder, "organisation/arak-city-hall", "rdf:type") == {"ns#Municipality"}


def test_a_city_gets_advantages_with_the_words_of_the_source(
    enter: Any, recorder: Recorder
) -> None:
    row = FILE | {"place": "Arak", "advantages": "حمل‌ونقل و امکانات"}
    registering = enter("place", row | {"note": "a railway junction; گره راه‌آهن"})
    assert told(registering) == []
    assert values(recorder, "city/arak", "pv:hasAdvantageIn") == {"readiness-transport"}
    claim = claim_of(registering, "pv:hasAdvantageIn")
    assert values(recorder, claim, "pv:note") == {"a railway junction", "گره راه‌آهن"}
    wrong = enter("place", FILE | {"place": "Arak", "advantages": "transports"})
    assert told(wrong) == [(2, "advantages", "no-choice")]


def test_a_value_that_is_known_is_kept_beside_and_no_plain_one(
    enter: Any, recorder: Recorder
) -> None:
    before = values(recorder, "city/tabriz", "pv:coordinates")
    registering = enter("place", FILE | {"place": "Tabriz", "coordinates": "۳۸٫۵، ۴۶٫۲"})
    assert told(registering, Severity.WARNING) == [(2, "coordinates", "value-known")]
    claim = claim_of(registering, "pv:coordinates")
    assert values(recorder, claim, "pv:reading") == {"POINT(46.200000 38.500000)"}
    assert values(recorder, claim, "pv:isReadBy") == {"entered-beside"}
    assert values(recorder, "city/tabriz", "pv:coordinates") == before


def test_a_new_place_has_names_kind_and_country(enter: Any, recorder: Recorder) -> None:
    row = FILE | {"name_en": "Khansar", "name_fa": "خوانسار", "kind": "شهر", "country": "ایران"}
    registering = enter("place", row | {"coordinates": "33.22N, 50.31E"})
    assert told(registering) == []
    assert values(recorder, "city/khansar", "rdfs:label") == {"Khansar", "خوانسار"}
    assert values(recorder, "city/khansar", "pv:inCountry") == {"iran"}
    assert values(recorder, "city/khansar", "pv:coordinates") == {"POINT(50.310000 33.220000)"}
    # It can be a party at once, and who enters it again is told.
    agreement = enter("agreement", ARAK_SHIRAZ | {"parties": "اراک؛ خوانسار"})
    assert told(agreement) == []
    again = enter("place", row)
    assert (2, "place", "known-name") in told(again, Severity.WARNING)
    assert problem(again, "known-name").suggestion == "city/khansar (Khansar)"


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ({}, [("place", "place-unnamed")]),
        (
            {"name_en": "X"},
            [("name_fa", "required"), ("kind", "required"), ("country", "required")],
        ),
        ({"place": "Arak"}, [("", "nothing-said")]),
        ({"place": "Arak", "coordinates": "99, 200"}, [("coordinates", "no-coordinates")]),
        ({"place": "Arak", "coordinates": "north"}, [("coordinates", "no-coordinates")]),
        ({"place": "Arak", "population": "-5"}, [("population", "no-number")]),
        ({"place": "Arak", "population": "many"}, [("population", "no-number")]),
        ({"place": "Arak", "item": "Arak"}, [("item", "no-item")]),
        ({"place": "Arak", "kind": "country"}, [("kind", "no-choice")]),
        ({"place": "Arak", "country": "Narnia"}, [("country", "unknown-name")]),
    ],
)
def test_what_is_wrong_with_a_place_is_told(
    enter: Any, row: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert told(enter("place", FILE | row)) == [(2, *found) for found in problems]


def test_an_activity_under_an_agreement(enter: Any, recorder: Recorder) -> None:
    registering = enter(
        "activity",
        FILE
        | {
            "name_en": "Workshop on water",
            "name_fa": "کارگاه آب",
            "kind": "کارگاه",
            "agreement": "پیمان اراک و باتومی",
            "place": "Arak",
            "date": "خرداد ۱۳۹۵",
            "organisers": "UNESCO",
            "participants": "علی رضایی / Ali Rezaei",
            "number": "۴۰",
            "outcome": "طرحی مشترک برای آب",
        },
    )
    assert told(registering) == []
    said = {
        "rdf:type": {"ns#Workshop"},
        "pv:isHeldUnder": {"arak-batumi"},
        "pv:tookPlaceIn": {"arak"},
        "pv:date": {"2016-06-20"},
        "pv:hasOrganiser": {"unesco"},
        "pv:hasParticipant": {"ali-rezaei"},
        "pv:numberOfParticipants": {"40"},
        "pv:outcome": {"طرحی مشترک برای آب"},
    }
    event = "event/workshop-on-water"
    assert {prop: values(recorder, event, prop) for prop in said} == said
    bare = enter("activity", FILE | {"name_en": "Talk", "name_fa": "گفتگو"})
    assert told(bare, Severity.WARNING) == [(2, "", "wanted")]


NEWS = {
    "source": "گزارش دیدار / Report of a meeting",
    "source_date": "2024-05-02",
    "source_office": "خبرگزاری آب / Water News",
    "source_url": "https://news.example/1",
}


def test_a_statement_has_its_speaker_and_its_day(enter: Any, recorder: Recorder) -> None:
    registering = enter(
        "statement",
        NEWS
        | {
            "about": "Arak",
            "says": "نتیجه",
            "statement": "The exchange of students began.",
            "speaker": "علی رضایی / Ali Rezaei",
            "said_on": "2024-05-01",
        },
    )
    assert told(registering) == []
    claim = claim_of(registering, "pv:outcome")
    said = {
        "pv:isStatedIn": "report-of-a-meeting",
        "pv:isStatedBy": "ali-rezaei",
        "pv:statedOn": "2024-05-01",
        "pv:isReportedBy": "water-news",
        "pv:reportedOn": "2024-05-02",
    }
    assert {prop: values(recorder, claim, prop) for prop in said} == {
        prop: {value} for prop, value in said.items()
    }
    missing = enter("statement", FILE | {"about": "Arak", "statement": "x"})
    assert told(missing) == [(2, "speaker", "required")]


def test_a_published_source_comes_to_be_with_the_row(enter: Any, recorder: Recorder) -> None:
    row = {name: text for name, text in ARAK_SHIRAZ.items() if name not in FILE}
    assert told(enter("agreement", row | NEWS)) == []
    document = "document/report-of-a-meeting"
    assert values(recorder, document, "rdf:type") == {"ns#Document"}
    assert values(recorder, document, "rdfs:label") == {"Report of a meeting", "گزارش دیدار"}
    assert values(recorder, document, "dcterms:issued") == {"2024-05-02"}
    assert values(recorder, document, "dcterms:publisher") == {"water-news"}
    assert values(recorder, document, "schema:url") == {"1"}
    # Then its title alone names it, and what is known of it is known of the next claim.
    again = enter("agreement", row | {"parties": "Arak; Yazd", "source": "گزارش دیدار"})
    claim = claim_of(again, "pv:signed")
    assert values(recorder, claim, "pv:isStatedIn") == {"report-of-a-meeting"}
    assert values(recorder, claim, "pv:isStatedBy") == {"water-news"}
    assert values(recorder, claim, "pv:statedOn") == {"2024-05-02"}
    # Of one without a date, it was stated before it was entered.
    undated = enter("agreement", row | {"parties": "Arak; Bam", "source": "بی‌تاریخ / Undated"})
    assert values(recorder, claim_of(undated, "pv:signed"), "pv:statedOn") == {"2026-11-29"}


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"source": "document/002"}, "source", "source-kept"),
        ({"source": "Document 001: research article on sister cities"}, "source", "source-kept"),
        ({"source": "Some report"}, "source", "both-names"),
        ({"source_url": "news.example"}, "source_url", "no-address"),
        ({"source_date": "soon"}, "source_date", "no-date"),
        ({"source_number": "7"}, "source", "two-sources"),
    ],
)
def test_what_is_wrong_with_a_published_source_is_told(
    enter: Any, more: dict[str, str], column: str, code: str
) -> None:
    row = {name: text for name, text in ARAK_SHIRAZ.items() if name not in FILE}
    assert told(enter("agreement", row | NEWS | more)) == [(2, column, code)]


def test_a_correction_replaces_a_claim_and_gives_its_reason(enter: Any, recorder: Recorder) -> None:
    claim = claim_of(enter("agreement", ARAK_SHIRAZ), "pv:signed").removeprefix("claim/")
    row = FILE | {"claim": claim, "value": "۱۳ اردیبهشت ۱۴۰۳", "reason": "روز در نامه چنین است"}
    registering = enter("correction", row)
    assert told(registering) == []
    newer = claim_of(registering, "pv:signed")
    assert values(recorder, newer, "pv:replaces") == {claim}
    assert values(recorder, newer, "pv:reason") == {"روز در نامه چنین است"}
    assert values(recorder, newer, "pv:about") == {"arak-shiraz"}
    assert values(recorder, newer, "pv:reading") == {"2024-05-02"}
    # The claim stays as it was, and cannot be replaced twice.
    assert values(recorder, f"claim/{claim}", "pv:reading") == {"2024-05-01"}
    again = enter("correction", row)
    assert told(again) == [(2, "claim", "replaced-claim")]
    assert problem(again, "replaced-claim").suggestion == newer.removeprefix("claim/")


@pytest.mark.parametrize(
    ("prop", "value", "reading"),
    [
        ("rdf:type", "دوستی", {"ns#FriendshipAgreement"}),
        (
            "rdfs:label",
            "Pact of Arak and Shiraz",
            {"Pact of Arak and Shiraz", "پیمان اراک و شیراز"},
        ),
        ("pv:hasParty", "Arak; Tabriz", {"arak", "tabriz"}),
        ("pv:isSignedBy", "رضا علوی / Reza Alavi", {"reza-alavi"}),
        ("pv:purpose", "صلح", {"صلح"}),
    ],
)
def test_a_correction_is_read_as_its_property_is(
    enter: Any, recorder: Recorder, prop: str, value: str, reading: set[str]
) -> None:
    first = enter(
        "agreement",
        ARAK_SHIRAZ | {"signatures": "Arak: علی رضایی / Ali Rezaei", "purpose": "دوستی"},
    )
    about = {"pv:isSignedBy": "signature/arak-shiraz-1"}.get(prop, "agreement/arak-shiraz")
    claim = next(
        quad.subject.value.removeprefix(f"{ID}claim/")
        for quad in first.entries[0].quads
        if quad.predicate == iri("pv:property")
        and quad.object == iri(prop)
        and values(recorder, quad.subject.value.removeprefix(str(ID)), "pv:about")
        == {about.rpartition("/")[2]}
    )
    row = FILE | {"claim": f"{ID}claim/{claim}", "value": value, "reason": "x"}
    registering = enter("correction", row)
    assert told(registering) == []
    (newer,) = {
        quad.subject.value.removeprefix(str(ID))
        for quad in registering.entries[0].quads
        if quad.predicate == iri("pv:replaces")
    }
    assert values(recorder, newer, "pv:reading") == reading


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"claim": "arak-999"}, "claim", "unknown-claim"),
        ({"claim": "F001-322"}, "claim", "unknown-claim"),
        ({"claim": "arak 1> <x"}, "claim", "unknown-claim"),
        ({"value": "soon"}, "value", "no-date"),
        ({"value": "2024-05-01"}, "value", "same-value"),
        ({"reason": ""}, "reason", "required"),
        ({"value": ""}, "value", "required"),
        ({"claim": ""}, "claim", "required"),
    ],
)
def test_what_is_wrong_with_a_correction_is_told(
    enter: Any, more: dict[str, str], column: str, code: str
) -> None:
    claim = claim_of(enter("agreement", ARAK_SHIRAZ), "pv:signed").removeprefix("claim/")
    row = FILE | {"claim": claim, "value": "2025", "reason": "x"} | more
    assert told(enter("correction", row)) == [(2, column, code)]


def test_a_row_that_breaks_a_rule_is_left_out_and_the_others_read_again(
    enter: Any, recorder: Recorder
) -> None:
    rows = [ARAK_SHIRAZ | {"parties": f"Arak; {city}"} for city in ("Shiraz", "Tabriz", "Yazd")]
    registering = enter("agreement", *rows, good=True)
    recorder.undo()
    broken = Result(
        "violation", "S", "C", thing("agreement/arak-tabriz").value, "", "Wrong.", "نادرست."
    )
    elsewhere = Result("violation", "S", "C", thing("city/paris").value, "", "Wrong.", "نادرست.")
    assert registering.leave_out([broken])
    assert told(registering) == [(3, "", "rule")]
    assert problem(registering, "rule").message("fa").endswith("نادرست.")
    assert [one.row for one in registering.entered()] == [2, 4]
    assert not registering.leave_out([elsewhere])


def test_who_has_no_name_for_a_register_or_asks_for_no_kind_is_refused(enter: Any) -> None:
    with pytest.raises(BadRequest):
        enter("agreement", ARAK_SHIRAZ, by="Mr X")
    with pytest.raises(BadRequest):
        enter("marriage", ARAK_SHIRAZ)


def test_a_graph_of_a_program_without_registers_is_to_be_built_anew(index: Index) -> None:
    request = Registration(by="arak", rights=("*",), entry="agreement", rows=())
    with pytest.raises(BadRequest, match="built before"):
        Registering(request, Store(), index, NOW)


TEXTS = st.one_of(
    st.sampled_from(
        [
            *(
                "Arak",
                "اراک؛ شیراز",
                "Arak; Arak",
                "country/iran",
                "city/arak; city/",
                "document/001",
            ),
            *(
                "۱۲ اردیبهشت ۱۴۰۳",
                "1403",
                "2031-01-01",
                "one of",
                "/",
                "//",
                ";;",
                "؛",
                ":",
                "a: b, c, d",
            ),
            *(
                "Arak: علی / Ali, شهردار / Mayor",
                "a / b",
                "ا / ب",
                "{name}",
                "%s",
                "* OR 1",
                '"',
                "NEAR(",
            ),
            *(
                "-1",
                "1e9",
                "99,200",
                "34.09, 49.70",
                "Q42",
                "https://x.example/",
                "arak-1",
                "claim/arak-1",
            ),
            *("\u200c", "\u200f", "\ufeff", "\x00", "a" * 5000, "‮abc", "کارگاه", "sister city"),
        ]
    ),
    st.text(max_size=30),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_stands_in_a_row_is_read_or_told(
    loaded: Store, index: Index, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(list(EntryKind)))
    names = [*(one.name for one in FIELDS[kind]), "nothing"]
    rows = [
        RawRow(number, data.draw(st.dictionaries(st.sampled_from(names), TEXTS, max_size=9)))
        for number in (2, 3)
    ]
    request = Registration(by="arak", rights=("*",), entry=kind, rows=tuple(rows), accept_good=True)
    registering = Registering(request, loaded, index, NOW)
    told_ = registering.told()
    assert {row["row"] for row in told_} == {2, 3}
    assert all(row["message"]["en"] and row["message"]["fa"] for row in told_)
    json.dumps(told_)
    # What is good can be written and read again.
    lines = serialize(
        [q for one in registering.entries for q in one.quads], format=RdfFormat.N_QUADS
    )
    assert lines is not None
    assert len(set(parse(lines, RdfFormat.N_QUADS))) == len(set(lines.splitlines()))
