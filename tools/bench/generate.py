"""A graph like that of sister cities, of any size, the same for the same seed.

Few countries have most cities, few cities have most partners, labels are in two scripts, some
values are missing: the skews that make queries on real links hard.
"""

import math
import random

BASE = "https://bench.example/"
_TERMS = {
    "type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "lat": "http://www.w3.org/2003/01/geo/wgs84_pos#lat",
    "long": "http://www.w3.org/2003/01/geo/wgs84_pos#long",
    "sameAs": "http://www.w3.org/2002/07/owl#sameAs",
    "altLabel": "http://www.w3.org/2004/02/skos/core#altLabel",
    "integer": "http://www.w3.org/2001/XMLSchema#integer",
    "decimal": "http://www.w3.org/2001/XMLSchema#decimal",
}
_LATIN = [
    "ar", "bel", "cor", "dan", "el", "far", "gor", "han", "is", "jor", "kal",
    "lu", "mir", "nav", "or", "pel", "qom", "ran", "sol", "tir", "un", "var",
]  # fmt: skip
_PERSIAN = [
    "ار", "بل", "کر", "دن", "ال", "فر", "گر", "هن", "ایس", "جر", "کل",
    "لو", "میر", "نو", "اور", "پل", "قم", "رن", "سل", "تیر", "ون", "ور",
]  # fmt: skip
_COUNTRIES = ["DE", "IR", "FR", "TR", "CN", "US", *(f"X{n:02}" for n in range(120))]
_STAGES = ["active", "active", "active", "dormant", "ended"]
_AREAS = ["culture", "education", "trade", "sport", "health", "environment"]
# Triples for each city, all told, as the shares below make them.
_PER_CITY = 36.0


def _iri(name):
    return f"<{_TERMS.get(name, BASE + 'ns#' + name)}>"


def _thing(kind, number):
    return f"<{BASE}{kind}/{number}>"


def _text(value, tag=None, datatype=None):
    if tag:
        return f'"{value}"@{tag}'
    return f'"{value}"^^<{_TERMS[datatype]}>' if datatype else f'"{value}"'


def lines(triples, seed=1):
    """Lines of N-Triples.

    Args:
        triples: about how many.
        seed: of the random numbers.
    """
    chance = random.Random(seed)
    cities = max(20, round(triples / _PER_CITY))
    weights = [1 / (rank + 1) ** 0.9 for rank in range(len(_COUNTRIES))]
    for number, code in enumerate(_COUNTRIES):
        yield from _country(number, code)
    for number in range(cities):
        yield from _city(chance, number, chance.choices(range(len(_COUNTRIES)), weights)[0], cities)
    yield from _agreements(chance, cities)


def hub_and_tail(triples):
    """The number of the city with most partners, and of one with few."""
    return 0, max(20, round(triples / _PER_CITY)) - 1


def label(number):
    """The Persian label of a city, and its English one."""
    chance = random.Random(f"label {number}")
    parts = [chance.randrange(len(_LATIN)) for _ in range(chance.randint(2, 4))]
    english = "".join(_LATIN[p] for p in parts).capitalize()
    return "".join(_PERSIAN[p] for p in parts), f"{english} {number}"


def has_persian(number):
    """Whether a city has its Persian label: nine of ten do."""
    return random.Random(f"has {number}").random() < 0.9


def _country(number, code):
    this = _thing("country", number)
    yield f"{this} {_iri('type')} {_iri('Country')} .\n"
    yield f"{this} {_iri('label')} {_text('Country ' + code, 'en')} .\n"
    yield f"{this} {_iri('code')} {_text(code)} .\n"


def _city(chance, number, country, cities):
    this = _thing("city", number)
    persian, english = label(number)
    yield f"{this} {_iri('type')} {_iri('City')} .\n"
    yield f"{this} {_iri('label')} {_text(english, 'en')} .\n"
    yield f"{this} {_iri('country')} {_thing('country', country)} .\n"
    for name, least, greatest in (("lat", -55, 70), ("long", -180, 180)):
        # Stores that keep values write no zeros at the end.
        degrees = f"{chance.uniform(least, greatest):.4f}".rstrip("0").rstrip(".")
        yield f"{this} {_iri(name)} {_text(degrees, datatype='decimal')} .\n"
    yield f"{this} {_iri('sameAs')} <http://wd.example/Q{10_000 + number}> .\n"
    if has_persian(number):
        yield f"{this} {_iri('label')} {_text(persian, 'fa')} .\n"
    if chance.random() < 0.95:
        size = int(math.exp(chance.gauss(11, 1.4)))
        yield f"{this} {_iri('population')} {_text(size, datatype='integer')} .\n"
    if chance.random() < 0.3:
        yield f"{this} {_iri('altLabel')} {_text(english + ' old', 'en')} .\n"
    if chance.random() < 0.5:
        network = int(chance.paretovariate(1)) % max(20, cities // 100)
        yield f"{this} {_iri('memberOf')} {_thing('network', network)} .\n"


def _agreements(chance, cities):
    weights = [1 / (rank + 1) ** 0.75 for rank in range(cities)]
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    seen = set()
    number = 0
    while number < 3 * cities:
        pair = tuple(chance.choices(range(cities), cum_weights=sums, k=2))
        if pair[0] == pair[1] or pair in seen:
            continue
        seen |= {pair, pair[::-1]}
        this = _thing("agreement", number)
        yield f"{this} {_iri('type')} {_iri('Agreement')} .\n"
        for city in pair:
            yield f"{this} {_iri('party')} {_thing('city', city)} .\n"
        yield f"{this} {_iri('stage')} {_text(chance.choice(_STAGES))} .\n"
        if chance.random() < 0.92:
            year = min(2026, max(1920, int(chance.gauss(1990, 18))))
            yield f"{this} {_iri('year')} {_text(year, datatype='integer')} .\n"
        for area in chance.sample(_AREAS, chance.choice([1, 1, 2, 3])):
            yield f"{this} {_iri('area')} {_text(area)} .\n"
        yield f"{this} {_iri('source')} <http://src.example/{number % 40}/{number}> .\n"
        for one, other in (pair, pair[::-1]):
            if chance.random() < 0.95:
                yield f"{_thing('city', one)} {_iri('twinnedWith')} {_thing('city', other)} .\n"
        number += 1
