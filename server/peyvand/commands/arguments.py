"""What commands take: their kinds of arguments, and what is wrong use of a command."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from peyvand.errors import NotFound, PeyvandError
from peyvand.graph.versions import Version, Versions
from peyvand.settings import Settings

if TYPE_CHECKING:
    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


class WrongUsage(PeyvandError):
    """The command line is wrong: something is missing, or does not go together."""


class Command:
    """What makes the parsers of commands, or of the actions of one.

    Args:
        parsers: where they are added.
        common: the options that each of them takes.
        epilog: what stands below the help of each.
    """

    def __init__(self, parsers: Parsers, common: argparse.ArgumentParser, epilog: str) -> None:
        self._parsers, self._common, self._epilog = parsers, common, epilog

    def __call__(
        self, name: str, run: Callable[[argparse.Namespace], int], text: str, more: str = ""
    ) -> argparse.ArgumentParser:
        """The parser of a command; ``run`` is called with what it reads.

        Args:
            name: of the command.
            run: runs it.
            text: what it does, in a few words.
            more: what else its help tells, with examples.
        """
        sub = self._parsers.add_parser(
            name,
            parents=[self._common],
            help=text,
            description=f"{_sentence(text)}\n\n{more}",
            epilog=self._epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        sub.set_defaults(run=run)
        return sub

    def group(self, name: str, text: str, more: str, title: str, metavar: str) -> Command:
        """What makes the parsers of the actions of a command, each of which takes the options.

        Args:
            name: of the command.
            text: what it does, in a few words.
            more: what else its help tells, with examples.
            title: what its actions are called.
            metavar: one of them, in the line that tells how it is used.
        """
        sub = self._parsers.add_parser(
            name,
            help=text,
            description=f"{_sentence(text)}\n\n{more}",
            epilog=self._epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        actions = sub.add_subparsers(title=title, required=True, metavar=metavar)
        return Command(actions, self._common, self._epilog)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def number_from(least: int, most: int | None = None) -> Callable[[str], int]:
    """A type of arguments: whole numbers within bounds."""

    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
        if value < least:
            raise argparse.ArgumentTypeError(f"{value} is less than {least}")
        if most is not None and value > most:
            raise argparse.ArgumentTypeError(f"{value} is more than {most}")
        return value

    return number


def web_address(text: str) -> str:
    """A type of arguments: an address of the web, or none."""
    if text and not text.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError("an address of the web begins with https:// or http://")
    if re.search(r"[\s\"<>\\^`{|}]", text):
        raise argparse.ArgumentTypeError(
            "this has a letter that no address has; write %20 for a space, %22 for a quote"
        )
    return text


def asked_version(options: argparse.Namespace) -> tuple[Versions, Version]:
    """The versions of the home that a command is asked about, and the one that ``--version`` names.

    Raises:
        PeyvandError: there is none.
    """
    versions = Versions(Settings.from_environment(home=options.home).home)
    return versions, version_of(versions, options.version)


def version_of(versions: Versions, number: int | None) -> Version:
    """The version that an argument names; without one, that which is current.

    Raises:
        PeyvandError: there is none.
    """
    if number is None:
        return versions.current()
    try:
        return versions.get(number)
    except NotFound as error:
        hint = "List those there are with: peyvand versions"
        raise PeyvandError(error.message, hint) from error
