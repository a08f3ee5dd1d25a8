"""Where places are, in which country and how many people live there, as claims by snapshot.

Of an item and a property the table gives the value to believe first, and then those that
contradict it: the first is plain, and so is each country, for a place that is claimed for two has
both, unless one is overruled as an error of its source. A population that no place with partners
has is not plain, though nothing stands beside it.
The others are claims only, with why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from peyvand.model import Certainty, Claim, Term
from peyvand.sources.snapshots import Snapshot, snapshot_of
from peyvand.sources.tables import Row, read_table
from peyvand.sources.world.countries import COLUMNS as COUNTRY_COLUMNS
from peyvand.sources.world.countries import FORMER, country_of
from peyvand.sources.world.found import Found
from peyvand.vocabulary.iris import iri, thing

COLUMNS = ("item", "snapshot", "property", "value", "rule", "agree")
OVERRULED_COLUMNS = ("item", "property", "value", "for", "by")
IDENTIFIER_COLUMNS = ("item", "geonames", "metres", "by")
# How a statement came to its item where its source does not name the item.
RULES = {
    "": (thing("reading-rule/dataset-snapshot"), Certainty.CERTAIN),
    "linked": (thing("reading-rule/linked-by-partners"), Certainty.LIKELY),
    "inferred": (thing("reading-rule/one-place-of-the-name"), Certainty.LIKELY),
}
PROPERTIES = {
    "coordinates": iri("pv:coordinates"),
    "country": iri("pv:inCountry"),
    "population": iri("pv:population"),
    "state": iri("pv:inCountry"),
}
# Of a state that is no more.
_WAS_IN = iri("pv:wasInState")
# Fewer inhabitants than a place with partners has.
LEAST_POPULATION = 10
# An identifier of a place that is farther away is that of another place.
_FARTHEST_METRES = 20_000
_CONFIRMED = iri("pv:isConfirmedIn")
_OVERRULED = {
    "coordinates": (
        "not the plain value: statements weigh more for the place {value}",
        "مقدار ساده نیست: گزاره‌های دیگر جای {value} را بیشتر تأیید می‌کنند",
    ),
    "population": (
        "not the plain value: more than twice or less than half of {value}, which weighs more",
        "مقدار ساده نیست: بیش از دو برابر یا کمتر از نیمِ {value} است که بیشتر تأیید شده است",
    ),
    "state": (
        "not the plain value: others name a country that has a code of ISO 3166",
        "مقدار ساده نیست: دیگران کشوری را می‌گویند که در ISO 3166 کد دارد",
    ),
    "country": (
        "not the plain value: others say {value}, and of no other place both are said",
        "مقدار ساده نیست: دیگران {value} می‌گویند، و هیچ جای دیگری میان این دو نیست",
    ),
}
_IMPLAUSIBLE = (
    "not the plain value: fewer inhabitants than a place with partners has",
    "مقدار ساده نیست: شمار ساکنان کمتر از آن است که جایی با شریک دارد",
)


def read_places(
    folder: Path,
    new: Mapping[str, NamedNode],
    countries: dict[str, NamedNode],
    found: Found,
) -> dict[str, str]:
    """Read what snapshots state of places.

    Args:
        folder: the folder of the tables.
        new: the places that are none of ours, by item.
        countries: by their codes, and states without one by their identifiers.
        found: is added to.

    Returns:
        The code of the country of each item that has one, the one to believe first.

    Raises:
        SourceError: a row names a snapshot, a country, a property or a rule that is not known.
    """
    # What stands for a value that is an error of its source.
    overruled = {
        (row["item"], row["property"], row["value"]): row["for"]
        for row in read_table(folder / "overruled.csv", OVERRULED_COLUMNS)
    }
    named = {
        row["iso2"]: row
        for row in (read_table(folder / "countries.csv", COUNTRY_COLUMNS) if overruled else ())
    }
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in read_table(folder / "places.csv", COLUMNS):
        if row["item"] in new:
            groups[row["item"], row["property"]].append(row)
    for (item, prop), rows in groups.items():
        if prop not in PROPERTIES:
            known = ", ".join(PROPERTIES)
            raise rows[0].error(f"unknown property {prop!r}.", f"Use one of {known}.")
        best = next(filter(_is_plausible, rows), None)
        for row in rows:
            snapshot = snapshot_of(row, found.snapshots)
            stands = overruled.get((item, prop, row["value"]), "")
            plain = not stands and (row is best or prop == "country")
            if prop == "state":
                # A country that has a code goes before a state that has none.
                plain = (item, "country") not in groups or row["value"].startswith(FORMER)
            notes = () if plain else _notes(row, best, named.get(stands))
            claim = _claim(row, snapshot, new[item], countries, found, notes)
            (found.claims if plain else found.aside).append((snapshot, claim))
    return {
        item: next(row["value"] for row in rows if (item, prop, row["value"]) not in overruled)
        for (item, prop), rows in groups.items()
        if prop == "country"
    }


def _claim(
    row: Row,
    snapshot: Snapshot,
    node: NamedNode,
    countries: dict[str, NamedNode],
    found: Found,
    notes: tuple[Literal, ...],
) -> Claim:
    if row["rule"] not in RULES:
        raise row.error(f"unknown rule {row['rule']!r}.", "Write linked, inferred or nothing.")
    rule, certainty = RULES[row["rule"]]
    slug = f"{snapshot.name}-{row['item']}-{row['property']}"
    if row["property"] in ("country", "state"):
        # A snapshot may state two.
        slug += f"-{row['value'].lower().rpartition('/')[2]}"
    agree = [snapshot_of(row, found.snapshots, name).document for name in row["agree"].split()]
    return snapshot.claim(
        slug,
        node,
        _WAS_IN if row["value"].startswith(FORMER) else PROPERTIES[row["property"]],
        (_value(row, countries),),
        notes=notes,
        qualifiers=tuple((_CONFIRMED, document) for document in agree),
        read_by=rule,
        certainty=certainty,
    )


def _value(row: Row, countries: dict[str, NamedNode]) -> Term:
    if row["property"] == "coordinates":
        latitude, longitude = row["value"].split()
        return Literal(f"POINT({longitude} {latitude})", datatype=iri("geo:wktLiteral"))
    if row["property"] == "population":
        return Literal(row["value"], datatype=iri("xsd:integer"))
    return country_of(row, row["value"], countries)


def _is_plausible(row: Row) -> bool:
    return row["property"] != "population" or int(row["value"]) >= LEAST_POPULATION


def _notes(row: Row, best: Row | None, stands: Row | None) -> tuple[Literal, ...]:
    """Why a statement is not the plain one.

    Args:
        row: the statement.
        best: the plain one.
        stands: the country that stands for the one of the statement.
    """
    if stands:
        return _in_both(_OVERRULED["country"], stands["en"], stands["fa"])
    if best is None or not _is_plausible(row):
        return _in_both(_IMPLAUSIBLE)
    return _in_both(_OVERRULED[row["property"]], best["value"])


def _in_both(texts: tuple[str, str], value: str = "", persian: str = "") -> tuple[Literal, ...]:
    english, other = texts
    return (
        Literal(english.format(value=value), language="en"),
        Literal(other.format(value=persian or value), language="fa"),
    )


def read_identifiers(folder: Path, new: Mapping[str, NamedNode], found: Found) -> None:
    """Read which place of GeoNames each place is, into the graphs of those who say so.

    Raises:
        SourceError: a row names a snapshot that is not listed.
    """
    for row in read_table(folder / "geonames.csv", IDENTIFIER_COLUMNS):
        node = new.get(row["item"])
        if node and int(row["metres"] or 0) <= _FARTHEST_METRES:
            place = NamedNode(f"https://sws.geonames.org/{row['geonames']}/")
            for name in row["by"].split():
                where = snapshot_of(row, found.snapshots, name).graph
                found.say(node, iri("rdfs:seeAlso"), place, where, plain=False)
