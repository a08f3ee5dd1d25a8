"""What places are called: one label a language, and every other name beside it."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal
from tests.sources.world.conftest import NEW, A, B, labels, table, values

from peyvand.sources.world.found import WORLD, Found
from peyvand.sources.world.names import read_names
from peyvand.vocabulary.iris import graph, iri

HEAD = "item,language,name,snapshot"


def read(folder: Path, found: Found, *rows: str, **given: str) -> dict[str, str]:
    """The names to show of the first place, of these rows."""
    return read_names(table(folder, "names", HEAD, *rows), NEW, {A: given}, found)[A]


def test_the_newest_of_wikidata_is_shown(tmp_path: Path, found: Found) -> None:
    shown = read(
        tmp_path,
        found,
        "Q1,en,Odessa,natural-earth-4",
        "Q1,en,Odessa,wikidata-2017-07-28",
        "Q1,en,Odesa,wikidata-2022-01-09",
        "Q1,fa,اودسا,geonames-2026",
        "Q1,fa,ادسا,whosonfirst-2026",
        "Q1,und,Odessa,wikidata-2016-09",
    )
    assert shown == labels(found, A) == {"en": "Odesa", "fa": "ادسا"}
    assert values(found, A, "skos:altLabel") == {"Odessa", "اودسا"}
    # Each stands in the graph of whoever has it, and is of one kind everywhere.
    assert values(found, A, "skos:altLabel", graph("natural-earth-4")) == {"Odessa"}
    assert values(found, A, "rdfs:label", graph("natural-earth-4")) == set()
    assert values(found, A, "rdfs:label", graph("whosonfirst-2026")) == {"ادسا"}
    assert "https://w3id.org/peyvand/id/document/cldr-48" not in values(found, A, "dcterms:source")
    assert len(values(found, A, "dcterms:source")) == 6


def test_a_name_of_no_known_language_is_the_english_one(tmp_path: Path, found: Found) -> None:
    shown = read(tmp_path, found, "Q1,und,Argisch,wikidata-2016-09", "Q1,fa,ارجیش,geonames-2026")
    assert shown == labels(found, A) == {"en": "Argisch", "fa": "ارجیش"}
    # No source says that it is English.
    assert values(found, A, "rdfs:label", graph("wikidata-2016-09")) == set()
    assert values(found, A, "rdfs:label", WORLD) == {"Argisch"}


def test_a_name_in_other_letters_is_not_english(tmp_path: Path, found: Found) -> None:
    rows = (
        "Q1,und,马桥镇,wikidata-2016-09",
        "Q2,und,马桥镇,wikidata-2016-09",
        "Q2,und,Maqiao,geonames-2026",
    )
    read(tmp_path, found, *rows)
    # Nor is what it is called instead, to be put into Persian letters.
    assert labels(found, A) == {"en": "Item Q1 of Wikidata", "fa": "مدخل Q1 ویکی‌داده"}
    assert labels(found, B) == {"en": "Maqiao"}
    assert values(found, A, "skos:altLabel") == {"马桥镇"}
    assert values(found, B, "skos:altLabel") == {"马桥镇", "Maqiao"}
    assert found.unnamed == set()
    # Whoever has an English name is not called by the item in any language.
    read(tmp_path, found, *rows, "Q2,en,Maqiao,cldr-48", "Q1,en,Maqiao,cldr-48")
    assert labels(found, B) == {"en": "Maqiao"}


def test_a_label_that_another_source_states_stays(tmp_path: Path, found: Found) -> None:
    shown = read(tmp_path, found, "Q1,en,Odesa,wikidata-2022-01-09", en="Odessa")
    assert shown == {"en": "Odessa"}
    assert labels(found, A) == {}
    assert values(found, A, "skos:altLabel") == {"Odesa"}


def test_a_place_without_a_name_is_called_by_its_item_in_words(
    tmp_path: Path, found: Found
) -> None:
    read(tmp_path, found, "Q1,en,One,cldr-48")
    assert labels(found, B) == {"en": "Item Q2 of Wikidata", "fa": "مدخل Q2 ویکی‌داده"}
    assert found.unnamed == {B}


def test_a_name_in_the_language_of_its_country_is_no_label(tmp_path: Path, found: Found) -> None:
    shown = read(
        tmp_path,
        found,
        "Q1,en,Milan,natural-earth-4",
        "Q1,it,Milano,geonames-2026",
        "Q1,und,Milano,wikidata-2016-09",
    )
    assert shown == labels(found, A) == {"en": "Milan"}
    said = {
        (quad.object.language, quad.graph_name)
        for quad in found.quads
        if quad.predicate == iri("skos:altLabel") and isinstance(quad.object, Literal)
    }
    assert ("it", graph("geonames-2026")) in said
    assert ("und", graph("wikidata-2016-09")) in said
