"""A server of a replica answers what it has, and takes no write, whoever sends it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from peyvand.graph.following import Following, follow
from peyvand.graph.versions import Versions
from peyvand.settings import Settings
from peyvand.tokens import Role, Tokens
from peyvand.web.app import create_app
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import Kind
from web.live import publish, small_store

SOURCE = "https://writer.example/peyvand"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Path]]:
    home = tmp_path_factory.mktemp("replica")
    publish(home, small_store())
    Journal(home).ask("http://x.example/a", Kind.REMOVAL)
    follow(home, Following(SOURCE, "2026-11-30T09:00:00Z", 1))
    app = create_app(Versions(home), Settings(home=home))
    yield app, home
    app.extensions["peyvand"].close()


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/sparql", {"data": {"update": "INSERT DATA { <x:a> <x:b> <x:c> }"}}),
        ("POST", "/sparql", {"data": "CLEAR ALL", "content_type": "application/sparql-update"}),
        ("PUT", "/graphs?default", {"data": "", "content_type": "text/turtle"}),
        ("POST", "/graphs?default", {"data": "", "content_type": "text/turtle"}),
        ("DELETE", "/graphs?default", {}),
        ("POST", "/versions/1/rollback", {}),
        ("POST", "/register?kind=agreement", {"data": "parties\n", "content_type": "text/csv"}),
        ("POST", "/requests", {"json": {"about": "http://x.example/a", "kind": "comment"}}),
        ("POST", "/requests/1/ruling", {"json": {"outcome": "refused", "reason": "No."}}),
    ],
)
def test_no_write_is_taken(
    replica: tuple[Flask, Path], known: bool, method: str, path: str, body: dict[str, Any]
) -> None:
    app, home = replica
    headers = {}
    if known:
        name = str(len(Tokens(home).all()))
        role = Role.RULE if "ruling" in path else None
        headers["Authorization"] = f"Bearer {Tokens(home).add(name, role=role)}"
    got = app.test_client().open(path, method=method, headers=headers, **body)
    assert got.status_code == 403
    assert got.json["type"].endswith("/problem/read-only")
    assert SOURCE in got.json["detail"] + got.json.get("hint", "")
    assert [version.number for version in Versions(home).all()] == [1]
    assert len(Journal(home).docket().requests) == 1


def test_it_answers_and_tells_what_it_follows(replica: tuple[Flask, Path]) -> None:
    client = replica[0].test_client()
    got = client.get("/sparql", query_string={"query": "ASK {}"})
    assert (got.status_code, got.headers["Peyvand-Version"]) == (200, "1")
    follows = client.get("/health").json["follows"]
    assert follows == {"version": 1, "looked_at": "2026-11-30T09:00:00Z"}


def test_a_version_that_was_never_taken_is_told_of(replica: tuple[Flask, Path]) -> None:
    app, home = replica
    follow(home, Following(SOURCE, "2026-11-30T09:00:00Z", 9))
    asking = {"query": "ASK {}", "version": "5"}
    got = app.test_client().get("/sparql", query_string=asking)
    assert got.status_code == 404
    assert got.get_json()["hint"] == f"Ask what it follows, which has it: {SOURCE}"
    # Of one that nobody has, and of a source that is a folder of this machine, no place is told.
    for source, number in ((SOURCE, "10"), (SOURCE, "0"), ("/srv/peyvand", "5")):
        follow(home, Following(source, "2026-11-30T09:00:00Z", 9))
        got = app.test_client().get("/sparql", query_string={**asking, "version": number})
        assert got.status_code in (400, 404)
        assert "srv" not in got.text
        assert SOURCE not in got.text
    follow(home, Following(SOURCE, "2026-11-30T09:00:00Z", 1))
