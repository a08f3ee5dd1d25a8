"""The profile that somebody asks for, and what agreements, verdicts and kinds are called."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from peyvand.errors import NotFound
from peyvand.graph.profiles import Profile
from peyvand.texts import text
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import pick
from peyvand.wording import say


def profile_named(profiles: Mapping[str, Profile], name: str) -> Profile:
    """The profile of a name.

    Raises:
        NotFound: there is none; the hint has near names, or all.
    """
    if name in profiles:
        return profiles[name]
    near = difflib.get_close_matches(name.lower(), profiles, n=3, cutoff=0.5)
    raise NotFound(**say("no-profile", name=name[:100], near=", ".join(near or profiles)))


def label(names: Mapping[str, Mapping[str, str]], thing: str, language: str) -> str:
    """A label of a thing in a language; the end of its IRI if it has none."""
    return pick(names.get(thing, {}), language)[0] or thing.removeprefix(str(ID))


def verdict_name(answer: str, language: str) -> str:
    """What an answer to whether an agreement counts is called."""
    return text(f"recognition-{answer}", language)


def kinds_of(profile: Profile, kinds: Iterable[str], language: str) -> str:
    """The kinds as which an agreement counts."""
    return " · ".join(profile.kinds[kind][language] for kind in kinds)
