"""Words one typing error apart, held against every word that one error makes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.features.similarity import one_error, shortened

LETTERS = "abc"
WORDS = st.text(LETTERS, max_size=6)


def with_one_error(word: str) -> set[str]:
    """The word, and whatever one letter left out, put in, exchanged or swapped makes of it."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        word,
        *(start + end[1:] for start, end in parts if end),
        *(start + letter + end for start, end in parts for letter in LETTERS),
        *(start + letter + end[1:] for start, end in parts if end for letter in LETTERS),
        *(start + end[1] + end[0] + end[2:] for start, end in parts if len(end) > 1),
    }


@given(WORDS, st.data())
def test_one_error_is_what_one_error_makes(word: str, data: st.DataObject) -> None:
    made = with_one_error(word)
    other = data.draw(st.one_of(WORDS, st.sampled_from(sorted(made))))
    assert one_error(word, other) == (other in made)
    assert one_error(other, word) == (word in with_one_error(other))


@pytest.mark.parametrize("word", ["abca", "abcabcab", "abababababababababababab"])
def test_forms_with_a_letter_left_out_find_every_word_one_error_apart(word: str) -> None:
    for other in with_one_error(word):
        if 4 <= len(other) <= 24:
            assert shortened(word) & shortened(other), other


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("rasht", {"rasht", "asht", "rsht", "raht", "rast", "rash"}),
        ("قزوین", {"قزوین", "زوین", "قوین", "قزین", "قزون", "قزوی"}),
        ("aaaa", {"aaaa", "aaa"}),
        # Too short, too long, or a number.
        ("qom", set()),
        ("x" * 24, {"x" * 24, "x" * 23}),
        ("x" * 25, set()),
        ("area51", set()),
        ("منطقه۲۲", set()),
        ("", set()),
    ],
)
def test_a_word_and_its_forms(word: str, forms: set[str]) -> None:
    assert shortened(word) == forms
