"""The snippets of ``/data`` and of docs/snippets.md ask what they say, where they can be run."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from needs import needs, node
from web.live import Server, publish, running, small_store, wait_for_index

PAGE = Path(__file__).parents[2] / "docs" / "snippets.md"
ADDRESS = "http://127.0.0.1:8000"
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/peyvand/id/city/tabriz> a pv:City ; rdfs:label "Tabriz"@en, "تبریز"@fa .
"""
LABELS = {"Tabriz", "تبریز"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("snippets")
    publish(home, small_store(DATA))
    with running(home, workers=1) as found:
        yield found


@pytest.fixture(scope="module")
def shown(server: Server) -> dict[str, str]:
    """What the page of the data shows, by the name of the program."""
    page = server.ask(path="/data", headers={"Accept": "text/html"}).text
    form = r"<summary><bdi>(.*?)</bdi></summary>\s*<pre dir=\"ltr\"><code>(.*?)</code>"
    return {name: html.unescape(code) for name, code in re.findall(form, page, re.S)}


def run(arguments: list[str], stdin: str = "") -> str:
    done = subprocess.run(
        arguments, input=stdin, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def test_the_page_of_the_docs_has_the_same(server: Server, shown: dict[str, str]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    written = dict(re.findall(r"^## (.*?)\n(?:.*?\n)*?```\n(.*?)\n```$", text, re.M | re.S))
    here = f"http://127.0.0.1:{server.port}"
    assert written == {name: code.replace(here, ADDRESS).strip() for name, code in shown.items()}
    assert set(written) == {
        *("curl", "Python", "Python (SPARQLWrapper)", "JavaScript", "R", "Java (Apache Jena)"),
        *("Java (Eclipse RDF4J)", "Julia", "OpenRefine"),
    }


@needs("curl")
def test_curl(shown: dict[str, str]) -> None:
    city, *rows = run(["sh", "-c", f"{shown['curl']} -s"]).splitlines()
    assert city == "city,label"
    assert {row.rpartition(",")[2] for row in rows} == LABELS


@needs("node")
def test_javascript(shown: dict[str, str]) -> None:
    told = shown["JavaScript"] + "\nfor (const row of rows) console.log(row.label.value);"
    assert set(run([*node(), "--input-type=module", "-"], told).split()) == LABELS


@needs("r")
def test_r(shown: dict[str, str]) -> None:
    told = f"{shown['R']}\ncat(rows$label)"
    assert set(run(["Rscript", "-e", told]).split()) == LABELS


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Python", "print(*rows['label'])"),
        ("Python (SPARQLWrapper)", "print(*(row['label']['value'] for row in rows))"),
    ],
)
def test_python(
    shown: dict[str, str], name: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(f"{shown[name]}\n{told}", name, "exec"), {})
    assert set(capsys.readouterr().out.split()) == LABELS


def test_the_addresses_for_openrefine_are_answered(server: Server, shown: dict[str, str]) -> None:
    reconcile, table = re.findall(rf"http://127\.0\.0\.1:{server.port}(\S+)", shown["OpenRefine"])
    wait_for_index(server)
    assert server.ask(path=reconcile).json["name"]
    path, _, query = table.partition("?")
    assert server.ask(path=path, query=query).text.splitlines()[0] == "city,label"
