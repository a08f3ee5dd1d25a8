"""The numbers and names of ``docs/recognition.md`` are those of the documents and the profiles."""

from __future__ import annotations

import re

from peyvand.graph.build import Graph
from peyvand.graph.profiles import Profile
from peyvand.model import Answer
from peyvand.recognition import recognise, tally
from peyvand.resources import root
from recognition.conftest import asking

PAGE = (root() / "docs" / "recognition.md").read_text(encoding="utf-8")


def test_the_counts_of_the_page_are_true(graph: Graph, profiles: dict[str, Profile]) -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|((?: \d+ \|){6})$", PAGE, re.MULTILINE)
    assert [name for name, _ in rows] == ["clair", "sci", "rgre", "doc-001", "doc-003", "official"]
    for name, cells in rows:
        found = recognise(asking(graph.store), profiles[name])
        field = [
            sum(one.field is answer for one in found) for answer in (Answer.MET, Answer.NO_DATA)
        ]
        told = [int(cell) for cell in re.findall(r"\d+", cells)]
        assert told == [*field, *tally(found).values()], name


def test_the_profiles_of_the_page_have_their_sources(profiles: dict[str, Profile]) -> None:
    for profile in profiles.values():
        row = re.search(rf"^\| `{profile.name}` \| ([^|]+) \| ([^|]+) \|", PAGE, re.MULTILINE)
        assert row
        assert any(source in row[1] or "/claim/" in source for source in profile.sources)
        assert profile.date[:4] in row[2]
