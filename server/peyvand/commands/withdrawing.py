"""The command ``peyvand withdraw``: requests for removal and correction, and rulings on them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from pyoxigraph import Store

from peyvand.commands.arguments import Command, WrongUsage
from peyvand.commands.bars import progress
from peyvand.commands.maintenance import COMMAND_LINE
from peyvand.commands.would_go import what_goes
from peyvand.digits import digits
from peyvand.errors import PeyvandError
from peyvand.graph.following import refuse_writes
from peyvand.graph.opening import opened
from peyvand.graph.versions import Versions
from peyvand.purging.applying import apply
from peyvand.query.ruling import rule
from peyvand.query.writer import write
from peyvand.query.writes import Rule, WriteAnswer, WriteJob, WriteLimits
from peyvand.search import index_of, suggest
from peyvand.settings import Settings
from peyvand.sources.numerals import western
from peyvand.texts import text
from peyvand.vocabulary.iris import ID, iri, thing
from peyvand.withdrawal.deciding import check_words, kind_of, ruling_of
from peyvand.withdrawal.finding import found
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import Docket, Kind, Outcome, Request, Ruling

_MORE = """examples:
  peyvand withdraw list --state open
  peyvand withdraw show 7
  peyvand withdraw ask agreement/tabriz-wuhan --kind correction --ground "The year is wrong."
  peyvand withdraw rule 7 --granted --by "the editor" --reason "The source took it down." --dry-run
  peyvand withdraw rule 7 --refused --by "the editor" --reason "Nothing is wrong with it."
  peyvand withdraw rule 8 --corrected --corrected-by claim/isfahan-9 --by … --reason …
  peyvand withdraw apply

