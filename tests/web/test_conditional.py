"""What a client holds already is not sent again, and everything else is."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from peyvand.web.http.conditional import conditional, unchanged
from peyvand.web.http.messages import Request

CONDITIONS = [
    ("", False),
    ('"v1"', True),
    ('W/"v1"', True),
    ('"v2", "v1"', True),
    ("*", True),
    ('"v2"', False),
    ('"v1x"', False),
    ("v2", False),
]


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS)
@pytest.mark.parametrize("tag", ['"v1"', 'W/"v1"'])
def test_who_holds_the_representation_is_told_so(tag: str, condition: str, holds: bool) -> None:
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    asked = Request("GET", "/", headers={"if-none-match": condition} if condition else {})
    reply = unchanged(asked, headers)
    if not holds:
        assert reply is None
    else:
        assert reply is not None
        assert (reply.status, reply.headers, reply.body) == (304, headers, b"")


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS)
def test_a_page_is_sent_once(condition: str, holds: bool) -> None:
    app = Flask(__name__)
    headers = {"If-None-Match": condition} if condition else {}
    with app.test_request_context("/", headers=headers):
        page = conditional(Response("text"), "v1")
        assert (page.status_code, page.headers["ETag"]) == (304 if holds else 200, 'W/"v1"')


def test_a_page_without_a_tag_is_named_by_its_content() -> None:
    app = Flask(__name__)
    with app.test_request_context("/"):
        made = [conditional(Response(text)).headers["ETag"] for text in ("a", "a", "b")]
        strong = conditional(Response("a"), weak=False).headers["ETag"]
        named = conditional(Response("a"), "v1", weak=False).headers["ETag"]
    assert made[0] == made[1] != made[2]
    assert made[0] == f"W/{strong}"
    assert named == '"v1"'
