"""What processes tell each other, and what comes of it on the other side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from peyvand.errors import (
    AddressTooLong,
    Invalid,
    MalformedQuery,
    PeyvandError,
    SourceError,
    from_json,
)
from peyvand.graph.validate import Result
from peyvand.query.messages import (
    BesideStore,
    Evaluation,
    Exited,
    Follow,
    Fork,
    FromForkServer,
    Held,
    Hold,
    Location,
    Lost,
    Prepare,
    Prepared,
    Question,
    ToForkServer,
    WorkerKind,
    decode,
    encode,
)
from peyvand.query.writes import Part, WriteAnswer, WriteJob
from writing import job

WARNING = Result("warning", "Shape", "Component", "http://x/", "", "look", "ببین")
HERE = Path("/home")


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (Hold("/v/1"), ToForkServer),
        (Follow("/v/2"), ToForkServer),
        (Prepare(WorkerKind.READER), ToForkServer),
        (Prepared(), FromForkServer),
        (Fork(WorkerKind.WRITER, Location(3, ("http://g/",), dump="/d"), 64), ToForkServer),
        (Fork(WorkerKind.READER, Location(3, store="/s"), 64), ToForkServer),
        (Fork(WorkerKind.READER, Location(3, columns=BesideStore("/c", 9, True)), 64),
         ToForkServer),
        (Held(3), FromForkServer),
        (Lost("OSError: no"), FromForkServer),
        (Exited(7, -9), FromForkServer),
        (Evaluation(Question("ASK {}", "json", ("http://g/",), (), "br", True, "http://b/"), 9),
         Evaluation),
        (Evaluation(Question("ASK { ?s ?p 'پ' }", "csv")), Evaluation),
        (job(HERE, text="CLEAR ALL", if_match=(4, 5), using=("http://g/",)), WriteJob),
        (job(HERE, "put", parts=(Part("/f", "text/turtle"),), contexts={"http://c/": "{}"}),
         WriteJob),
        (job(HERE, "delete", graph="http://g/", dry_run=True), WriteJob),
        (job(HERE, "rollback", number=2), WriteJob),
        (WriteAnswer(7), WriteAnswer),
        (WriteAnswer(7, 1, 0, True, "http://g/", (WARNING,), ({"given": "1"},), 1), WriteAnswer),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_message_arrives_as_it_was_sent(message: Any, kind: Any) -> None:
    arrived = decode(encode(message), kind)
    assert arrived == message
    assert repr(arrived) == repr(message)


def test_a_plain_question_asks_for_nothing_more_and_is_one_for_the_cache() -> None:
    plain = Question("ASK {}", "json")
    assert plain == Question("ASK {}", "json", (), (), None, False, "")
    assert Evaluation(plain) == Evaluation(plain, 0)
    assert len({plain, Question("ASK {}", "json"), Question("ASK {}", "csv")}) == 2


def test_what_is_not_known_of_a_write_is_not_told() -> None:
    assert not {"added", "removed", "normalised_count"} & WriteAnswer(7).to_json().keys()


def _kinds(kind: type[PeyvandError]) -> list[type[PeyvandError]]:
    return [kind, *(one for below in kind.__subclasses__() for one in _kinds(below))]


def test_every_kind_of_error_arrives_with_its_status_and_slug() -> None:
    for kind in _kinds(PeyvandError):
        error = kind.__new__(kind)
        PeyvandError.__init__(error, "wrong", "mend", fa="نه", hint_fa="آری", line=1, column=2)
        error.members = {"like": ["x"]}
        arrived = from_json(error.to_json())
        assert isinstance(arrived, PeyvandError.kinds[kind.slug])
        assert arrived.to_json() == error.to_json()
        assert issubclass(kind, type(arrived))


def test_an_error_is_of_the_kind_that_it_was() -> None:
    assert type(from_json(MalformedQuery("x", line=3).to_json())) is MalformedQuery
    assert from_json(AddressTooLong("x").to_json()).status == 414
    assert str(from_json(SourceError("a.csv", 3, "odd.").to_json())) == "a.csv:3: odd."
    invalid = Invalid("x")
    invalid.report = {"results": []}
    arrived = from_json(invalid.to_json())
    assert isinstance(arrived, Invalid)
    assert arrived.report == {"results": []}


def test_two_kinds_of_error_have_not_one_slug() -> None:
    with pytest.raises(TypeError, match="slug"):
        type("Other", (PeyvandError,), {"slug": "not-found"})
