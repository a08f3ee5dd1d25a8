"""Sending one answer, whichever engine gives it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, cast

from pyoxigraph import Store

from peyvand.formats import GraphFormat, ResultsFormat
from peyvand.query.frames import AnswerWriter
from peyvand.query.messages import Question
from peyvand.query.unknown_terms import is_empty, unknown

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def send(
    out: AnswerWriter,
    question: Question,
    format: GraphFormat | ResultsFormat,
    write: Callable[[IO[bytes]], None],
    store: Store,
    *,
    yes_or_no: bool,
) -> None:
    """Write an answer, with what is told beside an empty one, and end it.

    Args:
        out: where to.
        question: what is answered.
        format: what the answer is written in.
        write: writes the answer to a file.
        store: the graph, which is asked why nothing was found.
        yes_or_no: whether the answer is one of these.

    Raises:
        Beaten: another engine answers.
        PeyvandError: the answer cannot be given, or not be written so.
    """
    if question.byte_order_mark:
        out.write(_BYTE_ORDER_MARK)
    write(cast(Any, out))
    written = out.unsent
    if (
        question.hints
        and written is not None
        and (b"true" not in written if yes_or_no else is_empty(written, format.name, question.text))
    ):
        graphs = [*question.default_graphs, *question.named_graphs]
        # Without the hint it is still a good answer.
        with suppress(OSError, RuntimeError, ValueError):
            if unknown_terms := unknown(store, question.text, graphs):
                out.tell(unknown=unknown_terms)
    out.finish()
