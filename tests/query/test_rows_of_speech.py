"""Rows about what was said, resolved and missed at events, and about terms of office."""

from __future__ import annotations

from typing import Any

import pytest

from peyvand.graph.recorder import Recorder
from peyvand.register.rows import Severity
from query.registered import FILE, claim_of, told, values

MEETING = "event/meeting-tehran-mayor-azerbaijan"
SESSION = "event/uclg-mewa-meeting-turkey"
SPEECH = FILE | {
    "speaker": "قالیباف",
    "speaker_office": "شهردار تهران",
    "event": MEETING,
    "to": "هیئت آذربایجانی در ترکیه; کشور جمهوری آذربایجان",
    "kind": "تعهد",
    "content": "to visit Baku",
    "follow_up": "agreement/arak-batumi",
}


def test_a_statement_with_all_that_can_be_told_of_it(enter: Any, recorder: Recorder) -> None:
    assert told(enter("speech", SPEECH | {"to": "organisation/azerbaijani-delegation"})) == []
    node = "statement/meeting-tehran-mayor-azerbaijan-ghalibaf-1"
    said = {
        "rdf:type": {"ns#Statement"},
        "rdfs:label": {
            "Ghalibaf at Meeting of the mayor of Tehran with the Azerbaijani delegation",
            "قالیباف در دیدار شهردار تهران با هیئت آذربایجانی",
        },
        "pv:isMadeBy": {"ghalibaf"},
        "pv:isMadeAs": {"mayor-of-tehran"},
        "pv:isMadeAt": {"meeting-tehran-mayor-azerbaijan"},
        "pv:isAddressedTo": {"azerbaijani-delegation"},
        "pv:hasStatementKind": {"statement-commitment"},
        "pv:content": {"to visit Baku"},
        "pv:hasFollowUp": {"arak-batumi"},
    }
    assert {prop: values(recorder, node, prop) for prop in said} == said
    # The words are the speaker's, whom the file passes on; that he said them, the file says.
    registering = enter("speech", SPEECH | {"to": "", "content": "to write"})
    spoken, made = (claim_of(registering, prop) for prop in ("pv:content", "pv:isMadeBy"))
    assert values(recorder, spoken, "pv:isStatedBy") == {"ghalibaf"}
    assert values(recorder, made, "pv:isStatedBy") == {"municipality-of-arak"}


def test_one_who_said_several_things_has_several_statements(enter: Any, recorder: Recorder) -> None:
    row = FILE | {"speaker": "قالیباف", "event": SESSION, "content": "یک"}
    enter("speech", row, row | {"content": "دو"})
    for number, content in ((1, "یک"), (2, "دو")):
        node = f"statement/uclg-mewa-meeting-turkey-ghalibaf-{number}"
        assert values(recorder, node, "pv:content") == {content}


def test_a_session_is_an_activity_with_body_and_chair(enter: Any, recorder: Recorder) -> None:
    row = FILE | {
        **{"name_en": "Spring session", "name_fa": "نشست بهاری", "kind": "دیدار"},
        **{"session_of": "UCLG-MEWA", "chair": "مینا کریمی / Mina Karimi"},
    }
    assert told(enter("activity", row | {"session_of": "organisation/uclg-mewa"})) == []
    assert values(recorder, "event/spring-session", "pv:isSessionOf") == {"uclg-mewa"}
    assert values(recorder, "event/spring-session", "pv:hasChair") == {"mina-karimi"}


RESOLUTION = FILE | {
    "session": SESSION,
    "content": "اعضا خواهان صلح‌اند",
    "voiced_by": "organisation/uclg-mewa; اتحادیهٔ نو / New Union",
    "state": "تصویب‌شده",
    "follow_up": "event/baku-forum-5",
}


def test_a_resolution_is_one_of_a_session(enter: Any, recorder: Recorder) -> None:
    assert told(enter("resolution", RESOLUTION)) == []
    node = "resolution/uclg-mewa-meeting-turkey-1"
    said = {
        "rdf:type": {"ns#Resolution"},
        "pv:isResolutionOf": {"uclg-mewa-meeting-turkey"},
        "pv:content": {"اعضا خواهان صلح‌اند"},
        "pv:isVoicedBy": {"uclg-mewa", "new-union"},
        "pv:hasStatus": {"resolution-adopted"},
        "pv:hasFollowUp": {"baku-forum-5"},
    }
    assert {prop: values(recorder, node, prop) for prop in said} == said
    # Of a meeting that no body is known to hold, the row names the body, or is refused.
    other = RESOLUTION | {"session": MEETING}
    assert told(enter("resolution", other)) == [(2, "body", "no-session")]
    assert told(enter("resolution", other | {"body": "organisation/uclg"})) == []
    assert values(recorder, MEETING, "pv:isSessionOf") == {"uclg"}


def test_an_absence_is_as_somebody_tells_it(enter: Any, recorder: Recorder) -> None:
    row = FILE | {
        "event": MEETING,
        "who": "مینا کریمی / Mina Karimi",
        "reason": "بیماری",
        "speaker": "قالیباف",
    }
    registering = enter("absence", row)
    assert told(registering) == []
    node = "absence/meeting-tehran-mayor-azerbaijan-mina-karimi"
    said = {
        "rdf:type": {"ns#Absence"},
        "pv:isAbsenceFrom": {"meeting-tehran-mayor-azerbaijan"},
        "pv:isAbsenceOf": {"mina-karimi"},
        "pv:absenceReason": {"بیماری"},
    }
    assert {prop: values(recorder, node, prop) for prop in said} == said
    claim = claim_of(registering, "pv:absenceReason")
    assert values(recorder, claim, "pv:isStatedBy") == {"ghalibaf"}
    # Who was absent said nothing there: a look is worth while.
    spoke = FILE | {"speaker": "Mina Karimi", "event": MEETING, "content": "سلام"}
    assert (2, "speaker", "speaker-absent") in told(enter("speech", spoke), Severity.WARNING)


def test_a_term_says_from_when_until_when(enter: Any, recorder: Recorder) -> None:
    row = FILE | {"person": "قالیباف", "term_office": "شهردار تهران", "date": "1384/1396"}
    assert told(enter("term", row)) == []
    node = "term/mayor-of-tehran-ghalibaf-1"
    assert values(recorder, node, "pv:isTermOf") == {"ghalibaf"}
    assert values(recorder, node, "pv:isTermIn") == {"mayor-of-tehran"}
    assert values(recorder, node, "pv:date") == {"2018-03-20"}
    new = row | {"person": "مینا کریمی / Mina Karimi"}
    assert told(enter("term", new)) == []
    assert values(recorder, "person/mina-karimi", "pv:holdsOffice") == {"mayor-of-tehran"}


@pytest.mark.parametrize(
    ("kind", "row", "more", "column", "code"),
    [
        ("speech", SPEECH, {"speaker": ""}, "speaker", "required"),
        ("speech", SPEECH, {"event": ""}, "event", "required"),
        ("speech", SPEECH, {"content": ""}, "content", "required"),
        ("speech", SPEECH, {"kind": "نوعی"}, "kind", "no-choice"),
        ("speech", SPEECH, {"event": "zzz"}, "event", "both-names"),
        ("resolution", RESOLUTION, {"session": ""}, "session", "required"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    enter: Any,
    recorder: Recorder,
    kind: str,
    row: dict[str, str],
    more: Any,
    column: str,
    code: str,
) -> None:
    row = row | {"to": ""} if kind == "speech" else row
    assert (2, column, code) in told(enter(kind, row | more))
    assert not recorder.patch
