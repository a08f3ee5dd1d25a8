"""Mappings in SSSOM's form of tab-separated values: which of our names is which item, and how sure.

The columns are those of SSSOM 1.0 (Matentzoglu et al. 2022, doi:10.1093/database/baac035) that a
merge knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from peyvand import __version__
from peyvand.exports.cells import one_line, probability_shown

COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label"),
    *("mapping_justification", "confidence", "mapping_tool", "mapping_tool_version", "comment"),
)


@dataclass(frozen=True)
class Mapping:
    """One of our names beside an item.

    Attributes:
        subject: the identifier of what is mapped, within its list.
        subject_label: what it is called.
        item: the item of Wikidata (``Q42``).
        item_label: what the item is called.
        exact: whether the two are held to be the same; else they may be.
        by_person: whether a person decided it; else it was computed.
        confidence: from 0 to 1; None where no probability is known.
        comment: the reason, in words.
    """

    subject: str
    subject_label: str
    item: str
    item_label: str
    exact: bool
    by_person: bool
    confidence: float | None
    comment: str


def head(name: str, base: str = "") -> str:
    """What stands above the table: the prefixes, the set of mappings, and its licence.

    Args:
        name: of the list that is mapped.
        base: what the identifiers of its rows begin with, if they have IRIs of their own.
    """
    prefixes = {
        "list": base or f"https://w3id.org/peyvand/id/list/{_local(name)}/",
        "wd": "http://www.wikidata.org/entity/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "semapv": "https://w3id.org/semapv/vocab/",
    }
    lines = [
        "#curie_map:",
        *(f"#  {prefix}: {iri}" for prefix, iri in prefixes.items()),
        f"#mapping_set_id: https://w3id.org/peyvand/id/mapping/{_local(name)}",
        "#license: https://creativecommons.org/publicdomain/zero/1.0/",
    ]
    return "\n".join(lines) + "\n"


def row(mapping: Mapping, *, paths: bool = False) -> tuple[str, ...]:
    """The cells of a mapping, in the order of ``COLUMNS``.

    Args:
        mapping: the mapping.
        paths: whether a slash in the subject parts a path, as in our own IRIs.
    """
    cells = (
        f"list:{_local(mapping.subject, '/' if paths else '')}",
        mapping.subject_label,
        "skos:exactMatch" if mapping.exact else "skos:closeMatch",
        f"wd:{mapping.item}",
        mapping.item_label,
        "semapv:ManualMappingCuration" if mapping.by_person else "semapv:CompositeMatching",
        "" if mapping.confidence is None else probability_shown(mapping.confidence),
        "peyvand",
        __version__,
        mapping.comment,
    )
    return tuple(map(one_line, cells))


def _local(text: str, kept: str = "") -> str:
    """A text as the last part of an IRI: whatever is not unreserved is percent-encoded."""
    return quote(text, safe=kept)
