from __future__ import annotations

import pytest

from peyvand.linkage.classification import Scored
from peyvand.linkage.regrading import regrade
from peyvand.model import City


def grades(place: City, record: City, name: str = "", kind: str = "same") -> tuple[str, str]:
    pair = Scored("1", "Q1", "Q1#0", 20.0, 0.99, {"name": name, "kind": kind})
    (regraded,) = regrade([pair], {"1": place}, {"Q1#0": record})
    return regraded.grades["name"], regraded.grades["kind"]


def named(*names: str, **more: object) -> City:
    return City("1", names, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "right", "given", "grade"),
    [
        ("Marbach am Neckar", "Freiberg am Neckar", "close", "ending"),
        ("Marbach am Neckar", "Freiberg am Neckar", "part", "ending"),
        ("Marbach am Neckar", "Marbuch am Neckar", "close", "close"),
        ("Ludwigsburg", "Ludwigsberg", "close", "close"),
        ("Havana", "Old Havana", "close", "ending"),
        ("Havana", "Havana del Mar", "close", "part"),
        ("Nicosia", "North Nicosia", "part", "ending"),
        ("New York", "New York City", "spelling", "town"),
        ("New York City", "New York", "spelling", "spelling"),
        ("نیویورک", "New York City", "sound", "town"),
        ("Querétaro", "Santiago de Querétaro", "part", "part"),
        ("San Juan del Río", "San Juan del Sur", "part", "ending"),
        ("Prague 1", "Prague 11", "close", "numbered"),
        ("Prague", "Prague 1", "part", "numbered"),
        ("Budapest XIII", "Budapest XII", "close", "numbered"),
        ("Budapest XIII", "Budapest 13", "main", "main"),
        ("منطقه ۱۲ تهران", "منطقه ۱۳ تهران", "close", "numbered"),
        ("شیراز", "Shiraz", "sound", "sound"),
        ("Tabriz", "Tebriz", "similar", "similar"),
        ("Tabriz", "Arak", "other", "other"),
    ],
)
def test_names_that_are_not_equal_are_compared_word_by_word(
    left: str, right: str, given: str, grade: str
) -> None:
    assert grades(named(left), named(right), given)[0] == grade


@pytest.mark.parametrize(
    ("name", "lent", "record", "grade"),
    [
        ("Turi", ("Turin", "Turi", "Torino"), "Turin", "borrowed"),
        ("Turin", ("Torino", "Turin"), "Turin", "alias"),
        ("تورین", ("Turin", "تورین"), "Turin", "translated"),
        ("東京", ("Tokyo", "東京"), "Tokyo", "translated"),
        ("東京", ("Tokyo", "東京", "Edo"), "Edo", "borrowed"),
        ("پکن", ("Beijing", "پکن", "Peking"), "Beijing", "translated"),
    ],
)
def test_a_name_that_only_the_gazetteer_gives_is_borrowed(
    name: str, lent: tuple[str, ...], record: str, grade: str
) -> None:
    place = named(name, lent_by="g1", lent_names=lent)
    assert grades(place, named(record), "alias")[0] == grade


def test_of_what_the_gazetteer_calls_a_place_only_the_first_says_that_it_is_a_city() -> None:
    def melbourne(*lent: str) -> City:
        return named("Melbourne", lent_by="g1", lent_names=lent)

    record = named("City of Melbourne")
    assert grades(melbourne("Melbourne", "City of Melbourne"), record, "alias")[0] == "town"
    assert grades(melbourne("City of Melbourne", "Melbourne"), record, "alias")[0] == "alias"
    assert grades(named("X", "City of Melbourne"), record, "alias")[0] == "alias"


def test_a_borrowed_name_is_attested_where_the_list_itself_tells_the_place() -> None:
    def leghorn(*, lent: bool) -> City:
        at = {"latitude": 43.56, "longitude": 10.32, "is_place_lent": lent}
        return named("Leghorn", lent_by="g1", lent_names=("Livorno", "Leghorn"), **at)

    assert grades(leghorn(lent=False), named("Livorno"), "alias")[0] == "attested"
    assert grades(leghorn(lent=True), named("Livorno"), "alias")[0] == "borrowed"


@pytest.mark.parametrize(
    ("left", "right", "stated", "kind"),
    [
        ("Hamar", "Hamar", (), "same"),
        ("Hamar", "Hamar Municipality", (), "other"),
        ("Hamar Municipality", "Hamar Municipality", (), "same"),
        ("Hamar Municipality", "Hamar", (), "other"),
        ("Hamar Municipality", "Hamar", ("municipality",), "same"),
        ("Hamar Municipality", "Hamar", ("city",), "other"),
        ("Hamar", "Hamar", ("municipality",), "same"),
        ("Rastatt", "Rastatt", ("county",), "other"),
        ("Rastatt", "Rastatt", ("county", "city"), "same"),
        ("Landkreis Rastatt", "Rastatt", ("county",), "same"),
        ("Tarnów (rural gmina)", "Tarnów", (), "other"),
        ("Reggio Calabria", "Metropolitan City of Reggio Calabria", (), "other"),
    ],
)
def test_levels_are_compared_where_they_are_told(
    left: str, right: str, stated: tuple[str, ...], kind: str
) -> None:
    assert grades(named(left), named(right, levels=stated))[1] == kind


def test_the_level_of_a_row_may_stand_in_a_column() -> None:
    record = named("Hamar", levels=("municipality",))
    assert grades(named("Hamar", levels=("municipality",)), record)[1] == "same"
    assert grades(named("Hamar", levels=("county",)), record)[1] == "other"
    assert grades(named("Hamar", levels=("town",)), record)[1] == "other"
    assert grades(named("Hamar", levels=("town",)), named("Hamar"))[1] == "same"
    assert grades(named("Hamar", levels=("a word of nobody",)), record)[1] == "same"


@pytest.mark.parametrize(
    ("name", "record", "country", "distance", "grade"),
    [
        ("کومو", "Como", "Italy", "1", "sound"),
        ("کومو", "Como", "Italy", "6", "sound"),
        ("کومو", "Como", "Italy", "12", "script"),
        ("کومو", "Como", "Italy", "", "script"),
        ("میلان", "Como", "Italy", "1", "script"),
        # By letters, edits and consonants together, with letters of one sound as one.
        ("ساسنوویتس", "Sosnowiec", "Poland", "6", "sound"),
        ("اثیخا", "Écija", "Spain", "6", "sound"),
        ("پنتبدرا", "Pontevedra", "Spain", "6", "sound"),
        ("پنتبدرا", "Pontevedra", "Spain", "12", "script"),
        # What they share does not make the rest one.
        ("سانت فلیو د یبرگات", "Sant Boi de Llobregat", "Spain", "6", "script"),
        ("مالاژکنا", "Maladzyechna", "Belarus", "1", "script"),
        ("پادووا", "Padova", "Italy", "1", "sound"),
        ("کپنهاگ ۲", "Copenhagen 3", "Denmark", "1", "script"),
    ],
)
def test_names_in_two_scripts_are_heard_where_they_lie_side_by_side(
    name: str, record: str, country: str, distance: str, grade: str
) -> None:
    pair = Scored("1", "Q1", "Q1#0", 4.0, 0.94, {"name": "script", "distance": distance}, {})
    places = {"1": named(name, country=country)}
    (found,) = regrade([pair], places, {"Q1#0": named(record, country=country)})
    assert found.grades["name"] == grade
    # What the engine took for nothing is worth what a likeness of sound is.
    assert (found.weight > 16) == (grade == "sound")
    assert (found.probability > 0.9999) == (grade == "sound")
