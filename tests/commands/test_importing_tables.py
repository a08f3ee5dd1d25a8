"""``peyvand import places|pairs|members|countries``: small files of ours into tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.sources.published import known_places

PAIRS = (
    "qid_a,qid_b,start,end,source,snapshot,directed,qualifiers\n"
    "Q7,Q3,1988-00-00,,WD50K,2019-08,1,P580=1988;P1=Q5\n"
    "Q3,Q7,,,L3viathan_sister-cities,2016-09,1,\n"
    "Q7,Q3,,,L3viathan_sister-cities,2016-09,1,\n"
    "Q3,Q9,,,albertoursino_gexf,2022-01-09,0,\n"
)
STATED = (
    "qid,source,snapshot,name,lang,iso2,lat,lon,population,placetype\n"
    "Q3,wof,2024-03-05,Three,en,IR,35.7,51.4,1000,locality\n"
    "Q7,wof,2024-03-05,Seven,en,DE,52.5,13.4,900,region\n"
    "Q9,naturalearth,v4.0.0,NINE CITY,en,DE,48,11,,populated place: Populated place\n"
)
RECORDS = (
    '{"qid": "Q3", "source": "albertoursino_gexf", "snapshot": "2022-01-09", "labels": '
    '{"en": "Three"}, "country": "Iran", "lat": 35.71, "lon": 51.41, "population": 9000}\n'
    '{"qid": "Q7", "source": "rogorido_wdqs", "snapshot": "2017-07-28", "labels": '
    '{"en": "Seven Municipality"}, "country": "Germany|Poland", "lat": 50, "lon": 13.4}\n'
)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """The folder of the tables, which holds pairs."""
    folder = tmp_path / "tables"
    assert run(folder, "pairs", write(tmp_path / "pairs.csv", PAIRS)) == 0
    return folder


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def run(folder: Path, kind: str, *arguments: object) -> int:
    return main(["import", kind, *map(str, arguments), "--out", str(folder)])


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_pair_is_one_row_with_what_each_snapshot_says(tables: Path) -> None:
    assert rows(tables / "pairs.csv") == [
        ["Q3", "Q7", "2016-09:both 2019-08:other", "2019-08:1988", "",
         "2019-08:P1=Q5 2019-08:P580=1988"],
        ["Q3", "Q9", "2022-01-09:unknown", "", "", ""],
    ]  # fmt: skip


def test_a_second_run_changes_no_byte(tables: Path, tmp_path: Path) -> None:
    places = write(tmp_path / "stated.csv", STATED)
    run(tables, "places", places)
    before = content(tables)
    run(tables, "pairs", tmp_path / "pairs.csv")
    run(tables, "places", places)
    assert content(tables) == before


def test_a_source_replaces_its_own_facts_alone(tables: Path, tmp_path: Path) -> None:
    run(tables, "places", write(tmp_path / "stated.csv", STATED))
    run(tables, "places", write(tmp_path / "records.jsonl", RECORDS))
    both = content(tables)
    run(tables, "places", write(tmp_path / "stated.csv", STATED.replace("900", "950")))
    assert ["Q7", "whosonfirst-2026", "population", "950", "", ""] in rows(tables / "places.csv")
    run(tables, "places", write(tmp_path / "stated.csv", STATED))
    assert content(tables) == both


def test_what_agrees_is_one_row_and_what_does_not_stands_beside(
    tables: Path, tmp_path: Path
) -> None:
    run(tables, "places", write(tmp_path / "stated.csv", STATED))
    run(tables, "places", write(tmp_path / "records.jsonl", RECORDS))
    found = rows(tables / "places.csv")
    assert [row for row in found if row[0] == "Q3"] == [
        ["Q3", "wikidata-2022-01-09", "coordinates", "35.71 51.41", "", "whosonfirst-2026"],
        ["Q3", "wikidata-2022-01-09", "country", "IR", "", "whosonfirst-2026"],
        ["Q3", "wikidata-2022-01-09", "population", "9000", "", ""],
        ["Q3", "whosonfirst-2026", "population", "1000", "", ""],
    ]
    assert [row for row in found if row[0] == "Q7"] == [
        ["Q7", "wikidata-2017-07-28", "coordinates", "50 13.4", "linked", ""],
        ["Q7", "whosonfirst-2026", "coordinates", "52.5 13.4", "", ""],
        ["Q7", "wikidata-2017-07-28", "country", "DE", "linked", "whosonfirst-2026"],
        ["Q7", "wikidata-2017-07-28", "country", "PL", "linked", ""],
        ["Q7", "whosonfirst-2026", "population", "900", "", ""],
    ]
    assert ["Q3", "whosonfirst-2026", "coordinates", "35.7 51.4", ""] in rows(
        tables / "agreeing.csv"
    )


def test_kinds_of_place_have_their_level(tables: Path, tmp_path: Path) -> None:
    run(tables, "places", write(tmp_path / "stated.csv", STATED))
    run(tables, "places", write(tmp_path / "records.jsonl", RECORDS))
    assert rows(tables / "levels.csv") == [
        ["Q3", "whosonfirst-2026", "locality", "city"],
        ["Q7", "whosonfirst-2026", "region", "region"],
        ["Q7", "wikidata-2017-07-28", "… Municipality", "municipality"],
        ["Q9", "natural-earth-4", "populated place: Populated place", "city"],
    ]


def test_an_inference_counts_only_where_nobody_states_it(tables: Path, tmp_path: Path) -> None:
    run(tables, "places", write(tmp_path / "stated.csv", STATED))
    text = "qid,name,iso2,lat,lon,population\nQ3,Three,US,1,1,5\nQ9,Nine,DE,48,11,700\n"
    guesses = write(tmp_path / "guesses.csv", text)
    options = ("--snapshot", "geonames-2026", "--rule", "inferred")
    assert run(tables, "places", guesses, *options) == 0
    found = [row for row in rows(tables / "places.csv") if row[1] == "geonames-2026"]
    assert found == [["Q9", "geonames-2026", "population", "700", "inferred", ""]]
    assert not any(row[3] == "geonames-2026" for row in rows(tables / "names.csv"))


def test_what_is_refused_is_told_with_why(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "qid,label,lang,source,snapshot,country\n"
        "Q7,Q7,en,gexf,2022-01-09,Livonia\n"
        "Q7,,,gexf,2022-01-09,Q234567\n"
        "Q9,NINE CITY,en,gexf,2022-01-09,t430354028\n"
    )
    capsys.readouterr()
    assert run(tables, "places", write(tmp_path / "labels.csv", text), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"]["refused: name-in-capitals"] == 1
    assert rows(tables / "refused.csv") == [
        ["wikidata-2022-01-09", "Q7", "country-by-item-alone", "Q234567", ""],
        ["wikidata-2022-01-09", "Q7", "country-without-code", "Livonia", ""],
        ["wikidata-2022-01-09", "Q7", "name-is-item", "Q7", ""],
        ["wikidata-2022-01-09", "Q9", "country-unknown-value", "t430354028", ""],
        ["wikidata-2022-01-09", "Q9", "name-in-capitals", "NINE CITY", ""],
    ]
    # What another snapshot has refused stays.
    run(tables, "places", write(tmp_path / "stated.csv", STATED))
    assert len(rows(tables / "refused.csv")) == 6


def test_what_cannot_be_read_is_told_with_its_line(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = STATED + (
        "Teheran,wof,2024,Tehran,en,IR,35,51,1,locality\n"
        "Q3,wof,2024,Three,en,IR,135,51,many,locality\n"
        "Q3,wof\n"
        "Q3,atlas,1999,Three,en,IR,35,51,1,locality\n"
        "Q3,atlas,1999,Three,en,IR,35,51,1,locality\n"
    )
    path = write(tmp_path / "stated.csv", text)
    capsys.readouterr()
    assert run(tables, "places", path) == 3
    told = capsys.readouterr().out
    assert f"{path}:5: 'Teheran' is no item of Wikidata; write it as Q60" in told
    assert f"{path}:6: '135 51' is no place; write degrees, latitude -90 to 90" in told
    assert f"{path}:6: 'many' is no number of people; write 12345" in told
    assert f"{path}:7: 2 cells instead of 10" in told
    assert told.count("no snapshot is known for the source 'atlas'") == 1
    assert "2 refused: rows of no known snapshot" in told


def test_conflicts_are_told(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tables, "places", write(tmp_path / "stated.csv", STATED))
    records = write(tmp_path / "records.jsonl", RECORDS)
    capsys.readouterr()
    run(tables, "places", records)
    told = capsys.readouterr().out
    assert "1 in conflict: population" in told
    assert "in conflict: Q3 population: 9000 (wikidata-2022-01-09); 1000 (whosonfirst-2026)" in told
    run(tables, "places", records, "--json")
    assert {"item": "Q7", "property": "country"}.items() <= (
        json.loads(capsys.readouterr().out)["conflicts"][2].items()
    )


@pytest.mark.parametrize(
    ("item", "kind"),
    [("Q114", "pair-with-country"), ("Q83162", "pair-with-no-place"), ("Q3", "pair-with-itself")],
)
def test_pairs_of_what_is_no_place_are_refused(tmp_path: Path, item: str, kind: str) -> None:
    path = write(tmp_path / "pairs.csv", f"one,other,source\nQ3,{item},WD50K\n")
    run(tmp_path / "tables", "pairs", path)
    assert rows(tmp_path / "tables" / "pairs.csv") == []
    assert [row[2] for row in rows(tmp_path / "tables" / "refused.csv")] == [kind]


def test_a_city_state_may_be_party(tmp_path: Path) -> None:
    path = write(tmp_path / "pairs.csv", "one,other,source\nQ3,Q334,WD50K\n")
    run(tmp_path / "tables", "pairs", path)
    assert len(rows(tmp_path / "tables" / "pairs.csv")) == 1


def test_years_alone_are_taken_for_pairs_that_another_snapshot_states(
    tables: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "years.csv", "qid1,qid2,year\nQ7,Q3,1990\nQ3,Q9,0\nQ8,Q9,1991\n")
    options = ("--snapshot", "bussmann-nickel-2018", "--dates-only")
    assert run(tables, "pairs", path, *options) == 0
    (first, second) = rows(tables / "pairs.csv")
    assert first[2:4] == ["2016-09:both 2019-08:other", "2019-08:1988 bussmann-nickel-2018:1990"]
    assert second[3] == ""
    assert rows(tables / "refused.csv") == [
        ["bussmann-nickel-2018", "Q8 Q9", "pair-of-no-other-snapshot", "1991", ""]
    ]
    # The pairs themselves may be read again without losing the years.
    before = content(tables)
    run(tables, "pairs", tmp_path / "pairs.csv")
    assert content(tables) == before


def test_a_date_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "pairs.csv", "one,other,source,start\nQ3,Q7,WD50K,spring\n")
    assert run(tmp_path / "tables", "pairs", path) == 3
    assert f"{path}:2: 'spring' is not an EDTF date" in capsys.readouterr().out


def test_members_are_found_by_item_or_by_the_one_name(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All names of GeoNames take seconds to read, and these tests ask it for none.
    monkeypatch.setattr(known_places, "places_called", lambda name: set())
    run(
        tables, "places", write(tmp_path / "stated.csv", STATED + "Q9,wof,2024,Three,en,DE,1,1,,\n")
    )
    text = (
        "city,field,year,qid\nSéven,Music,2004,\nThree,Film,,\nNowhere,Design,,\nNine,,,Q9\n"
        "Kenya,,,Q114\nTen,,,Q10\n"
    )
    path = write(tmp_path / "members.csv", text)
    options = ("--network", "organisation/net", "--snapshot", "natural-earth-4", "--complete")
    assert run(tables, "members", path, *options) == 0
    assert rows(tables / "memberships.csv") == [
        ["organisation/net", "Q7", "Music", "2004", "natural-earth-4"],
        ["organisation/net", "Q9", "", "", "natural-earth-4"],
    ]
    assert rows(tables / "membership_lists.csv") == [
        ["organisation/net", "natural-earth-4", "1", "6"]
    ]
    assert [row[2:] for row in rows(tables / "unresolved_members.csv")] == [
        ["Nowhere", "Design", ""],
        ["Three", "Film", "Q3 Q9"],
    ]
    kinds = {row[1]: row[2] for row in rows(tables / "refused.csv")}
    assert kinds["Kenya"] == "member-that-is-country"
    assert kinds["Ten"] == "member-in-no-pair"


def test_countries_have_codes_items_names_and_regions(tmp_path: Path) -> None:
    listed = "iso2,iso3,qid,en,fa\nIR,IRN,Q794,Iran,ایران\nXK,XKX,Q1246,Kosovo,کوزوو\n"
    groups = {
        "001": {"_contains": ["142"]},
        "142": {"_contains": ["034"]},
        "034": {"_contains": ["IR", "AF"]},
        "EU": {"_contains": ["FR"], "_grouping": "true"},
    }
    within = {"supplemental": {"territoryContainment": groups}}
    files = (
        write(tmp_path / "listed.csv", listed),
        write(tmp_path / "territories.json", json.dumps(within)),
    )
    tables = tmp_path / "tables"
    assert run(tables, "countries", *files) == 0
    assert rows(tables / "countries.csv") == [
        ["AF", "AFG", "004", "Q889", "country/afghanistan", "Afghanistan", "افغانستان", "AS",
         "142", "034"],
        ["IR", "IRN", "364", "Q794", "country/iran", "Iran", "ایران", "AS", "142", "034"],
    ]  # fmt: skip
    assert rows(tables / "neighbours.csv") == [["AF", "IR", "geonames-2026"]]
    assert rows(tables / "regions.csv") == [
        ["034", "Southern Asia", "جنوب آسیا", "142"],
        ["142", "Asia", "آسیا", ""],
    ]
    assert ["Iran", "IR"] in rows(tables / "country_names.csv")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("places", "missing.csv"), 1, "there is no such file"),
        (("pairs", "{pairs}", "--snapshot", "1999"), 1, "No snapshot is listed as '1999'"),
        (("members", "{pairs}", "--network", "net"), 2, "--network takes an identifier"),
        (("countries", "{pairs}"), 1, "no file tells the regions of countries"),
    ],
)
def test_wrong_use_is_told(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    path = write(tmp_path / "pairs.csv", PAIRS)
    given = [str(path) if word == "{pairs}" else word for word in arguments]
    assert run(tmp_path / "tables", *given) == code
    assert told in capsys.readouterr().err


def test_what_a_publisher_left_out_stays_out(tables: Path, tmp_path: Path) -> None:
    text = (
        "qid,kind,km_or_n,source,name,iso2,lat,lon,contradicted_by,agreed_by\n"
        "Q3,wof-outvoted,187,wof,Three,US,1,2,gexf+other,naturalearth\n"
    )
    left_out = write(tmp_path / "left-out.csv", text)
    stated = write(tmp_path / "stated.csv", STATED)
    assert run(tables, "places", left_out, stated) == 0
    assert [
        "whosonfirst-2026",
        "Q3",
        "left-out-outvoted",
        "Three (US 1 2); 187 km; against wikidata-2022-01-09",
        "natural-earth-4",
    ] in rows(tables / "refused.csv")
    for name in ("places.csv", "names.csv", "levels.csv"):
        assert "Q3" not in {row[0] for row in rows(tables / name)}
    # It is known from then on, and rows of the same item by other sources are taken.
    run(tables, "places", stated, write(tmp_path / "records.jsonl", RECORDS))
    found = rows(tables / "places.csv")
    assert {row[1] for row in found if row[0] == "Q3"} == {"wikidata-2022-01-09"}


def test_identifiers_of_geonames_that_a_source_states(tables: Path, tmp_path: Path) -> None:
    text = (
        "qid,geonames,by,metres,gn_name\n"
        "Q3,112931,wof+inferred,120,Tehran\n"
        "Q7,1,inferred,0,Nowhere\n"
        "Q9,2,project,7,\n"
    )
    assert run(tables, "places", write(tmp_path / "identifiers.csv", text)) == 0
    assert rows(tables / "geonames.csv") == [
        ["Q3", "112931", "120", "whosonfirst-2026"],
        ["Q9", "2", "7", "geonames-2026"],
    ]
    assert rows(tables / "levels.csv") == [["Q3", "geonames-2026", "P", "city"]]


def test_an_item_that_is_no_place_is_refused_whole(tables: Path, tmp_path: Path) -> None:
    text = "qid,source,snapshot,name,lang,iso2,placetype\nQ3,wof,2024,Three,en,IR,country\n"
    assert run(tables, "places", write(tmp_path / "stated.csv", text)) == 0
    assert rows(tables / "refused.csv") == [["whosonfirst-2026", "Q3", "no-place", "country", ""]]
    assert rows(tables / "places.csv") == rows(tables / "names.csv") == []


def test_a_country_without_a_date_is_refused_against_others(tables: Path, tmp_path: Path) -> None:
    text = "qid,property,value,snapshot,source\nQ7,P17,Q142,2019-08,WD50K\n"
    undated = write(tmp_path / "statements.csv", text)
    run(tables, "places", undated)
    assert [row[3] for row in rows(tables / "places.csv")] == ["FR"]
    run(tables, "places", undated, write(tmp_path / "stated.csv", STATED))
    countries = [row for row in rows(tables / "places.csv") if row[2] == "country"]
    assert ["Q7", "FR"] not in [[row[0], row[3]] for row in countries]
    assert ["wikidata-2019-08", "Q7", "country-undated", "FR", ""] in rows(tables / "refused.csv")


def test_items_of_no_pair_are_taken_if_asked(tables: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "other.csv", STATED.replace("Q9", "Q10"))
    run(tables, "places", path)
    assert "Q10" not in {row[0] for row in rows(tables / "places.csv")}
    run(tables, "places", path, "--all")
    assert "Q10" in {row[0] for row in rows(tables / "places.csv")}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",", "\t"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("qid", "Wikidata ID").replace("lat,lon", "Latitude,LNG"),
    ],
    ids=["tabs", "mark", "ends", "names"],
)
def test_however_a_file_is_written(
    tables: Path, tmp_path: Path, change: Callable[[str], str]
) -> None:
    run(tables, "places", write(tmp_path / "stated.csv", STATED))
    before = content(tables)
    path = tmp_path / "written.csv"
    path.write_bytes(change(STATED).encode())
    assert run(tables, "places", path) == 0
    assert content(tables) == before


def test_a_broken_line_is_told_and_the_rest_taken(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "records.jsonl", RECORDS + '{"qid": \n\n[]\n')
    capsys.readouterr()
    assert run(tables, "places", path) == 3
    told = capsys.readouterr().out
    assert f"{path}:3: not a JSON object" in told
    assert f"{path}:5: not a JSON object" in told
    assert len(rows(tables / "places.csv")) > 4
