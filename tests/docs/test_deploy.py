"""What stands in deploy/ to be adapted: its commands are the program's, and it is held tight."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from needs import needs
from peyvand.cli import _parser
from peyvand.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
CLUSTER: dict[str, Any] = {
    one["kind"]: one
    for one in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
}
POD = CLUSTER["StatefulSet"]["spec"]["template"]["spec"]
OTHERS = {"PEYVAND_SOURCE_TOKEN"}
UNITS = ("peyvand.service", "peyvand-replicate.service")
LINTERS = [
    ["hadolint", "Containerfile"],
    ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml"],
    ["kubernetes-validate", "--strict", "kubernetes.yaml"],
]
# Of 100, what systemd calls well confined.
MOST_EXPOSED = 20


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    return read


def commands() -> Iterator[list[str]]:
    for service in COMPOSE["services"].values():
        if "command" in service:
            yield service["command"]
    for container in POD["containers"]:
        yield container["command"]
    for name in UNITS:
        path, *rest = shlex.split(unit(name)["Service"]["ExecStart"])
        yield [Path(path).name, *rest]


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_a_command_is_one_that_the_program_takes(words: list[str]) -> None:
    assert words[0] == "peyvand"
    assert _parser(words[1]).parse_args(words[1:]).run


def test_settings_are_those_of_the_program() -> None:
    for path in DEPLOY.iterdir():
        for name in re.findall(r"PEYVAND_[A-Z_]+", path.read_text(encoding="utf-8")):
            known = name.removeprefix("PEYVAND_").lower() in Settings.__dataclass_fields__
            assert known or name in OTHERS, (path.name, name)


def test_each_replica_of_the_composition_is_fed_and_of_one_home() -> None:
    services = COMPOSE["services"]
    for number in (1, 2):
        follow, serve = services[f"follow-{number}"], services[f"replica-{number}"]
        assert follow["volumes"] == serve["volumes"] == [f"replica-{number}:/data"]
        assert serve["depends_on"] == [f"follow-{number}"]
    used = {one.partition(":")[0] for service in services.values() for one in service["volumes"]}
    assert used == set(COMPOSE["volumes"])
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert len(set(ports)) == len(ports) == 3


def test_the_pod_may_do_little_and_is_watched() -> None:
    assert POD["securityContext"]["runAsNonRoot"] is True
    volumes = {volume["name"] for volume in POD["volumes"]}
    volumes |= {
        one["metadata"]["name"] for one in CLUSTER["StatefulSet"]["spec"]["volumeClaimTemplates"]
    }
    for container in POD["containers"]:
        confined = container["securityContext"]
        assert confined["allowPrivilegeEscalation"] is False
        assert confined["readOnlyRootFilesystem"] is True
        assert confined["capabilities"] == {"drop": ["ALL"]}
        assert {"memory"} <= container["resources"]["limits"].keys()
        assert {mount["name"] for mount in container["volumeMounts"]} == volumes
    (serve,) = (one for one in POD["containers"] if one["name"] == "serve")
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert serve[probe]["httpGet"] == {"path": "/health", "port": "http"}
    labels = CLUSTER["StatefulSet"]["spec"]["template"]["metadata"]["labels"]
    assert CLUSTER["Service"]["spec"]["selector"] == labels
    assert CLUSTER["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels


@pytest.mark.parametrize("command", LINTERS, ids=lambda command: command[-1])
def test_those_who_know_the_format_find_nothing(command: list[str]) -> None:
    program = Path(sysconfig.get_path("scripts")) / command[0]
    run = subprocess.run([program, *command[1:]], cwd=DEPLOY, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@needs("systemd-analyze")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_reads_a_unit_and_finds_it_confined(name: str, tmp_path: Path) -> None:
    made = tmp_path / name
    text = (DEPLOY / name).read_text(encoding="utf-8")
    made.write_text(text.replace("/opt/peyvand/.venv/bin/peyvand", sys.executable), "utf-8")
    limit = f"--threshold={MOST_EXPOSED}"
    for command in (["verify"], ["security", "--offline=true", "--no-pager", limit]):
        run = subprocess.run(["systemd-analyze", *command, made], capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr
        assert not run.stderr


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_writes_to_its_home_alone(name: str) -> None:
    service = unit(name)["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == "/var/lib/peyvand"
    assert service["NoNewPrivileges"] == "yes"


def test_a_request_that_a_replica_cannot_answer_goes_to_another() -> None:
    text = (DEPLOY / "nginx-replicas.conf").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    assert len(re.findall(r"^    server 127\.0\.0\.1:\d+ ", text, re.MULTILINE)) == 3
    (line,) = re.findall(r"proxy_next_upstream (.*);", text)
    assert {"error", "timeout", "http_503", "non_idempotent"} <= set(line.split())
