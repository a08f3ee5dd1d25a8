"""What several profiles say of agreements, looked at together, is what each says alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode, Store

from peyvand.graph.build import Graph
from peyvand.graph.profiles import Profile
from peyvand.recognition import SCOPES
from peyvand.recognition.deciding import completed, decide, found_of, read_slices, verdict_of
from recognition.conftest import asking


def test_each_profile_answers_as_it_does_alone(graph: Graph, profiles: dict[str, Profile]) -> None:
    slices = read_slices(asking(graph.store), SCOPES[0])
    # One that knows much and one that knows little: what is alike for the one is not for the other.
    some = [profiles[name] for name in ("clair", "official")]
    found = found_of(some, slices)
    for profile in some:
        for only in (False, True):
            told = [
                verdict_of(profile, name, found[profile.name][name], only, slices[name])
                for name in sorted(slices)
            ]
            assert told == decide(profile, slices, only)
    assert len({verdict.answer for verdict in decide(some[0], slices)}) > 1
    few = dict(sorted(slices.items())[-8:])
    everywhere = decide(some[0], few, criteria_only=True)
    assert decide(some[0], few) == decide(some[0], few, criteria_only=False) != everywhere


def test_of_nothing_nothing_is_answered(profiles: dict[str, Profile]) -> None:
    slices = read_slices(asking(Store()), SCOPES[1])
    assert found_of([profiles["clair"]], slices) == {"clair": {}}


def test_what_is_said_is_asked_for_only_where_it_is_not_there(
    graph: Graph, profiles: dict[str, Profile]
) -> None:
    ask = asking(graph.store)
    slices = read_slices(ask, SCOPES[0])
    whole = decide(profiles["clair"], slices)
    there = replace(whole[0], statements=frozenset([("here", "it", NamedNode("urn:x:is"))]))
    bare = [there, *(replace(one, statements=frozenset()) for one in whole[1:])]
    asked: list[str] = []

    def counted(text: str) -> list[dict[str, Any]]:
        asked.append(text)
        return ask(text)

    assert completed(counted, bare) == [there, *whole[1:]]
    assert asked
    assert not any(there.agreement in text for text in asked)
