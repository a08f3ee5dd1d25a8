"""Every figure, and every word that a group is known by, has a name in both languages."""

from __future__ import annotations

import pytest

from peyvand.monitor.board import OF_AGREEMENTS, OF_ALL
from peyvand.texts import texts


@pytest.mark.parametrize("language", ["en", "fa"])
def test_figures_have_names_and_no_name_is_of_none(language: str) -> None:
    assert texts(language, "figure").keys() == {spec.name for spec in (*OF_AGREEMENTS, *OF_ALL)}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_groups_have_names_and_no_name_is_of_none(language: str) -> None:
    names = texts(language, "group")
    used = {
        next((key for key in (f"{spec.name}-{word}", word) if key in names), f"{spec.name}: {word}")
        for spec in (*OF_AGREEMENTS, *OF_ALL)
        # Groups that nothing is on record of are called "none".
        for word in (*spec.words, "none")
    }
    assert names.keys() == used
