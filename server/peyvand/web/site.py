"""The pages as an ASGI application, which is loaded while the endpoint answers queries already."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from a2wsgi import WSGIMiddleware

from peyvand.query.executor import Executor
from peyvand.web.asgi import Application, Receive, Scope, Send
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.warming import BUSIEST, Warming

# A query needs none of what pages are made by, which takes as long to load as all the rest.
if TYPE_CHECKING:
    from flask import Flask

# How long after the start pages are loaded that nobody asks for, in seconds.
_MOMENT_S = 0.5
_BROWSER = {"Accept": "text/html"}


class Site:
    """The pages; whoever asks for one before they are loaded waits for them.

    They are loaded when somebody asks for one, or a moment after the start: who asks a query first
    is not to wait for them.

    Args:
        bridge: the endpoint, for those who ask it from threads.
        executor: what answers queries.
        failed: is called if they cannot be loaded, which ``end`` tells.
    """

    def __init__(self, bridge: Bridge, executor: Executor, failed: Callable[[], None]) -> None:
        self._bridge, self._executor, self._failed = bridge, executor, failed
        self._asked = asyncio.Event()
        self._loading = asyncio.ensure_future(self._load())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self._asked.set()
        pages = await asyncio.shield(self._loading)
        await pages(scope, receive, send)

    async def end(self) -> None:
        """Load nothing any more.

        Raises:
            Exception: whatever hindered that they were loaded.
        """
        if self._asked.is_set():
            await self._loading
        else:
            self._loading.cancel()

    async def _load(self) -> Application:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._asked.wait(), _MOMENT_S)
        self._asked.set()
        try:
            return await asyncio.to_thread(self._loaded)
        except BaseException:
            self._failed()
            raise

    def _loaded(self) -> Application:
        from peyvand.web.app import create_app, prepare

        settings = self._executor.settings
        app = create_app(self._bridge, settings)
        gc.freeze()
        threading.Thread(target=prepare, args=(app,), name="templates", daemon=True).start()
        visit = partial(_visit, app)
        warming = Warming(self._executor.versions, visit, settings.warm_quads)
        self._bridge.at_end(warming.close)
        warming.start()
        return cast(Application, WSGIMiddleware(cast(Any, app), workers=settings.threads))


def _visit(app: Flask, path: str) -> None:
    """Have a page made as if somebody visited it; for ``BUSIEST`` that of a city."""
    from peyvand.web.linked_data.addresses import local
    from peyvand.web.pages.components.current_index import busiest_city

    if path == BUSIEST:
        with app.app_context():
            path = local(busiest_city()) or "/"
    app.test_client().get(path, headers=_BROWSER, follow_redirects=True)
