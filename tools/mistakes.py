"""Write into ``docs/mistakes.md`` what is answered to the queries that stand there.

``.venv/bin/python -m tools.mistakes`` after a change of a message, or after adding a query (as a
block of ``text``) to the page; a test holds the page equal to what this would write.
"""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import Store

from peyvand.errors import PeyvandError
from peyvand.query.engine import ask
from peyvand.query.guard import Limits, check

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mistakes.md"
_BLOCK = r"```{}\n((?:(?!```).*\n)+?)```\n"
_ENTRY = re.compile(
    r"^#### `[a-z-]*`\n\n" + _BLOCK.format("text") + "(?:\n" + _BLOCK.format("answer") + ")?", re.M
)
_STORE = Store()


def refusal(text: str) -> PeyvandError:
    """Why a query is refused.

    Raises:
        ValueError: it is not.
    """
    try:
        check(text, Limits())
        ask(_STORE, text)
    except PeyvandError as error:
        return error
    raise ValueError(f"nothing is wrong with: {text}")


def code(error: PeyvandError) -> str:
    """The code of the mistake in an error."""
    return str((error.members or {}).get("code", error.slug))


def entry(text: str) -> str:
    """What the page says of a query."""
    error = refusal(text)
    told = "\n\n".join("\n".join(error.texts(language)) for language in ("en", "fa"))
    return f"#### `{code(error)}`\n\n```text\n{text}\n```\n\n```answer\n{told}\n```\n"


def queries(page: str) -> list[str]:
    """The queries of the page."""
    return [match[1].rstrip("\n") for match in _ENTRY.finditer(page)]


def written(page: str) -> str:
    """The page with the messages of today."""
    return _ENTRY.sub(lambda match: entry(match[1].rstrip("\n")), page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
