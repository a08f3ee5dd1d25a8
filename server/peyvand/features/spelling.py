"""Words that are one typing error apart.

Two words that differ by one letter left out, put in, exchanged or swapped with its neighbour are
alike once a letter is left out of one or of both; so the forms with a letter left out find them.
"""

from __future__ import annotations

# In shorter words one letter is too much of the whole; longer ones are no words.
_SHORTEST, _LONGEST = 4, 24


def shortened(word: str) -> set[str]:
    """The word and its forms with one letter left out; nothing for a word without tolerance.

    A wrong digit makes another number, and that another name.
    """
    if not _SHORTEST <= len(word) <= _LONGEST or any(letter.isdigit() for letter in word):
        return set()
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def one_error(left: str, right: str) -> bool:
    """Whether two words differ by at most one letter, or by two neighbours swapped."""
    if left == right:
        return True
    if abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]
