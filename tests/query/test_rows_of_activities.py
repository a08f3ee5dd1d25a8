"""Rows about activities and what came of them, on the real graph of the documents."""

from __future__ import annotations

import time
from typing import Any

import pytest

from peyvand.graph.recorder import Recorder
from peyvand.register.rows import Severity
from peyvand.vocabulary.iris import iri, thing
from query.registered import FILE, claim_of, problem, told, values

PACT = "agreement/arak-batumi"
EVENT = "event/workshop-on-water"
WORKSHOP = FILE | {
    "name_en": "Workshop on water",
    "name_fa": "کارگاه آب",
    "kind": "کارگاه",
    "agreement": "پیمان اراک و باتومی",
    "place": "Arak",
    "date": "خرداد ۱۳۹۵",
}
WHOLE = WORKSHOP | {
    "status": "برگزارشده",
    "open": "خیر",
    "organisers": "UNESCO",
    "attendances": "علی رضایی / Ali Rezaei، شهردار اراک / Mayor of Arak، اراک\n"
    "گیا لوم / Gia Lom, , Batumi",
    "participants": "UNESCO",
    "number": "۴۰",
    "edition_of": "اجلاس همکاری و توسعهٔ شهرهای جادهٔ ابریشم",
    "ordinal": "۲",
    "areas": "آموزش; arts",
    "sectors": "sector-commerce",
    "sources": "culture as a source",
    "goals": "پایداری محیط زیست",
    "result": "کامیابی نسبی",
    "outcome": "طرحی مشترک برای آب",
    "evidence": "گزارش کارگاه آب / Report on the water workshop",
    "indicators": "visits: 1,200 visits, 2016؛ سرمایه‌گذاری: ۱۲٫۵ یورو، ۱۳۹۵; jobs: 0 jobs",
}


def test_an_activity_with_all_that_can_be_told_of_it(enter: Any, recorder: Recorder) -> None:
    registering = enter("activity", WHOLE)
    assert told(registering) == []
    said = {
        "rdf:type": {"ns#Workshop"},
        "rdfs:label": {"Workshop on water", "کارگاه آب"},
        "pv:isHeldUnder": {"arak-batumi"},
        "pv:tookPlaceIn": {"arak"},
        "pv:date": {"2016-06-20"},
        "pv:hasStatus": {"status-held"},
        "pv:isOpenToOthers": {"false"},
        "pv:hasOrganiser": {"unesco"},
        "pv:hasParticipant": {"unesco"},
        "pv:numberOfParticipants": {"40"},
        "pv:isEditionOf": {"silk-road-cities-summit"},
        "pv:ordinal": {"2"},
        "pv:coversArea": {"area-education", "area-arts"},
        "pv:coversSector": {"sector-commerce"},
        "pv:drawsOnSource": {"source-culture"},
        "pv:servesGoal": {"goal-environment"},
        "pv:hasResult": {"result-partial"},
        "pv:outcome": {"طرحی مشترک برای آب"},
        "pv:isEvidencedBy": {"report-on-the-water-workshop"},
    }
    assert {prop: values(recorder, EVENT, prop) for prop in said} == said
    document = "document/report-on-the-water-workshop"
    assert values(recorder, document, "rdf:type") == {"ns#Document"}


def test_who_attends_is_a_thing_with_office_and_sender(enter: Any, recorder: Recorder) -> None:
    enter("activity", WHOLE)
    first, second = "attendance/workshop-on-water-1", "attendance/workshop-on-water-2"
    said = {
        "rdf:type": {"ns#Attendance"},
        "rdfs:label": {"Ali Rezaei at Workshop on water", "حضور علی رضایی در کارگاه آب"},
        "pv:isAttendanceOf": {"workshop-on-water"},
        "pv:isAttendedBy": {"ali-rezaei"},
        "pv:attendsAs": {"mayor-of-arak"},
        "pv:attendsFor": {"arak"},
    }
    assert {prop: values(recorder, first, prop) for prop in said} == said
    assert values(recorder, second, "pv:isAttendedBy") == {"gia-lom"}
    assert values(recorder, second, "pv:attendsAs") == set()
    assert values(recorder, second, "pv:attendsFor") == {"batumi"}


