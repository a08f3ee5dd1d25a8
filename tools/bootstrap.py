"""Make a virtual environment with pip in it, on machines where Python comes in parts.

Debian and Ubuntu ship ``python3`` without ``ensurepip`` (it is in ``python3-venv``), so that
``python3 -m venv`` fails there. This tries, in order: the standard way; a pip, virtualenv or uv
that is on the machine; and, where the user may install packages, the distribution's package.
Run it with any Python of version 3.11 or later: ``python3 tools/bootstrap.py .venv``.
"""

# Old Pythons must come as far as to be told that they are too old.
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = (3, 11)


failures: list[str] = []


def say(text: str) -> None:
    """Tell the user; standard error can tell any letter in any encoding."""
    print(text, file=sys.stderr, flush=True)


def run(*command: str) -> bool:
    """Whether a command succeeded; what the others said is kept, for when no way works."""
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        failures.append(f"{command[0]}: {error.strerror}")
        return False
    if done.returncode:
        lines = (done.stdout + done.stderr).decode(errors="replace").split("\n")
        last = next(filter(None, map(str.strip, reversed(lines))), "failed without a word")
        failures.append(f"{' '.join(command[:4])} …: {last}")
    return done.returncode == 0


def has_pip(python: Path) -> bool:
    """Whether an environment's interpreter can run pip."""
    # Not "pip --version", which fails where it cannot print the path.
    return python.exists() and run(str(python), "-c", "import pip")


def standard(folder: Path) -> bool:
    """The way that Python itself provides."""
    return run(sys.executable, "-m", "venv", "--clear", str(folder))


def with_system_pip(folder: Path) -> bool:
    """An empty environment, into which the machine's own pip installs pip."""
    bare = run(sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder))
    python = str(folder / "bin" / "python")
    return bare and run(sys.executable, "-m", "pip", "--python", python, "install", "pip")


def with_virtualenv(folder: Path) -> bool:
    """The virtualenv package, where it is installed."""
    return run(sys.executable, "-m", "virtualenv", "--clear", str(folder))


def with_uv(folder: Path) -> bool:
    """The uv program, where it is installed."""
    return run("uv", "venv", "--clear", "--seed", "--python", sys.executable, str(folder))


def with_distribution(folder: Path) -> bool:
    """The distribution's own package, where this user may install it without a question."""
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    say(f"bootstrap: Python has no ensurepip here; installing {package}")
    quiet = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    run(*quiet, "update")
    installed = run(*quiet, "install", "--no-install-recommends", package, "ca-certificates")
    return installed and standard(folder)


def main(arguments: list[str]) -> int:
    """Make the environment; 0 when it is there with pip in it."""
    folder = Path(arguments[0] if arguments else ".venv")
    if sys.version_info < NEEDED:
        wanted = ".".join(map(str, NEEDED))
        say(f"bootstrap: this is Python {sys.version.split()[0]}; {wanted} or later is needed.")
        say(f"  → sudo apt-get install python{wanted} python{wanted}-venv   (Debian, Ubuntu),")
        say(f"    then make PYTHON=python{wanted} …")
        return 1
    python = folder / "bin" / "python"
    if has_pip(python):
        return 0
    for way in (standard, with_system_pip, with_virtualenv, with_uv, with_distribution):
        if way(folder) and has_pip(python):
            return 0
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    say("bootstrap: no virtual environment with pip could be made.")
    for failure in failures:
        say(f"  {failure}")
    say(f"  → sudo apt-get install python{version}-venv   (Debian, Ubuntu), then run make again")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
