"""The server: it listens, has its processes start, and serves until a signal ends it."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import socket
from typing import cast

from peyvand.errors import PeyvandError
from peyvand.graph.versions import Versions
from peyvand.query.executor import Executor
from peyvand.settings import Settings
from peyvand.web import renewal


def serve(settings: Settings) -> None:
    """Serve the current version until SIGINT or SIGTERM.

    Raises:
        NoVersion: nothing was built yet.
        PeyvandError: the address cannot be listened on.
    """
    versions = Versions(settings.home)
    # What it holds is asked later: a version that is being made anew is answered for with 503.
    Versions(settings.home, all_lists=True).current()
    _raise_limit(2 * settings.max_connections + 1000)
    listener = _listen(settings)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        goes_on = runner.run(_serve(versions, settings, listener))
    if goes_on:
        renewal.run_anew(listener)
    listener.close()


async def _serve(versions: Versions, settings: Settings, listener: socket.socket) -> bool:
    """Serve; whether it ended because something was withdrawn, and another is to go on."""
    executor = Executor(versions, settings)
    with contextlib.suppress(PeyvandError):
        # Its processes start while the pages are loaded; whatever hinders it is told to who asks.
        executor.current()
        await asyncio.sleep(0)
    from peyvand.web import serving

    return await serving.serve(executor, listener)


def _raise_limit(wanted: int) -> None:
    """Allow as many open files as connections and workers need, as far as the system does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _listen(settings: Settings) -> socket.socket:
    if (inherited := renewal.inherited()) is not None:
        return inherited
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(1024)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PeyvandError(
            f"Cannot listen on {settings.host}:{settings.port}: {reason}.",
            "Choose another port with --port.",
        ) from error
    return listener


def _loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    """The faster event loop where there is one; the library's own elsewhere."""
    try:
        import uvloop
    except ImportError:
        return None
    return cast("type[asyncio.AbstractEventLoop]", uvloop.new_event_loop)
