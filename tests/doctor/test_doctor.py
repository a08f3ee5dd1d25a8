"""What is in the way on a machine or in a home is found and told, with what to do."""

from __future__ import annotations

import json
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx2 as httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from engines.fake import QUERY, UPDATE, Fake
from peyvand.cli import main
from peyvand.doctor import home as of_home
from peyvand.doctor import machine
from peyvand.doctor.findings import Finding, State
from peyvand.engines.feeding import sync
from peyvand.engines.kinds import connect as connected
from peyvand.engines.model import Engine, Kind, engines, keep
from peyvand.engines.node import Node
from peyvand.graph.following import Following, follow
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.settings import Settings
from peyvand.tokens import Tokens

NOW = 4_000_000_000.0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home, store = tmp_path_factory.mktemp("doctor") / "home", Store()
    store.add(
        Quad(NamedNode("http://x.example/a"), NamedNode("http://x.example/p"), Literal("متن"))
    )
    publish_lines(Versions(home), store, dump_lines(store), "copy", keep=5)
    Tokens(home).add("one")
    return home


@pytest.fixture
def home(tmp_path: Path, made: Path) -> Path:
    shutil.copytree(made, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


def of(
    home: Path, connect: Callable[[Engine], Node] = connected, **more: object
) -> dict[str, Finding]:
    found = of_home.findings(Settings(home=home, **more), NOW, connect)  # type: ignore[arg-type]
    return {one.name: one for one in found}


def test_the_command_tells_all_and_whether_anything_is_wrong(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEYVAND_PORT", "0")
    assert main(["doctor", "--home", str(home), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["well"] is True
    names = [one["name"] for one in told["findings"]]
    for name in ("programs", "memory", "open files", "sandbox", "fonts", "clock", "disk", "tokens"):
        assert names.count(name) == 1
    assert {one["state"] for one in told["findings"]} <= {"well", "remark"}
    # What is wrong makes it end with 1, and says what to do.
    monkeypatch.setenv("PEYVAND_WROKERS", "3")
    assert main(["doctor", "--home", str(home)]) == 1
    text = capsys.readouterr().out
    assert "wrong   settings: no settings: PEYVAND_WROKERS\n        → Look them up" in text


def test_a_home_that_is_well(home: Path) -> None:
    found = of(home, columns="off")
    assert {one.state for one in found.values()} == {State.WELL}
    assert found["version"].told == "1, 1 statements"


def spoiled(home: Path) -> None:
    (Versions(home).current().path / "manifest.json").write_text("nonsense")


def readable(home: Path) -> None:
    (home / "tokens.json").chmod(0o644)


def failing(home: Path) -> None:
    follow(home, Following("http://s.example", "2026-01-01T00:00:00Z", 1, "It does not answer."))


def silent(home: Path) -> None:
    follow(home, Following("http://s.example", "2026-01-01T00:00:00Z", 1))


@pytest.mark.parametrize(
    ("spoil", "name", "told"),
    [
        (spoiled, "version", ""),
        (readable, "tokens", "others may read"),
        (failing, "source", "does not answer"),
        (silent, "source", "had version 1 at 2026"),
        (lambda home: (home / "engines.json").write_text("x"), "engines", "cannot be read"),
        (lambda home: (home / "replica.json").write_text("x"), "source", "cannot be read"),
    ],
)
def test_what_is_wrong_in_a_home(
    home: Path, spoil: Callable[[Path], None], name: str, told: str
) -> None:
    spoil(home)
    found = of(home)[name]
    assert found.state is State.WRONG
    assert told in found.told
    assert found.hint


def test_a_home_without_a_version_and_without_room(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert of(tmp_path / "none")["version"].state is State.REMARK
    monkeypatch.setattr(of_home, "room", lambda _: 1)
    assert of(home)["disk"].state is State.WRONG
    last = sum(one.stat().st_size for one in Versions(home).current().path.rglob("*"))
    monkeypatch.setattr(of_home, "room", lambda _: 2 * last)
    assert of(home)["disk"].state is State.REMARK


@pytest.fixture
def fake(home: Path) -> Fake:
    keep(home, [Engine("one", QUERY, Kind.SPARQL, UPDATE)])
    return Fake()


def test_what_an_engine_lacks(home: Path, fake: Fake) -> None:
    def connect(one: Engine) -> Node:
        return connected(one, fake)

    found = of(home, connect)
    assert found["engine one"].told == "holds no version"
    assert found["engine one"].state is State.WRONG
    assert found["feeding"].state is State.REMARK
    sync(Versions(home), engines(home)[0], connect)
    assert of(home, connect)["engine one"].state is State.WELL
    assert of(home, connect, wait_for=2)["engines"].state is State.WRONG

    def refuse(request: httpx.Request, got: httpx.Response) -> httpx.Response:
        return httpx.Response(400) if "19999" in fake.asked[-1] else got

    fake.lie = refuse
    lacking = of(home, connect)["engine one"]
    assert (lacking.state, lacking.told) == (
        State.REMARK,
        "lists of 20,000 values: it answers with the status 400",
    )

    def rounded(request: httpx.Request, got: httpx.Response) -> httpx.Response:
        content = got.content.replace(b'"0.3"', b'"0.30000000000000004"')
        return httpx.Response(got.status_code, content=content, headers=got.headers)

    fake.lie = rounded
    lacking = of(home, connect)["engine one"]
    assert lacking.state is State.WRONG
    assert lacking.told.startswith("exact decimals: ('0.30000000000000004',)")

    def gone(request: httpx.Request, got: httpx.Response) -> httpx.Response:
        raise httpx.ConnectError("Connection refused")

    fake.lie = gone
    assert "Connection refused" in of(home, connect)["engine one"].told
    keep(home, [])
    assert of(home, embedded="last")["engines"].state is State.WRONG


def test_a_clock_that_went_back() -> None:
    assert machine.clock(None, NOW).state is machine.clock(NOW, NOW).state is State.WELL
    assert machine.clock(NOW + 1, NOW).state is State.WRONG


def test_limits_that_are_too_low(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(quads: int = 0, **more: int) -> dict[str, Finding]:
        settings = Settings(port=0, **more)  # type: ignore[arg-type]
        return {one.name: one for one in machine.findings(settings, {}, quads)}

    monkeypatch.setattr(resource, "getrlimit", lambda _: (10, 20))
    monkeypatch.setattr(machine, "confine", lambda _: None)
    monkeypatch.setattr(machine, "_BUILT", Path("/nowhere"))
    low = found()
    assert low["open files"].state is low["processes"].state is State.WRONG
    assert low["sandbox"].state is low["front end"].state is low["fonts"].state is State.REMARK
    monkeypatch.undo()
    assert found()["memory"].state is State.WELL
    assert found(workers=1000)["memory"].state is State.REMARK
    assert found(10**9, memory_quads=10**9)["memory"].state is State.WRONG
