"""The command ``peyvand partners``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from partners.conftest import DATA
from peyvand.cli import main
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions

Run = Callable[..., str]
ID = "https://w3id.org/peyvand/id/"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    store = Store()
    store.load(path=str(DATA), format=RdfFormat.TRIG)
    publish_lines(Versions(home), store, dump_lines(store), "build", keep=2)
    return home


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*options: str, status: int = 0) -> str:
        assert main(["partners", "--home", str(home), *options]) == status
        got = capsys.readouterr()
        return got.err if status else got.out

    return run


def test_shared_partners_are_named_and_what_is_not_on_record_is_no_data(run: Run) -> None:
    told = run("arak", "--explain", "--criteria", "shared-partners,distance")
    assert "Arak: 2 partners on record; 3 other cities ranked" in told
    assert told.count("Partners in common: 0.67 (2: Novi Sad, Tbilisi)") == 2
    bushehr = told[told.index("Bushehr") :]
    assert "Partners in common: no data" in bushehr
    assert "Distance: no data" in bushehr


def test_the_same_is_told_in_persian(run: Run) -> None:
    told = run("اراک", "--explain", "--language", "fa", "--criteria", "shared-partners")
    assert "اراک: ۲ شریک ثبت‌شده" in told
    assert "شریک‌های مشترک: ۰٫۶۷ (۲: Novi Sad، Tbilisi)" in told
    assert "شریک‌های مشترک: داده‌ای نیست" in told


def test_a_city_without_data_is_told_so_and_is_no_empty_answer(run: Run) -> None:
    told = run("bushehr", "--explain")
    assert "Bushehr: 0 partners on record; 5 other cities ranked" in told
    assert told.count("Distance: no data") == 5
    assert told.count("Partners in common: no data") == 5


def test_json_has_each_criterion_with_points_that_add_up(run: Run) -> None:
    told = json.loads(run("arak", "--explain", "--json", "--top", "1"))
    (choice,) = told["choices"]
    assert choice["score"] == pytest.approx(
        sum(part["points"] for part in choice["criteria"]), abs=0.002
    )
    (shared,) = [part for part in choice["criteria"] if part["criterion"] == "shared-partners"]
    assert shared["evidence"] == {"met": [f"{ID}city/novi-sad", f"{ID}city/tbilisi"]}


def test_a_city_that_is_asked_about_is_told_wherever_it_stands(run: Run) -> None:
    told = json.loads(run("arak", "--top", "0", "--with", "lviv", "--json"))
    assert [choice["en"] for choice in told["choices"]] == ["Lviv"]
    assert "criteria" not in told["choices"][0]


def test_weights_are_the_users_and_stand_with_the_result(run: Run, tmp_path: Path) -> None:
    weights = tmp_path / "weights.json"
    weights.write_text('{"shared-partners": 0, "degree": 2}', encoding="utf-8")
    plain = json.loads(run("arak", "--explain", "--json", "--with", "lviv"))
    told = json.loads(run("arak", "--explain", "--json", "--weights", str(weights)))
    assert plain["weighting"] is None
    assert told["weighting"]["weights"] == {"shared-partners": 0, "degree": 2}
    assert told["weighting"]["name"] is None
    points = [
        {
            part["criterion"]: part["points"]
            for choice in answer["choices"]
            if choice["en"] == "Lviv"
            for part in choice["criteria"]
        }
        for answer in (plain, told)
    ]
    assert points[1]["shared-partners"] == 0
    assert points[1]["degree"] == pytest.approx(2 * points[0]["degree"], abs=0.001)
    assert points[1]["same-kind"] == points[0]["same-kind"]


def test_a_weighting_has_a_name_and_what_tells_it_from_others(run: Run, tmp_path: Path) -> None:
    digests = []
    for weights in ('{"degree": 2}', '{"name": "of the council", "weights": {"degree": 2.0}}'):
        file = tmp_path / "weights.json"
        file.write_text(weights, encoding="utf-8")
        told = json.loads(run("arak", "--json", "--weights", str(file)))
        digests.append(told["weighting"]["digest"])
    assert digests[0] == digests[1]
    assert told["weighting"]["name"] == "of the council"
    file.write_text('{"degree": 3}', encoding="utf-8")
    assert digests[0] not in run("arak", "--weights", str(file))
    line = f"({digests[0]}): Number of its partners × 2"
    file.write_text('{"name": "of the council", "weights": {"degree": 2}}', encoding="utf-8")
    assert f"Weighted as of the council {line}" in run("arak", "--weights", str(file))
    persian = run("arak", "--weights", str(file), "--language", "fa")
    assert f"({digests[0]}): شمار شریک‌هایش × ۲" in persian


def test_a_stated_dispute_is_told_beside_a_city_and_leaves_it_out_if_asked(run: Run) -> None:
    told = run("arak")
    assert "standing dispute of Iran with Lublin is stated: claim/newer" in told
    assert "Left out" not in told
    asked = json.loads(run("arak", "--json"))
    (lublin,) = [choice for choice in asked["choices"] if choice["en"] == "Lublin"]
    (dispute,) = lublin["disputes"]
    assert dispute["statements"][0]["said"] == "2025"
    assert asked["leftOut"] is None
    without = json.loads(run("arak", "--json", "--without-disputes"))
    assert (without["leftOut"], without["ranked"]) == (1, asked["ranked"] - 1)
    assert "Lublin" not in {choice["en"] for choice in without["choices"]}
    shown = run("lublin", "--without-disputes", "--language", "fa")
    assert "کنارگذاشته‌شده، چون اختلافی پابرجا گفته شده است: ۱" in shown
    # Of Novi Sad none is stated: nobody is left out, and it says so.
    assert "is stated: 0" in run("novi-sad", "--without-disputes")


def test_languages_of_the_countries_are_named_and_one_in_the_sea_is_not_guessed(run: Run) -> None:
    told = run("lviv", "--explain", "--criteria", "country-languages,by-the-sea", "--with", "arak")
    arak = told[told.index("Arak") :]
    assert "Language of both countries: 0%" in arak
    assert "By the sea: no data" in arak
    novi_sad = run("arak", "--explain", "--criteria", "country-languages", "--with", "lublin")
    assert "Language of both countries" in novi_sad


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"degree": -1}', "The weight of degree is negative."),
        ('{"degre": 1}', "There are: degree"),
        ('{"degree": "much"}', "no JSON object"),
        ('{"degree": true}', "no JSON object"),
        ('{"degree": 1e999}', "The weight of degree is no number: inf."),
        ('{"name": 1, "weights": {}}', "no JSON object"),
        ('{"name": "ours", "weights": {"degree": -1}}', "The weight of degree is negative."),
        ("[1]", "no JSON object"),
        ("{", "no JSON object"),
    ],
)
def test_weights_that_are_none_are_refused(
    run: Run, tmp_path: Path, text: str, wanted: str
) -> None:
    weights = tmp_path / "weights.json"
    weights.write_text(text, encoding="utf-8")
    assert wanted in run("arak", "--weights", str(weights), status=1)


def test_an_unknown_city_or_criterion_leads_to_near_names(run: Run) -> None:
    assert "Near names: city/lviv (Lviv, Ukraine)." in run("lwiv", status=1)
    assert "No city is called qqqq." in run("qqqq", status=1)
    assert "No city is called country/iran." in run("country/iran", status=1)
    assert "There are: shared-partners" in run("arak", "--criteria", "shared-partner", status=1)


def test_the_command_says_how_it_is_used(run: Run, tmp_path: Path) -> None:
    assert "Name a city, or ask for --evaluate." in run(status=2)
    assert "Name a city, or ask for --evaluate." in run("arak", "--evaluate", status=2)
    assert "--out is the folder of --evaluate." in run("arak", "--out", str(tmp_path), status=2)


def test_an_evaluation_writes_figures_curves_and_plots(run: Run, tmp_path: Path) -> None:
    told = run("--evaluate", "--out", str(tmp_path))
    assert "6 cities, 7 pairs" in told
    assert {path.name for path in tmp_path.iterdir()} == {
        *("evaluation.json", "curves.json", "hits.svg", "curves.svg")
    }
    figures = json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8"))
    assert figures["later"]["seen"] == 1
    assert "untuned" in figures["hidden"]["orders"]
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    run("--evaluate", "--out", str(tmp_path))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first
