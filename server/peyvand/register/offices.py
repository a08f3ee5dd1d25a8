"""Whether a new name is that of an office, which a person holds, and not of a person or body."""

from __future__ import annotations

from peyvand.features.folding import fold

# The words that names of offices have: in Persian they come first, in English anywhere.
_PERSIAN = frozenset(
    fold(word)
    for word in (
        *("شهردار", "فرماندار", "استاندار", "بخشدار", "دهیار", "وزیر", "رئیس", "نایب", "معاون"),
        *("مدیر", "مدیرکل", "دبیر", "دبیرکل", "سرپرست", "سفیر", "کنسول", "سرکنسول", "نماینده"),
        *("عضو", "مشاور", "سخنگو", "سخنگوی", "کارشناس"),
    )
)
_ENGLISH = frozenset(
    (
        *("mayor", "governor", "minister", "president", "chair", "chairman", "chairperson"),
        *("chairwoman", "head", "deputy", "director", "manager", "secretary", "ambassador"),
        *("consul", "representative", "member", "adviser", "advisor", "spokesperson", "expert"),
    )
)


def names_an_office(english: str, persian: str) -> bool:
    """Whether both names of somebody or something tell an office.

    Both must: in one language alone such a word may be part of another name.
    """
    first = fold(persian).partition(" ")[0]
    return first in _PERSIAN and not _ENGLISH.isdisjoint(fold(english).split())
