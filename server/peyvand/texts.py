"""Every text for people, from the catalogues of messages in ``locale/LANGUAGE/AREA.po``.

A text is found by its name. What is named by something else has that for its context, and so does
not clash with other texts: ``message`` and ``hint`` for what errors say, by their names in the code
(``peyvand.wording`` fills them in), ``problem`` for titles by the slugs of errors, ``rule`` for
what breaks a rule of the graph, ``heading`` for columns by the variables of queries, ``script``
for what the scripts of the query pages show, ``kind`` for the kinds of things that are found,
``date`` for what is said of dates, ``entry`` and ``field`` for what may be entered in a register,
with ``entry-help`` and ``field-help`` for what stands there and ``row`` for what is told of a row,
``figure`` and ``group`` for the figures of the monitor and the words of their groups, ``clock`` for
what is told of an answer as of a day, ``document`` for what a page of the documentation is about,
by its name, and ``documents`` for their groups, and in reconciliation ``type``, ``feature``,
``fact`` and ``setting``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.pofile import read_po

from peyvand import digits

LOCALE = Path(__file__).parent / "locale"


def texts(language: str, context: str | None = None) -> Mapping[str, str]:
    """The texts of a language by their names, in one context; those of pages have none."""
    return _contexts(language)[context]


@cache
def _contexts(language: str) -> dict[str | None, dict[str, str]]:
    """Every text by its context and its name, read once."""
    contexts: dict[str | None, dict[str, str]] = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and not message.pluralizable:
                    contexts.setdefault(message.context, {})[str(message.id)] = str(message.string)
    return contexts


def counted(key: str, count: int, language: str) -> str:
    """How many of something there are, in the form that goes with the number (gettext's plurals).

    Args:
        key: the name of the text, whose place ``{count}`` takes the number.
        count: how many.
        language: ``en`` or ``fa``.

    Raises:
        KeyError: there is no such text.
    """
    forms, form_of = _plurals(language)[key]
    return forms[form_of(count)].format(count=number(count, language))


@cache
def _plurals(language: str) -> dict[str, tuple[tuple[str, ...], Callable[[int], int]]]:
    """The texts with a number, by their names: the forms, and which goes with a number."""
    found = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        form_of = c2py(catalogue.plural_expr)
        for message in catalogue:
            if message.id and message.pluralizable:
                found[message.id[0]] = (tuple(message.string or ()), form_of)
    return found


def text(key: str, language: str, context: str | None = None) -> str:
    """A text of the pages, or of another context.

    Raises:
        KeyError: there is no such text.
    """
    return texts(language, context)[key]


def title(slug: str, language: str) -> str:
    """The title of a problem; of the general one if the slug has none of its own."""
    titles = texts(language, "problem")
    return titles.get(slug, titles["error"])


def heading(words: str, language: str) -> str:
    """The heading of a column; without a translation it stays as it is."""
    return texts(language, "heading").get(words, words)


def scripts(language: str) -> Mapping[str, str]:
    """What the scripts of the query pages show."""
    return texts(language, "script")


def number(value: int, language: str) -> str:
    """A whole number with separators, in the digits of the language."""
    return digits.number(f"{value:,}", language)
