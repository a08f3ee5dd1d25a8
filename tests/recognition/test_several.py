"""What several profiles say of agreements, looked at together, is what each says alone."""

from __future__ import annotations

from pyoxigraph import Store

from peyvand.graph.build import Graph
from peyvand.graph.profiles import Profile
from peyvand.recognition import SCOPES
from peyvand.recognition.deciding import answers_of, decide, read_slices
from recognition.conftest import asking


def test_each_profile_answers_as_it_does_alone(graph: Graph, profiles: dict[str, Profile]) -> None:
    slices = read_slices(asking(graph.store), SCOPES[0])
    # One that knows much and one that knows little: what is alike for the one is not for the other.
    some = [profiles[name] for name in ("clair", "official")]
    alone = {
        profile.name: {one.agreement: one.answer for one in decide(profile, slices)}
        for profile in some
    }
    assert answers_of(some, slices) == alone
    assert len({*alone["clair"].values()}) > 1


def test_of_nothing_nothing_is_answered(profiles: dict[str, Profile]) -> None:
    slices = read_slices(asking(Store()), SCOPES[1])
    assert answers_of([profiles["clair"]], slices) == {"clair": {}}
