"""Tables of entries over HTTP: each row is told, and all are entered or none."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from entries import EIGHT, FILE, GOOD, HEADINGS, REFUSED, ROWS, WARNED, table
from peyvand.graph.build import Graph
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.sources.spreadsheets import MEDIA_TYPES
from peyvand.tokens import Role, Tokens
from spreadsheets import ods, xlsx
from web.live import Got, Server, publish_documents, running

CSV, JSON = "text/csv", "application/json"
COUNT = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
ID = "https://w3id.org/peyvand/id/"


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("tables")
    publish_documents(home, graph, once)
    with running(home, max_entries=20) as found:
        yield found


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Iterator[Server]:
    """A server that nothing is written to."""
    home = tmp_path_factory.mktemp("asked")
    publish_documents(home, graph, once)
    with running(home, max_entries=20) as found:
        yield found


def send(
    server: Server,
    body: bytes | str,
    query: str = "",
    kind: str = CSV,
    token: str | None = "",
    **headers: str,
) -> Got:
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.ask(
        *("POST", "/register"),
        query=query,
        body=body,
        headers={"Content-Type": kind, **more},
        token=server.token if token == "" else token,
    )


def told(rows: list[dict[str, Any]], severity: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for row in rows:
        if row["severity"] == severity:
            found.setdefault(row["row"], set()).add(row["code"])
    return found


def test_eight_rows_give_eight_reports_and_nothing_is_written(asked: Server) -> None:
    before = asked.select(COUNT)
    got = send(asked, EIGHT)
    assert (got.status, got.headers["Content-Type"]) == (422, "application/problem+json")
    assert {row["row"] for row in got.json["rows"]} == set(range(2, 10))
    refused = told(got.json["rows"], "violation")
    assert {row: code in refused[row] for row, code in REFUSED.items()} == dict.fromkeys(
        REFUSED, True
    )
    assert refused.keys() == REFUSED.keys()
    for row, code in WARNED.items():
        assert code in told(got.json["rows"], "warning")[row]
    assert got.json["counts"] == {"read": 8, "good": 2, "warned": 2, "refused": 6}
    france = next(row for row in got.json["rows"] if row["code"] == "country-as-party")
    assert france["suggestion"]
    assert (france["column"], france["heading"]) == ("parties", "parties")
    assert asked.select(COUNT) == before
    assert asked.versions.current().number == 1


def test_the_good_rows_are_written_if_they_are_asked_for(server: Server) -> None:
    got = send(server, EIGHT, "accept-good")
    assert got.status == 200, got.text
    assert (got.json["version"], got.headers["ETag"]) == (2, '"v2"')
    assert got.json["counts"] == {"read": 8, "good": 2, "warned": 2, "refused": 6}
    assert {one["row"]: one["about"].removeprefix(ID) for one in got.json["entered"]} == GOOD
    assert told(got.json["rows"], "violation").keys() == REFUSED.keys()
    for slug in GOOD.values():
        rows = server.select(f"SELECT ?p {{ <{ID}{slug}> a ?p }}")
        assert "https://w3id.org/peyvand/ns#SisterCityAgreement" in rows
    # What is there already is told of, and entered once more.
    again = send(server, table(ROWS[:1]), "dry-run")
    assert "pair-known" in told(again.json["rows"], "warning")[2]


def test_a_dry_run_tells_and_does_nothing(asked: Server) -> None:
    before = asked.select(COUNT)
    got = send(asked, EIGHT, "dry-run")
    assert got.status == 200
    assert (got.json["dry_run"], got.json["refused"]) == (True, True)
    assert told(got.json["rows"], "violation").keys() == REFUSED.keys()
    good = send(asked, table(ROWS[:1]), "dry-run")
    assert (good.json["dry_run"], "refused" in good.json) == (True, False)
    assert good.json["added"] > 0
    assert asked.select(COUNT) == before


def test_it_is_told_in_the_language_that_is_asked_for_and_in_both(asked: Server) -> None:
    for got in (
        send(asked, EIGHT, "lang=fa"),
        send(asked, EIGHT, Accept_Language="fa"),
    ):
        assert "چیزی نوشته نشد" in got.json["detail"]
        assert got.headers["Content-Language"] == "fa"
        for row in got.json["rows"]:
            assert row["message"] == row["message_fa"] != row["message_en"]
    for row in send(asked, EIGHT).json["rows"]:
        assert row["message"] == row["message_en"]
    # The headings of a table are those that it has.
    persian = io.StringIO()
    writer = csv.writer(persian)
    writer.writerow([field.heading("fa") for field in FIELDS[EntryKind.AGREEMENT][:1]])
    writer.writerow(["اصفهان"])
    (first, *_) = send(asked, persian.getvalue(), "dry-run").json["rows"]
    assert (first["column"], first["heading"]) == ("parties", "طرف‌ها")


ONE = [list(HEADINGS), list(ROWS[0])]
OBJECT = dict(zip(HEADINGS, ROWS[0], strict=True))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (CSV, table(ROWS[:1])),
        (CSV, "\ufeff" + table(ROWS[:1], ";")),
        ("text/tab-separated-values", table(ROWS[:1], "\t")),
        (f"{CSV}; charset=utf-16", table(ROWS[:1]).encode("utf-16")),
        (f"{CSV}; charset=windows-1256", table(ROWS[:1]).replace("ی", "ي").encode("cp1256")),
        (MEDIA_TYPES[0], xlsx(ONE)),
        (MEDIA_TYPES[1], ods(ONE)),
        (JSON, json.dumps([OBJECT])),
        (JSON, json.dumps([{**OBJECT, "parties": ["Arak", "شيراز"]}])),
        (JSON, json.dumps(OBJECT)),
    ],
)
def test_a_table_may_be_in_any_form(asked: Server, kind: str, body: bytes | str) -> None:
    got = send(asked, body, "dry-run", kind)
    assert got.status == 200, got.text
    assert got.json["counts"]["good"] == 1, got.text
    assert [one["about"] for one in got.json["entered"]] == [f"{ID}agreement/arak-shiraz"]


def test_a_table_may_be_packed(asked: Server) -> None:
    got = send(asked, gzip.compress(EIGHT.encode()), "dry-run", Content_Encoding="gzip")
    assert got.json["counts"]["read"] == 8


@pytest.mark.parametrize(
    ("body", "kind", "query", "status", "slug", "said"),
    [
        ("x,y\n1,2\n", CSV, "", 400, "malformed-data", "no heading is known"),
        ("", CSV, "", 400, "malformed-data", "empty"),
        ("parties\n", CSV, "", 400, "malformed-data", "no row"),
        ("parties\na\n", JSON, "", 400, "malformed-data", "no JSON"),
        ("{" * 5000, JSON, "", 400, "malformed-data", "table"),
        (xlsx([["a"]])[:90], MEDIA_TYPES[0], "", 400, "malformed-data", "ZIP"),
        (EIGHT, "text/plain", "", 415, "unsupported-media-type", "text/plain"),
        (EIGHT, CSV, "kind=treaty", 400, "bad-request", "treaty"),
        (table(ROWS * 3), CSV, "", 413, "too-large", "24 rows"),
    ],
)
def test_what_is_no_table_is_refused(
    asked: Server, body: bytes | str, kind: str, query: str, status: int, slug: str, said: str
) -> None:
    got = send(asked, body, query, kind)
    assert got.status == status, got.text
    assert got.json["type"].endswith(f"/{slug}")
    assert said in got.json["detail"]
    assert "/tmp" not in got.text
    assert "peyvand-" not in got.text
    persian = send(asked, body, f"{query}&lang=fa", kind)
    assert persian.json["lang"] == "fa"
    assert persian.json["detail"] != got.json["detail"]


def test_rows_that_json_alone_can_have_wrong(server: Server) -> None:
    body = json.dumps([OBJECT, {**OBJECT, "parties": ["Arak; Shiraz", "Yazd"]}])
    got = send(server, body, kind=JSON)
    assert got.status == 422
    assert told(got.json["rows"], "violation") == {2: {"parted-value"}}
    assert got.json["counts"] == {"read": 2, "good": 1, "warned": 1, "refused": 1}
    assert server.versions.current().number == 1
    got = send(server, body, "accept-good", JSON)
    assert [one["row"] for one in got.json["entered"]] == [1]
    got = send(server, json.dumps([{"parties": [["Arak"]]}]), "accept-good", JSON)
    assert got.status == 422, "there is no good one"


def test_who_may_enter_and_on_which_version(server: Server) -> None:
    good = table(ROWS[:1])
    assert send(server, good, token=None).status == 401
    assert send(server, good, token="pv_nobody").status == 401
    mine = Tokens(server.home).add("isfahan", role=Role.ENTER, about=["city/isfahan"])
    assert send(server, good, token=mine).status == 403
    assert send(server, good, If_Match='"v7"').status == 412
    assert server.versions.current().number == 1
    got = send(server, table((("Isfahan; Arak", "", "2020", "", *FILE),)), token=mine)
    assert got.status == 200, got.text
    assert server.versions.current().manifest["by"] == "isfahan"
    rows = server.select(
        "SELECT DISTINCT ?g { GRAPH ?g { ?c <https://w3id.org/peyvand/ns#isEnteredBy> ?r } }"
    )
    assert rows == ["https://w3id.org/peyvand/graph/register-isfahan"]
    assert send(server, good, If_Match='"v2"').status == 200


@pytest.mark.parametrize("kind", EntryKind)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_template_is_a_table_that_enters_nothing(
    asked: Server, kind: EntryKind, language: str
) -> None:
    got = asked.ask(path="/register/template.csv", query={"kind": kind, "lang": language})
    assert got.status == 200
    assert got.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert got.headers["Content-Language"] == language
    assert f'filename="{kind}-{language}.csv"' in got.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(got.text.removeprefix("\ufeff"))))
    assert got.text.startswith("\ufeff")
    assert rows[0] == [field.heading(language) for field in FIELDS[kind]]
    sent = send(asked, got.body, f"kind={kind}&dry-run")
    assert (sent.status, "no row" in sent.json["detail"]) == (400, True)
    again = asked.ask(
        path="/register/template.csv", query={"kind": kind, "lang": language},
        headers={"If-None-Match": got.headers["ETag"]},
    )  # fmt: skip
    assert again.status == 304


def test_a_template_is_of_agreements_and_by_accept_language(asked: Server) -> None:
    got = asked.ask(path="/register/template.csv", headers={"Accept-Language": "fa-IR"})
    assert "طرف‌ها" in got.text
    assert asked.ask(path="/register/template.csv?kind=x").status == 400


def test_methods(asked: Server) -> None:
    got = asked.ask("OPTIONS", "/register")
    assert got.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert asked.ask("DELETE", "/register").status == 405
    assert asked.ask("POST", "/register/template.csv").status == 405
