"""Rows of an answer in TSV (SPARQL 1.1), as they arrive."""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from peyvand.client.errors import CutOff, UnreadableAnswer
from peyvand.client.results import Row


class Lines:
    """Makes rows of pieces of an answer: no line is broken within a term, so each is a row."""

    def __init__(self) -> None:
        self._head, self._left = b"", b""

    def feed(self, piece: bytes) -> list[Row]:
        """The rows that are whole with this piece.

        Raises:
            UnreadableAnswer: a line is no row.
        """
        whole, end, self._left = (self._left + piece).rpartition(b"\n")
        if not end:
            return []
        if not self._head:
            self._head, _, whole = whole.partition(b"\n")
        return self._rows(whole) if whole else []

    def end(self) -> None:
        """Say that nothing follows.

        Raises:
            CutOff: a row is half told.
        """
        if self._left or not self._head:
            raise CutOff(
                "The answer broke off within a row; the rows before it are not the whole. Ask "
                "again, or ask for less with LIMIT and OFFSET."
            )

    def _rows(self, lines: bytes) -> list[Row]:
        try:
            read = parse_query_results(self._head + b"\n" + lines + b"\n", QueryResultsFormat.TSV)
            assert isinstance(read, QuerySolutions)
            names = [variable.value for variable in read.variables]
            return [
                {name: term for name in names if (term := row[name]) is not None} for row in read
            ]
        except (SyntaxError, ValueError) as error:
            raise UnreadableAnswer(f"A line of the answer is no row in TSV: {error}.") from error
