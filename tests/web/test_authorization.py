"""Who a request says it is, and on which version it believes it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from peyvand.errors import Unauthorised
from peyvand.tokens import Tokens
from peyvand.web.endpoint.authorization import Rights, wanted_versions
from peyvand.web.http.messages import Request


def request(**headers: str) -> Request:
    return Request("POST", "/sparql", headers=headers)


@pytest.mark.parametrize("form", ["Bearer {}", "bearer {}", "BEARER {}", "Bearer  {} "])
def test_a_bearer_is_known(tmp_path: Path, form: str) -> None:
    tokens = Tokens(tmp_path)
    secret = tokens.add("one")
    tokens.add("two")
    rights = Rights(tokens, tmp_path)
    asked = request(authorization=form.format(secret))
    assert rights.of(asked).name == "one"
    assert rights.has(asked)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (None, "token"),
        ("", "token"),
        ("Bearer", "token"),
        ("Bearer ", "token"),
        ("Basic {}", "token"),
        ("{}", "token"),
        ("Bearer{}", "token"),
        ("Token {}", "token"),
        ("Bearer x{}", "not known"),
        ("Bearer {}x", "not known"),
        ("Bearer {}, Bearer {}", "not known"),
    ],
)
def test_whoever_is_not_known_is_told_which(tmp_path: Path, header: str | None, words: str) -> None:
    tokens = Tokens(tmp_path)
    secret = tokens.add("one")
    asked = request() if header is None else request(authorization=header.format(secret, secret))
    rights = Rights(tokens, tmp_path)
    with pytest.raises(Unauthorised) as caught:
        rights.of(asked)
    assert words in caught.value.message
    assert secret not in caught.value.message
    assert not rights.has(asked)


@pytest.mark.parametrize(
    ("header", "versions"),
    [
        (None, None),
        ("*", None),
        (" * ", None),
        ('"v3"', [3]),
        ('W/"v3.abc.json.plain"', [3]),
        ('"v3", W/"v14.x"', [3, 14]),
        # What names no version of ours matches none: the write is refused, not let through.
        ('"abc"', []),
        ("", []),
        ("v3", []),
        ('"v"', []),
        ('"x v3"', []),
    ],
)
def test_the_versions_that_a_write_is_meant_for(
    header: str | None, versions: list[int] | None
) -> None:
    asked = request() if header is None else request(**{"if-match": header})
    assert wanted_versions(asked) == (None if versions is None else tuple(versions))