def test_an_office_attends_without_a_name(enter: Any, recorder: Recorder) -> None:
    row = WORKSHOP | {"attendances": ", شهردار اراک / Mayor of Arak, Arak"}
    assert told(enter("activity", row)) == []
    attendance = "attendance/workshop-on-water-1"
    assert values(recorder, attendance, "pv:attendsAs") == {"mayor-of-arak"}
    assert values(recorder, attendance, "pv:isAttendedBy") == set()


def test_an_indicator_within_an_activity_is_a_thing(enter: Any, recorder: Recorder) -> None:
    enter("activity", WHOLE)
    visits = "indicator/workshop-on-water-visits-1"
    said = {
        "rdf:type": {"ns#Indicator"},
        "rdfs:label": {"Workshop on water: visits, 2016", "کارگاه آب: سفرها، ۲۰۱۶"},
        "pv:isIndicatorOf": {"workshop-on-water"},
        "pv:hasIndicatorKind": {"indicator-visits"},
        "pv:value": {"1200"},
        "pv:hasUnit": {"unit-visits"},
        "pv:date": {"2016"},
    }
    assert {prop: values(recorder, visits, prop) for prop in said} == said
    money = "indicator/workshop-on-water-investment-1"
    assert values(recorder, money, "pv:value") == {"12.5"}
    assert values(recorder, money, "pv:hasUnit") == {"unit-euros"}
    jobs = "indicator/workshop-on-water-jobs-1"
    assert values(recorder, jobs, "pv:value") == {"0"}
    assert values(recorder, jobs, "pv:date") == set()


def test_an_activity_is_held_under_several_agreements_for_some_days(
    enter: Any, recorder: Recorder
) -> None:
    row = WORKSHOP | {
        "agreement": f"{PACT}; agreement/ankara-tehran",
        "open": "بله",
        "date": "از ۱۲ اردیبهشت ۱۴۰۳ تا ۱۴ اردیبهشت ۱۴۰۳",
    }
    assert told(enter("activity", row)) == []
    assert values(recorder, EVENT, "pv:isHeldUnder") == {"arak-batumi", "ankara-tehran"}
    # The last part of 2024-05-01/2024-05-03.
    assert values(recorder, EVENT, "pv:date") == {"2024-05-03"}
    assert values(recorder, EVENT, "pv:isOpenToOthers") == {"true"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("نمایشگاه", "Exhibition"),
        ("festival", "Festival"),
        ("نام‌گذاری معبر", "StreetNaming"),
        ("پروژه", "Project"),
        ("تبادل دانشجو", "StudentExchange"),
        ("technology transfer", "TechnologyTransfer"),
    ],
)
def test_the_kinds_of_activities(enter: Any, recorder: Recorder, written: str, kind: str) -> None:
    assert told(enter("activity", WORKSHOP | {"kind": written})) == []
    assert values(recorder, EVENT, "rdf:type") == {f"ns#{kind}"}


@pytest.mark.parametrize(
    ("written", "node", "level"),
    [
        ("شرکت فرش / Carpet Company / firm level", "organisation/carpet-company", "firm"),
        ("Carpet Company / شرکت فرش / سطح بنگاه", "organisation/carpet-company", "firm"),
        ("شرکت فرش / Carpet Company", "person/carpet-company", ""),
        # A word of an office is no office where a level tells a body.
        ("دبیرخانهٔ شهر / Head Office / city level", "organisation/head-office", "city"),
    ],
)
def test_a_new_body_may_have_its_level(
    enter: Any, recorder: Recorder, written: str, node: str, level: str
) -> None:
    assert told(enter("activity", WORKSHOP | {"participants": written})) == []
    assert len(values(recorder, node, "rdf:type")) == 1
    wanted = {f"actor-level-{level}"} if level else set()
    assert values(recorder, node, "pv:hasActorLevel") == wanted


def test_more_is_said_of_an_activity_that_the_graph_has(enter: Any, recorder: Recorder) -> None:
    enter("activity", WORKSHOP)
    more = {"activity": "کارگاه آب", "result": "success", "indicators": "visits: 30 visits"}
    registering = enter("activity", FILE | more)
    assert told(registering) == []
    assert [entry.about for entry in registering.entries] == [thing(EVENT)]
    assert values(recorder, EVENT, "pv:hasResult") == {"result-success"}
    assert values(recorder, "indicator/workshop-on-water-visits-1", "pv:value") == {"30"}
    # Its agreement is known, and Arak alone speaks.
    assert told(registering, Severity.WARNING) == [(2, "result", "success-by-one-party")]
    # The other party says so too.
    other = {"activity": EVENT, "result": "success", "outcome": "a plan"}
    other |= {"source_office": "شهرداری باتومی / Municipality of Batumi"}
    assert told(enter("activity", FILE | other), Severity.WARNING) == []
    assert not values(recorder, "event/workshop-on-water-2", "rdf:type")
    assert told(enter("activity", FILE | {"activity": EVENT})) == [(2, "", "nothing-said")]


