"""What several profiles say of agreements, looked at together, is what each says alone."""

from __future__ import annotations

from pyoxigraph import Store

from peyvand.graph.build import Graph
from peyvand.graph.profiles import Profile
from peyvand.recognition import SCOPES
from peyvand.recognition.deciding import decide, found_of, read_slices, verdict_of
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


def test_of_nothing_nothing_is_answered(profiles: dict[str, Profile]) -> None:
    slices = read_slices(asking(Store()), SCOPES[1])
    assert found_of([profiles["clair"]], slices) == {"clair": {}}
