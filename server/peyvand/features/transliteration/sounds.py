"""Sounds and the Persian letters that Iran writes them with in foreign names.

A sound is one character: the Latin letter that usually has it, and capitals for what has none.
``S`` is sh, ``Z`` zh, ``C`` ch, ``J`` the j of John, ``X`` kh, ``G`` gh; ``A`` is the vowel that
Persian writes with alef, ``a`` the one that it does not write, ``E`` an e that it writes with ye.
"""

from __future__ import annotations

CONSONANTS = {
    **{"b": "ب", "p": "پ", "t": "ت", "T": "ث", "J": "ج", "C": "چ", "X": "خ", "d": "د", "r": "ر"},
    **{"z": "ز", "Z": "ژ", "s": "س", "S": "ش", "G": "غ", "f": "ف", "q": "ق", "k": "ک", "g": "گ"},
    **{"l": "ل", "m": "م", "n": "ن", "v": "و", "w": "و", "h": "ه", "y": "ی"},
}
VOWELS = "AaeEiou"
# At the beginning of a word a vowel needs a letter to stand on.
_FIRST = {"A": "آ", "a": "ا", "e": "ا", "E": "ای", "i": "ای", "o": "او", "u": "او"}
_INNER = {"A": "ا", "a": "", "e": "", "E": "ی", "i": "ی", "o": "و", "u": "و"}
# A word does not end in a vowel that is not written: e is shown by the silent he.
_LAST = _INNER | {"a": "ا", "e": "ه"}
# Two vowels in a row are parted by a hamza on its ye, or the first glides into the second.
_AFTER = {
    "A": {"A": "", "a": "", "e": "ئ", "E": "ی", "i": "ئی", "o": "ئو", "u": "ئو"},
    "e": {"A": "ئا", "a": "ئا", "e": "", "E": "ئی", "i": "ئی", "o": "ئو", "u": "ئو"},
    "E": {"A": "ا", "a": "ا", "e": "", "E": "", "i": "", "o": "و", "u": "و"},
    "i": {"A": "ا", "a": "ا", "e": "", "E": "", "i": "", "o": "و", "u": "و"},
    "o": {"A": "آ", "a": "آ", "e": "ئ", "E": "ئی", "i": "ئی", "o": "", "u": ""},
    "u": {"A": "آ", "a": "آ", "e": "ئ", "E": "ئی", "i": "ئی", "o": "ئو", "u": ""},
}


def letters(sounds: str) -> str:
    """The Persian letters of a word that is given by its sounds."""
    written: list[str] = []
    before = ""
    for place, sound in enumerate(sounds):
        if sound in CONSONANTS:
            written.append(_consonant(sounds, place, before))
        elif sound in VOWELS:
            written.append(_vowel(sound, before, sounds[place + 1 : place + 2]))
        else:
            written.append(sound)
        before = sound
    return "".join(written)


def _consonant(sounds: str, place: int, before: str) -> str:
    sound = sounds[place]
    # Persian writes a doubled consonant once, and the glide between i and a vowel not at all.
    if sound == before or (sound == "y" and before in ("i", "E")):
        return ""
    after = sounds[place + 1 : place + 2]
    # No Persian word begins with two consonants, and names with s and sh get a vowel before it.
    begins = place == 0 and sound in "sS" and after and after in "ptkqfmnl"
    return ("ا" if begins else "") + CONSONANTS[sound]


def _vowel(sound: str, before: str, after: str) -> str:
    if not before:
        return _FIRST[sound]
    last = not after
    if sound == "i" and before in VOWELS and after and after in VOWELS:
        return CONSONANTS["y"]
    if before == "a":
        before = "A"
    if before in _AFTER:
        silent = "ه" if last and sound == "e" else ""
        return _AFTER[before][sound] + silent
    return (_LAST if last else _INNER)[sound]
