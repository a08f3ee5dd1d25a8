"""The server: the application under waitress, until a signal ends it."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from waitress.server import create_server

from peyvand.errors import PeyvandError
from peyvand.graph.versions import Versions
from peyvand.settings import Settings
from peyvand.web.app import create_app


def serve(settings: Settings) -> None:
    """Serve the current version until SIGINT or SIGTERM.

    Raises:
        NoVersion: nothing was built yet.
        PeyvandError: the address cannot be listened on.
    """
    versions = Versions(settings.home)
    version = versions.current()
    app = create_app(versions, settings)
    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        raise PeyvandError(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.",
            "Choose another port with --port.",
        ) from error

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    port = server.effective_port
    print(
        f"Peyvand serves version {version.number} on http://{settings.host}:{port}",
        file=sys.stderr,
        flush=True,
    )
    try:
        server.run()
    finally:
        server.close()
        app.extensions["peyvand"].close()
