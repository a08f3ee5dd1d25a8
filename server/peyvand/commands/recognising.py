"""The command ``peyvand recognise``: which agreements a body counts by its own rule."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode, QuerySolutions, Store

from peyvand.commands.arguments import Command, asked_version, number_from
from peyvand.commands.cities import city_of
from peyvand.graph.opening import opened
from peyvand.sources.labels import names_of

_TEXT = "tell which agreements a body counts by its own published rule"
_MORE = """examples:
  peyvand recognise
  peyvand recognise --profile clair
  peyvand recognise --profile rgre --explain
  peyvand recognise --profile clair --criteria-only --city Isfahan
  peyvand recognise --profile official --scope world --json

Without --profile it lists the profiles, each with the source and the date of its rule. An
agreement counts, does not count, or is out of the field of the rule; where nobody has recorded
what the rule asks, there is no data. What each profile asks is in docs/recognition.md.
"""


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("recognise", run, _TEXT, _MORE)
    sub.add_argument("--profile", metavar="NAME", help="of the body or document whose rule it is")
    sub.add_argument(
        "--criteria-only",
        action="store_true",
        help="leave the field of the rule out: what if it were applied everywhere?",
    )
    sub.add_argument("--city", metavar="CITY", help="only the agreements of this city")
    sub.add_argument(
        "--scope",
        choices=("documents", "world"),
        default="documents",
        help="agreements of documents and registers, or all (documents)",
    )
    sub.add_argument(
        "--explain", action="store_true", help="tell all that was found, with what was looked at"
    )
    sub.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
    sub.add_argument("--language", choices=("en", "fa"), default="en", help="of the text (en)")
    sub.add_argument("--json", action="store_true", help="print the verdicts as JSON")


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand recognise``."""
    # What reads shapes and applies them is loaded by this command alone.
    from peyvand.audit.ruled import Ruled
    from peyvand.graph.profiles import shipped
    from peyvand.recognition import deciding, names
    from peyvand.recognition.output import (
        Recognition,
        json_of,
        profile_json,
        profiles_text,
        text_of,
    )

    profiles = shipped()
    if not options.profile:
        if options.json:
            _print([profile_json(profile) for profile in profiles.values()])
        else:
            print(profiles_text(profiles.values(), options.language))
        return 0
    profile = names.profile_named(profiles, options.profile)
    versions, version = asked_version(options)
    place = NamedNode(city_of(versions, version, options.city).iri) if options.city else None
    store = opened(versions, version)

    def ask(query: str) -> Iterable[deciding.Row]:
        return _rows(store, query)

    ruled = Ruled(versions.home, version.number, version.graph_sum, ask, profiles.values())
    found = Recognition(
        profile,
        version.number,
        options.scope,
        place.value if place else "",
        options.criteria_only,
        ruled.recognise(profile.name, options.scope, place, options.criteria_only),
        deciding.STATEMENTS.text.strip(),
    )
    if options.json:
        every = [verdict.agreement for verdict in found.verdicts]
        _print(json_of(found, names_of(ask, every), deciding.completed(ask, found.verdicts)))
        return 0
    if options.explain:
        explained = deciding.completed(ask, found.listed)
        found = replace(found, verdicts=[*explained, *found.outside])
    told = {verdict.agreement for verdict in found.listed} | {found.place}
    called = names_of(ask, sorted(told - {""}))
    print(text_of(found, called, options.language, options.explain))
    return 0


def _print(told: Any) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=2))


def _rows(store: Store, query: str) -> Iterable[Any]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}
