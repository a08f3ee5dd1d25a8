"""A JSON dump like Wikidata's, of any number of lines, the same for the same seed.

About one entity in a hundred is a place; the others are people and works of one to four
kilobytes. A few lines are broken, some years have eleven digits, statements have qualifiers and
references: what a reader of the true dump meets. A shorter dump is the beginning of a longer one.
"""

import gzip
import io
import json
import random
from collections import Counter

from .names import COUNTRIES, latin_name, persian_name

# The shares of lines that are places, and that are cut or are no JSON.
PLACES, BROKEN = 0.01, 0.00005
# The bodies of people and works are drawn from a stock: making each anew would take hours.
_STOCK = 1500
_FIRST_QID = 1000
_WORK_PROPERTIES = [f"P{number}" for number in (21, 27, 50, 57, 106, 136, 161, 364, 407, 495, 921)]
_LANGUAGES = ["en", "fa", "de", "fr", "es", "ar", "ru", "ja", "nl", "it", "sv", "tr"]
_KINDS = ["Q515", "Q3957", "Q486972", "Q532", "Q1549591", "Q747074"]


def _snak(prop, kind, value):
    return {
        "snaktype": "value",
        "property": prop,
        "datavalue": {"value": value, "type": kind},
        "hash": f"{hash_of(prop, value):040x}",
    }


def hash_of(prop, value):
    """A number like a hash, the same on every run."""
    return random.Random(f"{prop}{value}").getrandbits(160)


def _item(prop, number):
    value = {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}
    return _snak(prop, "wikibase-entityid", value)


def _time(prop, chance):
    year = chance.randint(1946, 2024)
    precision = chance.choice((9, 10, 11, 11))
    month = chance.randint(1, 12) if precision > 9 else 0
    day = chance.randint(1, 28) if precision > 10 else 0
    # Dumps of the first years wrote eleven digits, and a first of January for a year.
    old = chance.random() < 0.1
    if old and precision == 9:
        month = day = 1
    number = f"{year:011d}" if old else f"{year:04d}"
    value = {
        "time": f"+{number}-{month:02d}-{day:02d}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    return _snak(prop, "time", value)


def _guid(chance, qid):
    digits = f"{chance.getrandbits(128):032X}"
    parts = digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]
    return f"{qid}${'-'.join(parts)}"


def _statement(chance, qid, snak, qualifiers=(), references=()):
    found = {
        "mainsnak": snak,
        "type": "statement",
        "id": _guid(chance, qid),
        "rank": chance.choices(("normal", "preferred", "deprecated"), (94, 5, 1))[0],
    }
    if qualifiers:
        found["qualifiers"] = {one["property"]: [one] for one in qualifiers}
        found["qualifiers-order"] = [one["property"] for one in qualifiers]
    if references:
        snaks = {one["property"]: [one] for one in references}
        digest = f"{chance.getrandbits(160):040x}"
        found["references"] = [{"hash": digest, "snaks": snaks, "snaks-order": list(snaks)}]
    return found


def _texts(found):
    return {tag: {"language": tag, "value": text} for tag, text in found.items()}


