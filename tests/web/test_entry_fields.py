"""A form shows every field of its kind of entry, and reads as the row that a table would have."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from peyvand.register.choices import choices
from peyvand.register.fields import FIELDS, EntryKind, field
from peyvand.texts import text
from peyvand.web.http.messages import Parameters
from peyvand.web.pages.register.entry_fields import Box, Given, form_of, inputs
from peyvand.web.pages.register.entry_results import Told
from web.crawl import Page

AGREEMENT = EntryKind.AGREEMENT
KINDS = list(EntryKind)


def given(kind: EntryKind = AGREEMENT, **sent: str | list[str]) -> Given:
    pairs = [
        (name, value)
        for name, values in sent.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return Given.of(kind, Parameters(pairs))


def box(name: str, of: Given, *problems: Told) -> Box:
    boxes = [one for _, group in form_of(of, "en", problems) for one in group]
    return {one.name: one for one in boxes}[name]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_field_stands_once_in_a_form(kind: EntryKind, language: str) -> None:
    groups = form_of(given(kind), language)
    names = [one.name for _, boxes in groups for one in boxes]
    assert sorted(names) == sorted(one.name for one in FIELDS[kind])
    assert all(boxes for _, boxes in groups)
    sources = {one.name for one in dict(groups)["source"]}
    of_source = {one.name for one in FIELDS[kind] if one.name.partition("_")[0] == "source"}
    assert sources == of_source | {"note"}
    for group, _ in groups:
        assert text(f"entry-group-{group}", language)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_page_of_a_form(client: FlaskClient, kind: EntryKind, language: str) -> None:
    answer = client.get(f"/register/{kind}?lang={language}")
    page, shown = Page("", answer.text), unescape(answer.text)
    assert answer.status_code == 200
    assert f"<h1>{kind.label(language)}</h1>" in answer.text
    for one in FIELDS[kind]:
        assert f"field-{one.name}" in page.ids
        assert f"help-{one.name}" in page.ids
        assert one.heading(language) in answer.text
        for name in inputs(one):
            assert f'name="{name}"' in answer.text
        for choice in choices(one):
            assert f"<option>{choice.label(language)}<" in shown or (
                f'value="{choice.label(language)}"' in shown
            )
    assert len(page.ids) == len(set(page.ids))
    assert page.forbidden == []
    # Nothing is asked of scripts, and nothing remembered.
    assert page.tags["script"] == 0
    assert "Set-Cookie" not in answer.headers
    assert 'type="password"' in answer.text


def test_a_row_is_what_a_table_would_hold() -> None:
    sent = Parameters(
        [
            *[("parties[]", " اراک "), ("parties[]", ""), ("parties[]", "Shiraz")],
            *[("areas[]", "arts"), ("areas[]", "youth")],
            *[("signatures-party[]", "اراک"), ("signatures-person[]", "ا. ب.")],
            *[("signatures-office[]", "شهردار"), ("signatures-party[]", "Shiraz")],
            *[("signatures-person[]", ""), ("signatures-office[]", "mayor of Shiraz")],
            *[("approvals-body[]", "شورای شهر"), ("approvals-date[]", "۱۳۹۱")],
            *[("approvals-body[]", "Parliament"), ("approvals-date[]", "")],
            *[("date", "1387"), ("note", ""), ("token", "pv_secret"), ("unheard-of", "x")],
        ]
    )
    assert Given.of(AGREEMENT, sent).row().cells == {
        "parties": "اراک؛ Shiraz",
        "areas": "arts; youth",
        "signatures": "اراک: ا. ب., شهردار\nShiraz: mayor of Shiraz",
        "approvals": "شورای شهر, ۱۳۹۱\nParliament",
        "date": "1387",
    }


def test_what_was_entered_is_sent_again_as_it_is() -> None:
    sent = [
        *[("parties[]", "اراک"), ("parties[]", ""), ("parties[]", "شیراز")],
        *[("approvals-body[]", ""), ("approvals-body[]", "b")],
        *[("approvals-date[]", "1387"), ("approvals-date[]", "")],
        *[("purpose[]", "one\ntwo"), ("token", "pv_secret")],
    ]
    first = Given.of(AGREEMENT, Parameters(sent))
    again = Given.of(AGREEMENT, Parameters(first.inputs()))
    assert again == first
    assert "pv_secret" not in str(first)
    assert again.row().cells["approvals"] == "1387\nb"
    assert [value for name, value in first.inputs() if name == "purpose[]"] == ["one\ntwo"]


def test_a_link_to_a_form_fills_it_in() -> None:
    assert given(parties="city/arak").row().cells == {"parties": "city/arak"}
    assert given(parties="city/arak", token="x").inputs() == [("parties[]", "city/arak")]


def test_there_is_always_room_for_one_more() -> None:
    parties = box("parties", given(parties=[f"city/{number}" for number in range(5)]))
    assert parties.widget == "lines"
    assert parties.values == ("city/0", "city/1", "city/2", "city/3", "city/4", "")
    assert box("parties", given()).values == ("", "", "")
    assert len(box("signatures", given()).rows) == 3


def test_what_is_no_choice_stands_beside_the_choices() -> None:
    known = choices(field(AGREEMENT, "grounds"))[0].label("en")
    grounds = box("grounds", given(grounds=[known, "both have a bazaar", "x; y"]))
    assert grounds.free
    assert grounds.others == "both have a bazaar; x; y"
    assert box("areas", given(areas=["arts"])).values == ("arts",)


def test_a_problem_stands_at_its_field() -> None:
    wrong = Told("date", "Date", "That is no date.", (("2016-05", ""),))
    warned = Told("ended", "Date of ending", "It is missing.", wrong=False)
    assert box("date", given(), wrong, warned).problems == (wrong,)
    assert box("date", given(), wrong, warned).wrong
    assert not box("ended", given(), wrong, warned).wrong


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_form_has_its_fields_in_groups(kind: EntryKind) -> None:
    groups = form_of(given(kind), "en")
    if len(FIELDS[kind]) > 20:
        assert len(groups) > 3
    assert all(len(boxes) <= 11 for _, boxes in groups)


def test_choices_of_several_schemes_stand_by_their_schemes(client: FlaskClient) -> None:
    stage = box("stage", given(EntryKind.STAGE, stage="signed"))
    names = [name for name, _ in stage.grouped]
    assert len(names) == len(set(names)) == 4
    assert "stages of a bill" in names
    assert [one for _, some in stage.grouped for one in some] == list(stage.options)
    page = client.get("/register/stage?stage=signed&lang=en").text
    assert page.count('<optgroup label="stages of a bill">') == 2
    assert page.count("<option selected>signed</option>") == 1
    assert "<optgroup" not in client.get("/register/accession?lang=en").text


def test_a_choice_is_known_by_each_of_its_names() -> None:
    for name in ("stage-permits", "permits", "اخذ مجوزها"):
        assert box("stage", given(EntryKind.STAGE, stage=name)).values == ("permits",)
    assert box("areas", given(areas=["area-arts", "هنر"])).values == ("arts", "arts")
    assert box("stage", given(EntryKind.STAGE, stage="nonsense")).values == ("nonsense",)
