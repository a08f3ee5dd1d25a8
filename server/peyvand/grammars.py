"""Reading a text by a grammar of pyparsing, apart from what its caller has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")


def read_apart(read: Callable[[], T], refusal: type[Exception]) -> T:
    """What a function reads, of which nothing holds the frames of those who ask.

    The library keeps errors in circles, and these the frames that they came through with all that
    is above them, and what those have, later too: as the rows of a query, which only the thread
    that asked for them may let go. Above a generator that waits to go on there is no frame, so
    what is kept ends there.

    Args:
        read: reads the text.
        refusal: what it raises of a text that it cannot read.

    Returns:
        What it returns.

    Raises:
        ValueError: it cannot read the text, with the words of its refusal. That itself is not
            raised again: it would take those who ask into its circle.
    """

    def understood() -> Iterator[tuple[T, None] | tuple[None, str]]:
        try:
            outcome: tuple[T, None] | tuple[None, str] = read(), None
        except refusal as error:
            outcome = None, str(error)
        yield outcome

    found, words = next(understood())
    if words is not None:
        raise ValueError(words)
    return found  # type: ignore[return-value]