def place(chance, number, truth):
    """A place: names in several languages, kind, country, point, population and twins."""
    qid = f"Q{number}"
    code, country = chance.choice(list(COUNTRIES.items()))
    name, persian = latin_name(chance), persian_name(chance)
    labels = {"en": name, "de": name, "fr": name.replace("k", "c")}
    if chance.random() < 0.7:
        labels["fa"] = persian
    if chance.random() < 0.5:
        labels["ar"] = persian.replace("ک", "ك").replace("ی", "ي")
    point = {
        "latitude": round(chance.uniform(-55, 65), 6),
        "longitude": round(chance.uniform(-180, 180), 6),
        "altitude": None,
        "precision": 0.0001,
        "globe": "http://www.wikidata.org/entity/Q2",
    }
    claims = {
        "P31": [_statement(chance, qid, _item("P31", int(chance.choice(_KINDS)[1:])))],
        "P17": [_statement(chance, qid, _item("P17", country))],
        "P625": [_statement(chance, qid, _snak("P625", "globecoordinate", point))],
        "P1082": [],
        "P1566": [
            _statement(chance, qid, _snak("P1566", "string", str(chance.randint(10**5, 10**7))))
        ],
    }
    for _ in range(chance.randint(1, 3)):
        amount = {"amount": f"+{int(chance.lognormvariate(9, 1.6))}", "unit": "1"}
        snak = _snak("P1082", "quantity", amount)
        claims["P1082"].append(_statement(chance, qid, snak, [_time("P585", chance)]))
    twins = min(40, int(chance.paretovariate(1.1)) - 1)
    if twins:
        claims["P190"] = []
    for _ in range(twins):
        qualifiers = [_time("P580", chance)] if chance.random() < 0.5 else []
        if chance.random() < 0.1:
            qualifiers.append(_time("P582", chance))
        url = f"https://www.{name.split()[0].lower()}.example/{code.lower()}/twin-towns"
        references = [_snak("P854", "string", url), _time("P813", chance)]
        snak = _item("P190", chance.randint(_FIRST_QID, _FIRST_QID + 10**7))
        claims["P190"].append(
            _statement(chance, qid, snak, qualifiers, references if chance.random() < 0.6 else ())
        )
    truth["places"] += 1
    truth["twins"] += twins
    truth["populations"] += len(claims["P1082"])
    entity = {
        "type": "item",
        "id": qid,
        "labels": _texts(labels),
        "descriptions": _texts({"en": f"town in {code}", "fa": "شهر"}),
        "aliases": {"en": [{"language": "en", "value": f"City of {name}"}]},
        "claims": claims,
        "sitelinks": {"enwiki": {"site": "enwiki", "title": name, "badges": []}},
        "pageid": number,
        "modified": "2026-01-05T00:00:00Z",
    }
    return json.dumps(entity, ensure_ascii=chance.random() < 0.5, separators=(",", ":"))


def _body(chance):
    """A person or a work, without its number."""
    name = f"{latin_name(chance)} {latin_name(chance)}"
    tags = chance.sample(_LANGUAGES, chance.randint(1, 10))
    claims = {}
    for prop in chance.sample(_WORK_PROPERTIES, chance.randint(1, 4)):
        snak = _item(prop, chance.randint(1, 10**7))
        references = [_item("P248", 36578), _time("P813", chance)]
        claims[prop] = [
            _statement(chance, "Q0", snak, (), references if chance.random() < 0.4 else ())
        ]
    if chance.random() < 0.7:
        claims["P577"] = [_statement(chance, "Q0", _time("P577", chance))]
    entity = {
        "labels": _texts(dict.fromkeys(tags, name)),
        "descriptions": _texts(dict.fromkeys(tags[:5], f"work by {name}")),
        "aliases": {},
        "claims": claims,
        "sitelinks": {},
        "modified": "2025-11-30T12:00:00Z",
    }
    return json.dumps(entity, ensure_ascii=True, separators=(",", ":"))[1:].encode()


def lines(count, seed=1, truth=None):
    """The entity lines of a dump, as bytes that end with a comma and a line break.

    Args:
        count: of lines.
        seed: of the random numbers.
        truth: counts what a reader should find: places, twins, populations, broken.
    """
    truth = Counter() if truth is None else truth
    chance = random.Random(seed)
    stock = [_body(chance) for _ in range(min(_STOCK, 2 + count // 20))]
    random_, size = chance.random, len(stock)
    for number in range(_FIRST_QID, _FIRST_QID + count):
        draw = random_()
        if draw < PLACES:
            yield place(chance, number, truth).encode() + b",\n"
            continue
        body = stock[int(random_() * size)]
        line = b'{"type":"item","id":"Q%d",%b,\n' % (number, body)
        if draw > 1 - BROKEN:
            truth["broken"] += 1
            # A line that happens to be cut after a brace looks whole to who does not parse it.
            cut = line[: len(line) // 2].rstrip(b"}") + b"\n"
            line = cut if draw > 1 - BROKEN / 2 else b"<!-- 504 -->\n"
        yield line


def _packed(raw):
    # Without name and time, so that the same dump is the same file.
    packed = gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0)
    return io.BufferedWriter(packed, 1 << 20)


def write_dump(path, count, seed=1):
    """Write a dump as a stream; packed if its name ends with ``.gz``.

    Returns:
        What a reader should find in it, and ``bytes``: its size unpacked.
    """
    truth = Counter()
    with path.open("wb") as raw, _packed(raw) if path.suffix == ".gz" else raw as stream:
        truth["bytes"] += stream.write(b"[\n")
        for line in lines(count, seed, truth):
            truth["bytes"] += stream.write(line)
        truth["bytes"] += stream.write(b"]\n")
    return dict(truth)
