"""What a user would do instead, on the same lists: joins, scores, and other libraries untuned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process

from peyvand.features.countries import country_code
from peyvand.features.distance import kilometres
from peyvand.features.folding import fold
from peyvand.model import City

Found = dict[str, str]
Way = Callable[[Sequence[City], Sequence[City]], Found]
_NEAR_KM = 20
_SURE = 85
_CLEAR = 5


def equal_names(places: Sequence[City], records: Sequence[City]) -> Found:
    """The join of a spreadsheet: an equal name that one item only has."""
    owners: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for name in record.names:
            owners[name.casefold()].add(record.identifier)
    found = {place.identifier: owners[place.names[0].casefold()] for place in places}
    return {row: min(items) for row, items in found.items() if len(items) == 1}


def plain_join(places: Sequence[City], records: Sequence[City]) -> Found:
    """An equal folded name; within 20 km where both have coordinates, else in one country.

    Of several the nearest is taken, and without coordinates the first.
    """
    by_name: dict[str, list[City]] = defaultdict(list)
    for record in records:
        for name in record.names:
            by_name[fold(name)].append(record)
    found = {}
    for place in places:
        ranked = []
        for name in {fold(name) for name in (*place.names, *place.aliases)}:
            for record in by_name[name]:
                km = kilometres(place, record)
                one_country = country_code(place.country) == country_code(record.country)
                if (km is not None and km <= _NEAR_KM) or (km is None and one_country):
                    ranked.append((km or 0.0, record.identifier))
        if ranked:
            found[place.identifier] = min(ranked)[1]
    return found


def scored(places: Sequence[City], records: Sequence[City]) -> Found:
    """Reconciliation: the top candidate by name and country, if its score is high and clear."""
    labels, owners, country = [], [], {}
    for record in records:
        for name in record.names:
            labels.append(name.casefold())
            owners.append(record.identifier)
        if record.country:
            country[record.identifier] = country_code(record.country)
    found = {}
    for place in places:
        home = country_code(place.country) if place.country else ""
        scores: dict[str, float] = {}
        options = {"scorer": fuzz.token_sort_ratio, "limit": 20, "score_cutoff": 80}
        for _, alike, index in process.extract(place.names[0].casefold(), labels, **options):
            item = owners[index]
            agrees = 100 if country.get(item) == home else 0 if item in country else 50
            scores[item] = max(scores.get(item, 0), 0.7 * alike + 0.3 * agrees)
        first, *more = sorted(scores.items(), key=lambda one: (-one[1], one[0])) or [("", 0)]
        if first[1] >= _SURE and (not more or first[1] - more[0][1] > _CLEAR):
            found[place.identifier] = first[0]
    return found


def untuned_splink(places: Sequence[City], records: Sequence[City]) -> Found:
    """Splink with its own comparisons of names, countries and places, trained on these tables."""
    import logging

    import pyarrow
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    def table(cities: Iterable[City]) -> pyarrow.Table:
        return pyarrow.Table.from_pylist(
            [
                {
                    "unique_id": f"{city.identifier}#{number}",
                    "name": city.names[0].casefold(),
                    "initial": city.names[0].casefold()[:3],
                    "country": country_code(city.country) if city.country else None,
                    "latitude": city.latitude,
                    "longitude": city.longitude,
                }
                for number, city in enumerate(cities)
                if city.names
            ]
        )

    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.NameComparison("name"),
            compare.ExactMatch("country"),
            compare.DistanceInKMAtThresholds("latitude", "longitude", [1, 10, 100]),
        ],
        blocking_rules_to_generate_predictions=[block_on("name"), block_on("initial", "country")],
    )
    api = DuckDBAPI()
    tables = [
        api.register(table(cities), dataset_display_name=name)
        for name, cities in (("a_list", places), ("b_records", records))
    ]
    linker = Linker(tables, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("name")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("name"), block_on("initial", "country")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=0.9).as_pyarrow_table()
    best: dict[str, tuple[float, str]] = {}
    names = ("unique_id_l", "unique_id_r", "match_weight")
    for left, right, weight in zip(*(predicted[name].to_pylist() for name in names), strict=True):
        row, item = left.rpartition("#")[0], right.rpartition("#")[0]
        best[row] = max(best.get(row, (-99.0, "")), (weight, item))
    return {row: item for row, (_, item) in best.items()}


def recordlinkage_scores(places: Sequence[City], records: Sequence[City]) -> Found:
    """The library recordlinkage: blocked by country; Jaro-Winkler and distance, 0.9 of the most."""
    import pandas
    import recordlinkage

    def table(cities: Iterable[City]) -> pandas.DataFrame:
        return pandas.DataFrame(
            {
                "key": city.identifier,
                "name": city.names[0].casefold(),
                "country": country_code(city.country) if city.country else None,
                "lat": city.latitude,
                "lon": city.longitude,
            }
            for city in cities
            if city.names
        )

    left, right = table(places), table(records)
    index = recordlinkage.Index()
    index.block("country")
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler", label="name")
    if left.lat.notna().any():
        compare.geo("lat", "lon", "lat", "lon", method="exp", scale=10, offset=1, label="place")
    features = compare.compute(index.index(left, right), left, right).fillna(0.5)
    total = features.sum(axis=1)
    best: dict[str, tuple[float, str]] = {}
    least = 0.9 * len(features.columns)
    for (one, other), score in total[total >= least].items():
        row, item = left.key[one], right.key[other]
        best[row] = max(best.get(row, (-1.0, "")), (float(score), item))
    return {row: item for row, (_, item) in best.items()}


WAYS: dict[str, Way] = {
    "equal name that one item only has": equal_names,
    "plain join: equal folded name, near or in one country": plain_join,
    "reconciliation: top candidate by score": scored,
    "Splink 5, untuned": untuned_splink,
    "recordlinkage 0.16, untuned": recordlinkage_scores,
}