What a granted request withdraws is gone from every version, and nothing brings it back; --dry-run
tells what would go and what would be said instead. Work that was broken off goes on with apply.
Only show tells what the asker wrote. The server may go on meanwhile. See docs/withdrawal.md.
"""
_WAIT_S = 600.0
_NEAR = 5


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command(
        "withdraw", _run, "tell requests for removal and correction, and rule on them", _MORE
    )
    sub.add_argument("action", choices=["list", "show", "ask", "rule", "apply"])
    sub.add_argument("what", nargs="?", metavar="NUMBER|THING", help="which request; or about what")
    sub.add_argument("--state", choices=["open", *Outcome], help="of the requests that are listed")
    sub.add_argument("--kind", choices=list(Kind), default=Kind.REMOVAL, help="what is asked for")
    sub.add_argument("--ground", default="", help="why; only the operator is shown it")
    sub.add_argument("--contact", default="", help="where to answer the asker")
    outcome = sub.add_mutually_exclusive_group()
    for name in Outcome:
        outcome.add_argument(f"--{name}", dest="outcome", action="store_const", const=name)
    sub.add_argument("--reason", default="", help="of the ruling; everybody reads it")
    sub.add_argument("--by", default="", help="the office or the person that rules")
    sub.add_argument(
        *("--what", "-w"), dest="things", action="append", default=[], metavar="THING",
        help="what goes (what the request is about); as often as needed",
    )  # fmt: skip
    sub.add_argument("--corrected-by", default="", metavar="CLAIM", help="that says it rightly")
    sub.add_argument(
        "--dry-run", action="store_true", help="tell what would come, and rule nothing"
    )
    sub.add_argument("--language", choices=("en", "fa"), default="en", help="of the text (en)")
    sub.add_argument("--json", action="store_true", help="print the result as JSON")


def _run(options: argparse.Namespace) -> int:
    versions = Versions(Settings.from_environment(home=options.home).home)
    actions: dict[str, Callable[[argparse.Namespace, Versions], int]] = {
        "list": _list,
        "show": _show,
        "ask": _ask,
        "rule": _rule,
        "apply": _apply,
    }
    return actions[options.action](options, versions)


def _list(options: argparse.Namespace, versions: Versions) -> int:
    docket = Journal(versions.home).docket()
    states = {one.number: docket.outcome(one.number) or "open" for one in docket.requests}
    chosen = [one for one in docket.requests if options.state in (None, states[one.number])]
    if options.json:
        print(json.dumps([_told(docket, one) for one in chosen], ensure_ascii=False, indent=2))
        return 0
    for one in chosen:
        print(_line(one, str(states[one.number]), options.language))
    return 0


def _show(options: argparse.Namespace, versions: Versions) -> int:
    docket = Journal(versions.home).docket()
    request = found(docket, _number(options))
    if options.json:
        told = _told(docket, request) | {"ground": request.ground, "contact": request.contact}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    tag = options.language
    print(_line(request, str(docket.outcome(request.number) or "open"), tag))
    for name in ("ground", "contact"):
        if said := getattr(request, name):
            print(f"{text(f'request-{name}', tag)}: {said}")
    for ruling in docket.ruled(request.number):
        print(f"{text('ruling', tag)}: {_ruling_line(ruling, tag)}")
    return 0


def _ask(options: argparse.Namespace, versions: Versions) -> int:
    if not options.what:
        raise WrongUsage("Say what the request is about.", "As: agreement/tabriz-wuhan")
    refuse_writes(versions.home)
    check_words(options.ground, options.contact)
    about = _known(versions, options.what)
    journal = Journal(versions.home)
    known = len(journal.docket().requests)
    entered = journal.ask(about, kind_of(options.kind), options.ground, options.contact)
    docket = journal.docket()
    if options.json:
        told = _told(docket, entered) | {"first": len(docket.requests) == known}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    if len(docket.requests) == known:
        print(text("request-again", options.language))
    print(_line(entered, str(docket.outcome(entered.number) or "open"), options.language))
    return 0


def _rule(options: argparse.Namespace, versions: Versions) -> int:
    if options.outcome is None:
        raise WrongUsage("Say what is ruled.", "As: --granted, --refused or --corrected")
    docket = Journal(versions.home).docket()
    ruling = ruling_of(
        docket,
        _number(options),
        options.outcome,
        options.by,
        options.reason,
        [_known(versions, one) for one in options.things],
        options.corrected_by and _known(versions, options.corrected_by),
    )
    store = opened(versions, versions.current())
    going = what_goes(store, docket.and_ruled(ruling)) if options.dry_run else None
    del store
    limits = WriteLimits.of(Settings.from_environment(home=options.home))

    def made(asked: Rule) -> WriteAnswer:
        return write(WriteJob(str(versions.home), limits, asked))

    rule(
        versions.home,
        ruling,
        COMMAND_LINE,
        made,
        withdraw=lambda home: _remade(versions),
        dry_run=options.dry_run,
    )
    if options.json:
        body: dict[str, Any] = {"dryRun": options.dry_run, "ruling": asdict(ruling)}
        print(json.dumps(body | (going.to_json() if going else {}), ensure_ascii=False, indent=2))
        return 0
    print(_ruling_line(ruling, options.language))
    for line in going.lines(options.language) if going else ():
        print(line)
    return 0


def _apply(options: argparse.Namespace, versions: Versions) -> int:
    made = _remade(versions)
    if options.json:
        print(json.dumps({"remade": made}))
    elif made:
        print(f"Made anew: {', '.join(map(str, made))}.")
    else:
        print("Every version is as the rulings say.")
    return 0


def _remade(versions: Versions) -> list[int]:
    """Have every version made anew that must be, and show how far it is.

    Returns:
        Their numbers.
    """
    total = len(versions.withheld)
    with progress("versions", total) as step:
        done = 0

        def told(made: int, most: int, number: int) -> None:
            nonlocal done
            step(made - done)
            done = made
            if made < most and not sys.stderr.isatty():
                print(f"peyvand: version {number} ({made + 1} of {most}) …", file=sys.stderr)

        return apply(versions, told, _WAIT_S)


def _number(options: argparse.Namespace) -> int:
    named = western(str(options.what or ""))
    if not (named.isascii() and named.isdigit()):
        raise WrongUsage("Give the number of a request.", "See: peyvand withdraw list")
    return int(named)


def _known(versions: Versions, written: str) -> str:
    """The IRI of something that the graph has.

    Raises:
        PeyvandError: it has nothing of this name, which names those like it; or it was withdrawn.
    """
    slug = written.strip().removeprefix(str(ID)).removeprefix("/id/").removeprefix("/page/")
    store: Store = opened(versions, versions.current())
    try:
        node = thing(slug)
        there = next(iter(store.quads_for_pattern(node, None, None, None)), None) is not None
        ended = next(iter(store.quads_for_pattern(node, iri("pv:isWithdrawnBy"), None)), None)
    except ValueError:
        there, ended = False, None
    finally:
        del store
    if ended is not None:
        raise PeyvandError(f"{slug} was withdrawn already.", "See: peyvand withdraw list")
    if there and "/" in slug:
        return node.value
    index = index_of(versions, versions.current())
    try:
        words = slug.rpartition("/")[2].replace("-", " ")
        near = [hit.iri.removeprefix(str(ID)) for hit in suggest(index, words, (), _NEAR)]
    finally:
        index.close()
    hint = f"Near names: {'; '.join(near)}." if near else "Look for it with: peyvand search WORDS"
    raise PeyvandError(f"Nothing in the graph is called {written}.", hint)


def _told(docket: Docket, request: Request) -> dict[str, Any]:
    """A request without what the asker wrote."""
    public = {name: asdict(request)[name] for name in ("number", "about", "kind", "at")}
    rulings = [asdict(ruling) for ruling in docket.ruled(request.number)]
    return {**public, "state": str(docket.outcome(request.number) or "open"), "rulings": rulings}


def _line(request: Request, state: str, tag: str) -> str:
    number = digits(str(request.number), tag)
    told = (text(f"request-kind-{request.kind}", tag), text(f"request-state-{state}", tag))
    about = request.about.removeprefix(str(ID))
    return " · ".join((number, about, *told, digits(request.on, tag)))


def _ruling_line(ruling: Ruling, tag: str) -> str:
    parts = [text(f"request-state-{ruling.outcome}", tag), ruling.by, digits(ruling.on, tag)]
    parts.append(ruling.reason)
    if ruling.withdraws:
        gone = ", ".join(one.removeprefix(str(ID)) for one in ruling.withdraws)
        parts.append(f"{text('ruling-withdraws', tag)}: {gone}")
    if ruling.corrected_by:
        by = ruling.corrected_by.removeprefix(str(ID))
        parts.append(f"{text('ruling-corrected-by', tag)}: {by}")
    return " · ".join(parts)
