"""A list that is matched: what the page and its files say, what is kept, and what is refused."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from peyvand.errors import NotFound, Overloaded
from peyvand.web.pages.match import kept_lists, match
from peyvand.web.pages.match.kept_lists import DAY_S, KeptList, KeptLists
from peyvand.web.pages.match.match_sent import MOST_BYTES, MOST_ROWS
from web.live import with_index
from web.words import told

HTML = {"Accept": "text/html"}
LIST = "name,country\nEsfahan,Iran\nتبریز,ایران\nXqzwvk,Iran\n"


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return with_index(documents)


def sent(client: FlaskClient, text: str, **more: str) -> str:
    answer = client.post("/match?lang=en", data={"list": text, **more}, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_limits_are_told_before_and_nothing_is_kept(
    client: FlaskClient, documents: Flask
) -> None:
    for language, rows_told in (("en", f"{MOST_ROWS:,}"), ("fa", "۱٬۰۰۰")):
        answer = client.get(f"/match?lang={language}", headers=HTML)
        assert rows_told in told(answer.text)
        assert answer.headers["Cache-Control"] == "no-store"
    sent(client, LIST)
    home = documents.extensions["peyvand"].versions.home
    assert not (home / "lists").exists()


def test_the_page_tells_sure_and_nothing_and_keeps_the_list_itself(client: FlaskClient) -> None:
    page = sent(client, LIST)
    assert re.findall(r"<dt>([^<]*)</dt><dd>(\d+)</dd>", page)[:3] == [
        ("Sure", "2"),
        ("To choose", "0"),
        ("Nothing found", "1"),
    ]
    held = re.search(r'<textarea name="list" hidden[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert held
    assert html.unescape(held[1]) == LIST
    assert '<option value="country" selected>' in page
    assert re.search(r'<option value="city/isfahan" selected>Isfahan', page)
    persian = client.post("/match?lang=fa", data={"list": LIST}, headers=HTML).text
    assert "اصفهان" in persian


def test_the_table_has_the_columns_of_the_list_and_the_items(client: FlaskClient) -> None:
    answer = client.post("/match", data={"list": LIST, "format": "csv"})
    assert answer.text.startswith("\ufeff"), "spreadsheets need the mark for Persian"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="matched.csv"'
    found = rows(answer.text)
    assert [row["name"] for row in found] == ["Esfahan", "تبریز", "Xqzwvk"]
    assert [row["decision"] for row in found] == ["same", "same", "none"]
    assert (found[0]["qid"], found[0]["label_fa"]) == ("Q42053", "اصفهان")
    assert found[1]["iri"] == "https://w3id.org/peyvand/id/city/tabriz"
    assert found[2]["qid"] == ""


def test_a_body_of_a_table_is_answered_by_a_table(client: FlaskClient) -> None:
    answer = client.post("/match", data=LIST.encode(), content_type="text/csv")
    assert [row["decision"] for row in rows(answer.text)] == ["same", "same", "none"]
    body = client.post("/match?format=json", data=LIST.encode(), content_type="text/csv").json
    assert body
    assert [column["meaning"] for column in body["columns"]] == ["names", "country"]
    assert body["rows"][0]["qid"] == "Q42053"
    assert body["rows"][0]["by"] == "computed"


def test_an_upload_goes_before_what_was_pasted(client: FlaskClient) -> None:
    file = (io.BytesIO("نام\nاصفهان\n".encode("utf-16")), "list.csv")
    data = {"list": "", "file": file, "format": "csv"}
    answer = client.post("/match", data=data, content_type="multipart/form-data")
    assert [row["qid"] for row in rows(answer.text)] == ["Q42053"]


def test_what_somebody_chooses_wins_and_is_told_as_theirs(client: FlaskClient) -> None:
    chosen = {"choice-row-2": "none", "format": "json"}
    body = client.post("/match", data={"list": LIST, **chosen}).json
    assert body
    first, second, _ = body["rows"]
    assert (first["decision"], first["by"], first["iri"]) == ("none", "person", None)
    assert (second["decision"], second["by"]) == ("same", "computed")
    # What is no candidate is no choice.
    wrong = {"choice-row-2": "city/tabriz", "format": "json"}
    body = client.post("/match", data={"list": LIST, **wrong}).json
    assert body
    assert body["rows"][0]["decision"] == "review"
    page = sent(client, LIST, **{"choice-row-2": "none"})
    assert re.search(r'name="choice-row-2".*?<option value="none" selected>', page, re.DOTALL)


def test_several_that_may_be_meant_are_shown_side_by_side_on_a_map(client: FlaskClient) -> None:
    # Nearly the name of a city, and nothing beside it.
    page = sent(client, "name\nIsfahann\n")
    assert re.search(r'<input type="radio" name="choice-row-2" value="city/isfahan">', page)
    assert 'class="map"' in page
    assert '<use href="#land"' in page
    assert page.count('id="land"') == 1
    # What is numbered on the map is numbered as its cards are, in the digits of the page.
    told = {"list": "name\nIsfahann\n"}
    assert ">۱</text>" in client.post("/match?lang=fa", data=told, headers=HTML).text
    answer = {"list": "name\nIsfahann\n", "choice-row-2": "city/isfahan", "format": "csv"}
    (row,) = rows(client.post("/match", data=answer).text)
    assert (row["decision"], row["decided_by"], row["qid"]) == ("same", "person", "Q42053")


def test_mappings_tell_who_decided(client: FlaskClient) -> None:
    data = {"list": "Esfahan\nIsfahann\n", "choice-row-2": "city/isfahan", "format": "sssom"}
    text = client.post("/match", data=data).text
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    found = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert {row["object_id"] for row in found} == {"wd:Q42053"}
    assert [row["mapping_justification"] for row in found] == [
        "semapv:CompositeMatching",
        "semapv:ManualMappingCuration",
    ]
    # The score is no probability.
    assert {row["confidence"] for row in found} == {""}


def test_statements_need_to_say_where_the_list_is(client: FlaskClient) -> None:
    text = "name,country,population,population_date\nEsfahan,Iran,2100000,2030\n"
    data = {"list": text, "format": "quickstatements"}
    assert client.post("/match", data=data).status_code == 400
    assert client.post("/match", data={**data, "reference": "javascript:x.y"}).status_code == 400
    answer = client.post("/match", data={**data, "reference": "https://x.example/list"})
    assert answer.status_code == 200
    # The copy of Wikidata that the graph has is of an earlier year.
    (line,) = (line.split("\t") for line in answer.text.splitlines())
    assert line[:3] == ["Q42053", "P1082", "2100000"]
    assert '"https://x.example/list"' in line
    # Where nothing can be added, a page says so, and why.
    page = sent(client, "Esfahan\n", format="quickstatements", reference="https://x.example/list")
    assert "Nothing of this list can safely be added." in told(page)


def test_a_choice_of_columns_is_heeded(client: FlaskClient) -> None:
    data = {"list": "place,b\nIran,Esfahan\n", "column-0": "country", "column-1": "names"}
    body = client.post("/match", data={**data, "format": "json"}).json
    assert body
    assert body["rows"][0]["qid"] == "Q42053"


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"list": ""}, 400, "There is no list."),
        ({"list": "name\n" + "a\n" * (MOST_ROWS + 1)}, 413, "longer than 1,000 rows"),
        ({"list": "x" * (MOST_BYTES + 1)}, 413, "longer than"),
        ({"list": "Tabriz", "format": "exe"}, 400, "no format exe"),
        ({"list": '{"a": 1}'}, 400, "cannot be read"),
    ],
)
def test_what_is_refused(
    client: FlaskClient, data: dict[str, str], status: int, words: str
) -> None:
    page = client.post("/match?lang=en", data=data, headers=HTML)
    assert page.status_code == status
    assert words in told(page.text)
    problem = client.post("/match?lang=fa", data=data, headers={"Accept": "application/json"})
    assert problem.status_code == status
    assert problem.json
    assert problem.json["lang"] == "fa"


def test_countries_that_are_not_known_are_named(client: FlaskClient) -> None:
    text = (
        "name,country\nTabriz,Persia\nParis,Unknownland\nLyon,Unknownland\nBonn,Atlantis & Sons\n"
    )
    page = sent(client, text)
    said = page[page.index('class="warning"') :].partition("</p>")[0]
    assert (
        "countries that are not known: 3 (<bdi>Unknownland</bdi>, <bdi>Atlantis &amp; Sons</bdi>)"
        in said
    )
    assert "Persia" not in said


def test_what_is_written_in_a_list_is_escaped(client: FlaskClient) -> None:
    page = sent(client, 'name\n"</textarea><script>x</script>"\n=cmd()\n')
    assert "<script>x" not in page
    answer = client.post("/match", data={"list": "name\n=cmd()\n", "format": "csv"})
    assert rows(answer.text)[0]["name"] == "'=cmd()"


def test_a_list_that_takes_too_long_is_ended(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match, "_LONGEST_S", -1.0)
    answer = client.post("/match", data={"list": "Tabriz"})
    assert answer.status_code == 413
    # Its turn is given back.
    monkeypatch.undo()
    assert client.post("/match", data={"list": "Tabriz"}).status_code == 200


def test_a_list_is_kept_only_if_that_is_asked_for(client: FlaskClient) -> None:
    data = {"list": LIST, "choice-row-3": "none", "keep": "true"}
    answer = client.post("/match?lang=en", data=data, headers=HTML)
    assert answer.status_code == 303
    page = client.get(answer.location, headers=HTML)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "This list is kept until" in told(page.text)
    assert re.search(r'name="choice-row-3".*?<option value="none" selected>', page.text, re.DOTALL)
    # Kept again it has the address that it had.
    token = answer.location.partition("?")[0].rpartition("/")[2]
    again = client.post("/match?lang=en", data={**data, "kept": token}, headers=HTML)
    assert again.location == answer.location
    assert client.post(f"/match/kept/{token}").status_code == 303
    assert client.get(answer.location, headers=HTML).status_code == 404


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lists(tmp_path: Path, clock: Clock) -> Iterator[KeptLists]:
    made = KeptLists(tmp_path, clock)
    yield made
    made.close()


KEPT = KeptList("Tabriz", ["names"], {"row-1": "none"})


def test_a_kept_list_is_gone_after_a_day(lists: KeptLists, clock: Clock, tmp_path: Path) -> None:
    token = lists.keep(KEPT)
    clock.now += DAY_S - 1
    assert lists.read(token)[0] == KEPT
    clock.now += 1
    with pytest.raises(NotFound):
        lists.read(token)
    assert list((tmp_path / "lists").iterdir()) == []


def test_a_list_goes_also_while_nobody_asks_or_the_server_stood_still(
    lists: KeptLists, clock: Clock, tmp_path: Path
) -> None:
    lists.keep(KEPT)
    timer = lists._timer
    assert timer
    assert timer.daemon
    assert DAY_S < timer.interval < DAY_S + 2
    clock.now += DAY_S
    KeptLists(tmp_path, clock).close()
    assert list((tmp_path / "lists").iterdir()) == []


def test_names_of_files_do_not_tell_addresses(lists: KeptLists, tmp_path: Path) -> None:
    token = lists.keep(KEPT)
    (file,) = (tmp_path / "lists").iterdir()
    assert token not in file.name
    assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "lists").stat().st_mode & 0o077 == 0
    for guessed in (file.stem, "", "../" + file.stem, "x" * 10_000):
        with pytest.raises(NotFound):
            lists.read(guessed)


def test_so_many_are_kept_and_no_more(lists: KeptLists, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_lists, "MOST_KEPT", 1)
    token = lists.keep(KEPT)
    with pytest.raises(Overloaded):
        lists.keep(KEPT)
    assert lists.keep(KEPT, token) == token
    lists.forget(token)
    assert lists.keep(KEPT) != token
