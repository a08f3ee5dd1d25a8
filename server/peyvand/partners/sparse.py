"""Matrices that are nearly all zero, by NumPy alone.

To rank the partners of one city takes a few products of such matrices, and less time than loading a
library for them: SciPy's takes half of what a command may.
"""

from __future__ import annotations

from functools import cached_property

import numpy

from peyvand.partners.cities import Floats, Ints


class Sparse:
    """A matrix by its values other than zero.

    Args:
        values: at most one for a place.
        rows: the row of each.
        columns: the column of each.
        shape: how many rows and columns there are.
    """

    def __init__(self, values: Floats, rows: Ints, columns: Ints, shape: tuple[int, int]) -> None:
        order = numpy.lexsort((columns, rows))
        self.values, self.rows, self.columns = values[order], rows[order], columns[order]
        self.shape = shape

    def scaled(self, weights: Floats) -> Sparse:
        """The matrix with each row multiplied by a weight."""
        return Sparse(self.values * weights[self.rows], self.rows, self.columns, self.shape)

    @cached_property
    def transposed(self) -> Sparse:
        """The matrix with rows for columns."""
        return Sparse(self.values, self.columns, self.rows, self.shape[::-1])

    def of(self, rows: Ints) -> Floats:
        """Some of its rows, with all their zeros."""
        found = numpy.zeros((len(rows), self.shape[1]))
        at, lengths = self._within(rows)
        found[numpy.repeat(numpy.arange(len(rows)), lengths), self.columns[at]] = self.values[at]
        return found

    def times(self, left: Floats) -> Floats:
        """The product of rows with the matrix: ``left @ self``."""
        found = numpy.zeros((len(left), self.shape[1]))
        for number, row in enumerate(left):
            some = numpy.flatnonzero(row)
            at, lengths = self._within(some)
            weights = numpy.repeat(row[some], lengths) * self.values[at]
            found[number] = numpy.bincount(self.columns[at], weights, self.shape[1])
        return found

    @cached_property
    def _starts(self) -> Ints:
        """Where the values of each row begin, and where those of the last end."""
        counted = numpy.bincount(self.rows, minlength=self.shape[0])
        return numpy.concatenate([[0], numpy.cumsum(counted)])

    def _within(self, rows: Ints) -> tuple[Ints, Ints]:
        """The numbers of the values of some rows, and how many each of these has."""
        starts = self._starts[rows]
        lengths = self._starts[rows + 1] - starts
        before = numpy.cumsum(lengths) - lengths
        at = numpy.repeat(starts - before, lengths) + numpy.arange(int(lengths.sum()))
        return at, lengths


def pairs_within(points: Floats, far: float, most: int) -> tuple[Ints, Ints, Floats]:
    """The pairs of points of a sphere of radius 1 that are nearer than so far, each both ways.

    The space is cut into cubes of that length, so that only those of neighbouring cubes are looked
    at.

    Args:
        points: a row for each.
        far: the length of a chord.
        most: how many are taken for a point, the nearest; it is itself one of them.

    Returns:
        The numbers of both points, and the chord between them; a point itself is left out.
    """
    cubes = numpy.floor((points + 1) / far).astype(numpy.int64) + 1
    across = int(2 / far) + 4
    keys = (cubes[:, 0] * across + cubes[:, 1]) * across + cubes[:, 2]
    # Those that are near stand near in memory as well.
    order = numpy.argsort(keys, kind="stable")
    keys, points = keys[order], points[order]
    ones, others = [], []
    for x in (-1, 0, 1):
        for y in (-1, 0, 1):
            # Those of one column of cubes stand beside one another.
            middle = keys + (x * across + y) * across
            starts = numpy.searchsorted(keys, middle - 1, "left")
            lengths = numpy.searchsorted(keys, middle + 1, "right") - starts
            before = numpy.cumsum(lengths) - lengths
            at = numpy.repeat(starts - before, lengths) + numpy.arange(int(lengths.sum()))
            ones.append(numpy.repeat(numpy.arange(len(points)), lengths))
            others.append(at)
    one, other = numpy.concatenate(ones), numpy.concatenate(others)
    squares = numpy.zeros(len(one))
    for axis in points.T:
        squares += (axis[one] - axis[other]) ** 2
    near = squares < far**2
    one, other, chords = one[near], other[near], numpy.sqrt(squares[near])
    counted = numpy.bincount(one, minlength=len(points))
    kept = one != other
    # Of those of a point that has too many, the nearest are taken, and of such the first.
    crowded = numpy.flatnonzero(counted[one] > most)
    nearest = crowded[numpy.lexsort((order[other[crowded]], chords[crowded], one[crowded]))]
    many = counted[counted > most]
    rank = numpy.arange(len(nearest)) - numpy.repeat(numpy.cumsum(many) - many, many)
    kept[nearest[rank >= most]] = False
    return order[one[kept]], order[other[kept]], chords[kept]
