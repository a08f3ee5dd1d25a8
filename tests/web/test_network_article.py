"""The network as an article: its sentences, its charts, and its files for other programs."""

from __future__ import annotations

import gzip
import io
import json
import re
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest
from pyoxigraph import Literal, NamedNode

from peyvand.web.pages.components.geographic import Kept
from peyvand.web.pages.network.network_article import country_names, sentences
from peyvand.web.pages.network.network_charts import svg_countries, svg_degrees, svg_distances
from peyvand.web.pages.network.network_files import GEXF, GRAPHML, SCOPES, network_file
from peyvand.web.pages.network.network_part import Part

FOUND: dict[str, Any] = {
    "size": {"nodes": 1200, "edges": 3400, "largest_component_share": 0.9, "components": 5},
    "degrees": {"median": 2.0, "mean": 3.4, "max": 101},
    "paths": {"mean": 7.16, "diameter": 25},
    "distances": {"median_km": 1189.5, "mean_km": 3084.4, "mean_km_at_random": 4632.3},
    "countries": {"across_share": 0.91, "unknown": 7},
    "communities": {"number": 12},
}
ID = "https://w3id.org/peyvand/id/"


def test_six_figures_are_told_in_words_with_what_they_mean() -> None:
    told = sentences(FOUND, "en")
    assert [one.figure for one in told] == ["1,200", "2", "90%", "7.2", "1,190", "91%"]
    assert "1,200 cities are linked in 3,400 pairs." in [one.told for one in told]
    assert all(one.meaning for one in told)
    persian = sentences(FOUND, "fa")
    assert [one.figure for one in persian][:2] == ["۱٬۲۰۰", "۲"]
    assert not re.search("[0-9{}]", " ".join(one.told for one in persian))


@pytest.mark.parametrize("missing", ["paths", "distances", "countries", "communities"])
def test_a_figure_that_there_is_not_is_left_out(missing: str) -> None:
    for nothing in ({**FOUND, missing: None}, {k: v for k, v in FOUND.items() if k != missing}):
        assert len(sentences(nothing, "en")) == 5
    assert sentences({}, "en") == []


def test_charts_have_the_digits_and_names_of_the_language() -> None:
    rows = [
        {"from_km": 0, "to_km": 500, "pairs": 4},
        {"from_km": 500, "to_km": 1000, "pairs": 0},
        {"from_km": 1000, "to_km": 6000, "pairs": 2},
    ]
    english, persian = (str(svg_distances(rows, "<t>", tag)) for tag in ("en", "fa"))
    assert english.count("<rect") == persian.count("<rect") == 2
    assert ">5,000<" in english
    assert ">۵٬۰۰۰<" in persian
    assert "<title>&lt;t&gt;</title>" in english
    pairs = [{"one": "Iran", "other": "Turkey", "pairs": 12}]
    drawn = str(svg_countries(pairs, {"Iran": "ایران"}, "t", "fa"))
    assert "ایران – Turkey" in drawn
    assert "۱۲" in drawn
    degrees: list[dict[str, float]] = [
        {"degree": 1, "ccdf": 1.0},
        {"degree": 10, "ccdf": 0.01},
        {"degree": 0, "ccdf": 1},
    ]
    assert str(svg_degrees(degrees, "t", "en")).count("<circle") == 2


def test_the_last_figure_of_an_axis_has_room() -> None:
    drawn = str(svg_distances([{"from_km": 0, "to_km": 20_000, "pairs": 1}], "t", "en"))
    assert 'text-anchor="end">20,000<' in drawn
    assert 'text-anchor="middle">15,000<' in drawn


def test_countries_are_known_by_the_names_of_the_figures_too() -> None:
    rows = [
        {"country": NamedNode(f"{ID}country/turkey"), "label": Literal(label, language=tag)}
        for label, tag in (("Turkey", "en"), ("ترکیه", "fa"))
    ]
    site: Any = SimpleNamespace(language="fa", select=lambda _: rows)
    named = country_names(site)
    # CLDR's name, by which networks put together what sources call differently.
    assert named["Turkey"] == named["Türkiye"] == named["ترکیه"] == "ترکیه"


@pytest.mark.parametrize("draw", [svg_distances, svg_degrees])
def test_a_chart_of_nothing_is_empty(draw: Any) -> None:
    assert "<svg" in str(draw([], "t", "en"))


def kept(iri: str, place: tuple[float, float] | None, **columns: Any) -> Kept:
    geometry = place and {"type": "Point", "coordinates": place}
    feature = {"id": iri, "geometry": geometry, "properties": {"iri": ID + iri, **columns}}
    return Kept(iri, (), None, json.dumps(feature).encode())


def city(name: str, item: str | None = None) -> Kept:
    told = {"name_en": name, "name_fa": None, "country": None, "country_en": None}
    return kept(f"city/{name}", (46.0, 38.0), wikidata=item, **told)


def pair(name: str, one: str, other: str, earliest: str | None) -> Kept:
    ends = {"from": f"{ID}city/{one}", "to": f"{ID}city/{other}"}
    named = {
        f"{end}_{column}": None
        for end in ("from", "to")
        for column in ("en", "fa", "country", "country_en")
    }
    dates = {"signed": earliest and earliest[:4], "earliest": earliest}
    return kept(f"agreement/{name}", None, **ends, **named, **dates, source_iris=["x", "y"])


CITIES = [city("a", "http://www.wikidata.org/entity/Q1"), city("b"), city("alone")]
PAIRS = [pair("ab", "a", "b", "1999-02-01"), pair("ac", "a", "c", None)]


@pytest.mark.parametrize(("name", "read"), [(GRAPHML, nx.read_graphml), (GEXF, nx.read_gexf)])
def test_files_have_what_each_node_and_edge_is(name: str, read: Any) -> None:
    packed = network_file(name, CITIES, PAIRS, {f"{ID}agreement/ac"}, Part().has)
    graph = read(io.BytesIO(gzip.decompress(packed)))
    assert set(graph) == {f"{ID}city/{end}" for end in "abc"}
    assert graph.nodes[f"{ID}city/a"]["wikidata"] == "http://www.wikidata.org/entity/Q1"
    assert graph.nodes[f"{ID}city/a"]["longitude"] == 46.0
    edges = {told["iri"].rpartition("/")[2]: told for _, _, told in graph.edges(data=True)}
    assert (edges["ab"]["year"], edges["ab"]["kind"]) == (1999, "documents")
    assert edges["ab"]["sources"] == "x y"
    assert edges["ac"]["kind"] == "datasets"
    assert "year" not in edges["ac"]


def test_a_scope_has_its_agreements_alone() -> None:
    def edges(scope: str) -> int:
        packed = network_file(GRAPHML, CITIES, PAIRS, {f"{ID}agreement/ac"}, Part(scope).has)
        return int(nx.read_graphml(io.BytesIO(gzip.decompress(packed))).number_of_edges())

    assert [edges(scope) for scope in ("all", "documents", "datasets")] == [2, 1, 1]


def test_a_part_is_of_its_scope_and_of_what_was_signed_until_its_year() -> None:
    pair = {"iri": f"{ID}agreement/ac", "earliest": "1987-05-01"}
    undated = {"iri": f"{ID}agreement/ab", "earliest": None}
    datasets = {f"{ID}agreement/ac"}
    assert Part().is_whole
    assert Part().has(undated, datasets)
    assert [Part(scope).has(pair, datasets) for scope in SCOPES] == [True, False, True]
    assert [Part(until=year).has(pair, datasets) for year in (1986, 1987)] == [False, True]
    assert not Part(until=2020).has(undated, datasets)
