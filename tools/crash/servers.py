"""A server that is killed while it is sent updates."""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from peyvand.tokens import Tokens
from tools.crash.home import Home, text

_START_S, _WRITES_S = 60.0, 1.5


def kill_server(home: Home, chance: random.Random) -> None:
    """Start a server, send it updates, kill it, and look what is there."""
    tokens = Tokens(home.path)
    for known in tokens.all():
        tokens.revoke(known.name)
    token = tokens.add("crash")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "peyvand", "serve"],
        env={**os.environ, "PEYVAND_HOME": str(home.path), "PEYVAND_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _wait(port)
    # The first write waits for what writers load; it is not the one to be killed.
    timer = threading.Timer(chance.random() * _WRITES_S, process.kill)
    try:
        while True:
            home.begun += 1
            version = _write(port, token, home.begun)
            home.acknowledge(home.begun, version)
            if not timer.is_alive():
                timer.start()
    except (OSError, http.client.HTTPException, RuntimeError):
        pass
    process.kill()
    process.wait()
    timer.join()
    _gone(home.path)
    home.look()


def _write(port: int, token: str, number: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    head = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with closing(connection):
        connection.request("POST", "/sparql", urlencode({"update": text(number)}), head)
        response = connection.getresponse()
        said = response.read()
    if response.status != http.client.OK:
        raise RuntimeError(said.decode())
    return int(json.loads(said)["version"])


def _wait(port: int) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server does not come up")


def _gone(home: Path) -> None:
    """Wait until the processes of a killed server are gone, which its end ends."""
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        if not any(_holds(path, home) for path in Path("/proc").glob("[0-9]*")):
            return
        time.sleep(0.05)


def _holds(process: Path, home: Path) -> bool:
    """Whether a process has a file of a home open."""
    try:
        return any(os.readlink(d).startswith(f"{home}/") for d in (process / "fd").iterdir())
    except OSError:
        return False
