"""The wheel carries everything, and works where it is installed away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built with the backend that is installed, so that no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return folder / done.stdout.split()[-1]


def test_the_wheel_carries_ontology_shapes_queries_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "shapes", "queries", "data"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".ttl", ".rq", ".csv"}:
                assert f"peyvand/bundle/{path.relative_to(ROOT).as_posix()}" in names
    assert "peyvand/py.typed" in names
    assert "peyvand/web/templates/home.html" in names
    assert "peyvand/web/static/style.css" in names
    built = ROOT / "server" / "peyvand" / "web" / "static" / "built"
    for path in built.glob("*"):
        assert f"peyvand/web/static/built/{path.name}" in names


def test_the_wheel_builds_and_answers_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """Unpacked as an installer would, with the other packages from this environment."""
    target = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(target)
    paths = sysconfig.get_paths()
    code = (
        "import sys; sys.path[:0] = sys.argv[1:3]; "
        "import peyvand; assert peyvand.__file__.startswith(sys.argv[1]), peyvand.__file__; "
        "from peyvand.resources import root; assert root().parent.name == 'peyvand'; "
        "from peyvand.cli import main; sys.exit(main(sys.argv[3:]))"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        # -I: neither the checkout nor the user's packages are on the path by chance.
        command = [sys.executable, "-I", "-S", "-c", code, str(target), paths["purelib"]]
        return subprocess.run(
            [*command, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    built = run("build", "--home", str(tmp_path / "home"))
    assert built.returncode == 0, built.stderr
    asked = run("query", "partners-of-city", "--home", str(tmp_path / "home"), "--format", "csv")
    assert asked.returncode == 0, asked.stderr
    assert "city/baalbek" in asked.stdout
