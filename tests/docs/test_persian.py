"""Our own Persian texts keep to docs/persian.md: letters, digits, half spaces and chosen words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from pyoxigraph import Literal, RdfFormat, parse

from peyvand.resources import root
from peyvand.texts import LOCALE
from peyvand.vocabulary.files import ontology_files, shape_files

ROOT = root()
PAGE = ROOT / "docs/persian.md"
OURS = ("fa", "note_fa", "why_fa", "reason_fa")
ZWNJ = "\u200c"
# Properties whose text is the document's own: titles, names, a line that ends every item.
QUOTED = {
    "dcterms:title",
    "pv:authorName",
    "pv:boilerplate",
    "pv:relatedHeadline",
    "pv:sectionTitle",
    "pv:statedName",
    "schema:keywords",
}
# What keeps its Latin digits: codes and identifiers, EDTF dates, addresses, versions, and tokens of
# the damaged print, in the marks of a quotation.
CODE = re.compile(
    r"«[0-9]+»|POINT\([^)]*\)|https?://\S+|[A-Za-z][\w./:+-]*[0-9][\w./:+-]*|[0-9]+[A-Za-z][\w./:-]*|\{[^}]*\}|\[[^\]]*\]|"
    r"[0-9]{4}(-[0-9]{2}){0,2}[?~]?(/(\.\.|[0-9-]+[?~]?))?|\.\./[0-9-]+|"
    r"(CC BY|SPARQL|OWL|RDF|Jelly|RFC|Unicode|GeoNames) [0-9.]+|[\w.-]+\.[A-Za-z][\w./-]*"
)


def table_rows() -> list[tuple[str, str, list[str]]]:
    """The rows of the table of chosen words: English, Persian, and what is refused."""
    rows = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| English"):
            english, persian, refused = (cell.strip() for cell in line.strip("|").split("|"))
            rows.append((english, persian, [word for word in refused.split("، ") if word]))
    return rows


REFUSED = [word for _, _, words in table_rows() for word in words]


def graphs() -> Iterator[tuple[str, str]]:
    for path in [*ontology_files(ROOT), *shape_files(ROOT)]:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            value = quad.object
            if isinstance(value, Literal) and value.language == "fa":
                yield path.name, value.value


def tables() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "data/curated").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                yield from ((f"{path.name}:{number}", row[name]) for name in OURS if row.get(name))


def claims() -> Iterator[tuple[str, str]]:
    """What the claims of the documents say in our words, and their notes."""
    for path in sorted((ROOT / "data/documents").glob("0*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["note_fa"]:
                    yield f"{path.name}: {row['id']}", row["note_fa"]
                if row["fa"] and row["property"] not in QUOTED:
                    yield f"{path.name}: {row['id']}", row["fa"]


def headers() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "queries").rglob("*.rq")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"#\+ \w+_fa: *\"?(.*?)\"?$", line):
                yield path.name, match[1]


def catalogues() -> Iterator[tuple[str, str]]:
    for path in sorted((LOCALE / "fa").glob("*.po")):
        with path.open("rb") as file:
            yield from ((path.name, str(one.string)) for one in read_po(file) if one.id)


TEXTS = {
    "ontology and shapes": graphs,
    "tables": tables,
    "claims": claims,
    "queries": headers,
    "pages": catalogues,
}
each = pytest.mark.parametrize("kind", TEXTS)
# Messages hold pieces of queries; tests/test_texts.py holds their digits.
each_without_code = pytest.mark.parametrize("kind", sorted(TEXTS.keys() - {"pages"}))


def bare(text: str) -> str:
    """A text without its code, and without what «…» quotes as it is printed."""
    return CODE.sub("X", text)


def wrong(kind: str, pattern: str, clean: bool = False) -> list[tuple[str, str]]:
    texts = list(TEXTS[kind]())
    assert len(texts) > 50
    return [
        (place, text) for place, text in texts if re.search(pattern, bare(text) if clean else text)
    ]


@each
def test_letters_are_persian(kind: str) -> None:
    assert wrong(kind, "[يكىة]") == []


@each
def test_half_spaces_join_letters(kind: str) -> None:
    assert wrong(kind, rf"(^|\s){ZWNJ}|{ZWNJ}(\s|$)|{ZWNJ}{ZWNJ}") == []


@each
def test_what_is_one_word_is_joined(kind: str) -> None:
    assert (
        wrong(kind, r"(^|\s)ن?می [آ-ی]|[آ-ی] ها(ی|یی)?(\s|$)|[آ-ی] (ام|ای|اند)(\s|[.،؛]|$)") == []
    )


@each
def test_ezafe_after_a_silent_heh_has_its_hamza(kind: str) -> None:
    assert wrong(kind, rf"ه{ZWNJ}ی(\s|$)|ه ی(\s|$)") == []


@each_without_code
def test_no_space_stands_before_a_mark(kind: str) -> None:
    assert wrong(kind, r"\s[،؛؟!]|[،؛][^\s»)\d{ZWNJ}]", clean=True) == []


@each
@pytest.mark.parametrize("word", REFUSED)
def test_a_refused_word_is_not_used(kind: str, word: str) -> None:
    edge = r"(?<![آ-ی\u200c])", r"(?![آ-ی\u200c])"
    assert wrong(kind, edge[0] + re.escape(word) + edge[1]) == []


@each_without_code
def test_numbers_are_in_persian_digits(kind: str) -> None:
    assert wrong(kind, "[0-9]", clean=True) == []


def test_the_chosen_words_are_used_somewhere() -> None:
    everything = " ".join(text for kind in TEXTS.values() for _, text in kind())
    for _, persian, _ in table_rows():
        for word in persian.split("، "):
            assert all(part.strip() in everything for part in word.split("…")), word


def test_the_page_refuses_something() -> None:
    assert len(REFUSED) > 10
