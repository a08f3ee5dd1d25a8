"""Names stand in the order of the language of the page."""

from __future__ import annotations

from peyvand.web.pages.components.collation import sort_keys


def ordered(names: list[str], language: str) -> list[str]:
    keys = sort_keys(names, language)
    return sorted(names, key=keys.__getitem__)


def test_persian_letters_stand_where_persian_has_them() -> None:
    names = [
        "یزد",
        "هرات",
        "ورامین",
        "گرگان",
        "کرمان",
        "ژنو",
        "زابل",
        "چالوس",
        "جلفا",
        "پاوه",
        "بابل",
        "آمل",
    ]
    assert ordered(names, "fa") == list(reversed(names))


def test_marks_and_capitals_do_not_part_names() -> None:
    names = ["Ağrı", "agra", "Zürich", "Éire", "eel", "zebra"]
    assert ordered(names, "en") == ["agra", "Ağrı", "eel", "Éire", "zebra", "Zürich"]
    assert sort_keys([], "fa") == {}
