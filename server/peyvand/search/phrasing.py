"""The ways in which the words of a text may be written apart and together in a name.

Persian has a half-space where one writer leaves a space and the next nothing, English a hyphen.
Only ways whose words stand in some name are worth asking for.
"""

from __future__ import annotations

from peyvand.search.index import Index
from peyvand.search.lookup import known_beginnings, known_words

# So many words are one at most, and so many ways are asked for.
_MOST_JOINED, _MOST_PHRASINGS = 3, 12


def phrasings(index: Index, words: list[str]) -> list[list[str]]:
    """The words as they are, and other ways of parting them; the last may be a beginning."""
    last = len(words)
    # Pieces by where they begin and end: words joined, and one word parted in two.
    pieces: dict[tuple[int, int], list[list[str]]] = {
        (start, end): [["".join(words[start:end])]]
        for start in range(last)
        for end in range(start + 1, min(start + _MOST_JOINED, last) + 1)
    }
    for start, word in enumerate(words):
        pieces[start, start + 1] += [[word[:i], word[i:]] for i in range(2, len(word))]
    whole: set[str] = set()
    begun: set[str] = set()
    for (_, end), alternatives in pieces.items():
        for phrasing in alternatives:
            whole.update(phrasing if end < last else phrasing[:-1])
            begun.update(() if end < last else phrasing[-1:])
    whole, begun = known_words(index, whole), known_beginnings(index, begun)

    def is_known(phrasing: list[str], end: int) -> bool:
        ends = begun if end == last else whole
        return phrasing[-1] in ends and all(part in whole for part in phrasing[:-1])

    rests: list[list[list[str]]] = [[] for _ in range(last)] + [[[]]]
    for start in reversed(range(last)):
        for end in range(start + 1, min(start + _MOST_JOINED, last) + 1):
            for phrasing in pieces[start, end]:
                if phrasing == [words[start]] or is_known(phrasing, end):
                    rests[start] += [phrasing + rest for rest in rests[end]]
        del rests[start][_MOST_PHRASINGS:]
    return [words, *(phrasing for phrasing in rests[0] if phrasing != words)]
