"""Which form of Wikidata's data a file is, by its first bytes, and by its name where they doubt."""

from __future__ import annotations

import json
import re
from enum import Enum
from pathlib import Path

from pyoxigraph import RdfFormat

from peyvand.errors import SourceError
from peyvand.sources.wikidata.streams import DAMAGE, Bomb, Expanding, Limits, open_packed

_HEAD = 2**16
# What the names of files of Wikidata's data in RDF end in.
_RDF = {
    f".{syntax.file_extension}": syntax
    for syntax in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.RDF_XML)
}
_HINT = (
    "Give entity JSON, a JSON dump, RDF (Turtle, N-Triples, RDF/XML), or query results as JSON, "
    "CSV or TSV; each may be packed with gzip or bzip2."
)
# What an entity has and a row of a result has not.
_ENTITY = frozenset(("claims", "statements", "labels", "lemmas", "missing", "redirect"))
_NUMBER = re.compile(r"[QPL][0-9]+")
_KINDS = ("item", "property", "lexeme")
_RDF_START = re.compile(rb"@prefix|@base|PREFIX\s|BASE\s|<[a-z][a-z0-9+.-]*:|_:|#", re.I)


class Form(Enum):
    """The forms that are read."""

    ENTITY = "entity JSON"
    DUMP = "JSON dump"
    RDF = "RDF"
    RESULTS_JSON = "query results in JSON"
    RESULTS_LIST = "rows of query results in JSON, as the query service's page downloads them"
    RESULTS_CSV = "query results in CSV"
    RESULTS_TSV = "query results in TSV"


def stem_and_ending(path: Path) -> tuple[str, str]:
    """The name without what says how it is packed, and the ending before that."""
    name = path.name.lower()
    for packed in (".gz", ".bz2"):
        name = name.removesuffix(packed)
    return name, Path(name).suffix


def rdf_format(path: Path, head: bytes) -> RdfFormat:
    """The syntax of an RDF file."""
    if re.match(rb"<\?xml|<rdf:RDF", head):
        return RdfFormat.RDF_XML
    return _RDF.get(stem_and_ending(path)[1], RdfFormat.TURTLE)


def head_of(path: Path, limits: Limits) -> bytes:
    """The first bytes of a file, unpacked, without a byte order mark.

    Raises:
        SourceError: it cannot be read or unpacked, or holds nothing.
    """
    head, piece = b"", bytearray(2**13)
    with Expanding(path, limits) as raw:
        try:
            while len(head) < _HEAD and (count := raw.readinto(piece)):
                head += piece[:count]
        except (*DAMAGE, Bomb) as error:
            # The head of a file that is cut further on can still be read.
            if not head:
                words = f"cannot be unpacked: {error}."
                raise SourceError(path, None, words, "Get it anew.") from None
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise SourceError(path, None, "the file is empty.", "Get it anew.")
    return head


def form_of(path: Path, limits: Limits) -> Form:
    """The form of a file.

    Raises:
        SourceError: it cannot be read, or is none of the forms.
    """
    head = head_of(path, limits)
    ending = stem_and_ending(path)[1]
    start = head[:200].lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise SourceError(path, None, "an HTML page, not data.", _HINT)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) and ending not in (".csv", ".tsv"):
        raise SourceError(path, None, "UTF-16, not UTF-8.", "Save it as UTF-8.")
    if head.startswith(b"["):
        return _list_form(head, ending)
    if head.startswith(b"{"):
        return _json_form(path, head, ending, limits)
    if re.match(rb"<\?xml|<rdf:RDF", head):
        return Form.RDF
    first = head.partition(b"\n")[0].strip()
    if ending in _RDF or _RDF_START.match(head):
        return Form.RDF
    if ending == ".tsv" or (b"\t" in first and b"," not in first) or first.startswith(b"?"):
        return Form.RESULTS_TSV
    if ending == ".csv" or re.fullmatch(rb'"?\w+"?([,;]"?\w+"?)*', first):
        return Form.RESULTS_CSV
    raise SourceError(path, None, "not a form of Wikidata's data that is known.", _HINT)


def _list_form(head: bytes, ending: str) -> Form:
    """A list: of rows, of entities over many lines, or a dump with an entity a line."""
    text = head[1:].decode("utf-8", errors="replace").lstrip()
    try:
        first, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        # An entity is longer than what is looked at; a row is not.
        first = None
    entity = isinstance(first, dict) and (
        _ENTITY & first.keys()
        or first.get("type") in _KINDS
        or _NUMBER.fullmatch(str(first.get("id", "")))
    )
    if isinstance(first, dict) and not entity:
        return Form.RESULTS_LIST
    if ending in (".jsonl", ".ndjson"):
        return Form.DUMP
    # Printed over many lines, a list has a brace alone on its second.
    if re.match(rb"\[\s*\n\s*\{\s*\n", head):
        return Form.ENTITY
    return Form.DUMP if re.match(rb"\[\s*(\n|$)", head) else Form.ENTITY


def _json_form(path: Path, head: bytes, ending: str, limits: Limits) -> Form:
    if re.match(rb'\{\s*"(head|results)"\s*:', head):
        return Form.RESULTS_JSON
    if re.match(rb'\{\s*"entities"\s*:', head):
        return Form.ENTITY
    if ending in (".jsonl", ".ndjson"):
        return Form.DUMP
    # One entity a line, or one entity over many lines, or one on one line: see the second line.
    stream, raw = open_packed(path, limits)
    with stream, raw:
        try:
            first, second = stream.readline(limits.line).strip(), stream.read(100).lstrip()
        except (*DAMAGE, Bomb):
            return Form.ENTITY
    return Form.DUMP if second.startswith(b"{") and first.endswith((b"}", b"},")) else Form.ENTITY
