"""Names folded: one spelling of their letters, so that equal names are equal texts.

Zürich is Zurich, كرمان is کرمان and QUÉBEC is quebec. There is one folding for all; what differs
is whether a digit may be lost, which ``whole`` says.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Arabic and Persian letters that one name is spelt with here and another there.
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ے": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ؤ": "و",
        "ـ": None,
        "ء": None,
        "\u200c": " ",
        "\u200d": None,
    }
)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_GLUED_DIGITS = re.compile(r"(?<=[^\W\d])\d+\b")
_NOT_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’‘ʻʼʿʾ`´](?=\w)")
# The linking y behind a silent h, which is also written as a mark: خانه‌ی is خانهٔ.
_LINKED = re.compile(r"ه[\u200c ][یيى](?!\w)")
# A million records have a quarter as many names that come more than once.
REMEMBERED = 250_000


def fold(name: str, *, whole: bool = False) -> str:
    """The name in lower case without marks, digits of other scripts or punctuation.

    Names in Arabic letters keep them, in one spelling; all others become ASCII.

    Args:
        name: as somebody wrote it.
        whole: keep all that tells a name from others. Records of databases are folded without:
            a digit glued to the end of a word, as these number their homonyms, falls away, and a
            name of signs alone is empty and compared with nothing. What people search for is
            folded whole: ``Q80053`` and ``Q980`` are two names, a name of signs alone keeps its
            signs, and the linking y of Persian, which is no part of a name, is left out.
    """
    return _fold_whole(name) if whole else _fold_record(name)


@lru_cache(REMEMBERED)
def _fold_record(name: str) -> str:
    return _NOT_WORD.sub(" ", _GLUED_DIGITS.sub("", _plain(name))).strip()


def _fold_whole(name: str) -> str:
    text = _LINKED.sub("ه", name)
    if found := _NOT_WORD.sub(" ", _plain(text)).strip():
        return found
    seen = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(c for c in seen if unicodedata.category(c)[0] not in "CM" or c.isspace())
    # Letters for which there are no Latin ones stay as they are.
    return " ".join(_WORD.findall(seen) or seen.split())


def _plain(name: str) -> str:
    """The name in lower case and one spelling of its script, with its punctuation."""
    # Most names of a large file are ASCII already, which none of the steps would change.
    text = name.casefold() if name.isascii() else _one_script(name)
    return _APOSTROPHES.sub("", text)


def _one_script(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "So")
    if is_arabic(text):
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )
        return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    return anyascii(text).casefold()


def is_arabic(text: str) -> bool:
    """Whether a text has letters that Persian, Arabic and their like are written in."""
    return _ARABIC.search(text) is not None


def script(name: str) -> str:
    """``arabic`` or ``latin``: the letters that a folded name is in."""
    return "arabic" if is_arabic(name) else "latin"


def is_latin(text: str) -> bool:
    """Whether a text has Latin letters."""
    return any(
        letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN") for letter in text
    )


def joined(folded: str) -> str:
    """A folded name as it is whether its parts are written apart, with a hyphen, or together.

    Persian writes خواهرشهر, خواهر‌شهر and خواهر شهر for one word, English sister city and
    sister-city.
    """
    return folded.replace(" ", "")


def has_words(folded: str) -> bool:
    """Whether a folded name has a letter or a digit, so that words can be looked for."""
    return _WORD.search(folded) is not None
