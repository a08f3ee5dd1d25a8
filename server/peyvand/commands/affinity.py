"""The commands ``peyvand affinity`` and ``peyvand like``: what cities have in common."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyoxigraph import QuerySolutions

from peyvand.affinity.criteria import Criterion, chosen, thresholds_of
from peyvand.affinity.likeness import alike
from peyvand.affinity.looking import look
from peyvand.affinity.output import (
    Asked,
    likeness_json,
    likeness_lines,
    pair_json,
    pair_lines,
    things_of,
)
from peyvand.affinity.reading import Ask, Row
from peyvand.commands.arguments import Command, asked_version, number_from
from peyvand.commands.cities import city_of
from peyvand.graph.opening import opened
from peyvand.query.engine import ask
from peyvand.search import PARTIES
from peyvand.sources.labels import names_of

if TYPE_CHECKING:
    from peyvand.partners.facts import Facts

_CITY = "any name of it, city/arak, or its IRI"
_TOP = 10

_AFFINITY = """examples:
  peyvand affinity Tabriz Baku
  peyvand affinity اراک لویو --language fa
  peyvand affinity isfahan yazd --criteria distance,heritage-registers --most distance=300 --json

Of each criterion of affinity, whether the two cities meet it, and by what; where no source says
enough, that there is no data, which is no "no". Nothing is added up. What is measured is held
against a threshold that is told, and that --most sets. Of culture, history and the like stands here
what somebody states of the two, with its source: nobody computes it. See docs/affinity.md.
"""

_LIKE = """examples:
  peyvand like Isfahan --top 5
  peyvand like تبریز --language fa
  peyvand like arak --criteria population-ratio,shared-partners --json

The cities that meet most criteria of affinity with a city, each counting once. Of each it is told
which are met, how many links it has, how old these are, and whether any activity is recorded. That
a city is alike does not say that its partnerships did any good. See docs/affinity.md.
"""


def add_commands(command: Command) -> None:
    """Add the commands to those of the command line."""
    sub = command(
        "affinity", _affinity, "tell what two cities have in common, by criterion", _AFFINITY
    )
    sub.add_argument("one", metavar="CITY", help=_CITY)
    sub.add_argument("other", metavar="CITY", help="another city")
    _add_options(sub)
    sub = command("like", _like, "tell which cities are like a city, and of their links", _LIKE)
    sub.add_argument("city", metavar="CITY", help=_CITY)
    sub.add_argument(
        "--top", type=number_from(1, 1_000), default=_TOP, metavar="N", help=f"how many ({_TOP})"
    )
    _add_options(sub)


def _add_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--criteria", default="", metavar="A,B", help="look at these alone (all)")
    sub.add_argument(
        "--most",
        action="append",
        default=[],
        metavar="CRITERION=NUMBER",
        help="the largest value that meets a criterion; may be repeated",
    )
    sub.add_argument("--language", choices=("en", "fa"), default="en", help="of the text (en)")
    sub.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
    sub.add_argument("--json", action="store_true", help="print it as JSON")


def _affinity(options: argparse.Namespace) -> int:
    asked, asking, facts = _asked(options, options.one, options.other)
    looked = look(asking, asked.criteria, asked.one, [asked.other], asked.thresholds, facts)
    findings = looked[asked.other]
    names = names_of(asking, {asked.one, asked.other} | things_of(findings.values()))
    if options.json:
        _print(pair_json(asked, findings, names))
    else:
        print("\n".join(pair_lines(asked, findings, names, options.language)))
    return 0


def _like(options: argparse.Namespace) -> int:
    asked, asking, facts = _asked(options, options.city)
    found = alike(asking, asked.criteria, asked.one, options.top, asked.thresholds, facts)
    cities = {one.city for one in found.cities}
    told = things_of(finding for one in found.cities for finding in one.findings.values())
    names = names_of(asking, {asked.one} | cities | (told if options.json else set()))
    if options.json:
        _print(likeness_json(asked, found, names))
    else:
        print("\n".join(likeness_lines(asked, found, names, options.language)))
    return 0


def _asked(options: argparse.Namespace, one: str, other: str = "") -> tuple[Asked, Ask, Facts]:
    """What is asked for, what asks the version of it, and what is kept of its cities."""
    # Imported here so that the other commands do not load the numerical libraries.
    from peyvand.partners.kept import facts_of

    criteria: tuple[Criterion, ...] = chosen(options.criteria.split(","))
    thresholds = thresholds_of(options.most)
    versions, version = asked_version(options)
    first = city_of(versions, version, one, PARTIES).iri
    second = city_of(versions, version, other, PARTIES).iri if other else ""
    store = opened(versions, version)

    def asking(query: str) -> Iterable[Row]:
        found = ask(store, query)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: value for name, value in zip(names, row, strict=True) if value is not None}

    return (
        Asked(version.number, criteria, thresholds, first, second),
        asking,
        facts_of(versions, version),
    )


def _print(told: Any) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=2))
