"""The profile that somebody asks for, and what agreements, verdicts and kinds are called."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from peyvand.errors import NotFound
from peyvand.graph.profiles import Profile
from peyvand.model import Answer
from peyvand.recognition.deciding import Ask
from peyvand.sources.catalogue import own
from peyvand.texts import text
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import pick
from peyvand.wording import say

# How many names are asked for at once.
_AT_ONCE = 500


def profile_named(profiles: Mapping[str, Profile], name: str) -> Profile:
    """The profile of a name.

    Raises:
        NotFound: there is none; the hint has near names, or all.
    """
    if name in profiles:
        return profiles[name]
    near = difflib.get_close_matches(name.lower(), profiles, n=3, cutoff=0.5)
    raise NotFound(**say("no-profile", name=name[:100], near=", ".join(near or profiles)))


def labels(ask: Ask, things: Iterable[str]) -> dict[str, dict[str, str]]:
    """What things are called, by language."""
    every = list(things)
    found: dict[str, dict[str, str]] = {}
    for start in range(0, len(every), _AT_ONCE):
        nodes = [NamedNode(name) for name in every[start : start + _AT_ONCE]]
        for row in ask(own("monitor/names").bound(thing=nodes)):
            label = row["label"]
            if isinstance(label, Literal):
                names = found.setdefault(row["thing"].value, {})
                tag = label.language or ""
                names[tag] = min(label.value, names.get(tag, label.value))
    return found


def label(names: Mapping[str, Mapping[str, str]], thing: str, language: str) -> str:
    """A label of a thing in a language; the end of its IRI if it has none."""
    return pick(names.get(thing, {}), language)[0] or thing.removeprefix(str(ID))


def verdict_name(answer: Answer, language: str) -> str:
    """What an answer to whether an agreement counts is called."""
    return text(f"recognition-{answer}", language)


def kinds_of(profile: Profile, kinds: Iterable[str], language: str) -> str:
    """The kinds as which an agreement counts."""
    return " · ".join(profile.kinds[kind][language] for kind in kinds)
