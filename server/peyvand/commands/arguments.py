"""What commands take: their kinds of arguments, and what is wrong use of a command."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Protocol

from peyvand.errors import NotFound, PeyvandError
from peyvand.graph.versions import Version, Versions
from peyvand.settings import Settings


class WrongUsage(PeyvandError):
    """The command line is wrong: something is missing, or does not go together."""


class Command(Protocol):
    """What makes the parser of a command."""

    def __call__(
        self, name: str, run: Callable[[argparse.Namespace], int], text: str, more: str
    ) -> argparse.ArgumentParser:
        """The parser; ``run`` is called with what it reads."""
        ...


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
