"""The languages of countries."""

from __future__ import annotations

import pytest

from peyvand.features.languages import LEAST_PERCENT, language_name, shared, spoken


def test_a_language_that_is_written_in_several_scripts_is_one() -> None:
    assert spoken("IR")["az"] >= LEAST_PERCENT
    assert list(shared("IR", "AZ") or ()) == ["az"]
    assert list(shared("CN", "TW") or ()) == ["zh"]


def test_what_is_shared_is_counted_where_fewer_speak_it() -> None:
    common = shared("FR", "CH")
    assert common is not None
    assert common["fr"] == min(spoken("FR")["fr"], spoken("CH")["fr"])
    assert list(common.values()) == sorted(common.values(), reverse=True)


def test_too_few_speakers_are_no_language_of_the_country() -> None:
    # Some speak Turkmen in Iran, and Persian in Turkmenistan hardly anybody.
    assert spoken("IR")["tk"] < LEAST_PERCENT
    assert shared("IR", "TM") == {}
    assert "tk" in (shared("IR", "TM", 1) or ())


@pytest.mark.parametrize("code", ["", "XX", "ir"])
def test_of_a_country_that_is_not_known_nothing_is_told(code: str) -> None:
    assert shared("IR", code) is None
    assert shared(code, "IR") is None


def test_a_language_is_called_so_in_both_languages() -> None:
    assert (language_name("az", "en"), language_name("fa", "fa")) == ("Azerbaijani", "فارسی")
    assert language_name("taj", "fa") == "taj"
