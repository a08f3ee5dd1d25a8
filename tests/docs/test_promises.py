"""Every promise of the pages for users has a test beside it, in ``promises.toml``."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LIST: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("promises.toml").read_text(encoding="utf-8")
)
PAGES = ["README.md", "docs/deployment.md", "docs/endpoint.md"]
KINDS = {"tested", "untested", "no_promise"}
# So few promises may be without a test; whoever adds one takes another away.
MOST_UNTESTED = 8

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# Code that test_pages_of_docs.py runs, of which only the remarks are read here.
RUN = {"sh", "sparql", "csv"}
SENTENCE = re.compile(r"(?<=[.?!])(?:\*\*)?\s+(?=[A-Z`*\"(])")
# A row that leads to a page promises that page: test_links_between_pages_lead_somewhere.
SIGNPOST = re.compile(r"\| (\[[^]]+\]\([^)]+\)(, )?)+ \|$")


def units(text: str) -> list[str]:
    """What can be promised on a page, piece by piece, in its order.

    Args:
        text: a page in Markdown.

    Returns:
        Each sentence of its paragraphs and lists, each row of its tables, each remark of its
        commands, and each block of code that is only shown.
    """
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        kind, body = match.groups()
        found.extend(
            re.findall(r"(?<=  )#.*", body) if kind == "sh" else [] if kind in RUN else [body]
        )
        return ""

    for block in re.split(r"\n\s*\n|\n(?=- )", FENCE.sub(take, text)):
        if block.startswith("|"):
            rows = block.splitlines()[2:]
            found += [row for row in rows if not SIGNPOST.search(row)]
        elif not block.startswith(("#", "![")):
            found += SENTENCE.split(plain(block))
    return [plain(unit) for unit in found if unit.strip()]


def plain(text: str) -> str:
    """A text with its lines joined."""
    return " ".join(text.split())


def words(page: str, kind: str) -> dict[str, Any]:
    """The phrases of a page that are listed as of a kind, with what stands beside them."""
    return LIST[page].get(kind, {})


@cache
def known(path: Path) -> tuple[set[str], set[str]]:
    """The tests of a file, and all texts in it, which name the cases of tests."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return tests, {text for text in texts if isinstance(text, str)}


def missing(test: str) -> str:
    """What of the name of a test is not there; nothing if all is."""
    file, _, rest = test.partition("::")
    name, _, case = rest.removesuffix("]").partition("[")
    path = ROOT / file
    if not path.is_file():
        return file
    tests, texts = known(path)
    if name not in tests or not name.startswith("test_"):
        return name
    # Rows of a standard are called by their section and their sentence.
    named = {case, case.partition(" ")[2] or case}
    return case if case and not named & texts else ""


def test_the_list_is_of_these_pages() -> None:
    assert sorted(LIST) == sorted(PAGES)
    for page in PAGES:
        assert set(LIST[page]) <= KINDS


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_and_row_of_a_page_is_listed(page: str) -> None:
    listed = [phrase for kind in KINDS for phrase in words(page, kind)]
    left = [unit for unit in units((ROOT / page).read_text(encoding="utf-8"))
            if not any(phrase in unit for phrase in listed)]  # fmt: skip
    assert not left, "not in tests/docs/promises.toml:\n" + "\n".join(left)


@pytest.mark.parametrize("page", PAGES)
def test_every_phrase_of_the_list_stands_in_one_place(page: str) -> None:
    """What is no longer promised has no test beside it, and no phrase stands for two promises."""
    found = units((ROOT / page).read_text(encoding="utf-8"))
    for kind in KINDS:
        for phrase in words(page, kind):
            assert sum(phrase in unit for unit in found) == 1, phrase


@pytest.mark.parametrize("page", PAGES)
def test_every_test_of_the_list_is_there(page: str) -> None:
    for phrase, tests in words(page, "tested").items():
        assert tests, phrase
        assert [absent for test in tests if (absent := missing(test))] == [], phrase


def test_what_has_no_test_has_a_reason_and_is_little() -> None:
    for page in PAGES:
        for kind in ("untested", "no_promise"):
            for phrase, reason in words(page, kind).items():
                assert len(reason.split()) > 2, phrase
    assert sum(len(words(page, "untested")) for page in PAGES) <= MOST_UNTESTED


def test_a_new_promise_is_seen_wherever_it_stands() -> None:
    page = (
        "# Title\n\nOne is. Two\nare, e.g. so. **Three.** `four` is.\n\n- five is\n  so. Six is.\n"
        "- seven\n\n| a | b |\n|---|---|\n| eight | `x|y` |\n| guide | [a](a.md), [b](b.md) |\n\n"
        "```sh\nrun it  # nine\n```\n\n```\nten: 10\n```\n"
    )
    assert sorted(units(page)) == sorted(
        ["One is.", "Two are, e.g. so.", "**Three.", "`four` is.", "- five is so.", "Six is.",
         "- seven", "| eight | `x|y` |", "# nine", "ten: 10"]
    )  # fmt: skip


def test_a_test_that_is_gone_is_seen() -> None:
    here = "tests/docs/test_promises.py"
    assert missing("tests/docs/none.py::test_x") == "tests/docs/none.py"
    assert missing(f"{here}::test_gone") == "test_gone"
    assert missing(f"{here}::missing") == "missing"
    assert missing(f"{here}::test_a_test_that_is_gone_is_seen[{'x' * 9}]") == "x" * 9
    assert missing("tests/web/test_standards.py::test_the_protocol[2.1.1 query via GET]") == ""
