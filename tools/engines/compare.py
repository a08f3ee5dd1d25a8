"""Run as ``python -m tools.engines.compare HOME``: whether each engine of a home that is fed gives
the rows of the store here to all ready questions, and how long both take.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from peyvand.engines.model import Engine, engines, keep
from peyvand.errors import PeyvandError
from peyvand.graph.versions import Versions
from peyvand.query.elsewhere import NAME
from peyvand.query.executor import Executor
from peyvand.query.messages import Question
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import read_catalogue
from tools.bench.questions import questions

_KNOWN_S = 60.0
_BLANK, _GRAPH = re.compile(r"_:\w+"), re.compile(r"^\s*(?:CONSTRUCT|DESCRIBE)\b", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Ask, compare and tell."""
    parser = argparse.ArgumentParser(prog="python -m tools.engines.compare", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument(
        "--bench", type=int, metavar="TRIPLES", help="ask the eighteen of the bench"
    )
    parser.add_argument("--timeout", type=float, default=60.0, help="of each, in seconds")
    options = parser.parse_args(arguments)
    if options.bench:
        texts = dict(questions(options.bench))
    else:
        catalogue = read_catalogue(root() / "queries")
        texts = {one.name: one.bound() for one in catalogue.of("explore")}
    every, told, wrong = engines(options.home), {}, 0
    try:
        for engine in every:
            keep(options.home, [engine])
            rows = asyncio.run(_ask(options.home, engine, texts, options.timeout))
            told[engine.name] = {
                "summary": Counter(row["what"] for row in rows.values()),
                "questions": rows,
            }
            wrong += sum(row["what"] == "other rows" for row in rows.values())
    finally:
        keep(options.home, every)
    print(json.dumps(told, indent=2, ensure_ascii=False))
    return int(bool(wrong))


async def _ask(
    home: Path, engine: Engine, texts: dict[str, str], timeout_s: float
) -> dict[str, dict[str, Any]]:
    """Of each question by whom it was answered, whether alike, and in how many seconds."""
    common: dict[str, Any] = {"cache_mb": 0, "columns": "off", "query_timeout_s": timeout_s}
    made = {
        turn: Executor(Versions(home), Settings(home=home, embedded=turn, **common))
        for turn in ("only", "last")
    }
    rows = {}
    try:
        version = made["last"].current()
        until = time.monotonic() + _KNOWN_S
        while (made["last"].elsewhere.counts(version) or {}).get("holding") != 1:
            if time.monotonic() > until:
                raise PeyvandError(f"{engine.name} does not hold the version, or lacks too much")
            await asyncio.sleep(0.2)
        for name, text in texts.items():
            rows[name] = await _compared(made["only"], made["last"], text)
            print(engine.name, name, rows[name], file=sys.stderr, flush=True)
    finally:
        for one in made.values():
            await one.close()
    return rows


async def _compared(here: Executor, there: Executor, text: str) -> dict[str, Any]:
    ours, _, seconds = await _answered(here, text)
    theirs, by, seconds_there = await _answered(there, text)
    if by != NAME:
        what = "asked here"
    elif ours == theirs:
        what = "same rows and order"
    else:
        what = "same rows" if sorted(ours) == sorted(theirs) else "other rows"
    return {"what": what, "here_s": round(seconds, 3), "there_s": round(seconds_there, 3)}


async def _answered(executor: Executor, text: str) -> tuple[list[str], str, float]:
    begun = time.monotonic()
    try:
        answer = await executor.query(Question(text, "nt" if _GRAPH.search(text) else "json"))
        body = (await answer.whole()).decode()
    except PeyvandError as error:
        return [type(error).__name__], "", time.monotonic() - begun
    seconds = time.monotonic() - begun
    try:
        found = json.loads(body)
    except ValueError:
        # Lines of a graph.
        return sorted(_BLANK.sub("_:", line) for line in body.splitlines()), answer.engine, seconds
    if "boolean" in found:
        return [str(found["boolean"])], answer.engine, seconds
    lines = []
    for row in found["results"]["bindings"]:
        for cell in row.values():
            if cell["type"] == "bnode":
                cell["value"] = ""
        lines.append(json.dumps(row, sort_keys=True, ensure_ascii=False))
    return lines, answer.engine, seconds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
