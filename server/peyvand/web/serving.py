"""The endpoint and the pages behind uvicorn, in the event loop of the server."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from peyvand.graph.versions import Versions
from peyvand.query.executor import Executor
from peyvand.sources.coastline import LAND
from peyvand.web import renewal
from peyvand.web.asgi import Front
from peyvand.web.endpoint.routes import Endpoint
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http.connection import guarded
from peyvand.web.http.prefix import Below
from peyvand.web.site import Site

_KEEP_ALIVE_S = 15
# Allocations between two looks for cycles among what is new; 700 are made by a few light queries.
_ALLOCATIONS = 20_000
_UNBUNDLED = (
    "peyvand: the front end is missing: no query editor, no Persian font, no coastline on maps.\n"
    "  → make front, or a wheel that was built with it"
)


async def serve(executor: Executor, listener: socket.socket) -> bool:
    """Serve by an executor, which is closed then, until SIGINT or SIGTERM.

    Args:
        executor: what answers queries.
        listener: where it listens.

    Returns:
        Whether it ended because something was withdrawn, and another is to go on.
    """
    settings, versions = executor.settings, executor.versions
    logging.getLogger("uvicorn.error").addFilter(_unbroken)
    bridge = Bridge(lambda: Endpoint(executor, settings), asyncio.get_running_loop())
    server: _Server
    site = Site(bridge, executor, lambda: server.stop())
    front: Any = Front(bridge.endpoint, site)
    behind: Any = ProxyHeadersMiddleware(front, settings.trusted_proxies)
    config = uvicorn.Config(
        Below(behind, settings),
        http=guarded(settings, bridge.endpoint.at_once.begin),
        ws="none",
        lifespan="off",
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=5,
        # Done here, inside of what has to see the proxy's own address.
        proxy_headers=False,
    )
    host, port = listener.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    print(
        f"Peyvand serves version {_number(versions)} on http://{name}:{port}",
        file=sys.stderr,
        flush=True,
    )
    if not LAND.is_file():  # nor anything else that is bundled
        print(_UNBUNDLED, file=sys.stderr, flush=True)
    server = _Server(config)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, server.stop)
    # What is there now stays; of the rest, requests leave few cycles to look for.
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    with renewal.watched(executor, server.stop) as watch:
        try:
            # It closes what it is given.
            await server.serve(sockets=[listener.dup()])
        finally:
            try:
                await site.end()
            finally:
                await asyncio.to_thread(bridge.close)
                await executor.close()
    return watch.is_outdated


class _Server(uvicorn.Server):
    """Uvicorn's server, ended by a signal without dying of it: the exit code is 0."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever made the server."""
        yield

    def stop(self) -> None:
        """End after the requests under way, and at once when asked again."""
        self.force_exit = self.should_exit
        self.should_exit = True


def _number(versions: Versions) -> int:
    return Versions(versions.home, all_lists=True).current().number


def _unbroken(record: logging.LogRecord) -> bool:
    """Whether a line of uvicorn's log says something new: breaking off an answer is meant."""
    return "without completing response" not in record.getMessage()
