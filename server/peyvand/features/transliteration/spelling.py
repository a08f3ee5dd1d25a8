"""Spellings: how the letters of a language are read, as rules that are tried in order.

A rule is a regular expression of letters, in lower case, and the sounds that they stand for. The
first rule that fits at a place is taken, and the reading goes on behind what it covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from anyascii import anyascii

Rule = tuple[str, str]

# What letters mean where a language says nothing else, as in most romanisations; a letter with a
# mark is then read as the one without. Iotas before a vowel glide: Ioannina, Iași.
_PLAIN = {**{"a": "A", "c": "k", "j": "J", "x": "ks", "y": "i"}, "'": ""}
_ALWAYS: tuple[Rule, ...] = (("^i(?=[aeou])", "y"),)


class Spelling:
    """How one language, or languages that spell alike, are read.

    Args:
        rules: the rules of the language, the longer spellings before the shorter ones.
        words: whole words by their sounds, for what no rule of letters says.
    """

    def __init__(self, rules: Iterable[Rule], words: dict[str, str] | None = None) -> None:
        own = (*rules, *_ALWAYS)
        self._pattern = re.compile("|".join(f"(?:{pattern})()" for pattern, _ in own))
        self._sounds = [sounds for _, sounds in own]
        self._words = words or {}

    def sounds(self, word: str) -> str:
        """The sounds of a word in lower case."""
        if word in self._words:
            return self._words[word]
        read, place = [], 0
        while place < len(word):
            match = self._pattern.match(word, place)
            if match and match.lastindex and match.end() > place:
                read.append(self._sounds[match.lastindex - 1])
                place = match.end()
            else:
                read.append(_plain(word[place]))
                place += 1
        return "".join(read)


def _plain(letter: str) -> str:
    """A letter that sounds as it is written, without its marks."""
    return "".join(_PLAIN.get(c, c) for c in anyascii(letter).lower() if c.isalnum())
