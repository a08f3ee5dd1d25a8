"""Writes: by token, validated, versioned, and never half."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from peyvand.graph.build import Graph
from peyvand.tokens import Role, Tokens
from web.live import NEW, Server, publish, publish_documents, running, small_store

TURTLE = {"Content-Type": "text/turtle"}
PREFIXES = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX agreement: <https://w3id.org/peyvand/id/agreement/>
PREFIX city: <https://w3id.org/peyvand/id/city/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
COUNT = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def insert(number: int, graph: str = NEW + "w") -> str:
    return f"INSERT DATA {{ GRAPH <{graph}> {{ <http://x.example/{number}> <http://p/> 1 }} }}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("writes")
    publish(home, small_store())
    with running(home, keep_versions=3, max_term_bytes=5000) as found:
        yield found


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("real")
    publish_documents(home, graph, once)
    with running(home) as found:
        yield found


def test_a_bad_write_is_refused_with_a_report_in_words(real: Server) -> None:
    before = real.select(COUNT)
    bad = PREFIXES + "DELETE WHERE { agreement:baalbek-isfahan pv:hasParty city:isfahan }"
    got = real.update(bad)
    assert got.status == 422
    assert got.headers["Content-Type"] == "application/problem+json"
    violations = [row for row in got.json["results"] if row["severity"] == "violation"]
    assert [row["shape"] for row in violations] == ["Agreement-hasParty-present"]
    assert violations[0]["focus"].endswith("agreement/baalbek-isfahan")
    assert "ValidationReport" in got.json["report"]
    assert set(got.json["text"]) == {"en", "fa"}
    persian = real.ask("POST", body={"update": bad}, token=real.token,
                       headers={"Accept-Language": "fa"})  # fmt: skip
    assert "پیمان" in json.dumps(persian.json["results"], ensure_ascii=False)
    assert "چیزی نوشته نشد" in persian.json["detail"]
    turtle = real.ask("POST", body={"update": bad}, token=real.token,
                      headers={"Accept": "text/turtle"})  # fmt: skip
    assert turtle.status == 422
    assert turtle.headers["Content-Type"].startswith("text/turtle")
    assert "sh:conforms false" in turtle.text
    assert real.select(COUNT) == before
    assert real.versions.current().number == 1


def test_warnings_pass_and_are_told(real: Server) -> None:
    said = (
        "agreement:new a pv:Agreement, pv:SisterCityAgreement ; "
        "rdfs:label 'New'@en, 'نو'@fa ; pv:hasParty city:isfahan, city:tabriz"
    )
    text = PREFIXES + f"INSERT DATA {{ {said} GRAPH <{NEW}register-x> {{ {said} }} }}"
    dry = real.update(text, **{"dry-run": "1"})
    assert dry.status == 200, dry.text
    assert (dry.json["version"], dry.json["dry_run"]) == (1, True)
    assert real.versions.current().number == 1
    got = real.update(text)
    assert got.status == 200
    assert got.json["version"] == 2
    assert {row["severity"] for row in got.json["warnings"]} == {"warning", "info"}
    assert all(row["message"] for row in got.json["warnings"])
    rows = real.select(PREFIXES + "SELECT ?p { agreement:new pv:hasParty ?p }")
    assert len(rows) == 2
    gone = real.update(f"{PREFIXES} DELETE DATA {{ {said} GRAPH <{NEW}register-x> {{ {said} }} }}")
    assert gone.json["removed"] == got.json["added"]


def test_a_statement_that_nothing_explains_is_refused(real: Server) -> None:
    before = real.versions.current().number
    alone = PREFIXES + "INSERT DATA { city:isfahan pv:externalRelation 'x'@en }"
    got = real.update(alone)
    assert got.status == 422
    (result,) = [row for row in got.json["results"] if row["severity"] == "violation"]
    assert result["shape"] == "unexplained"
    assert result["focus"].endswith("id/city/isfahan")
    assert "pv:externalRelation" in result["message"]
    assert "shapes#unexplained>" in got.json["report"]
    persian = real.ask("POST", body={"update": alone}, token=real.token,
                       headers={"Accept-Language": "fa"})  # fmt: skip
    assert "pv:externalRelation را توضیح نمی‌دهد" in persian.json["results"][0]["message"]
    assert real.versions.current().number == before


def test_a_token_with_a_role_writes_what_is_about_its_things(real: Server) -> None:
    secret = Tokens(real.home).add("isfahan", role=Role.ENTER, about=["city/isfahan"])
    before = real.versions.current().number
    claim = (
        PREFIXES + "INSERT DATA { GRAPH <" + NEW + "register-isfahan> { "
        "<https://w3id.org/peyvand/id/claim/isfahan-1> a pv:Claim ; pv:about %s ; "
        "pv:property rdfs:comment ; pv:reading 'x'@en } }"
    )
    got = real.update(claim % "agreement:arak-batumi", secret)
    assert got.status == 403
    assert "agreement/arak-batumi" in got.json["detail"]
    persian = real.ask("POST", body={"update": claim % "agreement:arak-batumi"}, token=secret,
                       headers={"Accept-Language": "fa"})  # fmt: skip
    assert "دربارهٔ دیگران است" in persian.json["detail"]
    assert real.update(claim % "city:tabriz", secret).status == 403
    # It may be, and then is held to the shapes, as whatever is written.
    dry = real.update(claim % "city:isfahan", secret, **{"dry-run": "1"})
    assert dry.status == 422
    assert {row["focus"].rpartition("/")[2] for row in dry.json["results"]} == {"isfahan-1"}
    plain = claim.replace("a pv:Claim ;", "") % "city:isfahan"
    assert real.update(plain, secret).status == 403
    assert real.versions.current().number == before
    Tokens(real.home).revoke("isfahan")


def test_the_report_of_a_graph_that_is_put(real: Server) -> None:
    body = "<https://w3id.org/peyvand/id/claim/x> a <https://w3id.org/peyvand/ns#Claim> ."
    got = real.ask("PUT", "/graphs/mine", body=body, headers=TURTLE, token=real.token)
    assert got.status == 422
    assert real.ask(path="/graphs/mine").status == 404


def test_what_is_written_is_read_at_once(server: Server) -> None:
    for number in range(5):
        assert server.update(insert(number)).status == 200
        query = f"SELECT ?o {{ GRAPH <{NEW}w> {{ <http://x.example/{number}> ?p ?o }} }}"
        assert server.select(query) == ["1"]


def test_a_write_that_changes_nothing_makes_no_version(server: Server) -> None:
    server.update(insert(100))
    before = server.versions.current().number
    got = server.update(insert(100))
    assert (got.json["version"], got.json["added"]) == (before, 0)
    assert server.versions.current().number == before


def test_an_update_that_fails_half_way_changes_nothing(server: Server) -> None:
    before = server.versions.current().number
    got = server.update(insert(200) + " ; CREATE GRAPH <" + NEW + "w>")
    assert got.status == 400
    assert server.versions.current().number == before


@pytest.mark.parametrize("word", ["DROP GRAPH", "CLEAR GRAPH", "MOVE <http://x.example/none> TO"])
def test_an_update_of_a_graph_that_is_not_there_names_it(server: Server, word: str) -> None:
    name = "http://x.example/other" if word.startswith("MOVE") else "http://x.example/none"
    before = server.versions.current().number
    got = server.update(f"{insert(77)} ; {word} <{name}>")
    assert got.status == 404
    assert "http://x.example/none" in got.json["detail"]
    assert server.versions.current().number == before
    silent = word.replace("GRAPH", "SILENT GRAPH").replace("MOVE", "MOVE SILENT")
    assert server.update(f"{silent} <{name}>").status == 200


def test_if_match_prevents_lost_updates(server: Server) -> None:
    tag = server.ask(path="/version").headers["ETag"]
    query_tag = server.ask(query={"query": "ASK {}"}).headers["ETag"]
    ask = {"method": "POST", "token": server.token}
    first = server.ask(**ask, body={"update": insert(300)}, headers={"If-Match": tag})
    assert first.status == 200
    late = server.ask(**ask, body={"update": insert(301)}, headers={"If-Match": tag})
    assert late.status == 412
    assert str(first.json["version"]) in late.json["detail"]
    late = server.ask(**ask, body={"update": insert(301)}, headers={"If-Match": query_tag})
    assert late.status == 412
    for good in (first.headers["ETag"], "*", f"{tag}, {first.headers['ETag']}"):
        body = {"update": insert(302), "dry-run": "1"}
        assert server.ask(**ask, body=body, headers={"If-Match": good}).status == 200
    nonsense = server.ask(**ask, body={"update": insert(303)}, headers={"If-Match": '"other"'})
    assert nonsense.status == 412


def test_writers_at_the_same_time_wait_for_each_other(server: Server) -> None:
    before = server.versions.current().number
    answers = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(server.update(insert(400 + n))))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got.json["version"] for got in answers) == list(range(before + 1, before + 9))


def test_only_one_of_many_wins_by_if_match(server: Server) -> None:
    tag = server.ask(path="/version").headers["ETag"]
    answers = []

    def write(number: int) -> None:
        body, headers = {"update": insert(500 + number)}, {"If-Match": tag}
        answers.append(server.ask("POST", body=body, headers=headers, token=server.token).status)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 412, 412, 412, 412]


def test_versions_are_listed_with_who_when_and_what(server: Server) -> None:
    done = server.update(insert(600)).json
    listed = server.ask(path="/versions").json
    assert listed["current"] == done["version"]
    newest = listed["versions"][0]
    assert (newest["version"], newest["by"], newest["kind"]) == (done["version"], "test", "update")
    assert (newest["added"], newest["removed"]) == (1, 0)
    assert newest["built_at"].endswith("Z")
    patch = server.ask(path=f"{newest['href']}/patch")
    assert patch.headers["Content-Type"] == "application/rdf-patch"
    one = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    line = f"<http://x.example/600> <http://p/> {one} <{NEW}w>"
    assert patch.text == f"TX .\nA {line} .\nTC .\n"
    manifest = server.ask(path=newest["href"]).json
    assert manifest["version"] == done["version"]


def test_any_version_can_be_fetched_and_asked(server: Server) -> None:
    count = int(server.select(COUNT, version="1")[0])
    assert count == len(small_store())
    dump = server.ask(path="/versions/1/graph.nq")
    assert dump.headers["Content-Type"] == "application/n-quads"
    assert len(dump.body.splitlines()) == count
    # Only the newest three are kept whole; of a version without a dump the lines are remade.
    assert not server.versions.get(1).store.exists()
    assert not server.versions.get(2).dump.exists()
    assert len(server.ask(path="/versions/2/graph.nq").body.splitlines()) > 0
    one = server.ask(path="/graphs", query={"graph": NEW + "w", "version": "1"})
    assert one.status == 404
    assert server.ask(path="/versions/999").status == 404
    assert server.ask(path="/versions/x").status == 404


def test_going_back_keeps_the_history(server: Server) -> None:
    server.ask("PUT", "/graphs/empty", body="", headers=TURTLE, token=server.token)
    before = server.versions.current().number
    assert server.ask("POST", "/versions/1/rollback").status == 401
    dry = server.ask("POST", "/versions/1/rollback", query="dry-run", token=server.token)
    assert dry.json["dry_run"] is True
    got = server.ask("POST", "/versions/1/rollback", token=server.token)
    assert got.json["version"] == before + 1
    assert int(server.select(COUNT)[0]) == len(small_store())
    assert server.ask(path="/graphs/empty").status == 404
    assert server.ask(path=f"/versions/{before + 1}").json["of"] == 1
    again = server.ask("POST", f"/versions/{before}/rollback", token=server.token)
    assert again.json["version"] == before + 2
    assert server.ask(path="/graphs/empty").status == 200


def test_rights_are_by_graph(server: Server) -> None:
    tokens = Tokens(server.home)
    secret = tokens.add("notes", (NEW + "notes",))
    ok = server.update(insert(700, NEW + "notes"), secret)
    assert ok.status == 200
    assert server.ask(path=f"/versions/{ok.json['version']}").json["by"] == "notes"
    before = server.versions.current().number
    for text in (
        insert(701),
        insert(702, NEW + "notes") + " ; " + insert(702),
        "INSERT DATA { <http://x/> <http://x/> 1 }",
        "CREATE GRAPH <http://x.example/made>",
        "CLEAR ALL",
    ):
        got = server.update(text, secret)
        assert got.status == 403, text
        assert "no right" in got.json["detail"]
    assert server.ask("DELETE", "/graphs", query={"graph": "http://x.example/one"},
                      token=secret).status == 403  # fmt: skip
    assert server.ask("POST", "/versions/1/rollback", token=secret).status == 403
    assert server.versions.current().number == before
    tokens.revoke("notes")
    assert server.update(insert(703, NEW + "notes"), secret).status == 401
    plain = tokens.add("plain", ("default",))
    assert server.update("INSERT DATA { <http://x/> <http://x/> 1 }", plain).status == 200


def test_a_giant_literal_is_refused(server: Server) -> None:
    got = server.update(f"INSERT DATA {{ <http://x/> <http://x/> '{'x' * 6000}' }}")
    assert got.status == 413
    assert "PEYVAND_MAX_TERM_BYTES" in got.json["hint"]


def test_blank_nodes_of_two_bodies_stay_apart(server: Server) -> None:
    for _ in range(2):
        server.ask("POST", "/graphs/bnodes", body="_:x <http://p/> 1 .", headers=TURTLE,
                   token=server.token)  # fmt: skip
    query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH <{NEW}bnodes> {{ ?s ?p ?o }} }}"
    assert server.select(query) == ["2"]


def test_an_answer_that_is_cached_is_of_its_version(server: Server) -> None:
    before = server.select(COUNT)
    assert server.select(COUNT) == before
    number = server.versions.current().number
    server.update(insert(800))
    assert server.select(COUNT) == [str(int(before[0]) + 1)]
    assert server.select(COUNT, version=str(number)) == before


def test_everything_is_whole_in_the_end(server: Server) -> None:
    from peyvand.graph.maintenance import verify

    assert verify(server.versions) == []
