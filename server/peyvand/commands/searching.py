"""The command ``peyvand search``: find things by name."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import suppress

from peyvand.commands.arguments import Command, number_from
from peyvand.errors import StorageFull
from peyvand.graph.versions import Version, Versions
from peyvand.search import KINDS, asked_pair, index_of, suggest
from peyvand.settings import Settings

_HINT = "Try fewer letters, another spelling, or no --kind."


_MORE = """examples:
  peyvand search tabriz
  peyvand search تبر --kind city --limit 3
  peyvand search 'Tabriz, Iran'
  peyvand search Q42053 --json
"""


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("search", _search, "find things by name, in any script", _MORE)
    sub.add_argument(
        "words", nargs="+", metavar="WORDS", help="a name, its beginning, or an identifier"
    )
    sub.add_argument("--kind", action="append", choices=KINDS, help="only these; may be repeated")
    sub.add_argument(
        "--limit", type=number_from(1), default=10, help="the most results (default: 10)"
    )
    sub.add_argument("--json", action="store_true", help="print the results as JSON")


def prepare(versions: Versions, version: Version) -> None:
    """Make the index of a version, so that whoever searches first does not wait for it."""
    # The version is published; if there is no room left, whoever searches is told so.
    with suppress(StorageFull):
        index_of(versions, version).close()


def _search(options: argparse.Namespace) -> int:
    versions = Versions(Settings.from_environment(home=options.home).home)
    version = versions.current()
    text = " ".join(options.words)
    index = index_of(versions, version)
    try:
        hits = suggest(index, text, options.kind or (), options.limit)
        pair = None if options.kind else asked_pair(index, text)
    finally:
        index.close()
    if options.json:
        results = {"version": version.number, "query": text, "results": [h.to_json() for h in hits]}
        if pair:
            places = [hit.to_json() for hit in (pair.one, pair.other)]
            results["pair"] = {"places": places, "count": pair.count}
        print(json.dumps(results, ensure_ascii=False, indent=2))
        return 0
    if pair:
        labels = f"{pair.one.label('en')} – {pair.other.label('en')}"
        print(f"{'pair':12} {labels}  (agreements known between the two: {pair.count})")
    for hit in hits:
        persian = hit.label_fa or (
            hit.transliteration and f"{hit.transliteration} (transliterated)"
        )
        names = " · ".join(dict.fromkeys(n for n in (hit.label_en, persian) if n))
        place = f", {hit.country_en}" if hit.country_en else ""
        print(f"{hit.kind:12} {names or hit.matched}{place}  ({hit.grade}: {hit.matched})")
        print(f"{'':12} {hit.iri}")
    if not hits:
        print(f"Nothing is called {text}. {_HINT}", file=sys.stderr)
    return 0
