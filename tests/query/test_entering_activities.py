"""Activities from rows to the next version: what rules tell of them at the fields of the rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from peyvand.errors import Forbidden
from peyvand.graph.versions import Versions
from peyvand.query.writes import WriteAnswer
from peyvand.sources.catalogue import read_query
from peyvand.tokens import Role
from peyvand.vocabulary.graphs import register
from peyvand.vocabulary.iris import iri, thing
from query.registered import FILE, current, enter

PACT = "agreement/arak-batumi"
EVENT = thing("event/workshop-on-water")
WORKSHOP = FILE | {
    "name_en": "Workshop on water",
    "name_fa": "کارگاه آب",
    "kind": "کارگاه",
    "agreement": "پیمان اراک و باتومی",
    "place": "Arak",
    "date": "خرداد ۱۳۹۵",
}
IDEA = FILE | {"of": PACT, "stage": "idea"}


def values(store: Store, subject: NamedNode, prop: str) -> set[str]:
    found = store.quads_for_pattern(subject, iri(prop), None, None)
    return {getattr(quad.object, "value", "").rpartition("/")[2] for quad in found}


def told(done: WriteAnswer, severity: str = "violation") -> list[tuple[str, str]]:
    return [(row["column"], row["code"]) for row in done.rows if row["severity"] == severity]


def looked_at(done: WriteAnswer) -> list[str]:
    return [column for column, code in told(done, "warning") if code == "look"]


@pytest.mark.parametrize(
    "more",
    [
        {"place": "Almaty"},
        {"place": "", "attendances": "علی / Ali, , Almaty"},
        {"place": "Almaty", "attendances": "علی / Ali, , city/ankara"},
        {"place": "Almaty", "open": "no"},
    ],
)
def test_an_activity_of_strangers_is_refused_at_its_agreement(
    home: Path, more: dict[str, str]
) -> None:
    done = enter(home, "activity", WORKSHOP | more)
    assert told(done) == [("agreement", "rule")]
    (row,) = [row for row in done.rows if row["severity"] == "violation"]
    assert "Agreement of Arak and Batumi" in row["message"]["en"]
    assert "پیمان اراک و باتومی" in row["message"]["fa"]
    assert (done.version, done.refused) == (1, True)
    assert Versions(home).current().number == 1


@pytest.mark.parametrize(
    ("more", "warned"),
    [
        ({"place": "Almaty", "open": "yes"}, []),
        ({"place": "Almaty", "attendances": "علی / Ali, , Arak"}, []),
        ({"place": "Georgia"}, []),
        ({"place": ""}, []),
        # Where somebody took part of whom nothing is known, nothing is certain.
        ({"place": "Almaty", "attendances": "علی / Ali"}, ["agreement"]),
        ({"place": "Almaty", "participants": "علی / Ali"}, ["agreement"]),
    ],
)
def test_an_activity_of_the_parties_or_open_to_others_is_entered(
    home: Path, more: dict[str, str], warned: list[str]
) -> None:
    done = enter(home, "activity", WORKSHOP | more)
    assert told(done) == []
    assert done.version == 2
    assert looked_at(done) == warned


def test_an_activity_before_the_idea_is_refused_at_its_date(home: Path) -> None:
    assert told(enter(home, "stage", IDEA | {"date": "2016-07"})) == []
    done = enter(home, "activity", WORKSHOP)
    assert told(done) == [("date", "rule")]
    (row,) = [row for row in done.rows if row["severity"] == "violation"]
    assert "2016-06-20" in row["message"]["en"]
    assert "۲۰۱۶-۰۷-۰۱" in row["message"]["fa"]
    assert done.version == 2


def test_an_activity_that_may_lie_after_the_idea_is_entered(home: Path) -> None:
    enter(home, "stage", IDEA | {"date": "2016-06-01"})
    assert enter(home, "activity", WORKSHOP).version == 3


@pytest.mark.parametrize(
    ("more", "warned"),
    [
        ({}, ["result"]),
        ({"outcome": "a plan"}, []),
        ({"evidence": "گزارش / Report"}, []),
        ({"indicators": "jobs: 2 jobs"}, []),
        ({"result": "result not known"}, []),
    ],
)
def test_a_result_without_evidence_is_told(
    home: Path, more: dict[str, str], warned: list[str]
) -> None:
    done = enter(home, "activity", WORKSHOP | {"result": "failure"} | more)
    assert done.version == 2
    assert looked_at(done) == warned
    if warned:
        (row,) = [row for row in done.rows if row["code"] == "look"]
        assert "without evidence" in row["message"]["en"]
        assert "بی گواه" in row["message"]["fa"]


def test_success_by_an_office_of_one_party_is_told(home: Path) -> None:
    place = FILE | {"place": "Batumi", "highest_office": "شهردار / Mayor"}
    assert told(enter(home, "place", place)) == []
    row = WORKSHOP | {"result": "success", "outcome": "a plan", "source_office": "Mayor"}
    done = enter(home, "activity", row)
    assert done.version == 3
    assert looked_at(done) == ["result"]


def test_parties_that_judge_differently_are_both_heard(home: Path) -> None:
    row = WORKSHOP | {"result": "success", "outcome": "a plan"}
    assert told(enter(home, "activity", row)) == []
    other = FILE | {
        "activity": EVENT.value, "result": "failure",
        "source_office": "شهرداری باتومی / Municipality of Batumi",
    }  # fmt: skip
    done = enter(home, "activity", other, by="batumi")
    assert told(done) == []
    assert looked_at(done) == ["result"]
    assert values(current(home), EVENT, "pv:hasResult") == {"result-success", "result-failure"}


def test_what_is_entered_of_an_activity_is_whole_and_explained(home: Path, sources: Path) -> None:
    whole = WORKSHOP | {
        "status": "held",
        "attendances": "علی رضایی / Ali Rezaei, شهردار اراک / Mayor of Arak, Arak",
        "areas": "arts",
        "sectors": "commerce",
        "sources": "source-culture",
        "goals": "پایداری محیط زیست",
        "result": "success",
        "evidence": "گزارش / Report",
        "indicators": "visits: 1,200 visits, 2016",
    }
    assert told(enter(home, "activity", whole)) == []
    obstacle = FILE | {"name_en": "No budget", "name_fa": "نبود بودجه", "hinders": PACT}
    assert told(enter(home, "obstacle", obstacle)) == []
    answer = {"name_en": "A line", "name_fa": "ردیف", "answers": "obstacle/no-budget"}
    assert told(enter(home, "solution", FILE | answer)) == []
    grant = {
        "programme": "حمایت / Support",
        "year": "2003",
        "amount": "12,000,000",
        "currency": "euros",
        "towns": "Arak",
    }
    assert told(enter(home, "grant", FILE | grant)) == []
    store = current(home)
    # Who took part follows from the attendance.
    assert values(store, EVENT, "pv:hasParticipant") == {"ali-rezaei"}
    assert values(store, EVENT, "pv:earliestDate") == {"2016-05-21"}
    query = read_query(sources / "queries" / "check" / "unexplained-statements.rq", "check")
    assert list(store.query(query.bound())) == []  # type: ignore[arg-type]


ISFAHAN = {"by": "isfahan", "role": Role.ENTER, "about": ("city/isfahan",)}
ARAK = ISFAHAN | {"by": "arak", "about": ("city/arak",)}


@pytest.mark.parametrize(
    ("entry", "row"),
    [
        ("activity", WORKSHOP | {"attendances": "علی / Ali, شهردار / Mayor, Arak"}),
        ("indicator", {"indicator_of": PACT, "kind": "jobs", "amount": "1", "unit": "jobs"}),
        ("obstacle", {"name_en": "x", "name_fa": "ایکس", "hinders": PACT}),
        (
            "grant",
            {
                "programme": "حمایت / Support",
                "year": "2003",
                "amount": "1",
                "currency": "euros",
                "towns": "Arak",
            },
        ),
    ],
)
def test_what_is_about_a_city_is_entered_by_its_own(
    home: Path, entry: str, row: dict[str, str]
) -> None:
    row = FILE | row
    with pytest.raises(Forbidden):
        enter(home, entry, row, rights=(register("isfahan").value,), **ISFAHAN)
    assert Versions(home).current().number == 1
    done = enter(home, entry, row, rights=(register("arak").value,), **ARAK)
    assert (told(done), done.version) == ([], 2)


def test_an_obstacle_to_a_concept_is_of_those_of_what_it_hinders_besides(home: Path) -> None:
    ours = {"rights": (register("arak").value,), **ARAK}
    row = FILE | {"name_en": "x", "name_fa": "ایکس", "hinders": "concept/area-education"}
    with pytest.raises(Forbidden):
        enter(home, "obstacle", row, **ours)
    both = row | {"hinders": f"concept/area-education; {PACT}"}
    assert told(enter(home, "obstacle", both, **ours)) == []
    others = row | {"hinders": f"{PACT}; agreement/isfahan-xian"}
    with pytest.raises(Forbidden):
        enter(home, "obstacle", others, **ours)


def test_a_solution_and_a_funded_project_are_of_those_of_their_things(home: Path) -> None:
    ours = {"rights": (register("arak").value,), **ARAK}
    theirs = {"rights": (register("isfahan").value,), **ISFAHAN}
    obstacle = FILE | {"name_en": "x", "name_fa": "ایکس", "hinders": PACT}
    enter(home, "obstacle", obstacle, **ours)
    enter(home, "activity", WORKSHOP | {"kind": "project"}, **ours)
    solution = FILE | {"name_en": "y", "name_fa": "ایگرگ", "answers": "obstacle/x"}
    call = {"programme": "حمایت / Support", "year": "2003", "amount": "1", "currency": "euros"}
    grant = FILE | call | {"funded": "event/workshop-on-water"}
    attended = FILE | {"activity": "کارگاه آب", "attendances": "علی / Ali, , Isfahan"}
    for entry, row in (("solution", solution), ("grant", grant), ("activity", attended)):
        with pytest.raises(Forbidden):
            enter(home, entry, row, **theirs)
        assert told(enter(home, entry, row, **ours)) == []
