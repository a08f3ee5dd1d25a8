"""Every text for people is there in both languages, and says the same."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from peyvand.texts import LOCALE

AREAS = sorted(path.stem for path in (LOCALE / "en").glob("*.po"))
CONTEXTS = {
    *(None, "problem", "heading", "script", "kind", "date", "type", "feature", "fact", "setting"),
    *("document", "documents"),
    *(
        "message",
        "hint",
        "property",
        "rule",
        "entry",
        "entry-help",
        "field",
        "field-help",
        "flag",
        "row",
        "api",
        "mcp",
        "clock",
        "figure",
        "group",
        "sheet",
    ),
}
PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)[a-z]")
PERSIAN = re.compile("[آ-ی]")
# Names that Persian writes as they are.
LATIN = {"SPARQL", "CSV"}
# What names media types, identifiers and pieces of queries, with the digits that these have.
WITH_CODE = {"message", "hint", "field-help", "row"}
# Digits that belong to a name.
NAMES = re.compile(r"CC BY 4\.0|SHA-256|SPARQL 1\.1|CC0|RFC \d+|[A-Z]{2,}[0-9]+")
# Texts that are in the other language, as they are for its readers.
FOREIGN = {"other-language"}
Key = tuple[str | None, str]


@cache
def catalogue(area: str, language: str) -> Catalog:
    with (LOCALE / language / f"{area}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def forms_of(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def messages(area: str, language: str) -> dict[Key, Message]:
    return {
        (one.context, str(one.id[0] if one.pluralizable else one.id)): one
        for one in catalogue(area, language)
        if one.id
    }


def test_each_area_is_in_both_languages() -> None:
    assert sorted(path.stem for path in (LOCALE / "fa").glob("*.po")) == AREAS
    assert {path.name for path in LOCALE.iterdir()} == {"en", "fa"}


@pytest.mark.parametrize("area", AREAS)
def test_an_area_says_the_same_in_both(area: str) -> None:
    english, persian = messages(area, "en"), messages(area, "fa")
    assert list(english) == list(persian), "the same keys in the same order"
    assert english
    for language in ("en", "fa"):
        assert not catalogue(area, language).obsolete
    for key, one in english.items():
        other = persian[key]
        assert key[0] in CONTEXTS
        assert not one.fuzzy, key
        assert not other.fuzzy, key
        assert one.pluralizable == other.pluralizable, key
        forms = [form for message in (one, other) for form in forms_of(message)]
        assert all(form.strip() for form in forms), key
        holes = [sorted(PLACEHOLDER.findall(form)) for form in forms]
        assert all(held == holes[0] for held in holes), key


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_key_stands_once(area: str, language: str) -> None:
    # Babel would take the last of two without a word.
    source = (LOCALE / language / f"{area}.po").read_text(encoding="utf-8")
    assert len(re.findall(r"^msgid ", source, re.MULTILINE)) == len(messages(area, language)) + 1
    for other in AREAS:
        if other != area:
            assert not messages(area, language).keys() & messages(other, language).keys(), other


@pytest.mark.parametrize("area", AREAS)
def test_texts_are_written_in_their_language(area: str) -> None:
    for (context, key), one in messages(area, "fa").items():
        said = PLACEHOLDER.sub("", " ".join(forms_of(one)))
        if key not in FOREIGN:
            assert said in LATIN or PERSIAN.search(said), key
        assert not re.search("[يىك]", said), f"{key}: Arabic letters"
        if context not in WITH_CODE:
            assert not re.search("[0-9٠-٩]", NAMES.sub("", said)), f"{key}: digits"
    for (_, key), one in messages(area, "en").items():
        assert key in FOREIGN or not PERSIAN.search(" ".join(forms_of(one))), key
