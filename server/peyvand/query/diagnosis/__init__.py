"""What is wrong with a text that the engine or the guard refused, in the words of its writer.

The engine's parser tells a place and what it would have taken there. This reads the text once more
by the grammar, as a reader who expects mistakes: it stops at the first thing that cannot be, and
names the likeliest mistake with the repair. It is asked only about texts that were refused, so it
need not be strict; where it finds nothing, the engine's reason stands.
"""

from __future__ import annotations

from contextlib import suppress

from peyvand.errors import MalformedQuery
from peyvand.query.diagnosis.shape import Shape
from peyvand.query.diagnosis.stream import Mistake, Unsure, broken
from peyvand.query.diagnosis.terms import Mention
from peyvand.query.diagnosis.updates import Updates
from peyvand.query.diagnosis.whole import other
from peyvand.query.lexer import place
from peyvand.wording import say, say_at

# Longer texts are programs' and not read again: it would take time from others.
LONGEST = 50_000
__all__ = ["Shape", "broken", "diagnose", "explained", "mentions", "shape"]


def diagnose(text: str, *, update: bool = False) -> MalformedQuery | None:
    """The likeliest mistake in a text.

    Args:
        text: the query or update, which was refused.
        update: whether an update is meant.

    Returns:
        The error to raise, with its place; None if no mistake is found.
    """
    if len(text) > LONGEST:
        return None
    if not text.strip():
        return explained(text, Mistake("no-text", 0))
    if code := other(text):
        return explained(text, Mistake(code, len(text) - len(text.lstrip())))
    reader = Updates(text)
    try:
        if update:
            reader.update()
        else:
            reader.query()
    except Mistake as mistake:
        return _both(text, reader.unresolved, mistake)
    except (Unsure, RecursionError):
        pass
    return _both(text, reader.unresolved, reader.doubts[0] if reader.doubts else None)


def _both(text: str, first: Mistake | None, second: Mistake | None) -> MalformedQuery | None:
    """A prefix that is not declared, and the mistake that is found beside it."""
    if first is None or second is None:
        mistake = first or second
        return explained(text, mistake) if mistake else None
    error, other = explained(text, first), explained(text, second)
    besides = say("besides", what="")
    error.hint = f"{error.hint}\n{besides['message']}{other.message} {other.hint}"
    error.hint_fa = f"{error.hint_fa}\n{besides['fa']}{other.fa} {other.hint_fa}"
    also = {"code": second.code, "line": other.line, "column": other.column}
    error.members = {"code": first.code, "also": also}
    return error


def mentions(text: str) -> tuple[list[Mention], bool]:
    """What the patterns of a query name, and whether they look into named graphs.

    What must not be there (MINUS, NOT EXISTS) and what is made are left out.
    """
    reader = _read(text)
    return reader.mentioned, reader.in_graphs


def shape(text: str) -> Shape:
    """The shape of a query, as far as it can be read."""
    reader = _read(text)
    shape_of_query = reader.shape
    shape_of_query.words = {piece.upper for piece in reader.all if piece.kind == "word"}
    shape_of_query.names = {
        piece.text.partition(":")[2] for piece in reader.all if piece.kind == "name"
    }
    return shape_of_query


def _read(text: str) -> Updates:
    """A reader that has gone as far as it can."""
    reader = Updates(text if len(text) <= LONGEST else "")
    with suppress(Unsure, RecursionError):
        try:
            reader.query()
        except Mistake as mistake:
            if mistake.code == "foreign-mark":
                # The engine takes it for a letter of the name before it.
                char = str(mistake.values["char"])
                reader.mentioned.append(Mention("symbol", char, char, mistake.position))
    return reader


def explained(text: str, mistake: Mistake) -> MalformedQuery:
    """A mistake in words, with its place and its code."""
    line, column = place(text, mistake.position)
    values = {name: _safe(value) for name, value in mistake.values.items()}
    words = say_at(line, column, mistake.code, **values)
    error = MalformedQuery(**words, line=line, column=column)
    error.members = {"code": mistake.code}
    return error


def _safe(value: object) -> object:
    """What a client sent, without what would break a line or a terminal."""
    if not isinstance(value, str):
        return value
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in value)
