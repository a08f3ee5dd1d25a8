"""A client of a home on this machine, without a server that listens: the application answers it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2 as httpx

from peyvand.client import Client
from peyvand.graph.versions import Versions
from peyvand.settings import Settings
from peyvand.web.app import create_app


@contextmanager
def client_of(settings: Settings, language: str) -> Iterator[Client]:
    """A client of the versions of a home.

    Args:
        settings: the home and its limits.
        language: of texts and errors.

    Raises:
        PeyvandError: nothing was built there yet.
    """
    versions = Versions(settings.home)
    versions.current()
    app = create_app(versions, settings)
    try:
        transport = httpx.WSGITransport(app=app)
        with Client("http://127.0.0.1", language=language, transport=transport) as client:
            yield client
    finally:
        app.extensions["peyvand"].close()
