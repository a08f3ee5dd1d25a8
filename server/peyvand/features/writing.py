"""Names made comparable for search: as merging folds them, but every name keeps what tells it.

Merging lets digits at the end of words fall away, which databases put there; here ``Q80053`` and
``Q980`` are two names. Nor is a name of signs alone folded to nothing, which all such would share.
"""

from __future__ import annotations

import re
import unicodedata

from peyvand.features.names import fold_whole

# The linking y behind a silent h, which is also written as a mark: خانه‌ی is خانهٔ.
_LINKED = re.compile(r"ه[\u200c ][یيى](?!\w)")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The name without case, marks and punctuation; of one that is only signs, the signs."""
    text = _LINKED.sub("ه", text)
    found = fold_whole(text)
    if found:
        return found
    seen = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(c for c in seen if unicodedata.category(c)[0] not in "CM" or c.isspace())
    # Letters for which there are no Latin ones stay as they are.
    return " ".join(_WORD.findall(seen) or seen.split())


def joined(folded: str) -> str:
    """A folded name as it is whether its parts are written apart, with a hyphen, or together.

    Persian writes خواهرشهر, خواهر‌شهر and خواهر شهر for one word, English sister city and
    sister-city.
    """
    return folded.replace(" ", "")


def has_words(folded: str) -> bool:
    """Whether a folded name has a letter or a digit, so that words can be looked for."""
    return _WORD.search(folded) is not None