def test_a_result_that_is_not_given_is_unknown_and_no_failure(
    enter: Any, recorder: Recorder
) -> None:
    registering = enter("activity", WORKSHOP)
    assert (2, "result", "result-not-given") in told(registering, Severity.INFO)
    assert values(recorder, EVENT, "pv:hasResult") == set()
    assert problem(registering, "result-not-given").message("fa").endswith("ناکامی نیست.")


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"name_fa": ""}, "name_fa", "required"),
        ({"activity": "event/baku-forum-5"}, "name_en", "known-and-new"),
        ({"activity": "event/baku-forum-5"}, "name_fa", "known-and-new"),
        ({"kind": "war"}, "kind", "no-choice"),
        ({"status": "official"}, "status", "no-choice"),
        ({"open": "perhaps"}, "open", "no-flag"),
        ({"agreement": "Agreement of Arak and Mars"}, "agreement", "unknown-name"),
        ({"attendances": "a, b, c, d"}, "attendances", "attendance-form"),
        ({"attendances": ", , Arak"}, "attendances", "attendance-form"),
        ({"attendances": "Ali Rezaei"}, "attendances", "both-names"),
        ({"attendances": "علی / Ali, mayor"}, "attendances", "both-names"),
        ({"attendances": "علی / Ali, , Narnia"}, "attendances", "both-names"),
        ({"areas": "war"}, "areas", "no-choice"),
        ({"sectors": "war"}, "sectors", "no-choice"),
        ({"sources": "hard power"}, "sources", "no-choice"),
        ({"goals": "Batumi"}, "goals", "unknown-name"),
        ({"result": "no"}, "result", "no-choice"),
        ({"evidence": "Report"}, "evidence", "both-names"),
        ({"indicators": "many visits"}, "indicators", "measure-form"),
        ({"indicators": "visits: 12"}, "indicators", "measure-form"),
        ({"indicators": "visits: 12 parsecs"}, "indicators", "no-choice"),
        ({"indicators": "parsecs: 12 visits"}, "indicators", "no-choice"),
        ({"indicators": "visits: -12 visits"}, "indicators", "negative-amount"),
        ({"indicators": "visits: 1.200 visits"}, "indicators", "no-amount"),
        ({"indicators": "visits: 12 visits, soon"}, "indicators", "no-date"),
    ],
)
def test_what_is_wrong_with_an_activity_is_told_of_its_field(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    registering = enter("activity", WORKSHOP | more)
    assert (2, column, code) in told(registering)
    assert {found[2] for found in told(registering)} == {code}
    found = next(one for one in registering.problems if one.code == code)
    assert all(found.message(tag) for tag in ("en", "fa"))
    assert not recorder.patch


def test_an_unknown_unit_is_told_the_near_ones(enter: Any) -> None:
    registering = enter("activity", WORKSHOP | {"indicators": "visits: 12 visitt"})
    found = problem(registering, "no-choice")
    assert found.suggestion == "visits"
    assert found.message("en") == ("«visitt» is none of the choices of «Unit»; take one of them.")
    assert "«یکا»" in found.message("fa")
    persian = enter("activity", WORKSHOP | {"indicators": "سفرها: ۱۲ نفرر"})
    assert problem(persian, "no-choice").suggestion.startswith("نفر")
    alone = enter("indicator", INDICATOR | {"unit": "eurs"})
    assert problem(alone, "no-choice").suggestion.startswith("euros")
    assert told(alone) == [(2, "unit", "no-choice")]


@pytest.mark.parametrize(
    ("office", "alone"),
    [
        ("شهرداری اراک / Municipality of Arak", "Arak"),
        ("شهرداری باتومی / Municipality of Batumi", "Batumi"),
        ("UNESCO", ""),
        # Karak is another town.
        ("شهرداری کاراک / Municipality of Karak", ""),
    ],
)
def test_success_by_one_party_alone_is_told(
    enter: Any, recorder: Recorder, office: str, alone: str
) -> None:
    row = WORKSHOP | {"result": "success", "outcome": "a plan", "source_office": office}
    registering = enter("activity", row)
    found = [one for one in registering.problems if one.code == "success-by-one-party"]
    assert [one.arguments["name"] for one in found] == [alone] * bool(alone)
    assert told(registering) == []
    assert recorder.patch


INDICATOR = FILE | {
    "indicator_of": "پیمان اراک و باتومی",
    "kind": "شغل‌ها",
    "amount": "۱۲٬۵۰۰",
    "unit": "jobs",
    "year": "1395",
    "evidence": "گزارش / Report",
}


def test_an_indicator_by_itself(enter: Any, recorder: Recorder) -> None:
    registering = enter("indicator", INDICATOR)
    assert told(registering) == []
    node = "indicator/arak-batumi-jobs-1"
    said = {
        "rdf:type": {"ns#Indicator"},
        "pv:isIndicatorOf": {"arak-batumi"},
        "pv:hasIndicatorKind": {"indicator-jobs"},
        "pv:value": {"12500"},
        "pv:hasUnit": {"unit-jobs"},
        "pv:date": {"2017-03-20"},
        "pv:isEvidencedBy": {"report"},
    }
    assert {prop: values(recorder, node, prop) for prop in said} == said
    assert "پیمان اراک و باتومی: شغل‌ها، ۱۳۹۵" in values(recorder, node, "rdfs:label")
    claim = claim_of(registering, "pv:value")
    assert values(recorder, claim, "pv:asPrinted") == {"۱۲٬۵۰۰"}


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"indicator_of": "Arak"}, "indicator_of", "unknown-name"),
        ({"amount": "-1"}, "amount", "negative-amount"),
        ({"amount": "۱۲-"}, "amount", "no-amount"),
        ({"amount": "NaN"}, "amount", "no-amount"),
        ({"amount": "1e9"}, "amount", "no-amount"),
        ({"amount": "1.200"}, "amount", "no-amount"),
        ({"unit": ""}, "unit", "required"),
        ({"unit": "currency"}, "unit", "no-choice"),
        ({"kind": "joy"}, "kind", "no-choice"),
        ({"year": "soon"}, "year", "no-date"),
    ],
)
def test_what_is_wrong_with_an_indicator_is_told_of_its_field(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    assert told(enter("indicator", INDICATOR | more)) == [(2, column, code)]
    assert not recorder.patch


OBSTACLE = FILE | {
    "name_en": "No budget",
    "name_fa": "نبود بودجه",
    "hinders": f"{PACT}; Arak; concept/area-education",
}
SOLUTION = FILE | {
    "name_en": "A line in the budget",
    "name_fa": "ردیف بودجه",
    "answers": "نبود بودجه",
}


@pytest.mark.parametrize(
    ("english", "persian", "violations", "warnings"),
    [
        ("\u200e", "\u202e", ["name_en", "name_fa"], []),
        ("!!!", "بودجه", ["name_en"], []),
        ("بودجه", "Budget", [], ["name_en", "name_fa"]),
        ("\u200eNo budget\u200e", "نبود\u200c بودجه\u200f", [], []),
    ],
)
def test_a_name_can_be_read_and_is_in_its_language(
    english: str, persian: str, violations: list[str], warnings: list[str], enter: Any
) -> None:
    registering = enter("obstacle", OBSTACLE | {"name_en": english, "name_fa": persian})
    assert told(registering) == [(2, column, "no-name") for column in violations]
    found = told(registering, Severity.WARNING)
    assert [one for one in found if one[2] == "name-language"] == [
        (2, column, "name-language") for column in warnings
    ]


@pytest.mark.parametrize(
    "text", ["visits: 1{}:", "visits: 1{}visits, 2016 {}", "{},{},{}x{}y", "visits: {}"]
)
def test_a_long_text_is_no_long_work(text: str, enter: Any) -> None:
    for column in ("indicators", "attendances"):
        for filling in (" ", ".", " ٫", "\u200f"):
            odd = text.format(*[filling * 40_000] * 4)
            before = time.process_time()
            enter("activity", WORKSHOP | {column: odd})
            assert time.process_time() - before < 5


def test_a_new_actor_has_names_that_can_be_read(enter: Any) -> None:
    row = OBSTACLE | {"source_office": "\u200f / \u200e", "source_number": "1"}
    assert (2, "source_office", "both-names") in told(enter("obstacle", row))


def test_an_obstacle_and_its_solution(enter: Any, recorder: Recorder) -> None:
    assert told(enter("obstacle", OBSTACLE)) == []
    obstacle = "obstacle/no-budget"
    assert values(recorder, obstacle, "rdf:type") == {"ns#Obstacle"}
    assert values(recorder, obstacle, "rdfs:label") == {"No budget", "نبود بودجه"}
    assert values(recorder, obstacle, "pv:hinders") == {"arak-batumi", "arak", "area-education"}
    assert told(enter("solution", SOLUTION)) == []
    solution = "solution/a-line-in-the-budget"
    assert values(recorder, solution, "rdf:type") == {"ns#Solution"}
    assert values(recorder, solution, "pv:answersObstacle") == {"no-budget"}
    again = enter("obstacle", OBSTACLE)
    assert told(again, Severity.WARNING) == [(2, "name_en", "thing-known")]
    assert problem(again, "thing-known").suggestion == "obstacle/no-budget (No budget)"
    assert values(recorder, "obstacle/no-budget-2", "rdf:type") == {"ns#Obstacle"}
    assert told(enter("solution", SOLUTION)) == [(2, "answers", "ambiguous-name")]


@pytest.mark.parametrize(
    ("entry", "more", "column", "code"),
    [
        ("obstacle", {"name_fa": ""}, "name_fa", "required"),
        ("obstacle", {"hinders": ""}, "hinders", "required"),
        ("obstacle", {"hinders": "document/001"}, "hinders", "unknown-name"),
        ("solution", {"answers": ""}, "answers", "required"),
        ("solution", {"answers": "city/arak"}, "answers", "unknown-name"),
    ],
)
def test_what_is_wrong_with_an_obstacle_or_solution_is_told(
    enter: Any, recorder: Recorder, entry: str, more: dict[str, str], column: str, code: str
) -> None:
    row = OBSTACLE if entry == "obstacle" else SOLUTION
    assert told(enter(entry, row | more)) == [(2, column, code)]
    assert not recorder.patch


NEED = FILE | {
    "name_en": "To build roads",
    "name_fa": "راه‌سازی",
    "of": "اراک",
    "areas": "area-building",
    "content": "how roads are built",
    "open_from": "1400/01/01",
    "open_until": "2999-12-31",
    "contact": "دفتر بین‌الملل اراک / International office of Arak",
}


def test_a_need_and_an_offer(enter: Any, recorder: Recorder) -> None:
    for kind in ("need", "offer"):
        assert told(enter(kind, NEED)) == []
        said = {
            "rdf:type": {f"ns#{kind.title()}"},
            "pv:isPutForwardBy": {"arak"},
            "pv:coversArea": {"area-building"},
            "pv:content": {"how roads are built"},
            "pv:isOpenFrom": {"2021-03-21"},
            "pv:isOpenUntil": {"2999-12-31"},
            "pv:hasContactOffice": {"international-office-of-arak"},
        }
        assert {prop: values(recorder, f"{kind}/to-build-roads", prop) for prop in said} == said


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"of": ""}, "of", "required"),
        ({"of": "country/iran"}, "of", "unknown-name"),
        ({"open_until": "2999"}, "open_until", "no-day"),
        (
            {"open_from": "2998-01-02", "open_until": "2998-01-01"},
            "open_until",
            "closes-before-opening",
        ),
    ],
)
def test_what_is_wrong_with_a_need_is_told(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    assert told(enter("need", NEED | more)) == [(2, column, code)]
    assert not recorder.patch


GRANT = FILE | {
    "programme": "حمایت از شهرها / Support of Towns",
    "year": "2003",
    "amount": "12,000,000",
    "currency": "یورو",
    "projects": "۱۳۰۰",
    "funded": "مسیر سبز",
    "towns": "Arak; Batumi",
}
PROJECT = WORKSHOP | {"name_en": "Green way", "name_fa": "مسیر سبز", "kind": "project"}


def test_a_grant_call_with_its_money_projects_and_towns(enter: Any, recorder: Recorder) -> None:
    enter("activity", PROJECT)
    assert told(enter("grant", GRANT)) == []
    call = "grant/support-of-towns-2003"
    said = {
        "rdf:type": {"ns#GrantCall"},
        "rdfs:label": {"Grants of Support of Towns, 2003", "کمک‌های حمایت از شهرها، ۲۰۰۳"},
        "pv:isCallOf": {"support-of-towns"},
        "pv:budgetYear": {"2003"},
        "pv:amount": {"12000000"},
        "pv:hasCurrency": {"unit-euros"},
        "pv:numberOfProjects": {"1300"},
        "pv:funds": {"green-way"},
        "pv:hasGrantee": {"arak", "batumi"},
    }
    assert {prop: values(recorder, call, prop) for prop in said} == said
    assert values(recorder, "programme/support-of-towns", "rdf:type") == {"ns#Programme"}
    again = enter("grant", GRANT | {"programme": "Support of Towns"})
    assert (2, "year", "thing-known") in told(again, Severity.WARNING)


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"programme": "Support"}, "programme", "both-names"),
        ({"year": "x"}, "year", "no-date"),
        ({"amount": "-5"}, "amount", "negative-amount"),
        ({"currency": ""}, "currency", "required"),
        ({"currency": "persons"}, "currency", "no-choice"),
        ({"projects": "many"}, "projects", "no-number"),
        ({"funded": "Workshop"}, "funded", "unknown-name"),
        ({"towns": "France"}, "towns", "unknown-name"),
    ],
)
def test_what_is_wrong_with_a_grant_is_told_of_its_field(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    assert told(enter("grant", GRANT | {"funded": ""} | more)) == [(2, column, code)]
    assert not recorder.patch


@pytest.mark.parametrize(
    ("prop", "value", "reading"),
    [
        ("rdf:type", "festival", {"ns#Festival"}),
        ("pv:hasResult", "ناکامی", {"result-failure"}),
        ("pv:hasStatus", "cancelled", {"status-cancelled"}),
        ("pv:isOpenToOthers", "yes", {"true"}),
        ("pv:coversSector", "private sector", {"sector-private"}),
        ("pv:isHeldUnder", "agreement/ankara-tehran", {"ankara-tehran"}),
        ("pv:isEvidencedBy", "خبر / News", {"news"}),
        ("pv:isAttendedBy", "رضا علوی / Reza Alavi", {"reza-alavi"}),
        ("pv:attendsAs", "عضو شورا / Councillor", {"councillor"}),
        ("pv:attendsFor", "Batumi", {"batumi"}),
        ("pv:value", "۱۳", {"13"}),
        ("pv:hasUnit", "persons", {"unit-persons"}),
        ("pv:hasIndicatorKind", "jobs", {"indicator-jobs"}),
    ],
)
def test_what_was_entered_of_an_activity_is_corrected(
    enter: Any, recorder: Recorder, prop: str, value: str, reading: set[str]
) -> None:
    first = enter(
        "activity",
        WORKSHOP
        | {
            "status": "held",
            "open": "no",
            "sectors": "commerce",
            "result": "partial success",
            "evidence": "گزارش / Report",
            "attendances": "علی / Ali, شهردار / Mayor, Arak",
            "indicators": "visits: 12 visits",
        },
    )
    assert told(first) == []
    claim = next(
        quad.subject.value.rpartition("/")[2]
        for quad in first.entries[0].quads
        if quad.predicate == iri("pv:property") and quad.object == iri(prop)
    )
    again = enter("correction", FILE | {"claim": claim, "value": value, "reason": "x"})
    assert told(again) == []
    newer = claim_of(again, prop) if "/" not in value else _replacing(again)
    assert values(recorder, newer, "pv:reading") == reading


def _replacing(registering: Any) -> str:
    """The claim that replaces another, beside those of what is new."""
    (claim,) = [
        quad.subject.value.partition("/id/")[2]
        for entry in registering.entries
        for quad in entry.quads
        if quad.predicate == iri("pv:replaces")
    ]
    return str(claim)


def test_a_negative_number_corrects_nothing(enter: Any, recorder: Recorder) -> None:
    first = enter("indicator", INDICATOR)
    claim = claim_of(first, "pv:value").removeprefix("claim/")
    row = FILE | {"claim": claim, "value": "-3", "reason": "x"}
    assert told(enter("correction", row)) == [(2, "value", "negative-amount")]
