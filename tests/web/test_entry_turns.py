"""Writes by forms leave threads to those who only read."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pyoxigraph import Store

from peyvand.errors import PeyvandError
from peyvand.settings import Settings
from peyvand.tokens import Tokens
from peyvand.web.app import create_app
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.pages.register import register
from waiting import LIMIT_S


def test_who_would_take_the_last_threads_is_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, end = threading.Event(), threading.Event()

    def write(self: Bridge, request: Any) -> Any:
        begun.set()
        assert end.wait(LIMIT_S)
        raise PeyvandError("It ends.", fa="پایان")

    monkeypatch.setattr(Bridge, "write", write)
    monkeypatch.setattr(register, "_PATIENCE_S", 0.01)
    app = create_app(Store(), Settings(workers=1, threads=2))
    bridge = app.extensions["peyvand"]
    secret = Tokens(bridge.versions.home).add("arak")
    sent = {"parties[]": "Arak", "token": secret, "step": "check"}

    def post(language: str) -> Any:
        return app.test_client().post(f"/register/agreement?lang={language}", data=sent)

    first: list[Any] = []
    writing = threading.Thread(target=lambda: first.append(post("en")))
    writing.start()
    try:
        assert begun.wait(LIMIT_S)
        for language, words in (("en", "being written"), ("fa", "نوشته می‌شود")):
            refused = post(language)
            assert refused.status_code == 503
            assert refused.headers["Retry-After"]
            assert words in refused.text
            assert 'value="Arak"' in refused.text
        assert app.test_client().get("/register").status_code == 200
    finally:
        end.set()
        writing.join()
    assert first[0].status_code == 500
    # The turn was given back.
    assert post("en").status_code == 500
    bridge.close()
