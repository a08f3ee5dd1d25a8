"""The client against a server of the documents' graph."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest
from pyoxigraph import NamedNode

from peyvand import AsyncClient, Client
from peyvand.client import Problem, Unreachable
from peyvand.graph.build import Graph
from web.live import Server, publish_documents, running, wait_for_index

DOCS = Path(__file__).parents[2] / "docs"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
XSD = "http://www.w3.org/2001/XMLSchema#"
TABRIZ = "https://w3id.org/peyvand/id/city/tabriz"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("client")
    publish_documents(home, graph, once)
    with running(home) as found:
        wait_for_index(found)
        yield found


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    with Client(f"http://127.0.0.1:{server.port}/") as made:
        yield made


def test_the_package_itself_stays_light() -> None:
    code = "import sys, peyvand; print(sorted({'httpx2', 'pandas', 'yaml'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("city", ["Tabriz", "تبریز", "city/tabriz", TABRIZ])
def test_a_question_takes_a_name_in_any_script(client: Client, city: str) -> None:
    found = client.question("partners-of-city", city=city)
    assert len(found) > 0
    assert {row["city"] for row in found} == {NamedNode(TABRIZ)}
    assert "VALUES" in found.about["query"]
    assert found.version == 1


def test_questions_tell_what_they_take(client: Client) -> None:
    questions = {question.name: question for question in client.questions()}
    city, scope = questions["partners-of-city"].parameters
    assert (city.type, city.optional, "city" in city.kinds) == ("iri", False, True)
    assert (scope.type, scope.choices) == ("choice", ("documents", "datasets", "all"))
    for question in questions.values():
        assert question.title
        assert question.keywords


@pytest.mark.parametrize(
    ("name", "given", "status", "near"),
    [
        ("partner-of-city", {}, 404, "partners-of-city"),
        ("partners-of-city", {"cty": "Tabriz"}, 400, "city"),
        ("partners-of-city", {"scope": "everything"}, 400, None),
        ("partners-of-city", {"city": "Nowhere at all"}, 400, None),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_near(
    client: Client, name: str, given: dict[str, str], status: int, near: str | None
) -> None:
    with pytest.raises(Problem) as caught:
        client.question(name, **given)
    assert caught.value.status == status
    assert caught.value.hint
    if near:
        assert near in caught.value.near
        assert near in str(caught.value)


def test_errors_come_in_the_language_of_the_client(server: Server) -> None:
    with (
        Client(f"http://127.0.0.1:{server.port}", language="fa") as client,
        pytest.raises(Problem, match="پرسشی"),
    ):
        client.question("nothing-like-it")


def test_a_mistake_in_a_query_has_its_place(client: Client) -> None:
    with pytest.raises(Problem) as caught:
        client.select("SELECT * WHERE {\n ?s ?p }")
    assert caught.value.members["line"] == 2


TYPED = f"""SELECT * {{ VALUES (?whole ?exact ?day ?edtf ?text ?mixed ?truth) {{
  (1 0.10 "2020-02-29"^^<{XSD}date> "2018?"^^<{EDTF}> "Tabriz"@en 1 true)
  (9007199254740993 0.30 "1999-12-31"^^<{XSD}date> "[2000,2009]"^^<{EDTF}> "تبریز"@fa "x" false)
  (UNDEF UNDEF UNDEF UNDEF "plain" UNDEF UNDEF) }} }}"""


def test_a_frame_of_pandas_keeps_types_languages_and_exact_numbers(client: Client) -> None:
    frame = client.select(TYPED).to_pandas()
    assert str(frame["whole"].dtype) == "Int64"
    assert frame["whole"][1] == 9007199254740993
    assert frame["exact"].tolist()[:2] == [Decimal("0.1"), Decimal("0.3")]
    assert frame["day"][0] == date(2020, 2, 29)
    assert frame["edtf"].tolist()[:2] == ["2018?", "[2000,2009]"]
    assert frame.attrs["datatypes"]["edtf"] == EDTF
    assert frame["text_lang"].tolist()[:2] == ["en", "fa"]
    assert frame["mixed"].tolist()[:2] == ["1", "x"]
    assert frame["mixed_datatype"].tolist()[:2] == [f"{XSD}integer", f"{XSD}string"]
    assert frame["truth"].tolist()[:2] == [True, False]
    assert frame.iloc[2].isna().sum() >= 6


def test_a_frame_of_polars_has_the_same_columns(client: Client) -> None:
    found = client.select(TYPED)
    frame = found.to_polars()
    assert frame.columns == found.to_pandas().columns.tolist()
    assert frame.schema["whole"] == polars.Int64
    assert frame.schema["day"] == polars.Date
    assert frame["exact"].to_list()[:2] == [Decimal("0.1"), Decimal("0.3")]
    assert frame["text_lang"].to_list()[:2] == ["en", "fa"]


def test_an_answer_without_rows_is_a_frame_with_columns(client: Client) -> None:
    found = client.select("SELECT ?a ?b { VALUES (?a ?b) { } }")
    assert found.to_pandas().columns.tolist() == found.to_polars().columns == ["a", "b"]


def test_every_claim_behind_a_statement_is_found(client: Client) -> None:
    every = client.claims("agreement/tabriz-wuhan").to_pandas()
    signed = client.claims("agreement/tabriz-wuhan", "pv:signed").to_pandas()
    assert 0 < len(signed) < len(every)
    assert signed["document"].notna().all()
    party = client.claims("agreement/tabriz-wuhan", "pv:hasParty", "city/tabriz")
    assert {row["value"] for row in party} == {NamedNode(TABRIZ)}


def test_things_are_found_and_described(client: Client) -> None:
    assert client.search("تبریز", "city")[0]["iri"] == TABRIZ
    about = client.describe("city/tabriz")
    assert any(quad.subject == NamedNode(TABRIZ) for quad in about)
    assert client.construct("CONSTRUCT { ?s a ?t } { ?s a ?t } LIMIT 3")
    assert client.ask("ASK {}") is True


def test_a_list_is_merged_in_one_call(client: Client) -> None:
    rows = {"name": ["Tabriz", "Esfahan", "Qwertzuiop"], "country": ["Iran", "Iran", None]}
    merged = client.merge(pandas.DataFrame(rows))
    assert merged["outcome"].tolist() == ["same", "same", "none"]
    assert merged["iri"][0] == TABRIZ
    # More than go in one request.
    assert len(client.reconcile([{"name": "Tabriz"}] * 120)) == 120


def test_versions_can_be_asked(client: Client, server: Server) -> None:
    assert server.update(
        "INSERT DATA { GRAPH <https://w3id.org/peyvand/graph/notes> "
        "{ <http://x.example/a> <http://www.w3.org/2000/01/rdf-schema#label> \"A\" } }"
    ).status == 200  # fmt: skip
    query = "ASK { GRAPH ?g { <http://x.example/a> ?p ?o } }"
    assert client.ask(query)
    assert not client.at(1).ask(query)
    assert [one["version"] for one in client.versions()][:2] == [2, 1]
    then = client.question("partners-of-city", city="city/tabriz", on="1990-01-01")
    assert then.about["sentences"]


def test_rows_stream(client: Client) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3000"
    assert list(client.stream(query)) == list(client.select(query).rows)
    with pytest.raises(Problem):
        next(client.stream("SELECT"))


def test_whoever_leaves_a_stream_cancels_its_query(client: Client) -> None:
    rows = client.stream("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert next(rows)
    rows.close()
    assert client.cancel("none-of-this-name-1") is False


def test_a_client_of_asyncio_does_the_same(server: Server) -> None:
    async def asked() -> None:
        async with AsyncClient(f"http://127.0.0.1:{server.port}") as client:
            found = await client.question("partners-of-city", city="Tabriz")
            assert len(found) > 0
            rows = [row async for row in client.stream("SELECT * { ?s ?p ?o } LIMIT 100")]
            assert len(rows) == 100
            with pytest.raises(Problem, match="partners-of-city"):
                await client.question("partner-of-city")
            assert (await client.reconcile([{"name": "Tabriz"}]))[0].iri == TABRIZ
            running = asyncio.create_task(
                client.select("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
            )
            await asyncio.sleep(0.2)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running

    asyncio.run(asked())


def test_both_clients_have_the_same_methods() -> None:
    names = [{name for name in vars(kind) if name[0] != "_"} for kind in (Client, AsyncClient)]
    assert names[0] == names[1]


def test_nobody_at_the_address_is_told() -> None:
    with pytest.raises(Unreachable, match="Check the address"):
        Client("http://127.0.0.1:1", retries=None, sleep=lambda _: None).ask("ASK {}")


def test_the_examples_of_the_documentation_run(server: Server) -> None:
    text = (DOCS / "client.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) > 3
    names: dict[str, Any] = {}
    for block in blocks:
        code = block.replace("http://127.0.0.1:8000", f"http://127.0.0.1:{server.port}")
        exec(compile(code, "client.md", "exec"), names)
    for made in names.values():
        if isinstance(made, Client):
            made.close()
    assert len(names["frame"]) > 0
