"""The terms that an editor of queries completes: those declared, and those in use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from peyvand.vocabulary.iris import prefixed


@dataclass
class Completion:
    """A class or property: its prefixed name, its texts by language, how often it is used; of a
    property, the classes whose things have it."""

    name: str
    kind: str
    uses: int = 0
    label: dict[str, str] = field(default_factory=dict)
    definition: dict[str, str] = field(default_factory=dict)
    of: list[str] = field(default_factory=list)


def completions(
    declared: Iterable[Mapping[str, Any]],
    uses: Mapping[tuple[str, str], int],
    classes: Mapping[str, Iterable[str]] | None = None,
) -> list[Completion]:
    """The terms in order, without those that have no prefix of ours: nobody completes an IRI.

    Args:
        declared: rows of SPARQL's JSON results: ``term``, ``kind``, and perhaps ``label`` with a
            ``definition`` in the same language.
        uses: how often terms are used, by IRI and kind.
        classes: the prefixed names of classes whose things have a property, by its prefixed name.
    """
    terms: dict[tuple[str, str], Completion] = {}
    for row in declared:
        name, kind = prefixed(row["term"]["value"]), row["kind"]["value"]
        if name is None:
            continue
        term = terms.setdefault((name, kind), Completion(name, kind))
        if "label" in row:
            tag = row["label"].get("xml:lang", "en")
            term.label[tag] = row["label"]["value"]
            if "definition" in row:
                term.definition[tag] = row["definition"]["value"]
    for (iri, kind), count in uses.items():
        if (name := prefixed(iri)) is not None:
            terms.setdefault((name, kind), Completion(name, kind)).uses = count
    for name, of in (classes or {}).items():
        if (name, "property") in terms:
            terms[name, "property"].of = sorted(of)
    return [terms[key] for key in sorted(terms)]


def as_json(terms: Iterable[Completion]) -> str:
    """The terms as the editor reads them."""
    return json.dumps({"terms": [asdict(term) for term in terms]}, ensure_ascii=False)
