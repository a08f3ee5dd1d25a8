"""Which of the labels of a thing is shown.

It is the one in the language that is asked for, else in the other of English and Persian, else
in the first language there is by the alphabet: never by chance. Whoever asks for Persian is shown a
name in Persian letters before one in English, although it is no label: it has its own tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal

# The languages of the graph and of the interface, the first for whoever asks for no other.
LANGUAGES = ("en", "fa")
# The tag of names that are only written in Persian letters (RFC 6497), as engines keep it.
TRANSLITERATED = "und-arab-t-und-latn"
# The tag of texts without a language (ISO 639-2: undetermined).
UNTAGGED = "und"


def tag_of(term: object) -> str:
    """The language of a text, as ``best`` and ``pick`` know it."""
    return (term.language if isinstance(term, Literal) else None) or UNTAGGED


def best(tags: Iterable[str], language: str) -> str:
    """The tag to take of those there are; "" if there is none."""
    written = (TRANSLITERATED,) if language == "fa" else ()
    order = list(dict.fromkeys((language, *written, *LANGUAGES)))

    def place(tag: str) -> tuple[int, str]:
        return (order.index(tag.lower()) if tag.lower() in order else len(order), tag)

    return min(tags, key=place, default="")


def pick(labels: Mapping[str, str], language: str) -> tuple[str, str]:
    """The label in the best language that has one, and that language; else two empty texts.

    Args:
        labels: texts by their tags.
        language: the one that is asked for.
    """
    tag = best((tag for tag, text in labels.items() if text), language)
    return labels.get(tag, ""), "" if tag == UNTAGGED else tag
